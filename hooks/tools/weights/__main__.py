"""`python -m tools.weights DATA` learns the weights from labelled data and writes them."""

from __future__ import annotations

import argparse
from pathlib import Path

from pressmark.extraction import find_article
from pressmark.extraction.additive_model import to_text, words_to_text
from tools.weights.body import learn
from tools.weights.examples import CORPUS, examples
from tools.weights.names import names_to_text


def main() -> None:
    """Learns from all of the data, and writes what ships."""
    parser = argparse.ArgumentParser(prog="python -m tools.weights", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of labelled data")
    data = parser.parse_args().data
    known = learn(list(examples(data, CORPUS)))
    home = Path(find_article.__file__).parent
    write(home / "body.tsv", to_text(known.body))
    write(home / "headline.tsv", to_text(known.headline))
    write(home / "date.tsv", to_text(known.date))
    write(home / "author.tsv", to_text(known.author))
    write(home / "words.tsv", words_to_text(known.words))
    write(home / "given-names.txt", names_to_text())


def write(path: Path, text: str) -> None:
    """Writes `text` with line feeds, whatever the machine."""
    path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()

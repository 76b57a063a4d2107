"""`python -m tools.weights DATA` fits the models on labelled data and writes their tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from pressmark.extraction import find_article
from pressmark.extraction.additive_model import to_text, words_to_text
from tools.weights.body import fit_models
from tools.weights.examples import CORPUS, examples
from tools.weights.names import names_to_text


def main() -> None:
    """Fit on all of the data, and write the tables that ship."""
    parser = argparse.ArgumentParser(prog="python -m tools.weights", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of labelled data")
    data = parser.parse_args().data
    models = fit_models(list(examples(data, CORPUS)))
    folder = Path(find_article.__file__).parent
    write(folder / "body.tsv", to_text(models.body))
    write(folder / "headline.tsv", to_text(models.headline))
    write(folder / "date.tsv", to_text(models.date))
    write(folder / "author.tsv", to_text(models.author))
    write(folder / "words.tsv", words_to_text(models.word_odds))
    write(folder / "given-names.txt", names_to_text())


def write(path: Path, text: str) -> None:
    """Write `text` with line feeds, whatever the machine."""
    path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()

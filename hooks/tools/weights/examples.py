"""Labelled texts as training examples: their lines, each labelled with whether it belongs to the
article.

The articles' texts are known for the set fundus. For the other sets of pages, a tool's extraction
of the article stands in, at half the weight, and passages that people marked weigh more. All lines
of tidy texts belong to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from pressmark.corpus.settings import Collection
from pressmark.document import Document, Source
from pressmark.extraction.features import Array, LineFeatures, line_features
from pressmark.extraction.find_article import all_stop_words
from pressmark.pipeline import to_blocks, to_lines
from tests.evaluate.labelled import UNSEEN, Labelled, Truth, read, words

RENDERING = {"page": 1.0, "article": 0.6}
"""Kind of rendering → weight of its lines."""
SHARES = {
    "fundus": 1.0,
    "trafilatura": 0.5,
    "postlight": 0.5,
    "gov-18f": 0.15,
    "scale": 0.05,
    "corpus": 0.5,
}
"""Set → weight of its lines, by the quality of its labels and its size."""
CORPUS = Path(__file__).resolve().parents[3] / "corpus"
"""The demo's texts, which are tidy."""
BY_TOOL, MARKED = 0.5, 5.0
"""Weights of lines labelled by a tool, and of passages that people marked."""
OTHER = 0.5
"""Weight of the lines of any other set."""
TIDY = 400
"""Texts of a tidy set that are used."""
LONG = 5
"""Words of the shortest line that is matched by its parts."""
SAME = 0.6
"""Share of such a line's parts that the article must have."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled text."""

    site: str
    labelled: str
    """Name of its set and rendering."""
    truth: Truth | None
    document: Document
    lines: list[LineFeatures]
    labels: Array
    """For each line, 1 if it belongs to the article, else 0."""
    weights: Array
    """For each line, its weight in the fit."""


def load(path: Path) -> Document | None:
    """The document in `path`, cut into blocks; None if it can't be decoded."""
    data = path.read_bytes()
    result = to_lines(Source(path.name, path.stem, "", len(data)), data, None)
    return to_blocks(result, (), Collection())[0] if isinstance(result, Document) else None


def site_of(truth: Truth, labelled: str) -> str:
    """Host of a page; each tidy text is a site of its own."""
    host = urlsplit(truth.url).netloc.removeprefix("www.") if " " in labelled else ""
    return host or f"{labelled}/{truth.id}"


def examples(data: Path, corpus: Path) -> Iterator[Example]:
    """All labelled texts below `data`, and the demo's below `corpus`."""
    for labelled in read(data):
        name, _, rendering = labelled.name.partition(" ")
        if name in UNSEEN:
            continue
        if not rendering:
            paths = sorted(labelled.folder.glob("*.txt"))[:TIDY]
            yield from _tidy(paths, name)
        else:
            yield from _labelled(labelled, name, rendering)
    yield from _tidy(sorted((data / "scale").glob("*/raw/*.txt"))[:TIDY], "scale")
    yield from _tidy(sorted([*corpus.rglob("*.txt"), *corpus.rglob("*.md")]), "corpus")


def _tidy(paths: Sequence[Path], name: str) -> Iterator[Example]:
    for path in paths:
        document = load(path)
        lines = line_features(document, all_stop_words()) if document else []
        if document and lines:
            ones = np.ones(len(lines), dtype=np.float32)
            yield Example(
                f"{name}/{path.stem}",
                name,
                None,
                document,
                lines,
                ones,
                _weights(lines, ones, name, 1.0),
            )


def _labelled(labelled: Labelled, name: str, rendering: str) -> Iterator[Example]:
    for truth in labelled.truths:
        document = load(labelled.folder / f"{truth.id}.txt")
        lines = line_features(document, all_stop_words()) if document else []
        by_tool = labelled.folder.with_name("article.txt") / f"{truth.id}.txt"
        body = truth.body or (by_tool.read_text(encoding="utf-8") if by_tool.exists() else "")
        if not document or not lines or not body:
            continue
        texts = [words(line.key) for line in lines]
        labels = _in_body(texts, words(body))
        quality = np.full(len(lines), 1.0 if truth.body else BY_TOOL, dtype=np.float32)
        joined = [" ".join(text) for text in texts]
        for passages, label in ((truth.must, 1.0), (truth.must_not, 0.0)):
            for passage in filter(None, (" ".join(words(passage)) for passage in passages)):
                for row, text in enumerate(joined):
                    if passage in text:
                        labels[row], quality[row] = label, MARKED
        factor = RENDERING[rendering.partition(".")[0]]
        yield Example(
            site_of(truth, labelled.name),
            labelled.name,
            truth,
            document,
            lines,
            labels,
            _weights(lines, quality, name, factor),
        )


def _weights(lines: Sequence[LineFeatures], quality: Array, name: str, factor: float) -> Array:
    """Weight of each line: long ones weigh more, those of texts with many lines less."""
    lengths = np.sqrt([max(1.0, line.words) for line in lines])
    share = SHARES.get(name, OTHER)
    return np.asarray(lengths * quality / np.sqrt(len(lines)) * share * factor, dtype=np.float32)


def _in_body(texts: Sequence[Sequence[str]], body: Sequence[str]) -> Array:
    """For each line, given by its words, 1 if the article has it, else 0; for a short line, only if
    a long one near it has 1.
    """
    joined = f" {' '.join(body)} "
    trigrams = set(zip(body, body[1:], body[2:], strict=False))
    labels = np.zeros(len(texts), dtype=np.float32)
    for row, text in enumerate(texts):
        if len(text) >= LONG:
            parts = list(zip(text, text[1:], text[2:], strict=False))
            labels[row] = sum(part in trigrams for part in parts) >= SAME * len(parts)
        elif text:
            labels[row] = f" {' '.join(text)} " in joined
    long = [bool(labels[row]) and len(text) > LONG + 2 for row, text in enumerate(texts)]
    for row, text in enumerate(texts):
        if len(text) < LONG and labels[row]:
            labels[row] = any(long[max(0, row - 2) : row + 3])
    return labels

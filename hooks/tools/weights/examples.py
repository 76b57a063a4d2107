"""Lines of labelled texts, each with whether it belongs to the article.

Fundus has the articles' text. Of the other sets of pages a rendering of the article by a tool is
taken for it, at half the weight, and passages that people marked for more. Tidy texts belong to
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from pressmark.corpus.settings import Collection
from pressmark.document import Document, Source
from pressmark.extraction.features import Array, Seen, seen
from pressmark.extraction.find_article import stops
from pressmark.pipeline import to_blocks, to_lines
from tests.evaluate.labelled import UNSEEN, Labelled, Truth, read, words

RENDERING = {"page": 1.0, "article": 0.6}
SHARES = {
    "fundus": 1.0,
    "trafilatura": 0.5,
    "postlight": 0.5,
    "gov-18f": 0.15,
    "scale": 0.05,
    "corpus": 0.5,
}
"""What a set's texts weigh: its labels' worth, and how many there are."""
CORPUS = Path(__file__).resolve().parents[3] / "corpus"
"""The demo's texts, which are tidy."""
BY_TOOL, MARKED = 0.5, 5.0
OTHER = 0.5
TIDY = 400
"""Texts of a tidy set that are looked at."""
LONG = 5
"""Words of a line from which parts of it are looked for in the article."""
SAME = 0.6


@dataclass(frozen=True, slots=True)
class Example:
    """A text's lines with their labels."""

    site: str
    labelled: str
    truth: Truth | None
    document: Document
    lines: list[Seen]
    labels: Array
    weights: Array


def load(path: Path) -> Document | None:
    """The document in `path`, as far as its structure."""
    data = path.read_bytes()
    read_ = to_lines(Source(path.name, path.stem, "", len(data)), data, None)
    return to_blocks(read_, (), Collection())[0] if isinstance(read_, Document) else None


def site_of(truth: Truth, labelled: str) -> str:
    """The host that a page was taken from; tidy texts are a site each."""
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
        lines = seen(document, stops()) if document else []
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
        lines = seen(document, stops()) if document else []
        by_tool = labelled.folder.with_name("article.txt") / f"{truth.id}.txt"
        body = truth.body or (by_tool.read_text(encoding="utf-8") if by_tool.exists() else "")
        if not document or not lines or not body:
            continue
        texts = [words(line.key) for line in lines]
        labels = _in_body(texts, words(body))
        sure = np.full(len(lines), 1.0 if truth.body else BY_TOOL, dtype=np.float32)
        joined = [" ".join(text) for text in texts]
        for passages, label in ((truth.must, 1.0), (truth.must_not, 0.0)):
            for passage in filter(None, (" ".join(words(passage)) for passage in passages)):
                for at, text in enumerate(joined):
                    if passage in text:
                        labels[at], sure[at] = label, MARKED
        factor = RENDERING[rendering.partition(".")[0]]
        yield Example(
            site_of(truth, labelled.name),
            labelled.name,
            truth,
            document,
            lines,
            labels,
            _weights(lines, sure, name, factor),
        )


def _weights(lines: Sequence[Seen], sure: Array, name: str, factor: float) -> Array:
    """Long lines weigh more, and those of texts with many lines less."""
    lengths = np.sqrt([max(1.0, line.words) for line in lines])
    return np.asarray(
        lengths * sure / np.sqrt(len(lines)) * SHARES.get(name, OTHER) * factor, dtype=np.float32
    )


def _in_body(texts: Sequence[Sequence[str]], body: Sequence[str]) -> Array:
    """Which lines stand in the article; short ones only where a long one of it is near."""
    joined = f" {' '.join(body)} "
    threes = set(zip(body, body[1:], body[2:], strict=False))
    found = np.zeros(len(texts), dtype=np.float32)
    for at, text in enumerate(texts):
        if len(text) >= LONG:
            parts = list(zip(text, text[1:], text[2:], strict=False))
            found[at] = sum(part in threes for part in parts) >= SAME * len(parts)
        elif text:
            found[at] = f" {' '.join(text)} " in joined
    long = [bool(found[at]) and len(text) > LONG + 2 for at, text in enumerate(texts)]
    for at, text in enumerate(texts):
        if len(text) < LONG and found[at]:
            found[at] = any(long[max(0, at - 2) : at + 3])
    return found

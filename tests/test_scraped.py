"""What cleaning takes from a large scrape that somebody else made, whose texts say things again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pressmark.corpus.read import Item, scan
from pressmark.corpus.settings import Collection, read_collection
from pressmark.document import Document
from pressmark.pipeline import RULE_NAMES, process
from pressmark.runtime.workers import batches, map_ordered, pool, worker_count
from tests.evaluate.labelled import words

EVERY = 10
"""One in so many texts."""


def lost(document: Document) -> list[str]:
    """The lines taken for something said before that stand nowhere in what is kept."""
    kept = [
        text for block in document.blocks if block.fate.kind != "removed" for text in block.text
    ]
    whole = f" {' '.join(words(' '.join(kept)))} "
    taken = [
        " ".join(words(text))
        for block in document.blocks
        if block.fate.name == "repeated-text"
        for text in block.text
    ]
    return [text for text in taken if f" {text} " not in whole]


def _lost(root: Path, collection: Collection, items: Sequence[Item]) -> tuple[int, list[str]]:
    documents = [process(root, item, collection).document for item in items]
    found = [document for document in documents if document]
    repeated = sum(
        any(block.fate.name == "repeated-text" for block in document.blocks) for document in found
    )
    return repeated, [f"{d.source.path}: {line}" for d in found for line in lost(d)]


def test_what_is_taken_for_repeated_is_kept_elsewhere(shared: Callable[[str], Path]) -> None:
    root = shared("scale/tehrantimes") / "raw"
    collection = read_collection(root, RULE_NAMES, None)
    items = scan(root, collection).items[::EVERY]
    number = worker_count(0, len(items))
    with pool(number) as executor:
        done = list(map_ordered(executor, partial(_lost, root, collection), batches(items), number))
    assert [line for _, lines in done for line in lines] == []
    assert sum(repeated for repeated, _ in done) > len(items) / 50

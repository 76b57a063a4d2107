"""Families: documents that are near-copies of one another, found in time linear in the collection.

Documents meet in the buckets of their sketches (`sketch.py`); of those that have met, the true
overlap is computed from their shingles on the disk, and those that share enough are joined. A
family is all that is joined, one by one: its members needn't all be near-copies of each other.

In memory a document takes 100 bytes for its sketch and, while families are sought, some 60 for the
order of a band; a pair that has met takes 8, and there are at most `BANDS` × `REACH` pairs a
document. The order in which documents are read makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.shingles import overlap
from pressmark.relate.sketch import BANDS, ShingleStore, Sketches
from pressmark.runtime.arrays import Array, Ints

THRESHOLD = 2 / 3
"""Jaccard similarity from which two texts are near-copies: of two texts of the same length, four
fifths of the passages are the same. Below it there are more tables with new numbers and reports of
the next day than copies; at three quarters, as for training data, shortened copies are lost."""

REACH = 4
"""Documents in a bucket that each is compared with: those before it in time. Copies follow each
other closely; and where thousands share a key, because of a notice under each text, the work stays
linear."""


def families(facts: Sequence[DocumentSummary], batches: Sequence[Sketches]) -> dict[str, str]:
    """Id → the family's id, for each document that has near-copies; `facts` in the order of the
    sketches. A family's id is that of its first member in time.
    """
    order = sorted(range(len(facts)), key=lambda number: facts[number].time())
    first_of = grouped(batches, order)
    sizes = np.bincount(first_of, minlength=len(order))
    return {
        facts[number].id: facts[order[first]].id
        for number, first in zip(order, first_of.tolist(), strict=True)
        if sizes[first] > 1
    }


def grouped(batches: Sequence[Sketches], order: Sequence[int]) -> Ints:
    """Of each document, in this `order`, the place of the first one in its family, or its own."""
    shelf = ShingleStore(batches)
    rows = np.concatenate([np.empty((0, BANDS), np.uint32), *(batch.keys for batch in batches)])
    places = np.array(order, dtype=np.int64)

    def alike(one: int, other: int) -> bool:
        sets = (shelf.shingles(order[one]), shelf.shingles(order[other]))
        return overlap(*sets) >= THRESHOLD

    return joined(rows[places], shelf.counts[places], alike)


def joined(keys: Array, counts: Ints, alike: Callable[[int, int], bool]) -> Ints:
    """Of each document the first one that it is joined with, or itself. `alike` is asked for pairs
    that share a key, and neither twice nor for those that are joined already.
    """
    parent = list(range(len(counts)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    asked = np.empty(0, dtype=np.int64)
    for band in range(keys.shape[1]):
        pairs = np.setdiff1d(_met(keys[:, band], counts), asked, assume_unique=True)
        for pair in pairs.tolist():
            one, other = divmod(pair, len(counts))
            low, high = sorted((root(one), root(other)))
            # The first of a family stays its root.
            if low != high and alike(one, other):
                parent[high] = low
        asked = np.union1d(asked, pairs)
    return np.array([root(number) for number in range(len(counts))], dtype=np.int64)


def _met(keys: Array, counts: Ints) -> Ints:
    """Pairs of documents with the same key, few for each document, as one number each.

    Where one has so many shingles more that they can't be alike, the pair is left out.
    """
    order = np.argsort(keys, kind="stable")
    order = order[counts[order] > 0]
    keys = keys[order]
    found = [np.empty(0, dtype=np.int64)]
    for reach in range(1, REACH + 1):
        same = keys[reach:] == keys[:-reach]
        one, other = order[:-reach][same], order[reach:][same]
        less, more = np.minimum(counts[one], counts[other]), np.maximum(counts[one], counts[other])
        possible = less >= THRESHOLD * more
        found.append(one[possible] * len(counts) + other[possible])
    return np.unique(np.concatenate(found))

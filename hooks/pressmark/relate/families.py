"""Groups near-copies into families, in time linear in the collection.

Candidates are documents that share a key of their sketches (`sketch.py`). Their similarity is
computed from the shingles on disk, and pairs that are similar enough are joined (union-find): a
family is a connected component, so not all of its members need to be near-copies of each other.

Memory: 100 bytes per document for its sketch, some 60 while a band is sorted, and 8 per candidate
pair, of which a document has at most `BANDS` × `REACH`. The order in which documents are read makes
no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.shingles import overlap
from pressmark.relate.sketch import BANDS, ShingleStore, Sketches
from pressmark.runtime.arrays import Array, Ints

THRESHOLD = 2 / 3
"""Least Jaccard similarity of near-copies: four fifths of the passages of two texts of one length
are the same. Below it, tables with new numbers and reports of the next day outnumber copies; three
quarters, usual for training data, would miss shortened copies."""

REACH = 4
"""Documents with the same key that each is compared with: the last ones before it in time. Copies
follow each other closely; and if thousands share a key, since each text has the same notice, the
work stays linear."""


def families(summaries: Sequence[DocumentSummary], batches: Sequence[Sketches]) -> dict[str, str]:
    """Document id → family id, for the documents with near-copies. `summaries` has the documents in
    the order of the sketches. A family has the id of its first member in time.
    """
    order = sorted(range(len(summaries)), key=lambda number: summaries[number].time())
    first_of = group_copies(batches, order)
    sizes = np.bincount(first_of, minlength=len(order))
    return {
        summaries[number].id: summaries[order[first]].id
        for number, first in zip(order, first_of.tolist(), strict=True)
        if sizes[first] > 1
    }


def group_copies(batches: Sequence[Sketches], order: Sequence[int]) -> Ints:
    """Per document, in this `order`: the index (in `order`) of the first document of its family;
    its own if it has no near-copies. `order` has the numbers of the documents in the batches.
    """
    store = ShingleStore(batches)
    rows = np.concatenate([np.empty((0, BANDS), np.uint32), *(batch.keys for batch in batches)])
    numbers = np.array(order, dtype=np.int64)

    def alike(one: int, other: int) -> bool:
        sets = (store.shingles(order[one]), store.shingles(order[other]))
        return overlap(*sets) >= THRESHOLD

    return join_pairs(rows[numbers], store.counts[numbers], alike)


def join_pairs(keys: Array, counts: Ints, alike: Callable[[int, int], bool]) -> Ints:
    """Per document: the index of the first one in its family. `keys` has a row and `counts` the
    number of shingles of each document. `alike` is called for pairs that share a key, once at most
    and never for two documents of one family.
    """
    parent = list(range(len(counts)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    seen = np.empty(0, dtype=np.int64)
    for band in range(keys.shape[1]):
        pairs = np.setdiff1d(_candidates(keys[:, band], counts), seen, assume_unique=True)
        for pair in pairs.tolist():
            one, other = divmod(pair, len(counts))
            low, high = sorted((root(one), root(other)))
            # The lower root stays: a family's root is its first document.
            if low != high and alike(one, other):
                parent[high] = low
        seen = np.union1d(seen, pairs)
    return np.array([root(number) for number in range(len(counts))], dtype=np.int64)


def _candidates(keys: Array, counts: Ints) -> Ints:
    """Pairs of documents with the same key, at most `REACH` for each, without those whose numbers
    of shingles differ too much. A pair (a, b) is encoded as a * len(counts) + b.
    """
    order = np.argsort(keys, kind="stable")
    order = order[counts[order] > 0]
    keys = keys[order]
    pairs = [np.empty(0, dtype=np.int64)]
    for reach in range(1, REACH + 1):
        same = keys[reach:] == keys[:-reach]
        one, other = order[:-reach][same], order[reach:][same]
        less, more = np.minimum(counts[one], counts[other]), np.maximum(counts[one], counts[other])
        possible = less >= THRESHOLD * more
        pairs.append(one[possible] * len(counts) + other[possible])
    return np.unique(np.concatenate(pairs))

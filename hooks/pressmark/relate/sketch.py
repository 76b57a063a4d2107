"""Sketches documents by MinHash, so that near-copies are found without comparing all pairs.

A sketch has `BANDS` keys, each a hash of `ROWS` minima of the document's shingles under as many
permutations (MinHash; Broder, 1997). Two documents of similarity *s* share a given key with
probability *s*^`ROWS` (locality-sensitive hashing; Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", 3.4). So 99.5 % of the pairs with a similarity of two thirds share a key, all but
3 in a million of those with four fifths, and 2 in 1,000 of those with a tenth.

The shingles themselves are stored in a file, and compared if two documents share a key. A document
takes 100 bytes of memory (24 keys and the number of its shingles), and four bytes a word on disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import shake_256
from pathlib import Path

import numpy as np

from pressmark.relate.shingles import mixed, shingles
from pressmark.runtime.arrays import Array

BANDS, ROWS = 24, 4
"""Keys of a sketch, and minima of a key."""

SHINGLES_AT_A_TIME = 4096
"""Shingles that are permuted at a time; bounds the memory for a long text."""


def _constants(name: bytes) -> Array:
    """Pseudorandom uint32, one per permutation, in a column. Never changes: families depend on
    them.
    """
    data = shake_256(b"pressmark " + name).digest(4 * BANDS * ROWS)
    return np.frombuffer(data, dtype="<u4").astype(np.uint32)[:, None]


_FACTORS = _constants(b"factors") | np.uint32(1)
_FLIPPED = _constants(b"flipped")
_POWERS = np.array([0x9E3779B97F4A7C15**row % 2**64 for row in range(ROWS)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Sketches:
    """The sketches of a batch of documents, in order."""

    file: Path
    """The shingles (uint32) of all of them, document after document."""
    counts: Array
    """Per document: its number of shingles."""
    keys: Array
    """Per document: a row of `BANDS` keys (uint32); meaningless without shingles."""


def signature(shingles: Array) -> Array:
    """The minimum of the shingles (at least one) under each of `BANDS * ROWS` permutations."""
    minima = np.full(BANDS * ROWS, 0xFFFFFFFF, dtype=np.uint32)
    for start in range(0, len(shingles), SHINGLES_AT_A_TIME):
        permuted = (shingles[start : start + SHINGLES_AT_A_TIME] * _FACTORS) ^ _FLIPPED
        np.minimum(minima, permuted.min(axis=1), out=minima)
    return minima


def keys(shingles: Array) -> Array:
    """The keys of a document with these shingles; zeros if it has none."""
    if not len(shingles):
        return np.zeros(BANDS, dtype=np.uint32)
    minima = signature(shingles).reshape(BANDS, ROWS).astype(np.uint64)
    return mixed((minima * _POWERS).sum(axis=1, dtype=np.uint64))


def sketch(hashes: Sequence[Array], file: Path) -> Sketches:
    """Sketch documents, given the `shingles.word_hashes` of each; writes `file`."""
    sets = [shingles(words) for words in hashes]
    with open(file, "wb") as out:
        out.writelines(each.tobytes() for each in sets)
    rows = np.array([keys(each) for each in sets], dtype=np.uint32).reshape(len(sets), BANDS)
    return Sketches(file, np.array([len(each) for each in sets], dtype=np.int64), rows)


class ShingleStore:
    """Reads the shingles of all documents. They are numbered on from batch to batch."""

    def __init__(self, batches: Sequence[Sketches]) -> None:
        self._files = [batch.file for batch in batches]
        sizes = [len(batch.counts) for batch in batches]
        self._starts = np.cumsum([0, *sizes])
        self.counts = np.concatenate([np.empty(0, np.int64), *(b.counts for b in batches)])
        # Where a document's shingles begin in its file.
        self._offsets = np.concatenate(
            [np.empty(0, np.int64), *(np.cumsum(b.counts) - b.counts for b in batches)]
        )

    def shingles(self, number: int) -> Array:
        """The shingles of a document."""
        batch = int(np.searchsorted(self._starts, number, side="right")) - 1
        count, offset = int(self.counts[number]), int(self._offsets[number])
        return np.fromfile(self._files[batch], dtype=np.uint32, count=count, offset=4 * offset)

"""Sketches: what is held of each document so that near-copies meet without being compared.

A sketch has `BANDS` keys, each made of `ROWS` minima of the document's shingles under as many
permutations (MinHash; Broder, 1997). Two documents of similarity *s* share a given key with a
probability of *s*^`ROWS` (locality-sensitive hashing; Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", 3.4). So of pairs that are two thirds alike 99.5 in 100 share a key, of those
that are four fifths alike all but 3 in a million, and of texts with a tenth in common 2 in 1,000.

The shingles themselves wait in a file, to be compared when two documents have met. In memory a
document takes 100 bytes: 24 keys and the number of its shingles. On the disk it takes four bytes a
word.
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

AT_A_TIME = 4096
"""Shingles that are permuted at a time: what bounds the memory that a long text takes."""


def _constants(name: bytes) -> Array:
    """Numbers without a pattern, the same everywhere and for good."""
    data = shake_256(b"pressmark " + name).digest(4 * BANDS * ROWS)
    return np.frombuffer(data, dtype="<u4").astype(np.uint32)[:, None]


_FACTORS = _constants(b"factors") | np.uint32(1)
_FLIPPED = _constants(b"flipped")
_POWERS = np.array([0x9E3779B97F4A7C15**row % 2**64 for row in range(ROWS)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Sketches:
    """The sketches of a batch of documents, in order."""

    file: Path
    """Holds their shingles, one document's after the other's."""
    counts: Array
    """Of each document: how many shingles."""
    keys: Array
    """A row each; meaningless for a document without shingles."""


def signature(found: Array) -> Array:
    """The least of all shingles under each permutation, for a document with at least one."""
    least = np.full(BANDS * ROWS, 0xFFFFFFFF, dtype=np.uint32)
    for at in range(0, len(found), AT_A_TIME):
        permuted = (found[at : at + AT_A_TIME] * _FACTORS) ^ _FLIPPED
        np.minimum(least, permuted.min(axis=1), out=least)
    return least


def keys(found: Array) -> Array:
    """The keys of a document with these shingles."""
    if not len(found):
        return np.zeros(BANDS, dtype=np.uint32)
    minima = signature(found).reshape(BANDS, ROWS).astype(np.uint64)
    return mixed((minima * _POWERS).sum(axis=1, dtype=np.uint64))


def sketch(hashes: Sequence[Array], file: Path) -> Sketches:
    """Sketches of the documents whose words have these `hashes`; writes `file`."""
    sets = [shingles(words) for words in hashes]
    with open(file, "wb") as out:
        out.writelines(found.tobytes() for found in sets)
    rows = np.array([keys(found) for found in sets], dtype=np.uint32).reshape(len(sets), BANDS)
    return Sketches(file, np.array([len(found) for found in sets], dtype=np.int64), rows)


class ShingleStore:
    """The shingles of all documents, in their files; documents count on from batch to batch."""

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
        """Those of a document."""
        batch = int(np.searchsorted(self._starts, number, side="right")) - 1
        count, offset = int(self.counts[number]), int(self._offsets[number])
        return np.fromfile(self._files[batch], dtype=np.uint32, count=count, offset=4 * offset)

"""Shingles: a text as the set of its overlapping runs of five words, each hashed to 32 bits.

Sets are compared by their Jaccard similarity, the size of the intersection divided by that of the
union (Broder, "On the resemblance and containment of documents", 1997). Words are those of the
search (`text/words.py`): case, accents, punctuation and marks make no difference.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from pressmark.runtime.arrays import Array
from pressmark.text.run_memo import MOST_RUNS, RunMemo
from pressmark.text.words import words

WIDTH = 5
"""Words of a shingle. With fewer, reports that differ only in their numbers pass for copies of one
another; with more, each changed word spoils too many. Five is usual (Lee and others, "Deduplicating
Training Data Makes Language Models Better", 2022; FineWeb, 2024)."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd, without a pattern in its bits: the golden ratio (Knuth, TAOCP 3, 6.4)."""
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
"""MurmurHash3's finaliser (Appleby)."""


def _hashes_of(run: bytes) -> list[int]:
    """The hashes of the words of a run."""
    if run.isalnum():
        return [_hash(run)]
    return [_hash(word.encode()) for word in words(run.decode("utf-8", "surrogatepass"))]


def _hash(word: bytes) -> int:
    return int.from_bytes(blake2b(word, digest_size=8).digest(), "little")


_MEMO = RunMemo(_hashes_of, np.uint64)


def clear_memo() -> None:
    """Free the hashes that this process memoized. Call it when there are no more texts to hash."""
    _MEMO.clear()


def word_hashes(text: str) -> Array:
    """The hashes (uint64) of the words of `text`, in order."""
    if len(_MEMO) > MOST_RUNS:
        _MEMO.clear()
    return _MEMO.numbers(text)


def shingles(hashes: Array) -> Array:
    """The distinct shingles (uint32, sorted) of a text whose words have these `hashes`.

    A text of fewer than `WIDTH` words is one shingle; one without words has none.

    >>> a, b = (shingles(word_hashes(text)) for text in ("One, two; THREE.", "one two three"))
    >>> (a == b).all(), len(shingles(word_hashes("a b c d e f"))), len(shingles(word_hashes("…")))
    (np.True_, 2, 0)
    """
    width = min(WIDTH, len(hashes))
    count = len(hashes) - width + 1
    if not width:
        return np.empty(0, dtype=np.uint32)
    rolled = np.full(count, width, dtype=np.uint64)
    for offset in range(width):
        rolled = rolled * _FACTOR + hashes[offset : offset + count]
    return np.unique(mixed(rolled))


def mixed(numbers: Array) -> Array:
    """Hash uint64 to uint32 so that every bit of the input matters."""
    for factor in _MIX:
        numbers = (numbers ^ (numbers >> np.uint64(33))) * factor
    return (numbers >> np.uint64(32)).astype(np.uint32)


def overlap(one: Array, other: Array) -> float:
    """The Jaccard similarity of two sets of shingles; 0 if either is empty.

    Two different shingles collide once in 2³² pairs: texts of 500 words see one collision in
    17,000 comparisons, and it adds two thousandths to their similarity.
    """
    if not len(one) or not len(other):
        return 0.0
    both = np.concatenate((one, other))
    both.sort(kind="stable")
    common = int((both[1:] == both[:-1]).sum())
    return common / (len(both) - common)

"""A text as a set: the runs of five words that are in it, each as a number of 32 bits.

Sets are compared by their Jaccard similarity, what two have in common divided by what both have
(Broder, "On the resemblance and containment of documents", 1997). Words are those that search finds
(`search.words`): case, accents, punctuation and marks make no difference.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b

import numpy as np

from pressmark.runtime.arrays import Array
from pressmark.text.words import runs, words

WIDTH = 5
"""Words of a shingle. Shorter ones take reports that differ only in their numbers for copies of one
another; of longer ones, each changed word spoils too many. Five is what is mostly used (Lee and
others, "Deduplicating Training Data Makes Language Models Better", 2022; FineWeb, 2024)."""

REMEMBERED = 50_000
"""Runs of text that a process remembers, some 150 bytes each, before it starts anew."""

LONG = 64
"""Bytes of a run that is worth remembering: lines of scripts without spaces rarely come again."""

SEVERAL = 0
"""Stands for a run that isn't just one word. That a word has this hash doesn't happen."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd, without a pattern in its bits: the golden ratio (Knuth, TAOCP 3, 6.4)."""
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
"""MurmurHash3's finaliser (Appleby)."""


class _Hashes(dict[bytes, int]):
    """Run of a text → the hash of its word, or `SEVERAL`."""

    def __init__(self) -> None:
        super().__init__()
        self._several: dict[bytes, list[int]] = {}

    def __missing__(self, run: bytes) -> int:
        if len(run) > LONG:
            return SEVERAL
        found = _hashes_of(run)
        if len(found) != 1:
            self._several[run] = found
        number = self[run] = found[0] if len(found) == 1 else SEVERAL
        return number

    def several(self, run: bytes) -> list[int]:
        """The hashes of all words of a run."""
        return _hashes_of(run) if len(run) > LONG else self._several[run]


def _hashes_of(run: bytes) -> list[int]:
    if run.isalnum():
        return [_hash(run)]
    return [_hash(word.encode()) for word in words(run.decode("utf-8", "surrogatepass"))]


def _hash(word: bytes) -> int:
    return int.from_bytes(blake2b(word, digest_size=8).digest(), "little")


@cache
def _remembered() -> _Hashes:
    return _Hashes()


def forget() -> None:
    """Frees what this process remembers, when there are no more texts to compare."""
    _remembered.cache_clear()


def word_hashes(text: str) -> Array:
    """The hashes of the words of `text`, in order."""
    if len(_remembered()) > REMEMBERED:
        forget()
    known = _remembered()
    parted = runs(text)
    found = np.fromiter(map(known.__getitem__, parted), np.uint64, len(parted))
    places = np.flatnonzero(found == SEVERAL)
    if not len(places):
        return found
    parts: list[Array] = []
    done = 0
    for place in places.tolist():
        parts += (found[done:place], np.array(known.several(parted[place]), dtype=np.uint64))
        done = place + 1
    return np.concatenate((*parts, found[done:]))


def shingles(hashes: Array) -> Array:
    """The distinct shingles of a text whose words have these `hashes`, in order of size.

    A text of fewer words is one shingle; one without words has none.

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
    """Numbers of 64 bits as such of 32 in which every bit has a say."""
    for factor in _MIX:
        numbers = (numbers ^ (numbers >> np.uint64(33))) * factor
    return (numbers >> np.uint64(32)).astype(np.uint32)


def overlap(one: Array, other: Array) -> float:
    """The Jaccard similarity of two sets of shingles; 0 where one is empty.

    Two different shingles have the same number once in 2³² pairs: texts of 500 words see one
    such pair in 17,000, and it adds two thousandths to their similarity.
    """
    if not len(one) or not len(other):
        return 0.0
    both = np.concatenate((one, other))
    both.sort(kind="stable")
    common = int((both[1:] == both[:-1]).sum())
    return common / (len(both) - common)

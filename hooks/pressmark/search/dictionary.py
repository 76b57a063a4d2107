"""The dictionary: every word of the corpus, sorted, with the classes that it belongs to; among
them stems that aren't words, each with a word that has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pressmark.runtime.arrays import Array, Ints
from pressmark.search.chunks import batches
from pressmark.search.encoding import varint, varints

ENTRY = 5
"""Bytes of an entry beside those of its word, about."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Words in order, each once, and their links: (class, documents that hold this form, whether
    it is a stop word there), one a language.
    """

    words: Sequence[str]
    codes: Ints
    """Of each word: its code where it is a common word, or else 0."""
    links: Ints
    """Of each word: how many; of a stem none."""
    classes: Ints
    """Of each link, word after word."""
    held: Ints
    stop: Array
    instead: Mapping[str, str] = field(default_factory=dict)
    """Stem → a word that has it."""


def chunks(entries: Entries, target: int) -> Iterator[tuple[str, bytes]]:
    """The chunks of a dictionary, each with its first word.

    A chunk has one column after the other. A class is written as its distance from the one after
    the greatest before it, since a word mostly opens the next class.
    """
    spelled = [word.encode() for word in entries.words]
    instead = [entries.instead.get(word, "").encode() for word in entries.words]
    sizes = [len(word) + len(other) + ENTRY for word, other in zip(spelled, instead, strict=True)]
    first_link = np.concatenate(([0], np.cumsum(entries.links)))
    after = np.concatenate(([0], np.maximum.accumulate(entries.classes + 1)))
    steps = entries.classes - after[:-1]
    zigzag = np.where(steps >= 0, steps * 2, -steps * 2 - 1)
    held = entries.held * 2 + entries.stop
    for start, end in batches(sizes, target):
        links = slice(first_link[start], first_link[end])
        codes = entries.codes[start:end]
        shared, rests = _front_coded(spelled[start:end], [b"", *spelled[start : end - 1]])
        pairs = [at for at in range(start, end) if instead[at]]
        also, others = _front_coded([instead[at] for at in pairs], [spelled[at] for at in pairs])
        columns = (
            shared,
            [len(rest) for rest in rests],
            entries.links[start:end] * 2 + (codes > 0),
            codes[codes > 0],
            zigzag[links],
            held[links],
            also,
            [len(rest) for rest in others],
        )
        numbers = np.concatenate([np.asarray(column, dtype=np.int64) for column in columns])
        head = varint(end - start) + varint(int(after[first_link[start]]))
        yield entries.words[start], head + varints(numbers)[0].tobytes() + b"".join(rests + others)


def _front_coded(words: Sequence[bytes], before: Sequence[bytes]) -> tuple[list[int], list[bytes]]:
    """Of each word how many bytes it shares with the one in `before`, and the rest."""
    shared, rests = [], []
    for word, previous in zip(words, before, strict=True):
        same = 0
        for ours, theirs in zip(word, previous, strict=False):
            if ours != theirs:
                break
            same += 1
        shared.append(same)
        rests.append(word[same:])
    return shared, rests

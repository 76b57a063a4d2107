"""Encodes the dictionary: every word of the corpus, sorted, with its classes.

Stems that aren't words of the corpus are entries too, each with a word that has this stem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pressmark.runtime.arrays import Array, Ints
from pressmark.search.chunks import size_ranges
from pressmark.search.encoding import varint, varints

ENTRY_BYTES = 5
"""Bytes of an entry without its word, estimated."""


@dataclass(frozen=True, slots=True)
class DictionaryEntries:
    """Distinct words in order. A word has one link per language, to its class there."""

    words: Sequence[str]
    codes: Ints
    """Per word: its code if it is a common word, otherwise 0."""
    links: Ints
    """Per word: its number of links; 0 for a stem."""
    classes: Ints
    """Per link, word after word: the number of the class."""
    frequencies: Ints
    """Per link: the number of documents with this form."""
    stop: Array
    """Per link: True for a stop word."""
    word_with_stem: Mapping[str, str] = field(default_factory=dict)
    """Stem → a word with this stem."""


def dictionary_chunks(entries: DictionaryEntries, target: int) -> Iterator[tuple[str, bytes]]:
    """The chunks of a dictionary, about `target` bytes each: (first word, chunk).

    A chunk is a series of columns. A class number is encoded as its distance from the greatest
    number so far plus one, since most words open the next class.
    """
    spelled = [word.encode() for word in entries.words]
    stem_words = [entries.word_with_stem.get(word, "").encode() for word in entries.words]
    sizes = [
        len(word) + len(other) + ENTRY_BYTES
        for word, other in zip(spelled, stem_words, strict=True)
    ]
    first_link = np.concatenate(([0], np.cumsum(entries.links)))
    expected = np.concatenate(([0], np.maximum.accumulate(entries.classes + 1)))
    steps = entries.classes - expected[:-1]
    zigzag = np.where(steps >= 0, steps * 2, -steps * 2 - 1)
    frequencies = entries.frequencies * 2 + entries.stop
    for start, end in size_ranges(sizes, target):
        links = slice(first_link[start], first_link[end])
        codes = entries.codes[start:end]
        shared, rests = _front_coded(spelled[start:end], [b"", *spelled[start : end - 1]])
        stems = [index for index in range(start, end) if stem_words[index]]
        also_shared, also_rests = _front_coded(
            [stem_words[index] for index in stems], [spelled[index] for index in stems]
        )
        columns = (
            shared,
            [len(rest) for rest in rests],
            entries.links[start:end] * 2 + (codes > 0),
            codes[codes > 0],
            zigzag[links],
            frequencies[links],
            also_shared,
            [len(rest) for rest in also_rests],
        )
        numbers = np.concatenate([np.asarray(column, dtype=np.int64) for column in columns])
        head = varint(end - start) + varint(int(expected[first_link[start]]))
        body = varints(numbers)[0].tobytes() + b"".join(rests + also_rests)
        yield entries.words[start], head + body


def _front_coded(
    words: Sequence[bytes], references: Sequence[bytes]
) -> tuple[list[int], list[bytes]]:
    """Per word the number of bytes that it shares with the start of its reference, and the rest."""
    shared, rests = [], []
    for word, reference in zip(words, references, strict=True):
        same = 0
        for ours, theirs in zip(word, reference, strict=False):
            if ours != theirs:
                break
            same += 1
        shared.append(same)
        rests.append(word[same:])
    return shared, rests

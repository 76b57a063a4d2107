"""The words that a document is about: those it uses often and others seldom do (TF-IDF; Salton and
Buckley, "Term-weighting approaches in automatic text retrieval", 1988).

How seldom isn't known before all documents were read. So each batch puts its words into a file, and
how many documents hold a word is counted in a table of fixed size (16 MB), in which a few words
share a place. Then the heaviest `TERMS` words of each document are kept: 5 bytes each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from pressmark.relate.shingles import word_hashes
from pressmark.runtime.arrays import Array
from pressmark.text.stems import language_name, stop_words

TERMS = 16
"""Words of a document that others are sought by."""
TITLE_WEIGHT = 3
"""A word in the title counts as so many in the text, as in a search."""
PLACES = 1 << 22
"""Counters of the table."""
FREQUENT = 4
"""A word that more than one in so many documents hold says nothing of what one is about."""
FULL_WEIGHT = 255
"""The weights of a document are whole numbers, whose squares add up to about the square of this."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of a batch of documents, in order."""

    file: Path
    """Hash (uint32) of each distinct word of each document, then how often it stands there
    (uint16), then each place of the table (uint32) and by how many documents it is held (uint16).
    """
    lengths: Array
    """Of each document: how many distinct words."""
    places: int
    """How many places of the table."""


@dataclass(frozen=True, slots=True)
class Words:
    """A document: its language (BCP 47), and the hashes of the words of its title and its text."""

    language: str | None
    title: Array
    text: Array


@cache
def _stop_words(name: str) -> Array:
    return np.unique(word_hashes(" ".join(stop_words(name))).astype(np.uint32))


def count(documents: Iterable[Words], file: Path) -> Terms:
    """Count the words of `documents`, but for the stop words of their languages; writes `file`.

    Holders are counted of stop words too: else a text whose language isn't known would have them
    as words that nearly nobody has.
    """
    found, often = [np.empty(0, np.uint32)], [np.empty(0, np.uint16)]
    held = [np.empty(0, np.uint32)]
    for document in documents:
        weighted = np.concatenate((np.tile(document.title, TITLE_WEIGHT), document.text))
        distinct, counts = np.unique(weighted.astype(np.uint32), return_counts=True)
        stop = _stop_words(language_name(document.language))
        held.append(distinct)
        kept = np.isin(distinct, stop, assume_unique=True, invert=True)
        found.append(distinct[kept])
        often.append(np.minimum(counts[kept], 0xFFFF).astype(np.uint16))
    terms = np.concatenate(found)
    places, holders = np.unique(np.concatenate(held) % np.uint32(PLACES), return_counts=True)
    with open(file, "wb") as out:
        columns = (terms, np.concatenate(often), places, holders.astype(np.uint16))
        out.writelines(column.tobytes() for column in columns)
    return Terms(file, np.array([len(words) for words in found[1:]], dtype=np.int64), len(places))


def holders(batches: Sequence[Terms]) -> Array:
    """How many documents hold the words of each place."""
    table = np.zeros(PLACES, dtype=np.uint32)
    for batch in batches:
        size = int(batch.lengths.sum())
        data = batch.file.read_bytes()[6 * size :]
        places = np.frombuffer(data, dtype=np.uint32, count=batch.places)
        table[places] += np.frombuffer(data, dtype=np.uint16, offset=4 * batch.places)
    return table


def heaviest(batch: Terms, table: Array, documents: int) -> tuple[Array, Array]:
    """The heaviest words of each document of a batch and their weights, `TERMS` a row; a weight of
    0 is no word. `table` is the `holders` of all `documents`.
    """
    lengths = batch.lengths
    size = int(lengths.sum())
    data = batch.file.read_bytes()
    terms = np.frombuffer(data, dtype=np.uint32, count=size)
    often = np.frombuffer(data, dtype=np.uint16, count=size, offset=4 * size)
    held = table[terms % np.uint32(PLACES)].astype(np.float64)
    useful = (held >= 2) & (held <= max(2, documents // FREQUENT))
    row = np.repeat(np.arange(len(lengths)), lengths)[useful]
    terms = terms[useful]
    weights = (1 + np.log(often[useful])) * np.log(documents / held[useful])
    order = np.lexsort((terms, -weights, row))
    row, terms, weights = row[order], terms[order], weights[order]
    column = np.arange(len(row)) - np.searchsorted(row, row)
    kept = column < TERMS
    place = (row[kept], column[kept])
    best = np.zeros((len(lengths), TERMS), dtype=np.uint32)
    heavy = np.zeros((len(lengths), TERMS))
    best[place], heavy[place] = terms[kept], weights[kept]
    norm = np.sqrt((heavy**2).sum(axis=1, keepdims=True))
    scaled = np.rint(FULL_WEIGHT * np.divide(heavy, norm, out=heavy, where=norm > 0))
    return best, scaled.astype(np.uint8)


def stacked(rows: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """The rows of all batches, in order."""
    empty = (np.empty((0, TERMS), np.uint32), np.empty((0, TERMS), np.uint8))
    words, weights = zip(empty, *rows, strict=True)
    return np.concatenate(words), np.concatenate(weights)

"""Weighs the words of documents by TF-IDF: heavy words are frequent in the document and rare in
others (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988).

Document frequencies are known only after all documents are read. So each batch writes its words
into a file, and document frequencies are counted in a table of fixed size (16 MB), in which a few
words share a counter. Then the `TERMS` heaviest words of each document are selected: 5 bytes each.
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
"""Heaviest words of a document by which related ones are found."""
TITLE_WEIGHT = 3
"""Occurrences in the text that one in the title counts as; the same as in a search."""
COUNTERS = 1 << 22
"""Counters of the table; a word with hash `h` has the counter `h % COUNTERS`."""
FREQUENT = 4
"""A word in more than one of so many documents is too frequent to relate any."""
FULL_WEIGHT = 255
"""Euclidean norm of a document's weights, which are rounded to integers."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of a batch of documents, in order."""

    file: Path
    """Per document and distinct word: its hash (all uint32), then its occurrences (all uint16); per
    counter of the table that the batch uses: its index (uint32), then its value (uint16).
    """
    lengths: Array
    """Per document: its number of distinct words."""
    counters: int
    """Number of counters in the file."""


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The words of a document, as hashes (`shingles.word_hashes`)."""

    language: str | None
    """BCP 47."""
    title: Array
    text: Array


@cache
def _stop_words(name: str) -> Array:
    return np.unique(word_hashes(" ".join(stop_words(name))).astype(np.uint32))


def count_words(documents: Iterable[DocumentWords], file: Path) -> Terms:
    """Count the words of `documents`, without the stop words of their languages; writes `file`.

    Document frequencies include stop words: otherwise a text of unknown language would have them as
    rare words.
    """
    hashes, occurrences = [np.empty(0, np.uint32)], [np.empty(0, np.uint16)]
    all_words = [np.empty(0, np.uint32)]
    for document in documents:
        weighted = np.concatenate((np.tile(document.title, TITLE_WEIGHT), document.text))
        distinct, counts = np.unique(weighted.astype(np.uint32), return_counts=True)
        stop = _stop_words(language_name(document.language))
        all_words.append(distinct)
        content = np.isin(distinct, stop, assume_unique=True, invert=True)
        hashes.append(distinct[content])
        occurrences.append(np.minimum(counts[content], 0xFFFF).astype(np.uint16))
    counters, frequencies = np.unique(
        np.concatenate(all_words) % np.uint32(COUNTERS), return_counts=True
    )
    with open(file, "wb") as out:
        out.write(np.concatenate(hashes).tobytes())
        out.write(np.concatenate(occurrences).tobytes())
        out.write(counters.tobytes())
        out.write(frequencies.astype(np.uint16).tobytes())
    lengths = np.array([len(words) for words in hashes[1:]], dtype=np.int64)
    return Terms(file, lengths, len(counters))


def document_frequencies(batches: Sequence[Terms]) -> Array:
    """The table of counters: in how many documents the words of each counter are."""
    table = np.zeros(COUNTERS, dtype=np.uint32)
    for batch in batches:
        size = int(batch.lengths.sum())
        data = batch.file.read_bytes()[6 * size :]
        counters = np.frombuffer(data, dtype=np.uint32, count=batch.counters)
        table[counters] += np.frombuffer(data, dtype=np.uint16, offset=4 * batch.counters)
    return table


def heaviest(batch: Terms, table: Array, documents: int) -> tuple[Array, Array]:
    """The heaviest words (hashes) of each document of a batch, and their weights: a row of `TERMS`
    per document, with weight 0 for no word. `table` has the `document_frequencies` of all batches,
    `documents` is the number of all documents.
    """
    lengths = batch.lengths
    size = int(lengths.sum())
    data = batch.file.read_bytes()
    terms = np.frombuffer(data, dtype=np.uint32, count=size)
    occurrences = np.frombuffer(data, dtype=np.uint16, count=size, offset=4 * size)
    frequency = table[terms % np.uint32(COUNTERS)].astype(np.float64)
    useful = (frequency >= 2) & (frequency <= max(2, documents // FREQUENT))
    row = np.repeat(np.arange(len(lengths)), lengths)[useful]
    terms = terms[useful]
    weights = (1 + np.log(occurrences[useful])) * np.log(documents / frequency[useful])
    order = np.lexsort((terms, -weights, row))
    row, terms, weights = row[order], terms[order], weights[order]
    column = np.arange(len(row)) - np.searchsorted(row, row)
    heavy = column < TERMS
    cells = (row[heavy], column[heavy])
    best = np.zeros((len(lengths), TERMS), dtype=np.uint32)
    matrix = np.zeros((len(lengths), TERMS))
    best[cells], matrix[cells] = terms[heavy], weights[heavy]
    norm = np.sqrt((matrix**2).sum(axis=1, keepdims=True))
    scaled = np.rint(FULL_WEIGHT * np.divide(matrix, norm, out=matrix, where=norm > 0))
    return best, scaled.astype(np.uint8)


def stacked(rows: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """The rows (see `heaviest`) of all batches, in order."""
    empty = (np.empty((0, TERMS), np.uint32), np.empty((0, TERMS), np.uint8))
    words, weights = zip(empty, *rows, strict=True)
    return np.concatenate(words), np.concatenate(weights)

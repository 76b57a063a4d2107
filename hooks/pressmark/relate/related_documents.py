"""Finds related documents: for each, the few that share most of its heaviest words.

The heaviest words of a document (`terms.py`) are searched for in an inverted index; the score of
another document is the dot product of the weights, a cosine. The list of documents of a word is
bounded, so the time is linear in the collection. All numbers are integers, so the order of addition
makes no difference.

Memory per document: 80 bytes for its words, twice that for the inverted index, 20 for the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from pressmark.relate.terms import FULL_WEIGHT, Terms, document_frequencies, heaviest, stacked
from pressmark.runtime.arrays import Array, Ints
from pressmark.runtime.workers import IN_PROCESS, WorkerPool, map_ordered

MOST_RELATED = 5
"""Related documents of a document, at most."""
LONGEST_LIST = 64
"""Documents in the list of a word, at most: those in which it is heaviest."""
LEAST_SCORE = round(0.1 * FULL_WEIGHT**2)
"""Lower scores are mostly due to one common name."""
DOCUMENTS_PER_JOB = 512
"""Documents that are related at a time; bounds the memory of a job."""
NONE = -1
"""Fills the rows of documents with fewer related ones."""


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """Word → documents, in files that workers read."""

    folder: Path

    def save(self, words: Array, weights: Array, families: Ints) -> None:
        """Write the index of documents with these rows of heaviest words (`terms.heaviest`), and
        their `families` (see `related_documents`).
        """
        document, column = np.nonzero(weights)
        word, weight = words[document, column], weights[document, column]
        order = np.lexsort((document, -weight.astype(np.int64), word))
        word = word[order]
        rank = np.arange(len(word)) - np.searchsorted(word, word)
        listed = rank < LONGEST_LIST
        columns = {
            "words": words, "weights": weights, "families": families, "word": word[listed],
            "document": document[order][listed].astype(np.int32), "weight": weight[order][listed],
        }  # fmt: skip
        for name, values in columns.items():
            np.save(self.folder / f"{name}.npy", values)

    def load(self, name: str) -> Array:
        """A column, mapped into memory: `words`, `weights` and `families` have a row per document;
        `word`, `document` and `weight` have one per word and document, sorted by word.
        """
        column: Array = np.load(self.folder / f"{name}.npy", mmap_mode="r")
        return column


def related_documents(
    batches: Sequence[Terms], families: Sequence[int], folder: Path, pool: WorkerPool = IN_PROCESS
) -> Array:
    """A row of `MOST_RELATED` numbers per document: the related documents, the nearest first, then
    `NONE`.

    Documents are numbered on from batch to batch. Documents with the same number in `families` are
    never related to each other. Temporary files go to `folder`.
    """
    frequencies, index = folder / "frequencies.npy", InvertedIndex(folder)
    np.save(frequencies, document_frequencies(batches))
    work = partial(_heaviest, frequencies, len(families))
    words, weights = stacked(list(map_ordered(pool.executor, work, batches, pool.number)))
    index.save(words, weights, np.array(families, dtype=np.int64))
    edges = [*range(0, len(families), DOCUMENTS_PER_JOB), len(families)]
    rows = map_ordered(
        pool.executor, partial(related_to_range, index), list(pairwise(edges)), pool.number
    )
    return np.concatenate([np.empty((0, MOST_RELATED), np.int32), *rows])


def _heaviest(frequencies: Path, documents: int, batch: Terms) -> tuple[Array, Array]:
    return heaviest(batch, np.load(frequencies, mmap_mode="r"), documents)


def related_to_range(index: InvertedIndex, documents: tuple[int, int]) -> Array:
    """The rows of `related_documents` for the documents from the first to the last (exclusive)."""
    first, last = documents
    words, weights = (index.load(name)[first:last] for name in ("words", "weights"))
    document, column = np.nonzero(weights)
    listed, families = index.load("word"), index.load("families")
    word = words[document, column]
    begin, end = (np.searchsorted(listed, word, side) for side in ("left", "right"))
    rows = _concatenated_ranges(begin, end)
    sizes = end - begin
    score = np.repeat(weights[document, column].astype(np.int64), sizes)
    score *= index.load("weight")[rows]
    document = np.repeat(document, sizes)
    other = np.asarray(index.load("document")[rows], dtype=np.int64)
    unrelated = families[document + first] != families[other]
    return _best(document[unrelated], other[unrelated], score[unrelated], families, last - first)


def _concatenated_ranges(begin: Ints, end: Ints) -> Ints:
    """`np.concatenate` of `np.arange(begin[i], end[i])` for all `i`."""
    sizes = end - begin
    ends = np.cumsum(sizes)
    numbers: Ints = np.arange(int(ends[-1]) if len(ends) else 0)
    numbers += np.repeat(begin - (ends - sizes), sizes)
    return numbers


def _best(document: Ints, other: Ints, score: Ints, families: Array, documents: int) -> Array:
    """The rows of so many `documents`, each with only the nearest document of a family. `score` has
    a value for each word that `document` and `other` share.
    """
    order = np.lexsort((other, document))
    document, other, score = document[order], other[order], score[order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (document[1:] != document[:-1]) | (other[1:] != other[:-1])
    starts = np.flatnonzero(is_new)
    total = np.add.reduceat(score, starts) if len(starts) else score
    document, other = document[starts], other[starts]
    near = total >= LEAST_SCORE
    document, other, total = document[near], other[near], total[near]
    order = np.lexsort((other, -total, document))
    document, other = document[order], other[order]
    _, nearest = np.unique(np.stack((document, families[other])), axis=1, return_index=True)
    nearest.sort()
    document, other = document[nearest], other[nearest]
    rank = np.arange(len(document)) - np.searchsorted(document, document)
    best = rank < MOST_RELATED
    rows = np.full((documents, MOST_RELATED), NONE, dtype=np.int32)
    rows[document[best], rank[best]] = other[best]
    return rows

"""Related documents: for each, the few that share the heaviest words with it.

Each document is asked for with its heaviest words (`terms.py`), as in a search, and the weights of
those that it has in common with others are multiplied and added up: the cosine of both. The list of
a word's documents is cut, so that the time is linear in the collection. All numbers are whole, so
that the order of adding makes no difference.

In memory a document takes 80 bytes for its words, twice that for the lists, and 20 for its
neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from pressmark.relate.terms import FULL_WEIGHT, Terms, heaviest, holders, stacked
from pressmark.runtime.arrays import Array, Ints
from pressmark.runtime.workers import IN_PROCESS, WorkerPool, map_ordered

NEIGHBOURS = 5
LONGEST = 64
"""Documents in the list of a word: those in which it weighs most."""
LEAST = round(0.1 * FULL_WEIGHT**2)
"""A lower cosine is no relation: mostly one common name."""
AT_A_TIME = 512
"""Documents that are asked for at a time: what bounds the memory that this takes."""
NONE = -1


@dataclass(frozen=True, slots=True)
class Lists:
    """The documents of all words, in files that workers read."""

    folder: Path

    def save(self, words: Array, weights: Array, families: Ints) -> None:
        """Write the lists of documents with these rows of heaviest words. `families` has a number
        for each document, the same for those that aren't to be told as related.
        """
        document, column = np.nonzero(weights)
        word, weight = words[document, column], weights[document, column]
        order = np.lexsort((document, -weight.astype(np.int64), word))
        word = word[order]
        place = np.arange(len(word)) - np.searchsorted(word, word)
        kept = place < LONGEST
        columns = {
            "words": words, "weights": weights, "families": families, "word": word[kept],
            "document": document[order][kept].astype(np.int32), "weight": weight[order][kept],
        }  # fmt: skip
        for name, values in columns.items():
            np.save(self.folder / f"{name}.npy", values)

    def load(self, name: str) -> Array:
        """One of the columns, on the disk."""
        found: Array = np.load(self.folder / f"{name}.npy", mmap_mode="r")
        return found


def related_documents(
    batches: Sequence[Terms], families: Sequence[int], folder: Path, crew: WorkerPool = IN_PROCESS
) -> Array:
    """`NEIGHBOURS` numbers for each document, the nearest first, `NONE` where there are fewer.

    Documents are numbered on from batch to batch; those with the same number in `families` aren't
    told as related. Temporary files go to `folder`.
    """
    table, lists = folder / "holders.npy", Lists(folder)
    np.save(table, holders(batches))
    work = partial(_heaviest, table, len(families))
    words, weights = stacked(list(map_ordered(crew.executor, work, batches, crew.number)))
    lists.save(words, weights, np.array(families, dtype=np.int64))
    edges = [*range(0, len(families), AT_A_TIME), len(families)]
    rows = map_ordered(
        crew.executor, partial(neighbours, lists), list(pairwise(edges)), crew.number
    )
    return np.concatenate([np.empty((0, NEIGHBOURS), np.int32), *rows])


def _heaviest(table: Path, documents: int, batch: Terms) -> tuple[Array, Array]:
    return heaviest(batch, np.load(table, mmap_mode="r"), documents)


def neighbours(lists: Lists, job: tuple[int, int]) -> Array:
    """Those of each document from the first to the last (exclusive) of a `job`."""
    first, last = job
    words, weights = (lists.load(name)[first:last] for name in ("words", "weights"))
    asker, column = np.nonzero(weights)
    listed, families = lists.load("word"), lists.load("families")
    word = words[asker, column]
    begin, end = (np.searchsorted(listed, word, side) for side in ("left", "right"))
    spans = _ranges(begin, end)
    sizes = end - begin
    asker = np.repeat(asker, sizes)
    other = np.asarray(lists.load("document")[spans], dtype=np.int64)
    score = np.repeat(weights[np.nonzero(weights)].astype(np.int64), sizes)
    score *= lists.load("weight")[spans]
    apart = families[asker + first] != families[other]
    return _best(asker[apart], other[apart], score[apart], families, last - first)


def _ranges(begin: Ints, end: Ints) -> Ints:
    """All numbers from each beginning to its end."""
    sizes = end - begin
    ends = np.cumsum(sizes)
    found: Ints = np.arange(int(ends[-1]) if len(ends) else 0)
    found += np.repeat(begin - (ends - sizes), sizes)
    return found


def _best(asker: Ints, other: Ints, score: Ints, families: Array, askers: int) -> Array:
    """The neighbours of `askers` documents: of each family only the nearest one."""
    order = np.lexsort((other, asker))
    asker, other, score = asker[order], other[order], score[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (asker[1:] != asker[:-1]) | (other[1:] != other[:-1])
    starts = np.flatnonzero(new)
    total = np.add.reduceat(score, starts) if len(starts) else score
    asker, other = asker[starts], other[starts]
    near = total >= LEAST
    asker, other, total = asker[near], other[near], total[near]
    order = np.lexsort((other, -total, asker))
    asker, other = asker[order], other[order]
    _, nearest = np.unique(np.stack((asker, families[other])), axis=1, return_index=True)
    nearest.sort()
    asker, other = asker[nearest], other[nearest]
    place = np.arange(len(asker)) - np.searchsorted(asker, asker)
    kept = place < NEIGHBOURS
    found = np.full((askers, NEIGHBOURS), NONE, dtype=np.int32)
    found[asker[kept], place[kept]] = other[kept]
    return found

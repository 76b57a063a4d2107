"""Volumes: the words of a bounded number of documents, sorted by form, on their way to the index.

A volume is first kept in the order of its documents, since the final numbers of the forms are
known only at the end; then it is sorted, and the sorted volumes are read side by side. Both lie in
files, so that they can be worked on anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pressmark.runtime.arrays import Array, Ints, stable_order
from pressmark.search import tokens
from pressmark.search.parameters import (
    LEAD_WEIGHT,
    LEAD_WORDS,
    NEIGHBOURS,
    TITLE_SPACE,
    TITLE_WEIGHT,
)
from pressmark.search.vocabulary import Numbering

ALIKE = 32
"""Volumes of the same size; the next ones are twice as large."""

CODE_BITS = 16
"""Bits of a common word's code within the key of a gram."""

POSTINGS = np.dtype([(name, np.int32) for name in ("form", "doc", "weight", "title")])
"""A row a form and document, sorted by form, then document: how often, with an occurrence in the
title or in the lead counted several times; how often in the title."""

PLACES = np.dtype(
    [(name, np.int32) for name in ("form", "doc", "at")] + [("near", np.uint16, (2 * NEIGHBOURS,))]
)
"""A row an occurrence of a word that isn't common: form, document, position; and six codes of the
common words that stand before it (nearest first, three) and after it, 0 for none."""

GRAMS = np.dtype([("gram", np.int64), ("doc", np.int32), ("title", np.int32)])
"""A row a gram (two or three common words in a row, as a key) and document: if in its title."""

TRIPLES = np.dtype([("gram", np.int64), ("doc", np.int32), ("at", np.int32)])
"""A row an occurrence of a gram of three."""

STARTS = ("posting_starts", "place_starts")
"""A row a form, and one more: where its rows of the first two tables begin, and where they end."""

KEYS = ("keys", "rows")
"""A row a gram: how many rows of the two tables of grams are its own."""

_TYPES = {
    "postings": POSTINGS,
    "places": PLACES,
    "grams": GRAMS,
    "triples": TRIPLES,
    "keys": np.dtype(np.int64),
    "common_of": np.dtype(np.uint16),
}
"""Of the tables, and of the columns whose numbers aren't int32. A row of a table lies in one piece,
so that its columns are read at once: what is read most often are few rows of many volumes."""


def _type(name: str) -> np.dtype[Any]:
    return _TYPES.get(name, np.dtype(np.int32))


def _save(folder: Path, **columns: Array) -> None:
    for name, column in columns.items():
        column.astype(_type(name), copy=False).tofile(folder / name)


def _save_table(folder: Path, name: str, **columns: Array) -> None:
    kind = _type(name)
    table = np.empty(len(next(iter(columns.values()))), kind)
    for column, values in columns.items():
        table[column] = values
    table.tofile(folder / name)


def load(folder: Path, name: str, first: int = 0, last: int | None = None) -> Array:
    """A table or a column, or its rows from `first` to `last` (exclusive). They are read plainly:
    the files of a large archive mapped into memory would count as the memory of each process.
    """
    size = _type(name).itemsize
    with open(folder / name, "rb") as file:
        file.seek(first * size)
        data = file.read(-1 if last is None else (last - first) * size)
    return np.frombuffer(data, _type(name))


class Spool:
    """Gathers documents into volumes, each a folder with the columns `ids`, `lengths`, `titles`."""

    def __init__(self, directory: Path, volume: int) -> None:
        self._directory = directory
        self._volume = volume
        self._ids: list[Array] = []
        self._lengths: list[int] = []
        self._titles: list[int] = []
        self._first = 0
        self.volumes: list[tuple[Path, int]] = []
        """Each with the number of its first document."""

    def add(self, ids: Array, lengths: Sequence[int], titles: Sequence[int]) -> None:
        """A batch of documents: the number of each of their words, each title's first."""
        self._ids.append(ids)
        self._lengths += lengths
        self._titles += titles
        # The more documents, the larger the volumes: few are read side by side.
        if sum(map(len, self._ids)) >= self._volume << len(self.volumes) // ALIKE:
            self.close()

    def close(self) -> None:
        """Writes the volume that is open."""
        if not self._lengths:
            return
        folder = self._directory / f"volume{len(self.volumes)}"
        folder.mkdir()
        _save(
            folder,
            ids=np.concatenate(self._ids),
            lengths=np.array(self._lengths),
            titles=np.array(self._titles),
        )
        self.volumes.append((folder, self._first))
        self._first += len(self._lengths)
        self._ids, self._lengths, self._titles = [], [], []


def save_numbering(folder: Path, numbering: Numbering) -> None:
    """Lays down what sorting needs of it."""
    stop_of = numbering.stop[numbering.class_of]
    _save(folder, form_of=numbering.form_of, common_of=numbering.common_of, stop_of=stop_of)


def sort_volume(job: tuple[Path, int]) -> Path:
    """Sorts a volume, given with the number of its first document, by the numbering that lies
    beside it. Returns its folder, which then has the tables and columns above, and `measured`: the
    length of each document, its words without stop words, each as much as it counts.
    """
    tokens.clear_memo()
    folder, first = job
    common_of = load(folder.parent, "common_of")
    form = load(folder.parent, "form_of")[load(folder, "ids")]
    lengths, titles = load(folder, "lengths"), load(folder, "titles")
    starts = np.cumsum(lengths) - lengths
    local = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    at = np.arange(len(form), dtype=np.int32) - starts[local].astype(np.int32)
    in_title = at < titles[local]
    edge = (at == 0) | (at == titles[local])
    at = np.where(in_title, at, at - titles[local] + TITLE_SPACE).astype(np.int32)
    code = common_of[form]
    near = neighbours(code, edge)

    order = stable_order(form)
    s_form, s_doc = form[order], local[order]
    begin = np.flatnonzero(changes(s_form, s_doc))
    title = np.add.reduceat(in_title[order], begin, dtype=np.int32) if len(begin) else begin
    weight = np.where(at < TITLE_SPACE + LEAD_WORDS, LEAD_WEIGHT, 1)
    weight = np.where(in_title, TITLE_WEIGHT, weight)
    content = load(folder.parent, "stop_of")[form] == 0
    measured = np.bincount(local, weight * content, minlength=len(lengths))
    weight = weight[order]
    edges = np.arange(len(common_of) + 1)
    _save_table(
        folder,
        "postings",
        form=s_form[begin],
        doc=s_doc[begin] + np.int32(first),
        weight=np.add.reduceat(weight, begin, dtype=np.int32) if len(begin) else begin,
        title=title,
    )
    placed = order[code[order] == 0]
    _save_table(
        folder,
        "places",
        form=form[placed],
        doc=local[placed] + np.int32(first),
        at=at[placed],
        near=near[placed],
    )
    _save(
        folder,
        posting_starts=np.searchsorted(s_form[begin], edges),
        place_starts=np.searchsorted(form[placed], edges),
        measured=measured,
    )
    after, after_that = near[:, NEIGHBOURS], near[:, NEIGHBOURS + 1]
    pair = np.flatnonzero((code > 0) & (after > 0))
    three = pair[after_that[pair] > 0]
    pair_key = gram_key(code[pair], after[pair], 0)
    three_key = gram_key(code[three], after[three], after_that[three])
    gram = np.concatenate((pair_key, three_key))
    where = np.concatenate((pair, three))
    # Stable: where a gram stands rises, as it does before.
    by_place = stable_order(gram)
    gram, where = gram[by_place], where[by_place]
    # Of a document's rows the first one says whether the gram is in the title.
    new = changes(gram, local[where])
    by_key = stable_order(three_key)
    keys, rows = np.unique(np.concatenate((gram[new], three_key)), return_counts=True)
    _save_table(
        folder,
        "grams",
        gram=gram[new],
        doc=local[where[new]] + np.int32(first),
        title=in_title[where[new]],
    )
    _save_table(
        folder,
        "triples",
        gram=three_key[by_key],
        doc=local[three[by_key]] + np.int32(first),
        at=at[three[by_key]],
    )
    _save(folder, keys=keys, rows=rows)
    return folder


def neighbours(code: Array, edge: Array) -> Array:
    """For every word the common words before and after it, nearest first, without a gap.

    `edge` is True where a title or a text begins: nothing is seen across it.
    """
    near = np.zeros((len(code), 2 * NEIGHBOURS), dtype=np.uint16)
    if not len(code):
        return near
    before = np.where(edge[1:], 0, code[:-1])
    after = np.where(edge[1:], 0, code[1:])
    near[1:, 0] = before
    near[:-1, NEIGHBOURS] = after
    for step in range(1, NEIGHBOURS):
        near[1:, step] = np.where(before > 0, near[:-1, step - 1], 0)
        near[:-1, NEIGHBOURS + step] = np.where(after > 0, near[1:, NEIGHBOURS + step - 1], 0)
    return near


def gram_key(first: Array, second: Array, third: Array | int) -> Ints:
    """Codes of two or three common words as one number that sorts as their words do."""
    key = first.astype(np.int64) << 2 * CODE_BITS
    return key | second.astype(np.int64) << CODE_BITS | third


def gram_name(key: int, words: Sequence[str]) -> str:
    """The words of a gram, with spaces between; `words` has the common ones by their code."""
    mask = (1 << CODE_BITS) - 1
    codes = (key >> 2 * CODE_BITS, key >> CODE_BITS & mask, key & mask)
    return " ".join(words[code] for code in codes if code)


def changes(major: Array, minor: Array) -> Array:
    """True where a row differs from the one before it."""
    new = np.ones(len(major), dtype=bool)
    new[1:] = (major[1:] != major[:-1]) | (minor[1:] != minor[:-1])
    return new

"""Volumes: the words of a bounded number of documents, sorted by form in temporary files.

A volume is first stored in the order of its documents, since the final numbers of the forms are
known only at the end. Then it is sorted, and the sorted volumes are read side by side. All of them
are files, so that any process can work on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pressmark.runtime.arrays import Array, Ints, stable_order
from pressmark.search import tokens
from pressmark.search.parameters import (
    LEAD_WEIGHT,
    LEAD_WORDS,
    NEIGHBOUR_WORDS,
    TITLE_SPACE,
    TITLE_WEIGHT,
)
from pressmark.search.vocabulary import Numbering

VOLUMES_PER_SIZE = 32
"""Volumes of one size; the next ones are twice as large, so that few are read side by side."""

CODE_BITS = 16
"""Bits of a common word's code within the key of a gram."""

POSTINGS = np.dtype([(name, np.int32) for name in ("form", "doc", "weight", "title")])
"""A row per form and document, sorted by form, then document: the number of occurrences, weighted
by where they are, and the number of those in the title."""

POSITIONS = np.dtype(
    [(name, np.int32) for name in ("form", "doc", "position")]
    + [("near", np.uint16, (2 * NEIGHBOUR_WORDS,))]
)
"""A row per occurrence of a word that isn't common: form, document, position, and the codes of the
common words before it (three, the nearest first) and after it, 0 for none."""

GRAMS = np.dtype([("gram", np.int64), ("doc", np.int32), ("title", np.int32)])
"""A row per gram (two or three consecutive common words, as a key) and document; `title` is 1 if
the gram is in the title."""

TRIPLES = np.dtype([("gram", np.int64), ("doc", np.int32), ("position", np.int32)])
"""A row per occurrence of a gram of three words."""

STARTS = ("posting_starts", "position_starts")
"""Columns with a row per form and one more: its first row in the first two tables; at last, their
number of rows."""

KEYS = ("keys", "rows")
"""Columns with a row per gram: its key, and its number of rows in both tables of grams."""

_TYPES = {
    "postings": POSTINGS,
    "positions": POSITIONS,
    "grams": GRAMS,
    "triples": TRIPLES,
    "keys": np.dtype(np.int64),
    "common_of": np.dtype(np.uint16),
}
"""Types of the tables, and of the columns that aren't int32. A table is stored row by row, since
most reads take all columns of a few rows from each of many volumes."""


def _type(name: str) -> np.dtype[Any]:
    return _TYPES.get(name, np.dtype(np.int32))


def _save(folder: Path, **columns: Array) -> None:
    for name, column in columns.items():
        column.astype(_type(name), copy=False).tofile(folder / name)


def _save_table(folder: Path, name: str, **columns: Array) -> None:
    row_type = _type(name)
    table = np.empty(len(next(iter(columns.values()))), row_type)
    for column, values in columns.items():
        table[column] = values
    table.tofile(folder / name)


def load(folder: Path, name: str, first: int = 0, last: int | None = None) -> Array:
    """Read the rows `first` to `last` (exclusive; all by default) of a table or a column.

    Not memory-mapped: mapped files of a large archive would count as the memory of each process.
    """
    size = _type(name).itemsize
    with open(folder / name, "rb") as file:
        file.seek(first * size)
        data = file.read(-1 if last is None else (last - first) * size)
    return np.frombuffer(data, _type(name))


class VolumeWriter:
    """Writes volumes: folders with the columns `ids` (per word), `lengths` and `titles` (per
    document), as in `Tokens`.
    """

    def __init__(self, folder: Path, words: int) -> None:
        """The first volumes have about so many `words`, later ones more."""
        self._folder = folder
        self._words = words
        self._ids: list[Array] = []
        self._lengths: list[int] = []
        self._titles: list[int] = []
        self._first = 0
        self.volumes: list[tuple[Path, int]] = []
        """Folder of each volume, and the number of its first document."""

    def add(self, ids: Array, lengths: Sequence[int], titles: Sequence[int]) -> None:
        """Add the next batch of documents. `ids` has the number of each word in the vocabulary."""
        self._ids.append(ids)
        self._lengths += lengths
        self._titles += titles
        if sum(map(len, self._ids)) >= self._words << len(self.volumes) // VOLUMES_PER_SIZE:
            self.close()

    def close(self) -> None:
        """Write the open volume. Call it after the last batch."""
        if not self._lengths:
            return
        volume = self._folder / f"volume{len(self.volumes)}"
        volume.mkdir()
        _save(
            volume,
            ids=np.concatenate(self._ids),
            lengths=np.array(self._lengths),
            titles=np.array(self._titles),
        )
        self.volumes.append((volume, self._first))
        self._first += len(self._lengths)
        self._ids, self._lengths, self._titles = [], [], []


def save_numbering(folder: Path, numbering: Numbering) -> None:
    """Write the columns of `numbering` that `sort_volume` reads."""
    stop_of = numbering.stop[numbering.class_of]
    _save(folder, form_of=numbering.form_of, common_of=numbering.common_of, stop_of=stop_of)


@dataclass(frozen=True, slots=True)
class _Occurrences:
    """The words of a volume: a row per occurrence, in the order of the documents."""

    documents: int
    """Number of documents in the volume."""
    first: int
    """Number of the first document."""
    forms: int
    """Number of forms in the whole vocabulary."""
    form: Array
    local: Array
    """Index of the document within the volume."""
    position: Array
    in_title: Array
    code: Array
    """Of a common word, otherwise 0."""
    near: Array
    """As in `POSITIONS`."""

    def starts(self, sorted_forms: Array) -> Array:
        """Per form and one more: its first row in a table with these forms."""
        return np.searchsorted(sorted_forms, np.arange(self.forms + 1))

    def documents_of(self, rows: Array) -> Array:
        """Numbers of the documents of these rows."""
        numbers: Array = self.local[rows] + np.int32(self.first)
        return numbers


def sort_volume(job: tuple[Path, int]) -> Path:
    """Sort a volume, given as its folder and the number of its first document, by the numbering
    saved in the parent folder.

    Writes the tables and columns above into the folder, and the column `measured`: the length of
    each document, as in `DocumentLengths.words`. Returns the folder.
    """
    tokens.clear_memo()
    folder, first = job
    words = _occurrences(folder, first)
    weight = np.where(words.position < TITLE_SPACE + LEAD_WORDS, LEAD_WEIGHT, 1)
    weight = np.where(words.in_title, TITLE_WEIGHT, weight)
    content = load(folder.parent, "stop_of")[words.form] == 0
    _save(folder, measured=np.bincount(words.local, weight * content, minlength=words.documents))
    order = stable_order(words.form)
    _save_postings(folder, words, weight, order)
    _save_positions(folder, words, order[words.code[order] == 0])
    _save_grams(folder, words)
    return folder


def _occurrences(folder: Path, first: int) -> _Occurrences:
    form = load(folder.parent, "form_of")[load(folder, "ids")]
    lengths, titles = load(folder, "lengths"), load(folder, "titles")
    starts = np.cumsum(lengths) - lengths
    local = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    index = np.arange(len(form), dtype=np.int32) - starts[local].astype(np.int32)
    in_title = index < titles[local]
    begins = (index == 0) | (index == titles[local])
    position = np.where(in_title, index, index - titles[local] + TITLE_SPACE).astype(np.int32)
    common_of = load(folder.parent, "common_of")
    code = common_of[form]
    return _Occurrences(
        len(lengths), first, len(common_of), form, local, position, in_title, code,
        neighbour_codes(code, begins),
    )  # fmt: skip


def _save_postings(folder: Path, words: _Occurrences, weight: Array, order: Ints) -> None:
    form = words.form[order]
    begin = np.flatnonzero(changes(form, words.local[order]))

    def totals(values: Array) -> Array:
        return np.add.reduceat(values[order], begin, dtype=np.int32) if len(begin) else begin

    _save_table(
        folder,
        "postings",
        form=form[begin],
        doc=words.documents_of(order[begin]),
        weight=totals(weight),
        title=totals(words.in_title),
    )
    _save(folder, posting_starts=words.starts(form[begin]))


def _save_positions(folder: Path, words: _Occurrences, order: Ints) -> None:
    form = words.form[order]
    _save_table(
        folder,
        "positions",
        form=form,
        doc=words.documents_of(order),
        position=words.position[order],
        near=words.near[order],
    )
    _save(folder, position_starts=words.starts(form))


def _save_grams(folder: Path, words: _Occurrences) -> None:
    code, local = words.code, words.local
    second, third = words.near[:, NEIGHBOUR_WORDS], words.near[:, NEIGHBOUR_WORDS + 1]
    pairs = np.flatnonzero((code > 0) & (second > 0))
    triples = pairs[third[pairs] > 0]
    pair_key = gram_key(code[pairs], second[pairs], 0)
    triple_key = gram_key(code[triples], second[triples], third[triples])
    gram = np.concatenate((pair_key, triple_key))
    row = np.concatenate((pairs, triples))
    # Stable: the occurrences of a gram stay in the order of their positions.
    by_gram = stable_order(gram)
    gram, row = gram[by_gram], row[by_gram]
    # A gram is in the title of a document if its first occurrence is.
    new = changes(gram, local[row])
    _save_table(
        folder,
        "grams",
        gram=gram[new],
        doc=words.documents_of(row[new]),
        title=words.in_title[row[new]],
    )
    by_key = stable_order(triple_key)
    _save_table(
        folder,
        "triples",
        gram=triple_key[by_key],
        doc=words.documents_of(triples[by_key]),
        position=words.position[triples[by_key]],
    )
    keys, rows = np.unique(np.concatenate((gram[new], triple_key)), return_counts=True)
    _save(folder, keys=keys, rows=rows)


def neighbour_codes(code: Array, begins: Array) -> Array:
    """Per word the codes of the common words before and after it (`POSITIONS`), up to the first
    word that isn't common.

    `code` and `begins` have a value per word; `begins` is True for the first word of a title or a
    text, which isn't a neighbour of the word before it.
    """
    near = np.zeros((len(code), 2 * NEIGHBOUR_WORDS), dtype=np.uint16)
    if not len(code):
        return near
    before = np.where(begins[1:], 0, code[:-1])
    after = np.where(begins[1:], 0, code[1:])
    near[1:, 0] = before
    near[:-1, NEIGHBOUR_WORDS] = after
    for step in range(1, NEIGHBOUR_WORDS):
        near[1:, step] = np.where(before > 0, near[:-1, step - 1], 0)
        next_codes = near[1:, NEIGHBOUR_WORDS + step - 1]
        near[:-1, NEIGHBOUR_WORDS + step] = np.where(after > 0, next_codes, 0)
    return near


def gram_key(first: Array, second: Array, third: Array | int) -> Ints:
    """Pack the codes of two or three common words (`third` is 0 for two) into one number, which
    sorts like the words do.
    """
    key = first.astype(np.int64) << 2 * CODE_BITS
    return key | second.astype(np.int64) << CODE_BITS | third


def gram_name(key: int, words: Sequence[str]) -> str:
    """The words of a gram, joined by spaces; `words` has the common words by code."""
    mask = (1 << CODE_BITS) - 1
    codes = (key >> 2 * CODE_BITS, key >> CODE_BITS & mask, key & mask)
    return " ".join(words[code] for code in codes if code)


def changes(major: Array, minor: Array) -> Array:
    """Per row: True if `major` or `minor` differs from the previous row."""
    new = np.ones(len(major), dtype=bool)
    new[1:] = (major[1:] != major[:-1]) | (minor[1:] != minor[:-1])
    return new

"""Volumes: the words of a bounded number of documents, sorted by form, on their way to the index.

A volume is first kept in the order of its documents, since the final numbers of the forms are
known only at the end; then it is sorted, and the sorted volumes are read side by side. With one
volume all stays in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from pressmark.search.layout import NEIGHBOURS, TITLE_SPACE
from pressmark.search.pack import Ints
from pressmark.search.vocabulary import Numbering

Array = np.ndarray[Any, Any]

CODE_BITS = 16
"""Bits of a common word's code within the key of a gram."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Words in the order of the documents."""

    forms: Array
    """Form, as given on arrival, of every word."""
    lengths: Array
    """Words of each document, title included."""
    titles: Array
    """Words of each document's title."""


@dataclass(frozen=True, slots=True)
class Run:
    """A volume sorted. Rows of one group stand for each other: `form[i]`, `doc[i]`, `body[i]` …"""

    form: Array
    """Postings, one a form and document: sorted by form, then document."""
    doc: Array
    body: Array
    """How often in the text."""
    title: Array
    """How often in the title."""
    at_form: Array
    """Positions, one a word that isn't common: sorted by form, document, position."""
    at_doc: Array
    at: Array
    near: Array
    """Six columns: codes of the common words that stand before it (nearest first, three) and
    after it; 0 for none."""
    gram: Array
    """Grams: two or three common words in a row, as a key; one a gram and document."""
    gram_doc: Array
    triple: Array
    """Positions of the grams of three."""
    triple_doc: Array
    triple_at: Array


class Spool:
    """Gathers documents into volumes and keeps them, in files where there are several."""

    def __init__(self, directory: Path, volume: int) -> None:
        self._directory = directory
        self._volume = volume
        self._forms: list[Ints] = []
        self._lengths: list[int] = []
        self._titles: list[int] = []
        self._tokens = 0
        self._kept: list[Volume | Path] = []

    def add(self, forms: Ints, title: int) -> None:
        """A document: the form of each of its words, the title's first."""
        if self._tokens and self._tokens + len(forms) > self._volume:
            self._kept.append(_save(self._take(), self._directory / f"volume{len(self._kept)}"))
        self._forms.append(forms.astype(np.int32))
        self._lengths.append(len(forms))
        self._titles.append(title)
        self._tokens += len(forms)

    def _take(self) -> Volume:
        volume = Volume(
            np.concatenate(self._forms) if self._forms else np.empty(0, np.int32),
            np.array(self._lengths, dtype=np.int64),
            np.array(self._titles, dtype=np.int64),
        )
        self._forms, self._lengths, self._titles, self._tokens = [], [], [], 0
        return volume

    def runs(self, numbering: Numbering) -> list[Run]:
        """Sorts every volume by the final numbers. The spool is empty afterwards."""
        self._kept.append(self._take())
        out: list[Run] = []
        first = 0
        alone = len(self._kept) == 1
        for number, kept in enumerate(self._kept):
            volume = _load(kept, Volume) if isinstance(kept, Path) else kept
            run = sort_volume(volume, first, numbering)
            first += len(volume.lengths)
            if not alone:
                run = _load(_save(run, self._directory / f"run{number}"), Run)
            out.append(run)
        self._kept = []
        return out


def _save(rows: Volume | Run, folder: Path) -> Path:
    folder.mkdir()
    for field in fields(rows):
        np.save(folder / f"{field.name}.npy", getattr(rows, field.name))
    return folder


Kept = TypeVar("Kept", Volume, Run)


def _load(folder: Path, kind: type[Kept]) -> Kept:
    return kind(**{f.name: np.load(folder / f"{f.name}.npy", mmap_mode="r") for f in fields(kind)})


def sort_volume(volume: Volume, first: int, numbering: Numbering) -> Run:
    """Sorts one volume whose first document has the number `first`."""
    form = numbering.form_of[volume.forms]
    lengths, titles = volume.lengths, volume.titles
    starts = np.cumsum(lengths) - lengths
    local = np.repeat(np.arange(len(lengths)), lengths)
    at = np.arange(len(form)) - starts[local]
    in_title = at < titles[local]
    edge = (at == 0) | (at == titles[local])
    at = np.where(in_title, at, at - titles[local] + TITLE_SPACE)
    near = neighbours(numbering.common_of[form], edge)

    order = np.argsort(form * max(1, len(lengths)) + local, kind="stable")
    s_form, s_doc, s_title = form[order], local[order], in_title[order]
    begin = np.flatnonzero(_changes(s_form, s_doc))
    title = np.add.reduceat(s_title, begin, dtype=np.int64) if len(begin) else begin
    placed = order[numbering.common_of[s_form] == 0]

    code = numbering.common_of[form]
    after, after_that = near[:, NEIGHBOURS], near[:, NEIGHBOURS + 1]
    pair = np.flatnonzero((code > 0) & (after > 0))
    three = pair[after_that[pair] > 0]
    pair_key = gram_key(code[pair], after[pair], 0)
    three_key = gram_key(code[three], after[three], after_that[three])
    gram, gram_doc = _distinct(
        np.concatenate((pair_key, three_key)), np.concatenate((local[pair], local[three]))
    )
    by_key = np.lexsort((three, three_key))
    return Run(
        form=s_form[begin].astype(np.int32),
        doc=(s_doc[begin] + first).astype(np.int32),
        body=(np.diff(begin, append=len(order)) - title).astype(np.int32),
        title=title.astype(np.int32),
        at_form=form[placed].astype(np.int32),
        at_doc=(local[placed] + first).astype(np.int32),
        at=at[placed].astype(np.int32),
        near=near[placed],
        gram=gram,
        gram_doc=(gram_doc + first).astype(np.int32),
        triple=three_key[by_key],
        triple_doc=(local[three][by_key] + first).astype(np.int32),
        triple_at=at[three][by_key].astype(np.int32),
    )


def neighbours(code: Ints, edge: Array) -> Array:
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


def gram_key(first: Ints, second: Array, third: Array | int) -> Ints:
    """Codes of two or three common words as one number that sorts as their words do."""
    key = first.astype(np.int64) << 2 * CODE_BITS
    return key | second.astype(np.int64) << CODE_BITS | third


def _changes(major: Array, minor: Array) -> Array:
    """True where a row differs from the one before it."""
    new = np.ones(len(major), dtype=bool)
    new[1:] = (major[1:] != major[:-1]) | (minor[1:] != minor[:-1])
    return new


def _distinct(major: Array, minor: Array) -> tuple[Array, Array]:
    """Rows sorted by `major`, then `minor`, each once."""
    order = np.lexsort((minor, major))
    major, minor = major[order], minor[order]
    new = _changes(major, minor)
    return major[new], minor[new]

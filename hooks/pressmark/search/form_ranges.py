"""Writes the records of a range of forms or grams from the sorted volumes.

Ranges share no state: each is a job of its own, in any process and any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pressmark.runtime.arrays import Array, Ints, stable_order
from pressmark.search.chunks import Files, put_records
from pressmark.search.parameters import Parameters
from pressmark.search.postings import (
    DocumentLengths,
    PositionRows,
    PostingRows,
    class_records,
    position_records,
)
from pressmark.search.volumes import load


@dataclass(frozen=True, slots=True)
class IndexContext:
    """What all jobs of an index have in common."""

    volumes: tuple[Path, ...]
    """Folders of the sorted volumes, in order."""
    folder: Path
    """The index's folder."""
    words_folder: str
    """Name of the folder in there for everything about words."""
    parameters: Parameters
    lengths_file: Path
    """Column with the weighted length of each document (`DocumentLengths.words`)."""

    def document_lengths(self) -> DocumentLengths:
        """Read the lengths of all documents."""
        words: Array = np.load(self.lengths_file)
        return DocumentLengths(words, float(words.mean()) if len(words) else 0.0)


@dataclass(frozen=True, slots=True)
class FormRange:
    """The forms `first` to `last` (exclusive): all forms of their classes, and no others."""

    first: int
    last: int
    names: tuple[str, ...]
    """Per form: its word."""
    class_of: Ints
    """Per form: its class."""
    plain: Array
    """Per class, from the first one on: True if its record has no impacts."""
    posting_rows: Ints
    """Per volume: the first and last (exclusive) row of their postings."""
    position_rows: Ints
    """Per volume: the first and last (exclusive) row of their positions."""
    keys: Ints | None = None
    """Per form of grams, which are forms too: its key. None for words."""


@dataclass(frozen=True, slots=True)
class WrittenRange:
    """The chunks that a job has written."""

    postings: list[int]
    """Number of the first class in each chunk of postings."""
    forms: list[int]
    """Number of the first form in each chunk of forms."""
    positions: list[int]
    """Number of the first form in each chunk of positions."""
    frequencies: Ints
    """Per form: the number of documents with it."""


def write_form_range(context: IndexContext, forms: FormRange) -> WrittenRange:
    """Write the postings and positions of a range of forms."""
    files = Files(context.folder)
    folder, parameters = context.words_folder, context.parameters
    classes, lists, frequencies = class_records(
        _postings(context, forms), forms.class_of, forms.names, forms.plain,
        context.document_lengths(),
    )  # fmt: skip

    def put(kind: str, first: int, encoded: list[bytes], target: int) -> list[int]:
        return put_records(files, f"{folder}/{kind}", first, encoded, target)

    posting_chunks = put("p", int(forms.class_of[0]), classes, parameters.postings)
    form_chunks = put("f", forms.first, lists, parameters.forms) if any(lists) else []
    records = position_records((forms.first, forms.last), _positions(context, forms))
    position_chunks = put("x", forms.first, records, parameters.positions) if any(records) else []
    return WrittenRange(posting_chunks, form_chunks, position_chunks, frequencies)


def _postings(context: IndexContext, forms: FormRange) -> PostingRows:
    if forms.keys is None:
        form, doc, weight, title = _joined(context, forms.posting_rows, "postings")
    else:
        key, doc, title = _joined(context, forms.posting_rows, "grams")
        form = np.searchsorted(forms.keys, key) + forms.first
        weight = np.ones(len(form), dtype=np.int64)
    order = stable_order(form - forms.first)
    return PostingRows(
        forms.first, forms.last, form[order], doc[order], weight[order],
        title[order].astype(np.int64),
    )  # fmt: skip


def _positions(context: IndexContext, forms: FormRange) -> PositionRows:
    if forms.keys is None:
        form, doc, position, near = _joined(context, forms.position_rows, "positions")
        order = stable_order(form - forms.first)
        return PositionRows(form[order], doc[order], position[order], near[order])
    key, doc, position = _joined(context, forms.position_rows, "triples")
    form = np.searchsorted(forms.keys, key) + forms.first
    order = stable_order(form - forms.first)
    return PositionRows(form[order], doc[order], position[order], None)


def _joined(context: IndexContext, rows: Ints, table: str) -> list[Array]:
    """These rows of a table of all volumes, one column after the other."""
    bounds = zip(context.volumes, rows.tolist(), strict=True)
    parts = [load(volume, table, first, last) for volume, (first, last) in bounds]
    joined = np.concatenate(parts)
    # Arithmetic needs 64 bits; codes are only copied.
    types = {"near": np.uint16}
    return [joined[name].astype(types.get(name, np.int64)) for name in joined.dtype.names or ()]

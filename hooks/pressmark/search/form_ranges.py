"""Writes the records of a span of forms or grams from the sorted volumes: jobs without a common
state, which may run anywhere and in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pressmark.runtime.arrays import Array, Ints, stable_order
from pressmark.search.chunks import Files, put_records
from pressmark.search.parameters import Parameters
from pressmark.search.postings import Lengths, Rows, class_records, position_records
from pressmark.search.volumes import load


@dataclass(frozen=True, slots=True)
class Shelf:
    """What all jobs have in common."""

    runs: tuple[Path, ...]
    """The sorted volumes, in order."""
    out: Path
    """The index's folder."""
    words: str
    """The folder of the words in there."""
    layout: Parameters
    lengths: Path
    """A column: the words of each document but for stop words, as they are weighted."""

    def measured(self) -> Lengths:
        """The lengths of the documents."""
        words: Array = np.load(self.lengths)
        return Lengths(words, float(words.mean()) if len(words) else 0.0)


@dataclass(frozen=True, slots=True)
class Span:
    """The forms `first` to `last` (exclusive), none of whose classes goes on beyond them."""

    first: int
    last: int
    names: tuple[str, ...]
    class_of: Ints
    plain: Array
    """Of each of the classes from the first one on: whether it goes without impacts."""
    rows: Ints
    """Where their postings begin and end, a row a volume."""
    places: Ints
    """The same for their positions."""
    keys: Ints | None = None
    """For grams, which are forms too: their keys."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a job has written."""

    postings: list[int]
    """Number of the first class in each chunk."""
    forms: list[int]
    """Number of the first form."""
    positions: list[int]
    held: Ints
    """Documents of each form."""
    sizes: list[int]


def write_span(shelf: Shelf, span: Span) -> Written:
    """Writes which documents hold the forms of a span, and where these stand in them."""
    files = Files(shelf.out, [])
    folder, layout = shelf.words, shelf.layout
    classes, lists, held = class_records(
        _rows(shelf, span), span.class_of, span.names, span.plain, shelf.measured()
    )
    base = int(span.class_of[0])
    postings = put_records(files, f"{folder}/p", base, classes, layout.postings)
    forms = put_records(files, f"{folder}/f", span.first, lists, layout.forms) if any(lists) else []
    places = position_records((span.first, span.last), *_places(shelf, span))
    positions = (
        put_records(files, f"{folder}/x", span.first, places, layout.positions)
        if any(places)
        else []
    )
    return Written(postings, forms, positions, held, files.sizes)


def _rows(shelf: Shelf, span: Span) -> Rows:
    if span.keys is None:
        form, doc, weight, title = _joined(shelf, span.rows, "postings")
    else:
        key, doc, title = _joined(shelf, span.rows, "grams")
        form = np.searchsorted(span.keys, key) + span.first
        weight = np.ones(len(form), dtype=np.int64)
    order = stable_order(form - span.first)
    return Rows(
        span.first, span.last, form[order], doc[order], weight[order], title[order].astype(np.int64)
    )


def _places(shelf: Shelf, span: Span) -> tuple[Ints, Ints, Ints, Array | None]:
    if span.keys is None:
        form, doc, at, near = _joined(shelf, span.places, "places")
        order = stable_order(form - span.first)
        return form[order], doc[order], at[order], near[order]
    key, doc, at = _joined(shelf, span.places, "triples")
    form = np.searchsorted(span.keys, key) + span.first
    order = stable_order(form - span.first)
    return form[order], doc[order], at[order], None


def _joined(shelf: Shelf, edges: Ints, table: str) -> list[Array]:
    """These rows of a table of all volumes, one column after the other."""
    bounds = zip(shelf.runs, edges.tolist(), strict=True)
    parts = [load(run, table, first, last) for run, (first, last) in bounds]
    joined = np.concatenate(parts)
    # Numbers of 64 bits are what they are reckoned with; codes are only copied.
    kinds = {"near": np.uint16}
    return [joined[name].astype(kinds.get(name, np.int64)) for name in joined.dtype.names or ()]

"""Writes the columns of the index: one field of all documents each, for facets, dates, families."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.facets import SEARCH_ORDER, facet_values
from pressmark.search.chunks import Files, encode_chunk, folder_hash, size_ranges
from pressmark.search.encoding import varint, varints, zigzag
from pressmark.search.parameters import Parameters
from pressmark.search.search_document import SearchDocument

EPOCH = dt.date(1, 1, 1).toordinal()

FILTERS = ("family",)
"""Columns that narrow a search and aren't counted, unlike facets."""

VALUE_COLUMNS = (*SEARCH_ORDER, *FILTERS)
"""All columns of values. (The date has a column of another kind, from which years are counted.)"""

_SMALLEST = ("language", "family")
FILE_ORDER = (*_SMALLEST, *(name for name in VALUE_COLUMNS if name not in _SMALLEST))
"""Order in the files. Every search reads the dates, and with them the columns that share their
file: so those of few bytes come first."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?(?=$|/|T)")


def days(date: str | None) -> tuple[int, int] | None:
    """First and last day (days since 0001-01-01) that an EDTF date may mean; None if its year is
    unknown. An interval lasts from its first day to its last one, or, if its end is open or
    unknown, to the end of its first part.

    >>> days("2024-02"), days("XXXX-02-02"), days("2024-02-30")
    ((738916, 738944), None, None)
    """
    parts = [_day_range(part) for part in (date or "").split("/")]
    first = parts[0]
    if first is None:
        return None
    last = parts[-1] or first
    return first[0], max(first[1], last[1])


def _day_range(text: str) -> tuple[int, int] | None:
    match = _DATE.match(text)
    if not match:
        return None
    year, month, day = (int(group) if group else 0 for group in match.groups())
    try:
        first = dt.date(year, month or 1, day or 1)
        last = first.replace(month=month or 12)
        last = last.replace(day=day or calendar.monthrange(last.year, last.month)[1])
    except ValueError:
        return None
    return first.toordinal() - EPOCH, last.toordinal() - EPOCH


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One document's values in all columns."""

    days: tuple[int, int] | None
    """As the function `days` gives them."""
    values: tuple[tuple[str, ...], ...]
    """Per name in `VALUE_COLUMNS`: its distinct values."""


def column_row(document: SearchDocument) -> ColumnRow:
    """The values of `document` in all columns."""
    values = [tuple(dict.fromkeys(facet_values(document, name))) for name in SEARCH_ORDER]
    values += [(value,) if (value := getattr(document, name)) else () for name in FILTERS]
    return ColumnRow(days(document.date), tuple(values))


class ColumnWriter:
    """Collects the rows of documents in order, then writes the columns."""

    def __init__(self) -> None:
        self.span: tuple[int, int] | None = None
        """The first and the last day of all documents."""
        self._days: list[tuple[int, int] | None] = []
        self._values: dict[str, list[tuple[str, ...]]] = {name: [] for name in VALUE_COLUMNS}
        # Equal tuples are held once.
        self._interned: dict[tuple[str, ...], tuple[str, ...]] = {}

    @property
    def count(self) -> int:
        """Number of documents so far."""
        return len(self._days)

    def add(self, row: ColumnRow) -> None:
        """Add the next document."""
        self._days.append(row.days)
        if row.days:
            low, high = self.span or row.days
            self.span = min(low, row.days[0]), max(high, row.days[1])
        for name, values in zip(VALUE_COLUMNS, row.values, strict=True):
            self._values[name].append(self._interned.setdefault(values, values))

    def write(self, files: Files, parameters: Parameters) -> dict[str, Any]:
        """Write the columns, small ones together in a chunk; a column without values isn't written.

        Returns what `root.js` says of them: their `folder`, and by column the number of its chunk
        (`in`).
        """
        packed = {"date": _pack_days(self._days)} if self.span else {}
        for name in FILE_ORDER:
            if any(self._values[name]):
                packed[name] = _pack_values(self._values[name])
        names = list(packed)
        chunk_of: dict[str, int] = {}
        chunks = []
        sizes = [len(encode_chunk(packed[name])) for name in names]
        for number, (start, end) in enumerate(size_ranges(sizes, parameters.columns)):
            data = b""
            for name in names[start:end]:
                chunk_of[name] = number
                data += varint(len(name)) + name.encode() + varint(len(packed[name])) + packed[name]
            chunks.append(data)
        folder = f"c.{folder_hash(chunks)}"
        for number, data in enumerate(chunks):
            files.put(f"{folder}/c{number}", encode_chunk(data))
        return {"folder": folder, "in": chunk_of}


def _pack_days(days_of: Sequence[tuple[int, int] | None]) -> bytes:
    """Per document the distance of its first day from that of the previous dated document (zigzag,
    plus one; 0 for no date); then, per dated document, its last day minus its first one.
    """
    steps: list[int] = []
    spans: list[int] = []
    previous = 0
    for days in days_of:
        if days is None:
            steps.append(0)
        else:
            first, last = days
            steps.append(zigzag(first - previous) + 1)
            spans.append(last - first)
            previous = first
    return varints(steps)[0].tobytes() + varints(spans)[0].tobytes()


def _pack_values(values: Sequence[tuple[str, ...]]) -> bytes:
    """The distinct values as JSON, the most frequent first; then, per document, its values by
    their index in that list: the number of values and each index if any document has several
    values, otherwise the index plus one, or 0 for no value.
    """
    counts: dict[str, int] = {}
    for row in values:
        for value in row:
            counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    index_of = {value: index for index, value in enumerate(ordered)}
    several = any(len(row) > 1 for row in values)
    flat: list[int] = []
    for row in values:
        if several:
            flat.append(len(row))
            flat += [index_of[value] for value in row]
        else:
            flat.append(index_of[row[0]] + 1 if row else 0)
    head: list[Any] = [several, ordered]
    names = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return varint(len(names)) + names + varints(flat)[0].tobytes()

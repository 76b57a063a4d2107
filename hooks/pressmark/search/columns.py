"""Columns: one value (or several) of every document, for facets, ranges of dates and families."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.search.chunks import Files, batches, digest, squeeze
from pressmark.search.encoding import varint, varints, zigzag
from pressmark.search.parameters import Parameters
from pressmark.search.search_document import SearchDocument

EPOCH = dt.date(1, 1, 1).toordinal()

FACETS = ("publisher", "language", "place", "tag")
"""Columns whose values are counted. The years are counted from the dates."""

FILTERS = ("family",)
"""Columns that narrow a search without being counted."""

VALUED = (*FACETS, *FILTERS)
"""Columns of values."""

ORDER = ("language", "family", "publisher", "place", "tag")
"""Of these columns in the files: what stands with the dates, which every search reads, is had for
nothing, so what takes few bytes comes first."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?(?=$|/|T)")


def days(date: str | None) -> tuple[int, int] | None:
    """First and last day (days since 0001-01-01) that an EDTF date may mean, or None where its
    year isn't known. An interval counts from its first day to its last, or to its first part's
    end where the last is open.

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
class Row:
    """What one document gives to the columns."""

    days: tuple[int, int] | None
    values: tuple[tuple[str, ...], ...]
    """Of each of `VALUED`."""


def row(entry: SearchDocument) -> Row:
    """What `entry` gives to the columns."""
    single = (entry.publisher, entry.language, entry.place, entry.family)
    publisher, language, place, family = ((value,) if value else () for value in single)
    tags = tuple(dict.fromkeys(entry.tags))
    return Row(days(entry.date), (publisher, language, place, tags, family))


class Columns:
    """Gathers the columns of documents that come in order."""

    def __init__(self) -> None:
        self.span: tuple[int, int] | None = None
        """The first and the last day of all."""
        self._days: list[tuple[int, int] | None] = []
        self._values: dict[str, list[tuple[str, ...]]] = {name: [] for name in VALUED}
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    @property
    def count(self) -> int:
        """How many documents have come."""
        return len(self._days)

    def add(self, row: Row) -> None:
        """Takes the next document."""
        self._days.append(row.days)
        if row.days:
            low, high = self.span or row.days
            self.span = min(low, row.days[0]), max(high, row.days[1])
        for name, values in zip(VALUED, row.values, strict=True):
            self._values[name].append(self._known.setdefault(values, values))

    def write(self, files: Files, layout: Parameters) -> dict[str, Any]:
        """Writes the columns, small ones together. Returns their `folder`, and the chunk that each
        is `in`. A column without a value is left out.
        """
        packed = {"date": _pack_days(self._days)} if self.span else {}
        for name in sorted(VALUED, key=ORDER.index):
            if any(self._values[name]):
                packed[name] = _pack_values(self._values[name])
        names = list(packed)
        where: dict[str, int] = {}
        chunks = []
        sizes = [len(squeeze(packed[name])) for name in names]
        for number, (start, end) in enumerate(batches(sizes, layout.columns)):
            data = b""
            for name in names[start:end]:
                where[name] = number
                data += varint(len(name)) + name.encode() + varint(len(packed[name])) + packed[name]
            chunks.append(data)
        folder = "c." + digest(chunks)
        for number, data in enumerate(chunks):
            files.put(f"{folder}/c{number}", squeeze(data))
        return {"folder": folder, "in": where}


def _pack_days(found: Sequence[tuple[int, int] | None]) -> bytes:
    """For every document how far its first day lies from that of the one before (zigzag, plus
    one; 0 for no date); then, for those with a date, the days that it may span beyond one.
    """
    steps: list[int] = []
    spans: list[int] = []
    last = 0
    for day in found:
        if day is None:
            steps.append(0)
        else:
            steps.append(zigzag(day[0] - last) + 1)
            spans.append(day[1] - day[0])
            last = day[0]
    return varints(steps)[0].tobytes() + varints(spans)[0].tobytes()


def _pack_values(values: Sequence[tuple[str, ...]]) -> bytes:
    """The distinct values as JSON, most frequent first; then for every document its values'
    numbers: the count and the numbers where any has several, else the number plus one, or 0.
    """
    counts: dict[str, int] = {}
    for row in values:
        for value in row:
            counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    number = {value: place for place, value in enumerate(ordered)}
    several = any(len(row) > 1 for row in values)
    flat: list[int] = []
    for row in values:
        if several:
            flat.append(len(row))
            flat += [number[value] for value in row]
        else:
            flat.append(number[row[0]] + 1 if row else 0)
    head: list[Any] = [several, ordered]
    names = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return varint(len(names)) + names + varints(flat)[0].tobytes()

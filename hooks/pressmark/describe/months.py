"""Names of months and days in the languages that datelines and date lines are read in.

They stand in `months.tsv`, which `hooks/tools/make_months.py` makes. Arabic, Chinese and Japanese
dates are read by their own patterns, since their months are numbers or have several sets of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

DAY = "day"
"""Stands in the table in place of a month's number for a day of the week."""


@cache
def month_numbers() -> Mapping[str, int]:
    """Folded name or abbreviation (no full stop) → 1 to 12; names that two languages use for
    different months are left out.

    >>> month_numbers()["märz"], month_numbers()["sept"]
    (3, 9)
    """
    return {name: int(value) for name, value in _rows() if value != DAY}


@cache
def day_names() -> frozenset[str]:
    """Folded names and abbreviations of the days of the week."""
    return frozenset(name for name, value in _rows() if value == DAY)


def _rows() -> list[list[str]]:
    table = files("pressmark.describe").joinpath("months.tsv").read_text(encoding="utf-8")
    return [row.split("\t") for row in table.splitlines()]

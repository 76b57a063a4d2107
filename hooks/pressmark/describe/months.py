"""Names of months and days, from `months.tsv`, which `hooks/tools/make_months.py` makes.

Arabic, Chinese and Japanese dates have patterns of their own: their months are numbers, or have
several sets of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

DAY = "day"
"""Value of the days of the week in the table; that of a month is its number."""


@cache
def month_numbers() -> Mapping[str, int]:
    """Name or abbreviation, in lower case and without full stop → 1 to 12. Names that two languages
    use for different months are left out.

    >>> month_numbers()["märz"], month_numbers()["sept"]
    (3, 9)
    """
    return {name: int(value) for name, value in _rows() if value != DAY}


@cache
def day_names() -> frozenset[str]:
    """Names and abbreviations of the days of the week, in lower case."""
    return frozenset(name for name, value in _rows() if value == DAY)


def _rows() -> list[list[str]]:
    table = files("pressmark.describe").joinpath("months.tsv").read_text(encoding="utf-8")
    return [row.split("\t") for row in table.splitlines()]

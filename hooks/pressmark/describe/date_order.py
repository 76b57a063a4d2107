"""Order of day and month in a text, for dates that can be read in several ways: `03/04/19`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import get_date_format

AMBIGUOUS_DATE = re.compile(r"(?<!\d)\d{1,2}(?:[/-]\d{1,2}[/-]|\.\d{1,2}\.(?=\d\d(?!\d)))\d\d")
"""A date that can be read in several ways: day or month first, or in any century."""
_NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})([/-])(\d{1,2})\2(?:\d\d)?\d\d(?![\w/-])")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
LAST_MONTH = 12

Order = Literal["day", "month", ""]


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How the dates of a text are to be read."""

    order: Order = ""
    """Which of day and month comes first; empty if unknown."""
    reason: str = ""
    """Why, for the evidence."""
    years: frozenset[str] = frozenset()
    """Years with four digits in the text."""


UNKNOWN = DateOrder()


def infer_date_order(texts: Iterable[str], language: Callable[[], str | None]) -> DateOrder:
    """Date order of the lines `texts`: that of the dates that can be read in one way only, or else
    that of the language.

    `language` returns a BCP 47 language or None; it is called only if ambiguous dates need it.

    >>> date_order = infer_date_order(["13/04/2019"], lambda: None)
    >>> date_order.order, date_order.reason, sorted(date_order.years)
    ('day', 'day first, as in 13/04/2019', ['2019'])
    """
    firsts: dict[Order, str] = {}
    years: set[str] = set()
    doubtful = False
    for text in texts:
        years.update(_YEAR.findall(text))
        for match in _NUMERIC.finditer(text):
            first, second = int(match[1]), int(match[3])
            if (first > LAST_MONTH) != (second > LAST_MONTH):
                firsts.setdefault("day" if first > LAST_MONTH else "month", match[0])
            doubtful |= max(first, second) <= LAST_MONTH
    all_years = frozenset(years)
    if len(firsts) == 1:
        [(order, example)] = firsts.items()
        return DateOrder(order, f"{order} first, as in {example}", all_years)
    name = language() if doubtful and not firsts else None
    order = _order_of_language(name) if name else ""
    reason = f"{order} first, as in the language {name}" if order else ""
    return DateOrder(order, reason, all_years)


@cache
def _order_of_language(language: str) -> Order:
    """Order in the short dates of a language (Unicode CLDR, by way of Babel). Empty for English,
    where it depends on the country, and for unknown languages.
    """
    if language == "en":
        return ""
    try:
        pattern = get_date_format("short", Locale.parse(language, sep="-")).pattern.casefold()
    except (UnknownLocaleError, ValueError):
        return ""
    day, month, year = (pattern.find(part) for part in "dmy")
    return "" if year < day else "day" if day < month else "month"

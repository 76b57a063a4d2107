"""How a text writes its dates, for those that could be several: `03/04/19`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import get_date_format

AMBIGUOUS_DATE = re.compile(r"(?<!\d)\d{1,2}(?:[/-]\d{1,2}[/-]|\.\d{1,2}\.(?=\d\d(?!\d)))\d\d")
"""What may be several dates: either of day and month first, or of any century."""
_NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})([/-])(\d{1,2})\2(?:\d\d)?\d\d(?![\w/-])")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
LAST_MONTH = 12

Order = Literal["day", "month", ""]


@dataclass(frozen=True, slots=True)
class DateOrder:
    """What is known of a text's dates."""

    order: Order = ""
    """Which of day and month comes first, if that is known."""
    reason: str = ""
    """What it is known from, for the evidence."""
    years: frozenset[str] = frozenset()
    """The years that the text has in four digits."""


UNKNOWN = DateOrder()


def infer_date_order(texts: Iterable[str], language: Callable[[], str | None]) -> DateOrder:
    """What the dates in `texts` that can be read in one way only, or else the language, say of the
    others. The language is asked for only where there are others.

    >>> found = infer_date_order(["13/04/2019"], lambda: None)
    >>> found.order, found.reason, sorted(found.years)
    ('day', 'day first, as in 13/04/2019', ['2019'])
    """
    firsts: dict[Order, str] = {}
    years: set[str] = set()
    doubtful = False
    for text in texts:
        years.update(_YEAR.findall(text))
        for found in _NUMERIC.finditer(text):
            first, second = int(found[1]), int(found[3])
            if (first > LAST_MONTH) != (second > LAST_MONTH):
                firsts.setdefault("day" if first > LAST_MONTH else "month", found[0])
            doubtful |= max(first, second) <= LAST_MONTH
    known = frozenset(years)
    if len(firsts) == 1:
        [(order, seen)] = firsts.items()
        return DateOrder(order, f"{order} first, as in {seen}", known)
    name = language() if doubtful and not firsts else None
    spoken = _spoken(name) if name else ""
    return DateOrder(spoken, f"{spoken} first, as in the language {name}" if spoken else "", known)


@cache
def _spoken(language: str) -> Order:
    """Which comes first in short dates of a language (Unicode CLDR, by way of Babel). In English
    that depends on the country, so nothing follows from it.
    """
    if language == "en":
        return ""
    try:
        pattern = get_date_format("short", Locale.parse(language, sep="-")).pattern.casefold()
    except (UnknownLocaleError, ValueError):
        return ""
    day, month, year = (pattern.find(part) for part in "dmy")
    return "" if year < day else "day" if day < month else "month"

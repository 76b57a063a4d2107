"""Dates that may be known in part: the features of EDTF that archives need.

Extended Date/Time Format, ISO 8601-2:2019 and https://www.loc.gov/standards/datetime/:
level 0 dates (`1897`, `1897-05`, `1897-05-12`), unspecified digits (`18XX`, `XXXX-02-02`,
`1897-XX`), qualifiers (`?`, `~`, `%` at the end) and intervals (`1897/1899`, `1897/..`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|\dXXX|XXXX)"
    r"(?:-(?P<month>0[1-9]|1[0-2]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?"
    r"(?P<qualifier>[?~%])?",
    re.ASCII,
)

QUALIFIERS = {
    "": ("", ""),
    "?": ("", " (uncertain)"),
    "~": ("about ", ""),
    "%": ("about ", " (uncertain)"),
}

CACHE = 4096
"""Cached dates: a page needs the parts of its own and its neighbours' dates twenty times."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def valid(text: str) -> bool:
    """Whether `text` is a date or an interval of dates in the supported part of EDTF.

    >>> [valid(t) for t in ("2025-02-30", "XXXX-02-02", "1897/1899", "1897/..", "May 1897")]
    [False, True, True, True, False]
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _valid_date(start)
    open_or_date = [part in ("", "..") or _valid_date(part) for part in (start, end)]
    return all(open_or_date) and (_valid_date(start) or _valid_date(end))


def _valid_date(text: str) -> bool:
    match = DATE.fullmatch(text)
    if not match:
        return False
    year, month, day = match["year"], match["month"], match["day"]
    if day is None or "X" in day or month is None or "X" in month:
        return True
    # An unknown year may be a leap year; year 0 is no year of the `calendar` module.
    known_year = int(year) if year.isdigit() and int(year) > 0 else 2000
    return int(day) <= monthrange(known_year, int(month))[1]


def make(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """EDTF of a date in numbers, each None if unknown; None if they are no date.

    >>> make(None, 2, 2), make(1897, 5), make(1897, 2, 30)
    ('XXXX-02-02', '1897-05', None)
    """
    text = "XXXX" if year is None else f"{year:04d}"
    if month is not None:
        text += f"-{month:02d}"
        if day is not None:
            text += f"-{day:02d}"
    return text if valid(text) and text != "XXXX" else None


@lru_cache(CACHE)
def parts(text: str) -> tuple[str | None, str | None, str | None]:
    """Year, month and day of a date, or of an interval's known end; None for each unknown part.

    >>> parts("XXXX-02-02"), parts("1897-XX~"), parts("189X"), parts("1897/1899")
    ((None, '02', '02'), ('1897', None, None), (None, None, None), ('1897', None, None))
    """
    start, _, end = text.partition("/")
    match = DATE.fullmatch(start) or DATE.fullmatch(end)
    if not match:
        return None, None, None
    year, month, day = (
        part if part and "X" not in part else None for part in match.group("year", "month", "day")
    )
    return year, month, day


def iso(text: str) -> str | None:
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY`, up to the first unknown part; None without a year."""
    year, month, day = parts(text)
    if year is None:
        return None
    return "-".join([year, *([month] if month else []), *([day] if month and day else [])])


def sort_key(text: str | None) -> tuple[int, int, int]:
    """Key for sorting by date; dates without a year come first."""
    year, month, day = parts(text) if text else (None, None, None)
    if year is None:
        return (0, 0, 0)
    return (int(year), int(month or 0), int(day or 0))


def readable(text: str) -> str:
    """The date in words, in English.

    >>> readable("2025-02-02"), readable("XXXX-02-02"), readable("189X"), readable("1897~")
    ('2 February 2025', '2 February, year unknown', '1890s', 'about 1897')
    """
    start, slash, end = text.partition("/")
    if slash:
        first = _readable(start) if start not in ("", "..") else "before"
        last = _readable(end) if end not in ("", "..") else "after"
        if first == "before":
            return f"until {last}"
        return f"{first} or later" if last == "after" else f"{first} to {last}"
    return _readable(text)


def _readable(text: str) -> str:
    match = DATE.fullmatch(text)
    if not match:
        return text
    year, month, day = match.group("year", "month", "day")
    shown_year = year
    if year == "XXXX":
        shown_year = "year unknown"
    elif year.endswith("X"):
        shown_year = year.replace("X", "0") + "s"
    if month and "X" not in month:
        named = MONTHS[int(month) - 1]
        if day and "X" not in day:
            named = f"{int(day)} {named}"
        shown = f"{named}, {shown_year}" if year == "XXXX" else f"{named} {shown_year}"
    else:
        shown = shown_year
    prefix, suffix = QUALIFIERS[match["qualifier"] or ""]
    return prefix + shown + suffix

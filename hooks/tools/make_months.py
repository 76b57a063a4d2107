"""Writes `describe/months.tsv`, the names of months and days, from Unicode CLDR (`make tables`).

The table is a file, since Babel would load all that CLDR has of 24 languages for it, 25 MB.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Literal

from babel.dates import get_day_names, get_month_names

from pressmark.describe.months import DAY

PATH = Path(__file__).parents[1] / "pressmark/describe/months.tsv"

LOCALES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "hu", "tr", "ru",
    "uk", "el", "ro", "id", "ar", "fa", "he", "ca",
)  # fmt: skip
_EXTRA = {"sept": 9, "jän": 1, "jänner": 1, "feber": 2}
"""Names that CLDR's main forms lack: an English abbreviation, Austrian January and February."""
_WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")


def lines() -> Iterator[str]:
    """Rows of the table: name in lower case without full stop, tab, month (1 to 12) or `DAY`."""
    for name, number in sorted(_month_numbers().items()):
        yield f"{name}\t{number}"
    for name in sorted(_day_names()):
        yield f"{name}\t{DAY}"


def _month_numbers() -> Mapping[str, int]:
    """Name → month, 1 to 12, without names that two languages use for different months."""
    numbers_by_name: dict[str, set[int]] = {name: {number} for name, number in _EXTRA.items()}
    for locale, width, context in product(LOCALES, _WIDTHS, _CONTEXTS):
        for number, name in get_month_names(width, context, locale).items():
            folded = _folded(name)
            if len(folded) > 2 and not folded.isdigit():
                numbers_by_name.setdefault(folded, set()).add(number)
    return {name: numbers.pop() for name, numbers in numbers_by_name.items() if len(numbers) == 1}


def _day_names() -> set[str]:
    names: set[str] = set()
    for locale, width, context in product(LOCALES, _WIDTHS, _CONTEXTS):
        names.update(map(_folded, get_day_names(width, context, locale).values()))
    return {name for name in names if len(name) > 1}


def _folded(name: str) -> str:
    return name.casefold().rstrip(".")


if __name__ == "__main__":
    PATH.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")

"""Makes `months.tsv`, the names that `months.py` has, from Unicode CLDR by way of Babel.

Run `make tables` to write it again. The table is kept as a file since
Babel would hold all that CLDR says of 24 languages, 25 MB, for these names.
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
"""In use, but not in CLDR's main forms: an English abbreviation, Austrian January and February."""
_WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")


def lines() -> Iterator[str]:
    """The rows of the table: a folded name without a full stop, a tab, its number or `DAY`."""
    for name, number in sorted(_month_numbers().items()):
        yield f"{name}\t{number}"
    for name in sorted(_day_names()):
        yield f"{name}\t{DAY}"


def _month_numbers() -> Mapping[str, int]:
    """Names that two languages use for different months are left out."""
    found: dict[str, set[int]] = {name: {number} for name, number in _EXTRA.items()}
    for locale, width, context in product(LOCALES, _WIDTHS, _CONTEXTS):
        for number, name in get_month_names(width, context, locale).items():
            folded = _folded(name)
            if len(folded) > 2 and not folded.isdigit():
                found.setdefault(folded, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _day_names() -> set[str]:
    names: set[str] = set()
    for locale, width, context in product(LOCALES, _WIDTHS, _CONTEXTS):
        names.update(map(_folded, get_day_names(width, context, locale).values()))
    return {name for name in names if len(name) > 1}


def _folded(name: str) -> str:
    return name.casefold().rstrip(".")


if __name__ == "__main__":
    PATH.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")

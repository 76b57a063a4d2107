"""Names of months in the languages that datelines and date lines are read in.

The names are Unicode CLDR's, by way of Babel. Arabic, Chinese and Japanese dates are read by
their own patterns, since their months are numbers or have several sets of names.
"""

from __future__ import annotations

from functools import cache

from babel.dates import get_day_names, get_month_names

LOCALES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "hu", "tr", "ru",
    "uk", "el", "ro", "id", "ar", "fa", "he", "ca",
)  # fmt: skip

_EXTRA = {"sept": 9, "jän": 1, "jänner": 1, "feber": 2}
"""In use, but not in CLDR's main forms: an English abbreviation, Austrian January and February."""


@cache
def month_numbers() -> dict[str, int]:
    """Folded name or abbreviation (no full stop) → 1 to 12; names that two languages use for
    different months are left out.
    """
    found: dict[str, set[int]] = {name: {number} for name, number in _EXTRA.items()}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, locale)
                for number, name in names.items():
                    folded = name.casefold().rstrip(".")
                    if len(folded) > 2 and not folded.isdigit():
                        found.setdefault(folded, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


@cache
def day_names() -> frozenset[str]:
    """Folded names and abbreviations of the days of the week."""
    names: set[str] = set()
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                values = get_day_names(width, context, locale).values()
                names.update(name.casefold().rstrip(".") for name in values)
    return frozenset(name for name in names if len(name) > 1)

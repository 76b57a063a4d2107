"""Names of countries in many languages.

They come from Unicode CLDR, by way of Babel. `countries.tsv` adds others in use (`the U.S.`,
`Großbritannien`); its columns: language, ISO 3166-1 code, name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from pressmark.describe.language import primary_language

CONTINENTS = frozenset({"002", "003", "005", "009", "142", "143", "150", "419"})
"""UN M49 codes of regions that texts are about: Africa, Central Asia, Latin America."""

LEFT_OUT = frozenset({"EZ", "QO", "UM", "XA", "XB", "ZZ"})
"""Codes in CLDR that aren't countries."""

AMBIGUOUS = frozenset({"GE", "JO", "TD"})
"""Countries whose English names also name a state, a river or a man."""

_APART = re.compile(r"\s*\((.+)\)$")
"""Second name in brackets: `Myanmar (Burma)`."""


@cache
def countries(language: str) -> Mapping[str, str]:
    """Name → code for a BCP 47 language; empty if CLDR has no names in it.

    >>> names = countries("de")
    >>> names["Russland"], names["Großbritannien"]
    ('RU', 'GB')
    """
    language_code = primary_language(language)
    try:
        territories = Locale.parse(language_code).territories
    except (UnknownLocaleError, ValueError):
        return {}
    named: dict[str, str] = {}
    for code, name in sorted(territories.items()):
        if code in CONTINENTS or (len(code) == 2 and code not in LEFT_OUT):
            named[_APART.sub("", name)] = code
            named[name.replace(" & ", " and ").replace("St. ", "Saint ")] = code
    return named | _other_names(language_code)


_FORMAL = re.compile(
    r"(?:(?:Islamic|Democratic|Federal|People['’]s|Arab|Co-operative) )*"
    r"(?:Republic|Kingdom|State|Sultanate|Commonwealth|Federation) of (?:the )?"
)
"""Form of government before a country's name in English."""


def informal_name(name: str) -> str:
    """A country's formal English name without its form of government.

    >>> informal_name("Islamic Republic of Iran")
    'Iran'
    """
    return _FORMAL.sub("", name, count=1) if " of " in name else name


WORDS = 8192
"""Words whose answers are cached: a collection repeats them."""
MIN_STEM = 4
"""Letters of the shortest beginning of a country's name that is compared."""
_PEOPLE = ("", "n", "ns", "s", "i", "is", "an", "ans", "ian", "ians", "ean", "eans", "ese", "ish")
"""Endings of adjectives and names of peoples."""


@lru_cache(WORDS)
def is_nationality(word: str) -> bool:
    """Whether an English word is the adjective of a country: an ending of `_PEOPLE` on the
    beginning of its name.

    >>> [is_nationality(word) for word in ("Iranian", "Afghan", "Palestinian", "Larijani")]
    [True, True, True, False]
    """
    stems = _beginnings()
    return any(word.endswith(end) and word.removesuffix(end) in stems for end in _PEOPLE)


@cache
def _beginnings() -> frozenset[str]:
    """Beginnings of the words in English names of countries, of `MIN_STEM` letters or more."""
    words = {word for name in countries("en") for word in name.split()} - {"United"}
    return frozenset(word[:end] for word in words for end in range(MIN_STEM, len(word) + 1))


def is_abbreviation(name: str) -> bool:
    """Whether a country's name is an abbreviation, which its CLDR name replaces.

    >>> is_abbreviation("U.S."), is_abbreviation("Iran")
    (True, False)
    """
    return name.replace(".", "").replace(" ", "").isupper()


@cache
def country_name(language: str, code: str) -> str:
    """CLDR's name of a country in a language; the code if it has none.

    >>> country_name("fr", "DE")
    'Allemagne'
    """
    try:
        name = Locale.parse(primary_language(language)).territories.get(code, code)
    except (UnknownLocaleError, ValueError):
        return code
    return _APART.sub("", str(name))


def _other_names(language: str) -> dict[str, str]:
    rows = files("pressmark.describe").joinpath("countries.tsv").read_text(encoding="utf-8")
    parts = (row.split("\t") for row in rows.splitlines())
    return {name: code for language_code, code, name in parts if language_code == language}

"""Names of countries as texts of a language write them.

The names are those of Unicode CLDR, by way of Babel; what writers say instead of them (`the U.S.`,
`Großbritannien`) is listed in `countries.tsv`: language, code of ISO 3166-1, name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from pressmark.describe.language import primary

CONTINENTS = frozenset({"002", "003", "005", "009", "142", "143", "150", "419"})
"""Regions of UN M49 that are written about by their names: Africa, Central Asia, Latin America."""

LEFT_OUT = frozenset({"EZ", "QO", "UM", "XA", "XB", "ZZ"})
"""Codes of CLDR that are no places that anyone writes about."""

AMBIGUOUS = frozenset({"GE", "JO", "TD"})
"""Countries whose English names are a state's, a river's and a man's as well."""

_APART = re.compile(r"\s*\((.+)\)$")
"""`Myanmar (Burma)`: two names of one country."""


@cache
def countries(language: str) -> Mapping[str, str]:
    """Name → code for a BCP 47 language; empty where CLDR has none for it.

    >>> names = countries("de")
    >>> names["Russland"], names["Großbritannien"]
    ('RU', 'GB')
    """
    tongue = primary(language)
    try:
        territories = Locale.parse(tongue).territories
    except (UnknownLocaleError, ValueError):
        return {}
    named: dict[str, str] = {}
    for code, name in sorted(territories.items()):
        if code in CONTINENTS or (len(code) == 2 and code not in LEFT_OUT):
            named[_APART.sub("", name)] = code
            named[name.replace(" & ", " and ").replace("St. ", "Saint ")] = code
    return named | _also(tongue)


_FORMAL = re.compile(
    r"(?:(?:Islamic|Democratic|Federal|People['’]s|Arab|Co-operative) )*"
    r"(?:Republic|Kingdom|State|Sultanate|Commonwealth|Federation) of (?:the )?"
)
"""Before a country's name in English, when it is called in full."""


def informal(name: str) -> str:
    """A country's formal English name without its form of government.

    >>> informal("Islamic Republic of Iran")
    'Iran'
    """
    return _FORMAL.sub("", name, count=1) if " of " in name else name


WORDS = 8192
"""Words that are remembered: a collection has the same ones again and again."""
LEAST_STEM = 4
_PEOPLE = ("", "n", "ns", "s", "i", "is", "an", "ans", "ian", "ians", "ean", "eans", "ese", "ish")
"""Endings that make an adjective or a name of a people of a country's."""


@lru_cache(WORDS)
def of_a_people(word: str) -> bool:
    """Whether an English word is the adjective of a country, by what it has in common with its
    name.

    >>> [of_a_people(word) for word in ("Iranian", "Afghan", "Chinese", "Palestinian", "Larijani")]
    [True, True, True, True, False]
    """
    known = _beginnings()
    return any(word.endswith(end) and word.removesuffix(end) in known for end in _PEOPLE)


@cache
def _beginnings() -> frozenset[str]:
    """What the words in names of countries begin with, from `LEAST_STEM` letters on."""
    words = {word for name in countries("en") for word in name.split()} - {"United"}
    return frozenset(word[:end] for word in words for end in range(LEAST_STEM, len(word) + 1))


def is_abbreviation(name: str) -> bool:
    """Whether a name is one of letters only, that CLDR's is shown for.

    >>> is_abbreviation("U.S."), is_abbreviation("Iran")
    (True, False)
    """
    return name.replace(".", "").replace(" ", "").isupper()


@cache
def own_name(language: str, code: str) -> str:
    """What CLDR calls a country in a language; the code where it has no name.

    >>> own_name("fr", "DE")
    'Allemagne'
    """
    try:
        name = Locale.parse(primary(language)).territories.get(code, code)
    except (UnknownLocaleError, ValueError):
        return code
    return _APART.sub("", str(name))


def _also(language: str) -> dict[str, str]:
    rows = files("pressmark.describe").joinpath("countries.tsv").read_text(encoding="utf-8")
    parts = (row.split("\t") for row in rows.splitlines())
    return {name: code for tongue, code, name in parts if tongue == language}

"""The table of given names, from Faker's lists (MIT licence) for its languages and countries."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

from faker.providers import person

LISTS = (
    "first_names",
    "first_names_male",
    "first_names_female",
    "first_names_nonbinary",
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
CREDIT = "# From Faker, Copyright (c) 2012 Daniele Faraglia: licences/given-names.txt"


def names_to_text() -> str:
    """Text of the table that ships: a credit, then a name on each line."""
    return "\n".join([CREDIT, *given_names(), ""])


def given_names() -> list[str]:
    """Folded given names of two letters or more, sorted."""
    return sorted({word for name in _names() for word in _LETTERS.findall(name.casefold())})


def _names() -> Iterator[str]:
    for module in pkgutil.iter_modules(person.__path__):
        provider = import_module(f"{person.__name__}.{module.name}").Provider
        for name in LISTS:
            names = getattr(provider, name, ())
            # Some providers have a property that joins the other lists.
            if not isinstance(names, property):
                yield from names

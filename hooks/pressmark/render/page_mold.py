"""The mold: one page rendered by the host, from which all pages of its kind are cast.

The host's templates are run once a folder depth, with a marker in place of what differs from page
to page. Casting is then joining strings, in whatever process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Slots:
    """What differs between document pages. Everything is markup, escaped already."""

    title: Markup
    head: Markup
    before: Markup
    content: Markup
    after: Markup


@dataclass(frozen=True, slots=True)
class ListSlots:
    """What differs between browse pages."""

    title: Markup
    head: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class Mold:
    """A page with gaps: literal text, and between each two pieces the name of a slot."""

    literals: tuple[str, ...]
    names: tuple[str, ...]

    def cast(self, slots: Slots | ListSlots) -> str:
        """The page with its gaps filled."""
        out = [self.literals[0]]
        for name, literal in zip(self.names, self.literals[1:], strict=True):
            out += (getattr(slots, name), literal)
        return "".join(out)


def marker(name: str) -> Markup:
    """What stands in the mold for the slot `name`. It begins and ends with a noncharacter of
    Unicode, which no setting may hold (`plain.py`): so no setting looks like a marker.
    """
    return Markup(f"\ufdd0{name}\ufdd1")  # noqa: S704  # neither has a meaning in markup


def markers(kind: type[Slots | ListSlots]) -> Slots | ListSlots:
    """Slots filled with their own markers."""
    return kind(**{field.name: marker(field.name) for field in fields(kind)})


def make_mold(page: str, kind: type[Slots | ListSlots]) -> Mold:
    """Cut the rendered `page` at its markers; raises `ValueError` if one isn't there just once."""
    places: list[tuple[int, str]] = []
    for field in fields(kind):
        mark = marker(field.name)
        if page.count(mark) != 1:
            raise ValueError(
                f"the template must use {field.name} once, not {page.count(mark)} times"
            )
        places.append((page.index(mark), field.name))
    literals, names, at = [], [], 0
    for start, name in sorted(places):
        literals.append(page[at:start])
        names.append(name)
        at = start + len(marker(name))
    return Mold((*literals, page[at:]), tuple(names))


def title_markup(title: str, site: str) -> Markup:
    """The text of a page's title element."""
    return escape(f"{title} · {site}") if title != site else escape(site)


Molds = Mapping[int, Mold]
"""Folder depth of a page → its mold."""

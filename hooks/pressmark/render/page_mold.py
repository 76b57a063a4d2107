"""Molds: pages are cast instead of rendered one by one.

The places where pages of a kind (documents, lists) differ are its slots. MkDocs renders one page of
each kind for each folder depth, with a marker in every slot; cut at its markers, this page is the
mold. To cast a page is to fill the slots of its mold: any process can join strings, without MkDocs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of a document page, as HTML."""

    title: Markup
    head: Markup
    before: Markup
    content: Markup
    after: Markup


@dataclass(frozen=True, slots=True)
class ListSlots:
    """The slots of a browse or family page, as HTML."""

    title: Markup
    head: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class Mold:
    """A page cut at its slots."""

    literals: tuple[str, ...]
    """The HTML before, between and after the slots, the same on all pages."""
    names: tuple[str, ...]
    """The slots, in the order in which they are on the page; one fewer than literals."""

    def cast(self, slots: Slots | ListSlots) -> str:
        """The page with these `slots`."""
        out = [self.literals[0]]
        for name, literal in zip(self.names, self.literals[1:], strict=True):
            out += (getattr(slots, name), literal)
        return "".join(out)


def marker(name: str) -> Markup:
    """The marker of the slot `name`. It begins and ends with a noncharacter of Unicode, which no
    setting may hold (`corpus/plain_values.py`), so that no other text looks like a marker.
    """
    return Markup(f"\ufdd0{name}\ufdd1")  # noqa: S704  # neither has a meaning in markup


def markers(kind: type[Slots | ListSlots]) -> Slots | ListSlots:
    """Slots filled with their own markers."""
    return kind(**{field.name: marker(field.name) for field in fields(kind)})


def make_mold(page: str, kind: type[Slots | ListSlots]) -> Mold:
    """Cut the rendered `page` at its markers; raises `ValueError` unless each is there once."""
    places: list[tuple[int, str]] = []
    for field in fields(kind):
        mark = marker(field.name)
        if page.count(mark) != 1:
            raise ValueError(
                f"the template must use {field.name} once, not {page.count(mark)} times"
            )
        places.append((page.index(mark), field.name))
    literals, names, end = [], [], 0
    for start, name in sorted(places):
        literals.append(page[end:start])
        names.append(name)
        end = start + len(marker(name))
    return Mold((*literals, page[end:]), tuple(names))


def title_markup(title: str, site: str) -> Markup:
    """The content of a page's title element; `site` is the archive's title."""
    return escape(f"{title} · {site}") if title != site else escape(site)


Molds = Mapping[int, Mold]
"""Folder depth of a page → its mold."""

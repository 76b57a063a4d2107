"""What of the host's files a site needs, and the licences of what it is made with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LICENCES = "assets/pressmark/licences.txt"
"""The file of a site that has them; the About page leads to it."""

MATERIAL_NOTICE = (
    "/*! With parts of Material for MkDocs, Copyright (c) 2016-2025 Martin Donath, and of Material "
    "Design Icons: their terms are in licences.txt */"
)
"""Stands in what is made of Material's style sheets; at the end, for `@charset` must come first."""

_FOLDER = Path(__file__).parent.parent / "licences"
_SHIPPED = (
    ("pressmark", "Pressmark: the scripts and styles of pages, and the search"),
    ("material", "Material for MkDocs: the styles of pages"),
    ("material-design-icons", "Material Design Icons: the icons of pages"),
    ("unicode", "Unicode: the characters in the search index, and the names of languages"),
)
_WITH_SCRIPT = ("material-script", "Material for MkDocs: the script of hand-written pages")
_APACHE = ("apache-2.0", "The Apache License 2.0, which some of the above are under")

_LUNR = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_MATERIAL = ("assets/javascripts/", "assets/stylesheets/")
_FAVICON = "assets/images/favicon.png"


def is_needless(name: str, *, hand_written: bool, lunr: bool, favicon: str) -> bool:
    """Whether no page loads Material's file `name`: only `hand_written` pages load its scripts and
    styles, and only those of a site that also has the search of Material load `lunr`.

    >>> is_needless("assets/stylesheets/main.css", hand_written=False, lunr=False, favicon="x.svg")
    True
    """
    if name == _FAVICON:
        return favicon != _FAVICON
    if name.startswith(_LUNR):
        return not lunr or name.endswith(".map")
    return name.startswith(_MATERIAL) and (not hand_written or name.endswith(".map"))


def licences(hand_written: bool) -> str:
    """The licences of all that a site has of others."""
    chosen = [*_SHIPPED, *([_WITH_SCRIPT] if hand_written else ()), _APACHE]
    return "\n".join(_sections(chosen))


def _sections(chosen: list[tuple[str, str]]) -> Iterator[str]:
    yield "The texts of this archive are under the terms that their pages name. What their pages"
    yield "are made with is under the following.\n"
    for name, title in chosen:
        text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        yield f"{title}\n{'=' * len(title)}\n\n{text}"

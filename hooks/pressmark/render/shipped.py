"""Files of Material's theme that a site needs, and the licences of what is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LICENCES = "assets/pressmark/licences.txt"
"""The site's file of licences, which the About page links to."""

MATERIAL_NOTICE = (
    "/*! With parts of Material for MkDocs, Copyright (c) 2016-2025 Martin Donath, and of Material "
    "Design Icons: their terms are in licences.txt */"
)
"""Notice for sheets made from Material's; at their end, since `@charset` must come first."""

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
    """Whether no page loads Material's file `name`.

    Only `hand_written` pages load its scripts and styles, and its search engine (`lunr`) only where
    the site has Material's search, too. `favicon` is the path of the site's icon.

    >>> is_needless("assets/stylesheets/main.css", hand_written=False, lunr=False, favicon="x.svg")
    True
    """
    if name == _FAVICON:
        return favicon != _FAVICON
    if name.startswith(_LUNR):
        return not lunr or name.endswith(".map")
    return name.startswith(_MATERIAL) and (not hand_written or name.endswith(".map"))


def licences(hand_written: bool) -> str:
    """The text of the file of licences; sites with `hand_written` pages ship one script more."""
    chosen = [*_SHIPPED, *([_WITH_SCRIPT] if hand_written else ()), _APACHE]
    return "\n".join(_sections(chosen))


def _sections(chosen: list[tuple[str, str]]) -> Iterator[str]:
    yield "The texts of this archive are under the terms that their pages name. What their pages"
    yield "are made with is under the following.\n"
    for name, title in chosen:
        text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        yield f"{title}\n{'=' * len(title)}\n\n{text}"

"""Scripts and style sheets that pages load: bundles of the modules in `web/`, and minified sheets
joined from their parts in the theme. Few files, since a request costs a reader more than its bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import rcssmin

from pressmark.render.shipped import LICENCES, MATERIAL_NOTICE, licences
from pressmark.render.stylesheet import Usage, find_usage, purge
from pressmark.runtime.cache import key_of
from pressmark.text.site_paths import NO_JEKYLL

FOLDER = "assets/pressmark"
THEME = Path(__file__).parent.parent / "theme"
PARTS = THEME / FOLDER
SCRIPTS = Path(__file__).parent / "scripts"
"""Bundles, written by `make scripts`."""
PAGES = f"{FOLDER}/pages.css"
"""The sheet of generated pages: the rules of Material's that they use, then ours."""

STYLES: dict[str, tuple[str, ...]] = {
    "pressmark": ("pressmark", "search", "search-narrow", "print"),
    "document": ("document",),
    "lists": ("lists", "family"),
}
"""Style sheet → its parts, in the order in which they are joined."""


def assets(hand_written: bool) -> Iterator[tuple[str, str]]:
    """Yield (path in the site, content) of each file that doesn't depend on the collection.

    Only sites with `hand_written` pages get the sheet `pressmark.css`: generated pages have its
    rules in `pages.css`.
    """
    for path in sorted(SCRIPTS.glob("*.js")):
        yield f"{FOLDER}/{path.name}", path.read_text(encoding="utf-8")
    for name, parts in STYLES.items():
        if hand_written or name != "pressmark":
            yield f"{FOLDER}/{name}.css", rcssmin.cssmin(joined(parts))
    yield LICENCES, licences(hand_written)
    yield NO_JEKYLL, ""


def joined(parts: tuple[str, ...]) -> str:
    """Join the text of a style sheet's parts."""
    return "\n".join((PARTS / f"{part}.css").read_text(encoding="utf-8") for part in parts)


def is_part(path: str) -> bool:
    """Whether the theme's file `path` is a part of a sheet, which isn't published by itself."""
    return path.startswith(FOLDER + "/") and path.endswith(".css")


def styles_needed(pages: Iterable[str]) -> Usage:
    """Collect the names and variables that generated pages need.

    `pages` are some of them, rendered. The names in the theme's templates and scripts are added,
    and its own styles, so that no other page lacks a rule.
    """
    templates, scripts = _texts(THEME.rglob("*.html")), _texts(SCRIPTS.glob("*.js"))
    return find_usage([*templates, *pages], scripts, _texts(PARTS.glob("*.css")))


def page_styles(material: Sequence[str], needed: Usage) -> str:
    """Make `pages.css`: the `needed` rules of the sheets in `material`, then our own."""
    own = rcssmin.cssmin(joined(STYLES["pressmark"]))
    return "\n".join([*(purge(sheet, needed) for sheet in material), own, MATERIAL_NOTICE])


def page_styles_key(material: Sequence[str], needed: Usage) -> str:
    """Cache key of `page_styles`: all of its input but the program itself."""
    return key_of(*material, *sorted(needed.names), needed.styles)


def _texts(paths: Iterable[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(paths)]

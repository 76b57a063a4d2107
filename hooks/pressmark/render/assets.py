"""The scripts and styles that pages load, put together from the parts in the theme. A request costs
a reader more than its bytes, and comments are for those who read the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import rcssmin
import rjsmin

from pressmark.render.stylesheet import reduced, used

FOLDER = "assets/pressmark"
THEME = Path(__file__).parent.parent / "theme"
PARTS = THEME / FOLDER
MATERIAL = f"{FOLDER}/material.css"
"""What generated pages load of Material's styles."""

SCRIPTS: dict[str, tuple[str, ...]] = {
    "page": ("page", "keys"),
    "marks": ("marks",),
    # In this order: each part stands on those before it.
    "engine": (
        "turn",
        "words",
        "chunks",
        "bytes",
        "dictionary",
        "query",
        "index",
        "phrases",
        "columns",
        "evaluate",
        "excerpt",
        "suggest",
        "engine",
    ),
    "search": (
        "dates",
        "search-view",
        "search-address",
        "search-results",
        "search-facets",
        "search-histogram",
        "search-narrow",
        "search-messages",
        "search-help",
        "search-page",
        # What every page has: one request less.
        "page",
        "keys",
    ),
}
STYLES: dict[str, tuple[str, ...]] = {
    "pressmark": ("pressmark", "search", "search-narrow", "print"),
    "document": ("document",),
    "lists": ("lists",),
}
"""File → its parts, in order."""


def assets() -> Iterator[tuple[str, str]]:
    """(path in the site, content) of each file."""
    for name, parts in SCRIPTS.items():
        yield f"{FOLDER}/{name}.js", rjsmin.jsmin(_joined(parts, "js"))
    for name, parts in STYLES.items():
        yield f"{FOLDER}/{name}.css", rcssmin.cssmin(_joined(parts, "css"))


def _joined(parts: tuple[str, ...], kind: str) -> str:
    return "\n".join((PARTS / f"{part}.{kind}").read_text(encoding="utf-8") for part in parts)


def is_part(path: str) -> bool:
    """Whether a file of the theme is only a part, which isn't published itself."""
    return path.startswith(FOLDER + "/") and path.endswith((".js", ".css"))


def material(site: Path, pages: Iterable[str]) -> str:
    """What `pages` use of the style sheets that Material has put into `site`."""
    sheets = sorted((site / "assets" / "stylesheets").glob("*.css"))
    texts = [path.read_text(encoding="utf-8") for path in sorted(THEME.rglob("*.html"))]
    scripts = [path.read_text(encoding="utf-8") for path in sorted(PARTS.glob("*.js"))]
    styles = [path.read_text(encoding="utf-8") for path in sorted(PARTS.glob("*.css"))]
    needs = used([*texts, *pages], scripts, styles)
    return "\n".join(reduced(sheet.read_text(encoding="utf-8"), needs) for sheet in sheets)

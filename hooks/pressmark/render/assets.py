"""The scripts and styles that pages load, put together from the parts in the theme. A request costs
a reader more than its bytes, and comments are for those who read the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import rcssmin

from pressmark.render.shipped import LICENCES, MATERIAL_NOTICE, licences
from pressmark.render.stylesheet import reduced, used
from pressmark.runtime.cache import Cache, key_of
from pressmark.text.site_paths import NO_JEKYLL

FOLDER = "assets/pressmark"
THEME = Path(__file__).parent.parent / "theme"
PARTS = THEME / FOLDER
MADE = Path(__file__).parent / "scripts"
"""Where `make scripts` has put what pages load."""
PAGES = f"{FOLDER}/pages.css"
"""What generated pages load: what they use of Material's styles, then ours; one request for all."""

# In this order: each part stands on those before it.
_ENGINE = (
    *("turn", "words", "chunks", "bytes", "dictionary", "query", "index", "phrases", "columns"),
    *("resolve", "evaluate", "excerpt", "suggest", "engine"),
)
_EVERY_PAGE = ("page", "keys")
SCRIPTS: dict[str, tuple[str, ...]] = {
    "page": _EVERY_PAGE,
    "marks": ("marks",),
    # For other pages than ours, and for Node.
    "engine": _ENGINE,
    # All that the search page runs: one request.
    "search": (
        *_ENGINE,
        *("dates", "search-view", "search-address", "search-results", "search-facets"),
        *("search-histogram", "search-narrow", "search-messages", "search-help", "search-page"),
        *_EVERY_PAGE,
    ),
}
STYLES: dict[str, tuple[str, ...]] = {
    "pressmark": ("pressmark", "search", "search-narrow", "print"),
    "document": ("document",),
    "lists": ("lists", "family"),
}
"""File → its parts, in order."""


def assets(hand_written: bool) -> Iterator[tuple[str, str]]:
    """(path in the site, content) of each file; a site with `hand_written` pages loads more."""
    for name in SCRIPTS:
        yield f"{FOLDER}/{name}.js", (MADE / f"{name}.js").read_text(encoding="utf-8")
    for name, parts in STYLES.items():
        if hand_written or name != "pressmark":
            yield f"{FOLDER}/{name}.css", rcssmin.cssmin(joined(parts, "css"))
    yield LICENCES, licences(hand_written)
    yield NO_JEKYLL, ""


def joined(parts: tuple[str, ...], kind: str) -> str:
    """The parts of a script (`js`) or a style sheet (`css`), one after the other."""
    return "\n".join((PARTS / f"{part}.{kind}").read_text(encoding="utf-8") for part in parts)


def is_part(path: str) -> bool:
    """Whether a file of the theme is only a part, which isn't published itself."""
    return path.startswith(FOLDER + "/") and path.endswith((".js", ".css"))


def page_styles(material: Sequence[str], pages: Sequence[str], kept: Cache) -> str:
    """What `pages` use of the style sheets of Material, and our own."""
    texts = _texts(THEME.rglob("*.html"))
    scripts, styles = _texts(PARTS.glob("*.js")), _texts(PARTS.glob("*.css"))

    needs = used([*texts, *pages], scripts, styles)

    def make() -> str:
        reduced_sheets = [reduced(sheet, needs) for sheet in material]
        own = rcssmin.cssmin(joined(STYLES["pressmark"], "css"))
        return "\n".join([*reduced_sheets, own, MATERIAL_NOTICE])

    made_of = [kept.version, *material, *sorted(needs.names), *styles]
    return kept.get_or_make("styles", key_of(*made_of), make)


def _texts(paths: Iterable[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(paths)]

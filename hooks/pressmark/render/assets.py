"""The scripts and styles that pages load: bundles of the modules in `web/`, and sheets put together
from their parts in the theme. A request costs a reader more than its bytes, and comments are for
those who read the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import rcssmin

from pressmark.render.shipped import LICENCES, MATERIAL_NOTICE, licences
from pressmark.render.stylesheet import reduced, used
from pressmark.runtime import cache
from pressmark.runtime.cache import Cache
from pressmark.text.site_paths import NO_JEKYLL

FOLDER = "assets/pressmark"
THEME = Path(__file__).parent.parent / "theme"
PARTS = THEME / FOLDER
SCRIPTS = Path(__file__).parent / "scripts"
"""Where `make scripts` has put what pages load."""
PAGES = f"{FOLDER}/pages.css"
"""What generated pages load: what they use of Material's styles, then ours; one request for all."""

STYLES: dict[str, tuple[str, ...]] = {
    "pressmark": ("pressmark", "search", "search-narrow", "print"),
    "document": ("document",),
    "lists": ("lists", "family"),
}
"""Style sheet → its parts, in order."""


def assets(hand_written: bool) -> Iterator[tuple[str, str]]:
    """(path in the site, content) of each file; a site with `hand_written` pages loads more."""
    for path in sorted(SCRIPTS.glob("*.js")):
        yield f"{FOLDER}/{path.name}", path.read_text(encoding="utf-8")
    for name, parts in STYLES.items():
        if hand_written or name != "pressmark":
            yield f"{FOLDER}/{name}.css", rcssmin.cssmin(joined(parts))
    yield LICENCES, licences(hand_written)
    yield NO_JEKYLL, ""


def joined(parts: tuple[str, ...]) -> str:
    """The parts of a style sheet, one after the other."""
    return "\n".join((PARTS / f"{part}.css").read_text(encoding="utf-8") for part in parts)


def is_part(path: str) -> bool:
    """Whether a file of the theme is only a part, which isn't published itself."""
    return path.startswith(FOLDER + "/") and path.endswith(".css")


def page_styles(material: Sequence[str], pages: Sequence[str], kept: Cache) -> str:
    """What `pages` use of the style sheets of Material, and our own."""
    texts = _texts(THEME.rglob("*.html"))
    scripts, styles = _texts(SCRIPTS.glob("*.js")), _texts(PARTS.glob("*.css"))

    needs = used([*texts, *pages], scripts, styles)

    def make() -> str:
        reduced_sheets = [reduced(sheet, needs) for sheet in material]
        own = rcssmin.cssmin(joined(STYLES["pressmark"]))
        return "\n".join([*reduced_sheets, own, MATERIAL_NOTICE])

    made_of = [kept.maker, *material, *sorted(needs.names), *styles]
    return cache.remembered(kept, "styles", cache.key(made_of), make)


def _texts(paths: Iterable[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(paths)]

"""Scripts that pages may run: those that this program ships, and those of Material's theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pressmark.render.assets import FOLDER, THEME, assets
from pressmark.runtime.manifest import RELEASE
from pressmark.verify.findings import Findings
from pressmark.verify.site import read

_INLINE = re.compile(r"<script(?: data-scope=\"[^\"]*\")?>(.*?)</script>", re.DOTALL)
_SLOT = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TEMPLATE = ("{%", "{#")
_SCOPE = re.compile(r'new URL\("(?:/[\w./-]*|\.|~|(?:\.\./)*\.\.)",location\)')
"""What stands for the way to the site's root in Material's script."""
_MATERIAL = "assets/javascripts/"
ROOT = "search/root.js"
"""The part of the index that the search page loads; the engine loads the others."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """Scripts that a page may run."""

    files: frozenset[str]
    """Paths, from the site's root."""
    texts: frozenset[str]
    vouched: bool = False
    """Whether the release vouches for whatever its makers have put into their own pages."""

    def has_text(self, script: str) -> bool:
        """Whether a script within a page is one of them."""
        return _SCOPE.sub('new URL("~",location)', script) in self.texts


def trusted(
    site: Path, present: Mapping[str, bool], same: bool, vouched: bool, findings: Findings
) -> Trusted:
    """The scripts of `site` that are what they should be; names those that aren't. `same` says
    whether this program has made the site: another one's scripts are known by their names only.
    """
    # The index is proved by itself.
    files = {ROOT}
    own = {name: text.encode() for name, text in assets(hand_written=True)}
    for path in sorted(path for path, plain in present.items() if plain and _is_asset(path)):
        shipped = own.get(path) if path.startswith(FOLDER) else _material(path)
        if path == RELEASE:
            files.add(path)
            continue
        if not path.startswith((FOLDER + "/", _MATERIAL)):
            continue
        try:
            data = read(site, path)
        except (OSError, ValueError) as error:
            findings.fault(path, 0, "script", f"can't be read ({error})")
            continue
        if shipped == data or (not same and path in own):
            files.add(path)
        elif same and shipped is not None:
            findings.fault(path, 0, "script", "isn't what this program ships")
        elif path.startswith(FOLDER) and path.endswith(".js"):
            findings.fault(path, 0, "script", "is no script of this program")
    return Trusted(frozenset(files), frozenset(_inline()), vouched)


def _is_asset(path: str) -> bool:
    return path.startswith("assets/") and path.endswith((".js", ".css"))


@cache
def _theme() -> Path | None:
    spec = find_spec("material")
    return Path(spec.origin).parent / "templates" if spec and spec.origin else None


def _material(path: str) -> bytes | None:
    """A file as Material ships it."""
    folder = _theme()
    if not folder:
        return None
    try:
        return (folder / path).read_bytes()
    except OSError:
        return None


@cache
def _inline() -> tuple[str, ...]:
    """The scripts within the pages of both themes, with `~` for the way to the site's root."""
    folders = [THEME, *([_theme()] if _theme() else [])]
    return tuple(script for folder in folders if folder for script in _scripts(folder))


def _scripts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.html")):
        for script in _INLINE.findall(path.read_text(encoding="utf-8")):
            if not any(mark in script for mark in _TEMPLATE):
                yield _SLOT.sub("~", script)

"""The scripts that pages may run: those that this program ships, and those of Material's theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pressmark.render.assets import FOLDER, THEME, assets
from pressmark.runtime.manifest import RELEASE
from pressmark.verify.report import Report
from pressmark.verify.site import read

_INLINE_SCRIPT = re.compile(r"<script(?: data-scope=\"[^\"]*\")?>(.*?)</script>", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TEMPLATE_TAGS = ("{%", "{#")
_SCOPE = re.compile(r'new URL\("(?:/[\w./-]*|\.|~|(?:\.\./)*\.\.)",location\)')
"""The relative path to the site's root, as Material's inline script has it on each page."""
_MATERIAL = "assets/javascripts/"
INDEX_ROOT = "search/root.js"
"""The file of the index that the search page loads; the engine loads the others."""


@dataclass(frozen=True, slots=True)
class TrustedScripts:
    """Scripts that a page may run."""

    files: frozenset[str]
    """Paths, from the site's root."""
    inline: frozenset[str]
    """Texts of scripts within pages, with `~` for the path to the site's root."""
    vouched: bool = False
    """Whether the release digest vouches for the site: then its authors' own scripts may run."""

    def has_inline(self, script: str) -> bool:
        """Whether the text of a script within a page is trusted."""
        return _SCOPE.sub('new URL("~",location)', script) in self.inline


def find_trusted_scripts(
    site: Path, present: Mapping[str, bool], same_program: bool, vouched: bool, report: Report
) -> TrustedScripts:
    """Compare the scripts and styles of `site` with those shipped, and trust those that are equal.

    A file that differs is a fault. Where another version of the program built the site, a file is
    trusted by its name, since its text can't be known.
    """
    # The index is checked by itself.
    trusted = {INDEX_ROOT}
    own = {name: text.encode() for name, text in assets(hand_written=True)}
    for path in sorted(p for p, is_regular in present.items() if is_regular and _is_asset(p)):
        shipped = own.get(path) if path.startswith(FOLDER) else _material_file(path)
        if path == RELEASE:
            trusted.add(path)
            continue
        if not path.startswith((FOLDER + "/", _MATERIAL)):
            continue
        try:
            data = read(site, path)
        except (OSError, ValueError) as error:
            report.fault(path, 0, "script", f"can't be read ({error})")
            continue
        if shipped == data or (not same_program and path in own):
            trusted.add(path)
        elif same_program and shipped is not None:
            report.fault(path, 0, "script", "isn't what this program ships")
        elif path.startswith(FOLDER) and path.endswith(".js"):
            report.fault(path, 0, "script", "is no script of this program")
    return TrustedScripts(frozenset(trusted), frozenset(_theme_scripts()), vouched)


def _is_asset(path: str) -> bool:
    return path.startswith("assets/") and path.endswith((".js", ".css"))


@cache
def _material_folder() -> Path | None:
    spec = find_spec("material")
    return Path(spec.origin).parent / "templates" if spec and spec.origin else None


def _material_file(path: str) -> bytes | None:
    """The bytes of Material's file `path`; None if it ships no such file."""
    folder = _material_folder()
    if not folder:
        return None
    try:
        return (folder / path).read_bytes()
    except OSError:
        return None


@cache
def _theme_scripts() -> tuple[str, ...]:
    """The inline scripts of our templates and Material's, with `~` for each expression."""
    material = _material_folder()
    folders = [THEME, material] if material else [THEME]
    return tuple(script for folder in folders for script in _inline_scripts(folder))


def _inline_scripts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.html")):
        for script in _INLINE_SCRIPT.findall(path.read_text(encoding="utf-8")):
            if not any(tag in script for tag in _TEMPLATE_TAGS):
                yield _EXPRESSION.sub("~", script)

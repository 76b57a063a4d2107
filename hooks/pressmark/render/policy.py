"""The Content-Security-Policy of pages: they load the site's own files, and run no other script.

It is in a `meta` element, since a site on a disk has no server to send it (Content Security Policy
Level 3, 3.3; https://www.w3.org/TR/CSP3/). Inline scripts are allowed by their hashes. Pages made
from a corpus may run those of the theme only, whatever else they hold; hand-written pages may also
run those that their authors wrote into them. Blocks of data, such as JSON-LD, aren't scripts.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

THEME = Path(__file__).parent.parent / "theme"

_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_LOADS = re.compile(r"<(?:script|link|style|img|body)\b", re.IGNORECASE)
_HASH = re.compile(r"'sha256-[\w+/=]*'")

_RUN = frozenset({"", "module", "text/javascript", "application/javascript"})
"""Values of `type` for scripts that browsers run, as far as pages use them (HTML, 4.12.1)."""


class _Inline(HTMLParser):
    """Collects the inline scripts, style sheets and style attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.sheets: list[str] = []
        self.attributes: list[str] = []
        self._inside: list[str] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("style"):
            self.attributes.append(values["style"] or "")
        kind = (values.get("type") or "").strip().lower()
        if tag == "style":
            self._inside = self.sheets
        elif tag == "script" and "src" not in values and kind in _RUN:
            self._inside = self.scripts

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._inside.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._inside = None


def digest(text: str) -> str:
    """The hash by which a policy allows the inline script or style `text`.

    >>> digest("alert(1)")
    "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    """
    hashed = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(hashed).decode()}'"


def policy(scripts: Iterable[str], styles: Iterable[str] = ()) -> str:
    """A policy that allows the site's own files, and the inline `scripts` and `styles` with these
    hashes.
    """
    directives = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", *sorted(set(scripts)))),
        "style-src": " ".join(("'self'", *sorted(set(styles)))) if styles else "",
        # Style sheets draw icons from `data:` addresses.
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        # For a page on a disk, Firefox doesn't let `'self'` stand for the targets of its forms.
        "form-action": "'self' file:",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items() if value)


@cache
def theme_scripts() -> frozenset[str]:
    """Hashes of the inline scripts of generated pages. All are in the header, and the same on every
    page.
    """
    header = (THEME / "partials" / "header.html").read_text(encoding="utf-8")
    return frozenset(map(digest, _Inline(header).scripts))


@cache
def strict() -> str:
    """The policy of pages made from a corpus."""
    return policy(theme_scripts())


def hand_written(page: str) -> str:
    """The rendered `page` with a policy that also allows the scripts and styles in it."""
    inline = _Inline(page)
    scripts = theme_scripts().union(map(digest, inline.scripts))
    styles = {digest(text) for text in (*inline.sheets, *inline.attributes)}
    if inline.attributes:
        styles.add("'unsafe-hashes'")
    return page.replace(strict(), policy(scripts, styles), 1)


def has_policy(page: str) -> bool:
    """Whether a rendered `page` has a policy of ours before anything that it loads or runs.

    It may allow more scripts and styles than that of generated pages, but only by hashes.
    """
    meta = _META.search(page)
    if not meta or _LOADS.search(page, 0, meta.start()):
        return False
    return _sources(meta[1]) == _sources(strict())


def _sources(text: str) -> set[str]:
    """The directives of a policy with their sources, but without hashes."""
    plain = _HASH.sub("", html.unescape(text)).replace(" 'unsafe-hashes'", "")
    parts = {" ".join(part.split()) for part in plain.split(";")}
    # A policy without a directive for styles takes their sources from `default-src`.
    return parts | {"style-src 'self'"}


def with_script(page: str, script: str) -> str:
    """The `page` with a policy that also allows the inline `script`."""
    return page.replace("script-src 'self'", f"script-src 'self' {digest(script)}", 1)

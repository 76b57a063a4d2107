"""Links inside the site: each leads to a file, and with `#` to an element there."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pressmark.verify.findings import Findings
from pressmark.verify.markup import ATTRIBUTE, is_remote, path_of, scheme_of
from pressmark.verify.site import read

_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_LINKS = frozenset({"href", "src", "action"})
_ABSOLUTE_PAGES = frozenset({"404.html"})
"""Pages that are served at any address, so that their links start at the site's root."""


@dataclass(frozen=True, slots=True)
class Links:
    """What links in pages lead to; `is_file` says whether a path is a file of the site."""

    site: str
    base: str
    """The path of the site's own address, with a slash at its end."""
    is_file: Callable[[str], bool]

    def resolve(self, page: str, address: str) -> str | None:
        """The file of the site that an address in `page` leads to; None if it leads elsewhere."""
        parts = path_of(address)
        if parts is None:
            return None
        path = unquote(parts[0])
        if page in _ABSOLUTE_PAGES and path.startswith(self.base):
            return path.removeprefix(self.base)
        if path.startswith("/"):
            return None
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        return None if target.startswith("../") or target == ".." else target

    def check(self, page: str, text: str, findings: Findings) -> None:
        """Follow all links of `page`, whose HTML is `text`."""
        for address in sorted(set(_values(_LINKS, text))):
            if is_remote(address) or scheme_of(address):
                continue
            findings.links += 1
            if fault := self._broken(page, text, address):
                findings.fault(page, 0, "broken-link", fault)

    def _broken(self, page: str, text: str, address: str) -> str | None:
        """Why a link inside the site leads nowhere."""
        path, fragment = path_of(address) or ("", "")
        target = self.resolve(page, address)
        if page not in _ABSOLUTE_PAGES and path.startswith("/"):
            return f"{address} starts at the root of a host, so it is broken on a disk"
        if target is None:
            return f"{address} leads out of the site"
        if not self.is_file(target):
            # Hosts show `index.html` at a site's own address.
            is_home = page in _ABSOLUTE_PAGES and target in ("", ".")
            return None if is_home else f"{address} leads nowhere"
        anchor = unquote(fragment)
        if not anchor or not target.endswith(".html") or anchor.startswith(":"):
            return None
        ids = frozenset(_values(("id",), text)) if target == page else _ids(self.site, target)
        return None if anchor in ids else f"{address}: there is no element of this id"


def _values(names: Collection[str], text: str) -> Iterator[str]:
    """The values of all attributes with these names."""
    for tag in _TAG.findall(text):
        for name, *value in ATTRIBUTE.findall(tag):
            if name.lower() in names:
                yield html.unescape("".join(value))


@lru_cache(maxsize=64)
def _ids(site: str, page: str) -> frozenset[str]:
    try:
        text = read(site, page).decode("utf-8", "replace")
    except (OSError, ValueError):
        return frozenset()
    return frozenset(_values(("id",), text))


def base_of(url: str) -> str:
    """The path of a site's own address."""
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"


def on_disk(site: Path) -> Callable[[str], bool]:
    """Whether a path is a file of the site, by looking there."""
    return lru_cache(maxsize=100_000)(lambda path: (site / path).is_file())

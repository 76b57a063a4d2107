"""Check links inside the site: each leads to a file and, with `#`, to an element in it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pressmark.verify.markup import ATTRIBUTE, is_remote, path_of, scheme_of
from pressmark.verify.report import Report
from pressmark.verify.site import read

_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_LINK_ATTRIBUTES = frozenset({"href", "src", "action"})
_PAGES_SERVED_ANYWHERE = frozenset({"404.html"})
"""Pages that hosts serve at any address, so that their links start at the site's root."""


@dataclass(frozen=True, slots=True)
class LinkChecker:
    """Resolves and checks the links of a site's pages."""

    site: str
    """The site's folder."""
    base: str
    """The path of the site's own address, with a slash at its end."""
    is_file: Callable[[str], bool]
    """Whether a path is a file of the site."""

    def resolve(self, page: str, address: str) -> str | None:
        """The path that an `address` in `page` leads to; None if it leads out of the site."""
        parts = path_of(address)
        if parts is None:
            return None
        path = unquote(parts[0])
        if page in _PAGES_SERVED_ANYWHERE and path.startswith(self.base):
            return path.removeprefix(self.base)
        if path.startswith("/"):
            return None
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        return None if target.startswith("../") or target == ".." else target

    def check(self, page: str, text: str, report: Report) -> None:
        """Report the broken links of `page`, whose HTML is `text`."""
        for address in sorted(set(_attribute_values(_LINK_ATTRIBUTES, text))):
            if is_remote(address) or scheme_of(address):
                continue
            report.links += 1
            if reason := self._broken(page, text, address):
                report.fault(page, 0, "broken-link", reason)

    def _broken(self, page: str, text: str, address: str) -> str | None:
        """Why a link inside the site is broken; None if it isn't."""
        path, fragment = path_of(address) or ("", "")
        target = self.resolve(page, address)
        if page not in _PAGES_SERVED_ANYWHERE and path.startswith("/"):
            return f"{address} starts at the root of a host, so it is broken on a disk"
        if target is None:
            return f"{address} leads out of the site"
        if not self.is_file(target):
            # Hosts show `index.html` at a site's own address.
            is_home = page in _PAGES_SERVED_ANYWHERE and target in ("", ".")
            return None if is_home else f"{address} leads nowhere"
        anchor = unquote(fragment)
        if not anchor or not target.endswith(".html") or anchor.startswith(":"):
            return None
        is_own = target == page
        ids = frozenset(_attribute_values(("id",), text)) if is_own else _ids(self.site, target)
        return None if anchor in ids else f"{address}: there is no element of this id"


def _attribute_values(names: Collection[str], text: str) -> Iterator[str]:
    """Yield the values of all attributes in the HTML `text` that have one of these names."""
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
    return frozenset(_attribute_values(("id",), text))


def base_path(url: str) -> str:
    """The path of the site's address `url`; `/` if it has none."""
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"


def is_file_in(site: Path) -> Callable[[str], bool]:
    """A function that tells whether a path is a file in the folder `site`, and caches answers."""
    return lru_cache(maxsize=100_000)(lambda path: (site / path).is_file())

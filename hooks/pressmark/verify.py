"""Prove what a site claims, from the site alone.

fixity        every raw file has the SHA-256 that its ledger names
restoring     every raw file can be made again from its page and its ledger
links         every link inside the site leads to a file (and, with `#`, to an element)
leaks         no page loads anything from another host
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pressmark import ledger
from pressmark.errors import CuratorError, Problem
from pressmark.publish import MARKER
from pressmark.yamltext import NotYaml, Value, parse

_LOADED = {
    "script": ("src",), "img": ("src", "srcset"), "iframe": ("src",), "audio": ("src",),
    "video": ("src", "poster"), "source": ("src", "srcset"), "track": ("src",),
    "embed": ("src",), "object": ("data",), "input": ("src",), "image": ("href",), "use": ("href",),
    "form": ("action",), "base": ("href",),
}  # fmt: skip
"""Element → attributes whose address a browser loads, or sends what a reader types to."""
_LOADED_LINKS = frozenset(
    {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch",
     "manifest", "apple-touch-icon"}
)  # fmt: skip
_CSS_URL = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')\s]+)""")
_ABSOLUTE_PAGES = frozenset({"404.html"})
"""Pages that are served at any address, so that their links start at the site's root."""


@dataclass(slots=True)
class Findings:
    """What was proved, and what was not."""

    documents: int = 0
    restored: int = 0
    raw_files: int = 0
    pages: int = 0
    links: int = 0
    faults: list[Problem] = field(default_factory=list)

    def fault(self, path: str, line: int, kind: str, message: str) -> None:
        """Note that something isn't as it should be."""
        self.faults.append(Problem(path, line, kind, message, "error"))


def verify(site: Path) -> Findings:
    """Look at everything in the folder `site`; raises `CuratorError` if it is no site of ours."""
    if not (site / MARKER).is_file():
        raise CuratorError(f"{site}: is no site that Pressmark has built ({MARKER} is missing)")
    findings = Findings()
    raw_seen = set()
    for file in sorted((site / "data").glob("ledger-*.jsonl")):
        for number, line in enumerate(file.read_bytes().decode("utf-8").split("\n")[:-1], 1):
            findings.documents += 1
            try:
                book = json.loads(line)
                fault = _document(site, book, findings)
                raw_seen.add(book["raw"])
            except (ValueError, TypeError, OSError, LookupError) as error:
                fault = "ledger", f"can't be used ({type(error).__name__}: {error})"
            if fault:
                findings.fault(f"data/{file.name}", number, *fault)
    _count(site, findings, raw_seen)
    for path in _files(site, "*.html"):
        findings.pages += 1
        name = path.relative_to(site).as_posix()
        for fault in _page(site, path, name, findings):
            findings.fault(name, 0, *fault)
    for path in _files(site, "*.css"):
        name = path.relative_to(site).as_posix()
        for url in _CSS_URL.findall(path.read_text(encoding="utf-8")):
            if _is_remote(url):
                findings.fault(name, 0, "leak", f"loads {url} from another host")
    return findings


def _files(site: Path, pattern: str) -> list[Path]:
    """Files, in order; a folder of texts may be called `a.html`."""
    return sorted(path for path in site.rglob(pattern) if path.is_file())


def _count(site: Path, findings: Findings, raw_seen: set[str]) -> None:
    """As many documents as the site says, and no raw file without a ledger."""
    claimed = json.loads((site / MARKER).read_text(encoding="utf-8"))["documents"]
    if claimed != findings.documents:
        message = f"speaks of {claimed} documents, but there are ledgers of {findings.documents}"
        findings.fault(MARKER, 0, "count", message)
    folder = site / "raw"
    present = {p.relative_to(site).as_posix() for p in folder.rglob("*") if p.is_file()}
    for name in sorted(present - raw_seen):
        findings.fault(name, 0, "no-ledger", "has no ledger")


Fault = tuple[str, str]
"""Kind and message."""


def _document(site: Path, book: Mapping[str, Any], findings: Findings) -> Fault | None:
    """Fixity of the raw file, and whether page and ledger give it back."""
    name = book["raw"]
    raw = inside(site, name).read_bytes()
    findings.raw_files += 1
    if hashlib.sha256(raw).hexdigest() != book["sha256"]:
        return "fixity", f"{name} is not the file that was read (its SHA-256 differs)"
    lines = inside(site, book["page"]).read_text(encoding="utf-8").split("\n")
    again = ledger.restore(dict(book), lines, front_matter(lines))
    if hashlib.sha256(again).hexdigest() != book["sha256"]:
        return "restoring", f"{name} can't be restored from {book['page']} and its ledger"
    findings.restored += 1
    return None


def inside(site: Path, name: str) -> Path:
    """The file `name` of the site; raises `ValueError` for a name that leads out of it."""
    path = site / name
    if not path.resolve().is_relative_to(site.resolve()):
        raise ValueError(f"{name} leads out of the site")
    return path


def front_matter(lines: list[str]) -> dict[str, Any]:
    """The fields at the head of a Markdown page."""
    end = lines.index("---", 1)
    try:
        root = parse("\n".join(lines[1:end]))
    except NotYaml as error:
        raise ValueError(f"front matter: {error}") from None
    return {key.text: _plain(value) for key, value in root.pairs}


def _plain(value: Value) -> str | list[str]:
    return [item.text for item in value.items] if value.kind == "list" else value.text


class _Page(HTMLParser):
    """The links of a page, what it loads, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value for name, value in attrs if value is not None}
        if "id" in values:
            self.ids.add(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link" and "href" in values:
            kinds = set(values.get("rel", "").lower().split())
            (self.loads if kinds & _LOADED_LINKS else self.links).append(values["href"])
        for name in _LOADED.get(tag, ()):
            if name in values:
                parts = values[name].split(",") if name == "srcset" else [values[name]]
                self.loads += (part.split()[0] for part in parts if part.strip())
        self.loads += _CSS_URL.findall(values.get("style", ""))

    handle_startendtag = handle_starttag


@lru_cache(maxsize=512)
def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def _page(site: Path, path: Path, name: str, findings: Findings) -> Iterator[Fault]:
    page = _read(path)
    for url in page.loads:
        if _is_remote(url):
            yield "leak", f"loads {url} from another host"
        elif fault := _broken(site, path, name, url):
            yield "broken-link", fault
    for url in page.links:
        if urlsplit(url).scheme or url.startswith("//"):
            continue
        findings.links += 1
        if fault := _broken(site, path, name, url):
            yield "broken-link", fault


def _is_remote(url: str) -> bool:
    return url.startswith("//") or urlsplit(url).scheme in ("http", "https", "ws", "wss", "ftp")


def _broken(site: Path, path: Path, name: str, url: str) -> str | None:
    """Why a link inside the site leads nowhere."""
    parts = urlsplit(url)
    if parts.scheme or (name in _ABSOLUTE_PAGES and parts.path.startswith("/")):
        return None
    if parts.path.startswith("/"):
        return f"{url} starts at the root of a host, so it is broken on a disk"
    target = path if not parts.path else path.parent / unquote(parts.path)
    if not _exists(target):
        return f"{url} leads nowhere"
    if not target.resolve().is_relative_to(site.resolve()):
        return f"{url} leads out of the site"
    if parts.fragment and target.suffix == ".html":
        anchor = unquote(parts.fragment)
        if anchor not in _read(target).ids and not anchor.startswith(":"):
            return f"{url}: there is no element of this id"
    return None


@lru_cache(maxsize=100_000)
def _exists(path: Path) -> bool:
    return path.is_file()

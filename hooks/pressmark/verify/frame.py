"""What stands round a page's own parts: the same for all pages of a kind, since all are cast from
one mold. So a page that differs was changed.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from pressmark.render.page_mold import ListSlots, Slots
from pressmark.render.policy import is_kept
from pressmark.verify.findings import Findings, difference
from pressmark.verify.markup import NO_POLICY, Fault, scan
from pressmark.verify.scripts import Trusted

_ADDRESS = re.compile(r'(\s(?:href|src|action|data-scope)=")((?!/)[^"#?:\\]+)(?=["#?])')
"""An attribute with an address that is relative to its page."""

_PART = "<pm-part>"
"""Stands for a part where a frame is looked through: nothing may open before it that hides it."""

Part = tuple[str, str]
"""What a part of a page is called, and its HTML."""


def document_parts(slots: Slots) -> list[Part]:
    """The parts of a document page, in order."""
    return [
        ("metadata", slots.head),
        ("title", f"<title>{slots.title}</title>"),
        ("heading", slots.before),
        ("text", f"\n{slots.content}\n"),
        ("source", slots.after),
    ]


def list_parts(slots: ListSlots) -> list[Part]:
    """The parts of a browse page, in order."""
    return [("title", f"<title>{slots.title}</title>"), ("list", slots.body)]


class NotThereError(ValueError):
    """A part of a page isn't what it must be."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(message)


def cut(page: str, parts: Sequence[Part]) -> tuple[str, ...]:
    """What stands in `page` round its `parts`; raises `NotThereError` for one that isn't there."""
    literals, at = [], 0
    for name, text in parts:
        expected = text.encode("utf-8", "xmlcharrefreplace").decode()
        start = page.find(expected, at)
        if start < 0:
            raise NotThereError(name, _parted(page, expected, at))
        literals.append(page[at:start])
        at = start + len(expected)
    return (*literals, page[at:])


def _parted(page: str, expected: str, at: int) -> str:
    """Where a part that is nearly there differs."""
    size = len(expected)
    while size > 1 and page.find(expected[:size], at) < 0:
        size //= 2
    start = page.find(expected[:size], at)
    return difference(expected, page[start:]) if start >= 0 else "it is missing"


@dataclass(slots=True)
class Frames:
    """The frames of all pages of a kind, with addresses from the site's root."""

    literals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Digest → what stands round the parts."""
    pages: dict[str, list[str]] = field(default_factory=dict)
    """Digest → the pages that have this frame."""

    def note(self, path: str, literals: tuple[str, ...]) -> None:
        """Take the frame of a page."""
        plain = tuple(_rooted(text, path) for text in literals)
        digest = hashlib.sha256(repr(plain).encode("utf-8", "replace")).hexdigest()
        self.literals.setdefault(digest, plain)
        self.pages.setdefault(digest, []).append(path)

    def add(self, other: Frames) -> None:
        """Join those that a worker has found."""
        for digest, pages in other.pages.items():
            self.literals.setdefault(digest, other.literals[digest])
            self.pages.setdefault(digest, []).extend(pages)

    def check(self, names: Sequence[str], trusted: Trusted, findings: Findings) -> None:
        """Name the pages whose frame isn't that of most, and whatever mustn't be in a frame."""
        if not self.pages:
            return
        usual = max(self.pages, key=lambda digest: (len(self.pages[digest]), digest))
        for digest, pages in self.pages.items():
            literals = self.literals[digest]
            message = _strange(self.literals[usual], literals, names) if digest != usual else ""
            faults = list(scan(_PART.join(literals), trusted, _from_root))
            if not is_kept("".join(literals)):
                faults.append(Fault("markup", NO_POLICY))
            for path in pages:
                if message:
                    findings.fault(path, 0, "page", message)
                for fault in faults:
                    fault.name(path, findings)


def _strange(usual: Sequence[str], literals: Sequence[str], names: Sequence[str]) -> str:
    for number, (expected, actual) in enumerate(zip_longest(usual, literals, fillvalue="")):
        if expected != actual:
            place = (
                f"before its {names[number]}" if number < len(names) else f"after its {names[-1]}"
            )
            return f"isn’t like the other pages {place}: {difference(expected, actual)}"
    return "isn’t like the other pages"


def _from_root(address: str) -> str | None:
    """The file that an address leads to, if `_rooted` has made it."""
    return address.removeprefix("~/") if address.startswith("~/") else None


def _rooted(text: str, path: str) -> str:
    """`text` with addresses from the site's root, so that it is the same in all folders."""
    folder = posixpath.dirname(path)

    def from_root(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[2]))
        return match[0] if target.startswith("..") else f"{match[1]}~/{target}"

    return _ADDRESS.sub(from_root, text)

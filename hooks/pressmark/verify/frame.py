"""Check page frames.

A frame is what remains of a page without the parts made from its document or list. All pages of a
kind are cast from one mold, so that their frames are equal; a page with another one was changed.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from pressmark.render.page_mold import ListSlots, Slots
from pressmark.render.policy import has_policy
from pressmark.verify.markup import NO_POLICY, Fault, find_faults
from pressmark.verify.report import Report, difference
from pressmark.verify.scripts import TrustedScripts

_ADDRESS = re.compile(r'(\s(?:href|src|action|data-scope)=")((?!/)[^"#?:\\]+)(?=["#?])')
"""An attribute with an address that is relative to its page."""

_PART = "<pm-part>"
"""Put in place of each part when a frame is searched for faults: a comment or an attribute that is
left open before a part, and would hide it, is then found."""

Part = tuple[str, str]
"""Name of a part of a page, for messages, and its HTML."""


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


class PartDiffersError(ValueError):
    """A part of a page isn't what the records give; `name` says which."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(message)


def cut_frame(page: str, parts: Sequence[Part]) -> tuple[str, ...]:
    """The texts before, between and after the `parts` of `page`, one more than there are parts.

    Raises `PartDiffersError` for the first part that the page doesn't have in its place.
    """
    literals, position = [], 0
    for name, text in parts:
        expected = text.encode("utf-8", "xmlcharrefreplace").decode()
        start = page.find(expected, position)
        if start < 0:
            raise PartDiffersError(name, _part_difference(page, expected, position))
        literals.append(page[position:start])
        position = start + len(expected)
    return (*literals, page[position:])


def _part_difference(page: str, expected: str, position: int) -> str:
    """Describe how a part differs: from the place where `page` has its longest found beginning."""
    size = len(expected)
    while size > 1 and page.find(expected[:size], position) < 0:
        size //= 2
    start = page.find(expected[:size], position)
    return difference(expected, page[start:]) if start >= 0 else "it is missing"


@dataclass(slots=True)
class Frames:
    """The frames of all pages of a kind, with addresses from the site's root."""

    literals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Digest of a frame → its texts."""
    pages: dict[str, list[str]] = field(default_factory=dict)
    """Digest of a frame → paths of the pages that have it."""

    def add(self, path: str, literals: tuple[str, ...]) -> None:
        """Add the frame of the page at `path`, as `cut_frame` gives it."""
        rooted = tuple(_rooted(text, path) for text in literals)
        digest = hashlib.sha256(repr(rooted).encode("utf-8", "replace")).hexdigest()
        self.literals.setdefault(digest, rooted)
        self.pages.setdefault(digest, []).append(path)

    def merge(self, other: Frames) -> None:
        """Add the frames that a worker has collected."""
        for digest, pages in other.pages.items():
            self.literals.setdefault(digest, other.literals[digest])
            self.pages.setdefault(digest, []).extend(pages)

    def check(self, names: Sequence[str], trusted: TrustedScripts, report: Report) -> None:
        """Report pages whose frame isn't that of most pages, and faults within frames.

        `names` are those of the parts between the texts of a frame.
        """
        if not self.pages:
            return
        usual = max(self.pages, key=lambda digest: (len(self.pages[digest]), digest))
        for digest, pages in self.pages.items():
            literals = self.literals[digest]
            message = (
                _frame_difference(self.literals[usual], literals, names) if digest != usual else ""
            )
            faults = list(find_faults(_PART.join(literals), trusted, _from_root))
            if not has_policy("".join(literals)):
                faults.append(Fault("markup", NO_POLICY))
            for path in pages:
                if message:
                    report.fault(path, 0, "page", message)
                for fault in faults:
                    fault.add_to(report, path)


def _frame_difference(usual: Sequence[str], literals: Sequence[str], names: Sequence[str]) -> str:
    for number, (expected, actual) in enumerate(zip_longest(usual, literals, fillvalue="")):
        if expected != actual:
            place = (
                f"before its {names[number]}" if number < len(names) else f"after its {names[-1]}"
            )
            return f"isn’t like the other pages {place}: {difference(expected, actual)}"
    return "isn’t like the other pages"


def _from_root(address: str) -> str | None:
    """The path of an address that `_rooted` has rewritten; None for any other."""
    return address.removeprefix("~/") if address.startswith("~/") else None


def _rooted(text: str, path: str) -> str:
    """Rewrite relative addresses in the HTML of the page at `path` as `~/` and a path from the
    site's root, so that frames of pages in different folders can be equal.
    """
    folder = posixpath.dirname(path)

    def from_root(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[2]))
        return match[0] if target.startswith("..") else f"{match[1]}~/{target}"

    return _ADDRESS.sub(from_root, text)

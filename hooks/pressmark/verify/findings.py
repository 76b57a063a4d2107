"""What `verify` has found: counts of what was proved, and a problem for each difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pressmark.errors import Problem

SNIPPET, BEFORE = 50, 20
"""Characters that a message shows from a difference on, and of the text just before it."""


@dataclass(slots=True)
class Findings:
    """What was proved, and what was not. Workers fill findings of their own, which `add` joins."""

    documents: int = 0
    restored: int = 0
    raw_files: int = 0
    files: int = 0
    """Files of the manifest that have its SHA-256."""
    pages: int = 0
    links: int = 0
    release: str | None = None
    """The digest of the release that this copy says it is, and that its manifest has."""
    foreign: list[str] = field(default_factory=list)
    """Files that no build has put there, of a kind that may stay."""
    limits: list[str] = field(default_factory=list)
    """What couldn't be proved, in a sentence each."""
    faults: list[Problem] = field(default_factory=list)

    def fault(self, path: str, line: int, kind: str, message: str) -> None:
        """Note that something isn't as it should be."""
        self.faults.append(Problem(path, line, kind, message, "error"))

    def add(self, other: Findings) -> None:
        """Join what a worker has found."""
        self.documents += other.documents
        self.restored += other.restored
        self.raw_files += other.raw_files
        self.pages += other.pages
        self.links += other.links
        self.faults += other.faults


def difference(expected: str, actual: str) -> str:
    """Where two texts part, for a person.

    >>> difference("a long story", "a short story")
    '“a short story” in place of “a long story”'
    """
    start = max(0, common(expected, actual) - BEFORE)
    was, now = (" ".join(text[start : start + SNIPPET].split()) for text in (expected, actual))
    return f"“{now}” in place of “{was}”"


def common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def fields_that_differ(
    expected: Mapping[str, object], actual: Mapping[str, object]
) -> Sequence[str]:
    """Names of the values that two mappings don't share."""
    names = [*expected, *(name for name in actual if name not in expected)]
    missing = object()
    return [name for name in names if expected.get(name, missing) != actual.get(name, missing)]

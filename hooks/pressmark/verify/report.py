"""The result of `verify`: counts of what was proved, and a problem for each fault."""

from __future__ import annotations

from dataclasses import dataclass, field

from pressmark.errors import Problem

SNIPPET, CONTEXT = 50, 20
"""Characters that a message quotes from a difference on, and before it."""


@dataclass(slots=True)
class Report:
    """Counts and faults of a site, or of the part of it that a worker has checked."""

    documents: int = 0
    restored: int = 0
    """Documents whose raw file was restored from its Markdown page and its ledger."""
    raw_files: int = 0
    files: int = 0
    """Files with the SHA-256 that the manifest lists."""
    pages: int = 0
    links: int = 0
    release: str | None = None
    """The release digest that the site names, if its manifest has it."""
    foreign: list[str] = field(default_factory=list)
    """Harmless files that no build wrote, such as Git's."""
    limits: list[str] = field(default_factory=list)
    """What couldn't be proved, in a sentence each."""
    faults: list[Problem] = field(default_factory=list)

    def fault(self, path: str, line: int, kind: str, message: str) -> None:
        """Add a fault of the file at `path`; `line` is 0 where it concerns no single line."""
        self.faults.append(Problem(path, line, kind, message, "error"))

    def merge(self, other: Report) -> None:
        """Add the counts and faults that a worker has reported."""
        self.documents += other.documents
        self.restored += other.restored
        self.raw_files += other.raw_files
        self.pages += other.pages
        self.links += other.links
        self.faults += other.faults


def difference(expected: str, actual: str) -> str:
    """Quote two texts from just before their first difference.

    >>> difference("a long story", "a short story")
    '“a short story” in place of “a long story”'
    """
    start = max(0, common_length(expected, actual) - CONTEXT)
    was, now = (" ".join(text[start : start + SNIPPET].split()) for text in (expected, actual))
    return f"“{now}” in place of “{was}”"


def common_length(first: str, second: str) -> int:
    """The length of the longest common beginning of two texts."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low

"""Limits the work that one text may cause, by counts, so that they hold on any machine alike.

The time to read a text grows with its lines and its characters. A megabyte of one-letter lines has
half a million of them, which nobody reads. Such a file is published plainly: as one block of lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.document import Block, Document
from pressmark.errors import Problem

MAX_LINES = 400_000
"""Lines of a text that goes through all rules: 20 MB of lines of 50 characters."""
MANY_LINES = 20_000
MIN_LENGTH = 20
"""Bytes of a line, its end included, on average in a text of more than `MANY_LINES`."""
MARKS = "*_`["
"""Characters of Markdown that may each begin a link, emphasis or code."""
MANY_MARKS = 50_000
MIN_BYTES_PER_MARK = 8
"""In a text of more than `MANY_MARKS`."""
MAX_PLAIN_LINES = 2_000_000
"""Lines of a text that can be published at all: each takes memory, on page and in ledger."""


def check_budget(document: Document) -> Problem | None:
    """The problem of a text over the budget: an error if it can't be published, else a warning that
    it is published plainly. None for a text within the budget.
    """
    lines, size = len(document.raw), document.source.size
    shown = f"has {lines:,} lines"
    if lines > MAX_PLAIN_LINES:
        message = f"{shown}, more than the {MAX_PLAIN_LINES:,} that a page can have; split it"
        return Problem(document.source.path, 0, "too-many-lines", message, "error")
    if lines > MAX_LINES:
        message = f"{shown}, more than {MAX_LINES:,}"
    elif lines > MANY_LINES and size < MIN_LENGTH * lines:
        message = f"{shown}, most of them of a few characters"
    elif size > MANY_MARKS and _marks(document.raw) > max(MANY_MARKS, size // MIN_BYTES_PER_MARK):
        message = f"has so many marks ({' '.join(MARKS)}) that it can't be read as Markdown"
    else:
        return None
    message += "; it is published as it stands, and nothing is read in it: split it to have it read"
    return Problem(document.source.path, 0, "published-plainly", message)


def as_one_block(lines: Sequence[str]) -> tuple[Block, ...]:
    """All `lines` of a text in one block of code, which keeps them as they are. No block if all are
    blank.
    """
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    if not filled:
        return ()
    first, last = filled[0], filled[-1]
    return (Block("code", tuple(range(first, last + 1)), tuple(lines[first - 1 : last])),)


def _marks(lines: Sequence[str]) -> int:
    text = "\n".join(lines)
    return sum(map(text.count, MARKS))

"""How much work one text may make, told from its size alone, so that it's the same on any machine.

Reading a text takes so long a line and so long a character. A megabyte of lines of one letter has
half a million of them: no text that anybody reads. Such a file is published plainly.
"""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.document import Block, Document
from pressmark.errors import Problem

MOST_LINES = 400_000
"""Of a text that is read with all rules: 20 MB of lines of 50 characters."""
MANY_LINES = 20_000
SHORTEST = 20
"""Characters that the lines of a text of `MANY_LINES` have on average, with their ends."""
MARKS = "*_`["
MANY_MARKS = 50_000
DENSEST = 8
"""Bytes for each mark of a text that has `MANY_MARKS`: all of them may begin something."""
MOST_PLAIN = 2_000_000
"""Lines of a text that can be published at all: each takes memory, on page and in ledger."""


def judge(document: Document) -> Problem | None:
    """What is said of a text that is over the budget: an error if it can't be published."""
    lines, size = len(document.raw), document.source.size
    shown = f"has {lines:,} lines"
    if lines > MOST_PLAIN:
        message = f"{shown}, more than the {MOST_PLAIN:,} that a page can have; split it"
        return Problem(document.source.path, 0, "too-many-lines", message, "error")
    if lines > MOST_LINES:
        message = f"{shown}, more than {MOST_LINES:,}"
    elif lines > MANY_LINES and size < SHORTEST * lines:
        message = f"{shown}, most of them of a few characters"
    elif size > MANY_MARKS and _marks(document.raw) > max(MANY_MARKS, size // DENSEST):
        message = f"has so many marks ({' '.join(MARKS)}) that it can't be read as Markdown"
    else:
        return None
    message += "; it is published as it stands, and nothing is read in it: split it to have it read"
    return Problem(document.source.path, 0, "published-plainly", message)


def whole(lines: Sequence[str]) -> tuple[Block, ...]:
    """All of a text in one block, as its lines stand."""
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    if not filled:
        return ()
    first, last = filled[0], filled[-1]
    return (Block("code", tuple(range(first, last + 1)), tuple(lines[first - 1 : last])),)


def _marks(lines: Sequence[str]) -> int:
    text = "\n".join(lines)
    return sum(map(text.count, MARKS))

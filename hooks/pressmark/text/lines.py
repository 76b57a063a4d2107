"""A text as rules and extractors read it: by lines or by units, folded for comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pressmark.document import Block, Document
from pressmark.text.inline import plain, spans
from pressmark.text.memo import Memo

_EDGE = " \t*_#>|•·.:!…»›→←«‹-–—+"

WRAPPED = 30
"""Characters that most lines of a wrapped paragraph have at least, its last line aside."""
CACHE = 4096
"""Entries of caches that are keyed by lines."""
ABOVE = 3
"""Body lines above a title that may be about its text: the section, the date."""


def fold_line(text: str, markdown: bool) -> str:
    """A line in the form that phrases are compared in: lower case, without marks around it.

    >>> fold_line("  **Read more:** ", True), fold_line("[Image]", False)
    ('read more', '[image]')
    """
    return _FOLDED[text, markdown]


def _fold(key: tuple[str, bool]) -> str:
    return " ".join(plain(*key).strip(_EDGE).casefold().replace("’", "'").split())


_FOLDED = Memo(_fold)


class Line(NamedTuple):
    """A body line with its block."""

    number: int
    text: str
    block: Block


def lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """The lines of `blocks`, in order."""
    for block in blocks:
        for number, text in zip(block.lines, block.text, strict=True):
            yield Line(number, text, block)


def head_start(document: Document, body_lines: Sequence[Line]) -> int:
    """Index in `body_lines` at which the head of the text begins: `ABOVE` lines over its title.

    A full-page scrape has its menus first. Without a title the head begins at the first line.
    """
    titles = [block.lines[0] for block in document.blocks if block.fate.kind == "title"]
    if not titles:
        return 0
    above = sum(line.number < titles[0] for line in body_lines)
    return max(0, above - ABOVE)


class Unit(NamedTuple):
    """A text that a rule judges as a whole: a line, or all of a wrapped paragraph.

    A line of a wrapped paragraph is no sentence. It may begin with `subscribe to`, or be `share`,
    by chance.
    """

    numbers: tuple[int, ...]
    text: str
    block: Block

    @property
    def marked_heading(self) -> bool:
        """Whether it is a heading that has a mark; inferred headings have none."""
        return self.block.kind == "heading" and (
            len(self.block.lines) > 1 or self.text.lstrip().startswith("#")
        )


def units(blocks: Sequence[Block]) -> Iterator[Unit]:
    """The units of `blocks`, in order. Code has none: its lines aren't prose."""
    for block in blocks:
        if block.kind == "code":
            continue
        if block.kind == "heading":
            yield Unit(block.lines, block.text[0], block)
        elif block.kind not in ("verse", "rule") and _is_wrapped(block.text):
            yield Unit(block.lines, " ".join(text.strip() for text in block.text), block)
        else:
            for line in lines((block,)):
                yield Unit((line.number,), line.text, block)


def _is_wrapped(texts: Sequence[str]) -> bool:
    lengths = sorted(len(text.strip()) for text in texts[:-1])
    return bool(lengths) and lengths[(len(lengths) - 1) // 2] >= WRAPPED


def true_runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """`(start, end)` of each run of True.

    >>> list(true_runs([False, True, True, False, True]))
    [(1, 3), (4, 5)]
    """
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield start, index
            start = None


@lru_cache(CACHE)
def is_link_only(text: str, markdown: bool) -> bool:
    """Whether a line holds links and nothing else, a list mark aside."""
    if not markdown or "](" not in text:
        return False
    parts = spans(text.strip(_EDGE), markdown=True)
    return any(p.href for p in parts) and not any(
        p.href is None and p.text.strip(_EDGE) for p in parts
    )

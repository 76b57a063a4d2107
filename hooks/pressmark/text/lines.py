"""How rules and extractors look at a text: line by line, or unit by unit, folded for comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pressmark.document import Block, Document
from pressmark.text.inline import plain, spans
from pressmark.text.memo import Memo

_EDGE = " \t*_#>|•·.:!…»›→←«‹-–—+"

WRAPPED = 30
"""Characters: most lines of running text are at least as long, up to the last of a paragraph."""
CACHE = 4096
"""Lines of which it is remembered what is in them."""
ABOVE = 3
"""Body lines above a title that may say something of its text: the section, the date."""


def fold(text: str, markdown: bool) -> str:
    """A line for comparison with a list of phrases.

    >>> fold("  **Read more:** ", True), fold("[Image]", False)
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


def head(document: Document, found: Sequence[Line]) -> int:
    """The place in `found`, body lines, where the head of the text begins: a few lines above its
    title, since a page that was taken whole has its menus first; else at the first line.
    """
    titles = [b.lines[0] for b in document.blocks if b.fate.kind == "title"]
    if not titles:
        return 0
    below = sum(line.number < titles[0] for line in found)
    return max(0, below - ABOVE)


class Unit(NamedTuple):
    """What a rule judges as a whole: a line, or all of a paragraph that was wrapped.

    A line of a wrapped paragraph is no sentence: that it begins with `subscribe to` or is nothing
    but `share` says nothing.
    """

    numbers: tuple[int, ...]
    text: str
    block: Block

    @property
    def marked_heading(self) -> bool:
        """Whether its author marked it as a heading; inferred ones have no mark."""
        return self.block.kind == "heading" and (
            len(self.block.lines) > 1 or self.text.lstrip().startswith("#")
        )


def units(blocks: Sequence[Block]) -> Iterator[Unit]:
    """The units of `blocks`, in order. Code has none: its lines mean something else."""
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


def runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """`(start, end)` of each run of True.

    >>> list(runs([False, True, True, False, True]))
    [(1, 3), (4, 5)]
    """
    start = None
    for at, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            yield start, at
            start = None


@lru_cache(CACHE)
def is_link_only(text: str, markdown: bool) -> bool:
    """Whether a line holds links and nothing else but a list mark."""
    if not markdown or "](" not in text:
        return False
    parts = spans(text.strip(_EDGE), markdown=True)
    return any(p.href for p in parts) and not any(
        p.href is None and p.text.strip(_EDGE) for p in parts
    )

"""How rules and extractors look at lines: folded for comparison, with their block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.document import Block
from pressmark.inline import plain, spans

_EDGE = " \t*_#>|•·.:!…»›→←«‹-–—+"


def fold(text: str, markdown: bool) -> str:
    """A line for comparison with a list of phrases.

    >>> fold("  **Read more:** ", True), fold("[Image]", False)
    ('read more', '[image]')
    """
    return " ".join(plain(text, markdown).strip(_EDGE).casefold().replace("’", "'").split())


@dataclass(frozen=True, slots=True)
class Line:
    """A body line with its block."""

    number: int
    text: str
    block: Block


def lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """The lines of `blocks`, in order."""
    for block in blocks:
        for number, text in zip(block.lines, block.text, strict=True):
            yield Line(number, text, block)


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


def is_link_only(text: str, markdown: bool) -> bool:
    """Whether a line holds links and nothing else but a list mark."""
    if not markdown or "](" not in text:
        return False
    parts = spans(text.strip(_EDGE), markdown=True)
    return any(p.href for p in parts) and not any(
        p.href is None and p.text.strip(_EDGE) for p in parts
    )

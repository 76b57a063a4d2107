"""Which lines belong to one paragraph, in texts that were wrapped at a width or by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressmark.text.characters import dense_count
from pressmark.text.sentences import CLAUSE_END, SENTENCE_END

RUNNING_ON = 40
"""Characters: the mean length from which lines that go on in lower case are wrapped prose."""
DENSE_WIDTH = 18
"""Characters: the same for lines of Chinese or Japanese; those of their verse are shorter."""
STANZA = 16
"""Lines: where blank ones are rarer, they don't part paragraphs."""
WRAP_WIDTHS = (45, 100)
"""Widths at which people and programs wrap text: 72 and 76 for mail, 80 for terminals."""

_PARAGRAPH_END = (*SENTENCE_END, *':"”»')
"""How the short last line of a paragraph ends in a text that was wrapped by hand: a colon leads to
a list, and a quotation may end without a full stop.
"""

_MARKS = ' \t[*_(“"«„'
"""What may stand before a line's first letter."""

Pair = tuple[str, str]
"""A line, and the line after it."""


@dataclass(frozen=True, slots=True)
class WrapStyle:
    """How a text parts its paragraphs."""

    width: int
    """At which lines are wrapped; 0 when they aren't, or unevenly."""
    by_hand: bool
    """Whether lines are wrapped without a width, at links, or where their author pleased."""
    blank: bool
    """Whether blank lines stand between paragraphs."""


def habit(lines: Sequence[str]) -> WrapStyle:
    """The habit of the text with these `lines`."""
    texts = [line.rstrip() for line in lines]
    inner = [(here, after) for here, after in pairwise(texts) if here.strip() and after.strip()]
    blank = not inner or _parts_with_blanks(texts)
    low, high = WRAP_WIDTHS
    lengths = [len(here) for here, _ in inner if len(here) <= high]
    # The longest tenth may be lines with an address in them.
    width = sorted(lengths)[(9 * len(lengths) - 1) // 10] if lengths else 0
    by_hand = _runs_on(inner)
    if len(inner) < 2 or width < low or _is_capitalised(inner):
        return WrapStyle(0, by_hand, blank)
    full = sum(1 for here, after in inner if _is_full(here, after, width))
    open_ended = sum(1 for here, _ in inner if here[-1] not in ".!?:")
    over = len(inner) - len(lengths)
    # Most lines that another follows must be as full as they can be, hardly one longer, and not
    # end a sentence: paragraphs of one line each do.
    wrapped = min(full, open_ended) * 2 >= len(inner) and over * 10 <= len(inner)
    return WrapStyle(width if wrapped else 0, by_hand, blank)


def _parts_with_blanks(texts: Sequence[str]) -> bool:
    """Whether blank lines part paragraphs, rather than a title from the rest."""
    filled = sum(1 for text in texts if text)
    blanks = [at for at in range(1, len(texts) - 1) if not texts[at]]
    if len(blanks) == 1:
        return 1 < blanks[0] < len(texts) - 2 and filled <= STANZA
    return len(blanks) * STANZA >= filled


def _is_capitalised(inner: Sequence[Pair]) -> bool:
    """Whether every line begins with a capital, as lines of verse do and those of prose don't."""
    capitals = sum(1 for _, after in inner if after.lstrip()[0].isupper() and not after.isupper())
    return len(inner) > 2 and capitals * 10 >= len(inner) * 9


def _is_full(here: str, after: str, width: int) -> bool:
    """Whether the first word of the next line wouldn't have fitted (greedy wrapping)."""
    word = after.split(maxsplit=1)[0]
    return len(here.rstrip()) + 1 + min(len(word), 20) > width - 3


def _is_indented(here: str, after: str) -> bool:
    return after[:1].isspace() and not here[:1].isspace()


def _goes_on(here: str, after: str) -> bool:
    return after.lstrip(_MARKS)[:1].islower() and here.rstrip()[-1:] not in ".!?:;"


def is_wrapped(texts: Sequence[str], way: WrapStyle) -> bool:
    """Whether a run of two or more lines is prose that was wrapped, in a text of that habit."""
    if way.width:
        return True
    return runs_on(texts) or (way.by_hand and _are_long(list(pairwise(texts))))


def runs_on(texts: Sequence[str]) -> bool:
    """Whether sentences go on from line to line: prose wrapped by hand, or at links and words too
    long for its width.

    Lines of verse are shorter, or begin with a capital. Scripts without capitals and without
    spaces are filled to the last character instead.
    """
    inner = list(pairwise(text.strip() for text in texts))
    lengths = [len(here) for here, _ in inner]
    if not lengths or max(lengths) > 2 * WRAP_WIDTHS[1]:
        return False
    if all(dense_count(here) * 2 > len(here) for here, _ in inner):
        open_ended = sum(1 for here, _ in inner if not here.endswith(CLAUSE_END))
        # Punctuation may hang over, or move to the next line.
        even = min(lengths) >= DENSE_WIDTH and max(lengths) - min(lengths) <= 2
        return even and 2 * open_ended > len(inner)
    return _runs_on(inner)


def _runs_on(inner: Sequence[Pair]) -> bool:
    going_on = sum(1 for here, after in inner if _goes_on(here, after))
    return 2 * going_on > len(inner) and _are_long(inner)


def _are_long(inner: Sequence[Pair]) -> bool:
    return sum(len(here) for here, _ in inner) >= RUNNING_ON * len(inner)


def paragraphs(texts: Sequence[str], way: WrapStyle) -> Iterator[tuple[int, int]]:
    """`(start, end)` of each paragraph of a run of lines that is wrapped prose.

    One ends at an indented line, and where the next line's first word would have fitted: where
    blank lines part paragraphs by a good deal, and without a width only after a sentence.
    """
    start = 0
    longest = way.width or max(map(len, texts), default=0)
    for at, (here, after) in enumerate(pairwise(texts), 1):
        short = 3 * len(here.rstrip()) < 2 * longest
        if way.width:
            fits = not _is_full(here, after, way.width)
            ended = fits and (short or not way.blank) and not _goes_on(here, after)
        else:
            ended = short and here.rstrip().endswith(_PARAGRAPH_END)
        if ended or _is_indented(here, after):
            yield start, at
            start = at
    if texts:
        yield start, len(texts)

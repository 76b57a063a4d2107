"""Finds which lines belong to one paragraph, in texts that were wrapped at a width or by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressmark.text.characters import dense_count
from pressmark.text.sentences import CLAUSE_END, SENTENCE_END

MIN_MEAN = 40
"""Mean length, in characters, from which lines that continue in lower case are wrapped prose."""
DENSE_WIDTH = 18
"""The same for the shortest line of Chinese or Japanese; lines of their verse are shorter."""
STANZA = 16
"""Filled lines per blank one; where blank lines are rarer, they don't separate paragraphs."""
WRAP_WIDTHS = (45, 100)
"""Widths at which people and programs wrap text: 72 and 76 for mail, 80 for terminals."""

_PARAGRAPH_END = (*SENTENCE_END, *':"”»')
"""How the short last line of a paragraph ends in a text that was wrapped by hand: a colon leads to
a list, and a quotation may end without a full stop.
"""

_MARKS = ' \t[*_(“"«„'
"""Characters that may precede the first letter of a line."""

Pair = tuple[str, str]
"""A line, and the line after it."""


@dataclass(frozen=True, slots=True)
class WrapStyle:
    """How a text wraps its lines and separates its paragraphs."""

    width: int
    """Characters at which lines are wrapped; 0 if they aren't, or unevenly."""
    by_hand: bool
    """Whether lines are wrapped without a width, at links, or where their author pleased."""
    blank: bool
    """Whether blank lines separate paragraphs."""


def wrap_style(lines: Sequence[str]) -> WrapStyle:
    """The style of the text with these `lines`."""
    texts = [line.rstrip() for line in lines]
    inner = [(line, after) for line, after in pairwise(texts) if line.strip() and after.strip()]
    blank = not inner or _separates_by_blanks(texts)
    low, high = WRAP_WIDTHS
    lengths = [len(line) for line, _ in inner if len(line) <= high]
    # The longest tenth may be lines with an address in them.
    width = sorted(lengths)[(9 * len(lengths) - 1) // 10] if lengths else 0
    by_hand = _mostly_continue(inner)
    if len(inner) < 2 or width < low or _is_capitalised(inner):
        return WrapStyle(0, by_hand, blank)
    full = sum(1 for line, after in inner if _is_full(line, after, width))
    open_ended = sum(1 for line, _ in inner if line[-1] not in ".!?:")
    over = len(inner) - len(lengths)
    # Of the lines with another one below, most must be full, hardly any longer than the width, and
    # most must not end a sentence, as paragraphs of one line each do.
    wrapped = min(full, open_ended) * 2 >= len(inner) and over * 10 <= len(inner)
    return WrapStyle(width if wrapped else 0, by_hand, blank)


def _separates_by_blanks(texts: Sequence[str]) -> bool:
    """Whether blank lines separate paragraphs, rather than a title from the rest."""
    filled = sum(1 for text in texts if text)
    blanks = [index for index in range(1, len(texts) - 1) if not texts[index]]
    if len(blanks) == 1:
        return 1 < blanks[0] < len(texts) - 2 and filled <= STANZA
    return len(blanks) * STANZA >= filled


def _is_capitalised(inner: Sequence[Pair]) -> bool:
    """Whether nine of ten lines begin with a capital, as verse does and prose doesn't."""
    capitals = sum(1 for _, after in inner if after.lstrip()[0].isupper() and not after.isupper())
    return len(inner) > 2 and capitals * 10 >= len(inner) * 9


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the line `after` would not have fitted (greedy wrapping)."""
    word = after.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + min(len(word), 20) > width - 3


def _is_indented(line: str, after: str) -> bool:
    return after[:1].isspace() and not line[:1].isspace()


def _continues(line: str, after: str) -> bool:
    return after.lstrip(_MARKS)[:1].islower() and line.rstrip()[-1:] not in ".!?:;"


def is_wrapped(texts: Sequence[str], style: WrapStyle) -> bool:
    """Whether a run of two or more lines, of a text in this style, is wrapped prose."""
    if style.width:
        return True
    return is_running_prose(texts) or (style.by_hand and _are_long(list(pairwise(texts))))


def is_running_prose(texts: Sequence[str]) -> bool:
    """Whether most lines continue a sentence: prose wrapped by hand, or at links and words too long
    for its width.

    Lines of verse are shorter, or begin with a capital. In scripts without capitals and spaces,
    wrapped lines have all nearly the same length instead.
    """
    inner = list(pairwise(text.strip() for text in texts))
    lengths = [len(line) for line, _ in inner]
    if not lengths or max(lengths) > 2 * WRAP_WIDTHS[1]:
        return False
    if all(dense_count(line) * 2 > len(line) for line, _ in inner):
        open_ended = sum(1 for line, _ in inner if not line.endswith(CLAUSE_END))
        # Punctuation may hang over the edge, or move to the next line.
        even = min(lengths) >= DENSE_WIDTH and max(lengths) - min(lengths) <= 2
        return even and 2 * open_ended > len(inner)
    return _mostly_continue(inner)


def _mostly_continue(inner: Sequence[Pair]) -> bool:
    continuing = sum(1 for line, after in inner if _continues(line, after))
    return 2 * continuing > len(inner) and _are_long(inner)


def _are_long(inner: Sequence[Pair]) -> bool:
    return sum(len(line) for line, _ in inner) >= MIN_MEAN * len(inner)


def paragraphs(texts: Sequence[str], style: WrapStyle) -> Iterator[tuple[int, int]]:
    """`(start, end)` of each paragraph in a run of wrapped lines.

    A paragraph ends before an indented line. It also ends at a line that had room for the next
    word; where blank lines separate paragraphs, only if it had much room; and in a text without a
    width, only if it ends a sentence, too.
    """
    start = 0
    longest = style.width or max(map(len, texts), default=0)
    for index, (line, after) in enumerate(pairwise(texts), 1):
        short = 3 * len(line.rstrip()) < 2 * longest
        if style.width:
            fits = not _is_full(line, after, style.width)
            ended = fits and (short or not style.blank) and not _continues(line, after)
        else:
            ended = short and line.rstrip().endswith(_PARAGRAPH_END)
        if ended or _is_indented(line, after):
            yield start, index
            start = index
    if texts:
        yield start, len(texts)

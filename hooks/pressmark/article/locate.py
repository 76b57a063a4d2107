"""Which lines of a page that was taken whole stand beside its article.

Only a text that is mostly menus, buttons and teasers is such a page. All others, however short
their lines, are left as they are: a line too many does less harm than one too few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pressmark.article.features import MEASURES, Array, Seen, measures, seen
from pressmark.article.headline import HEADLINE_MEASURES, candidates, measures_of
from pressmark.article.model import Model, from_text, scores, shipped, words_from_text
from pressmark.document import Document
from pressmark.search.stems import STEMMERS, stop_words

KEPT = -0.3
"""Log odds from which a line is kept. Found on the labelled pages, by cross-validation over sites:
below it more of menus stay than is lost of articles above it.
"""
DOUBTFUL = 0.3
"""Log odds below which a kept line is said to be doubtful."""
SURE = -2.0
"""Log odds below which a line is surely no part of an article."""
PAGE_SHARE, PAGE_LINES = 0.4, 15
"""Share and number of such lines in a page that was taken whole. Nineteen of twenty whole pages of
one labelled set have at least .55 of them, of another .31, and hardly any article or tidy text has
a tenth.
"""
HEADLINE, LEAD = 0.5, 0.5
"""Log odds of a headline, and by how much it must be ahead of the next line."""
MARKED_HEADLINE = -0.5
"""Log odds of one that its author marked as a heading."""
SHORT = 60
"""Characters of a line that can't be much of a text."""

_SOURCE = ("<", "```")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was learned from labelled pages."""

    body: Model
    """Of lines that belong to an article."""
    headline: Model
    """Of lines that are the headline of one."""
    words: dict[str, float]
    """What words say (see `features.measures`)."""


@cache
def knowledge() -> Knowledge:
    """What ships with Pressmark."""
    return Knowledge(
        from_text(shipped("body.tsv"), MEASURES),
        from_text(shipped("headline.tsv"), HEADLINE_MEASURES),
        words_from_text(shipped("words.tsv")),
    )


@cache
def stops() -> frozenset[str]:
    """The stop words of all languages that have a list."""
    return frozenset(word for name in set(STEMMERS.values()) for word in stop_words(name))


def locate(document: Document) -> Document:
    """`document`, with the lines that stand `beside` its article, and its `headline`, where it is a
    whole page.
    """
    if not may_be_page(document):
        return document
    known = knowledge()
    lines = seen(document, stops())
    measured = measures(lines, known.words)
    found = scores(known.body, measured)
    kept = found >= KEPT
    if not is_page(lines, found) or not kept.any():
        return document
    doubtful = kept & (found < DOUBTFUL)
    return replace(
        document,
        beside=_numbers(lines, ~kept),
        doubtful=_numbers(lines, doubtful),
        headline=_headline(lines, measured, found, known.headline),
    )


def _numbers(lines: Sequence[Seen], flags: NDArray[np.bool_]) -> frozenset[int]:
    chosen = (line for line, flag in zip(lines, flags, strict=True) if flag)
    return frozenset(number for line in chosen for number in line.numbers)


def _headline(lines: Sequence[Seen], measured: Array, body: Array, model: Model) -> int:
    """The line that is most like a headline; 0 where none is, or another is nearly as much."""
    at = candidates(lines)
    if not len(at):
        return 0
    said = scores(model, measures_of(lines, measured, body, KEPT))
    best = lines[at[np.argmax(said)]]
    most = float(said.max())
    if best.marked:
        return best.numbers[0] if most >= MARKED_HEADLINE else 0
    others = [one for one, place in zip(said, at, strict=True) if lines[place].key != best.key]
    ahead = most - max(others, default=-LEAD)
    return best.numbers[0] if most >= HEADLINE and ahead >= LEAD else 0


def may_be_page(document: Document) -> bool:
    """Whether most lines are short or have links: a quick look that tidy texts never pass."""
    texts = [text for text in document.raw if not text.isspace() and text]
    short = sum(1 for text in texts if len(text.strip()) < SHORT or "](" in text)
    return short >= PAGE_LINES and short >= PAGE_SHARE * len(texts)


def is_page(lines: Sequence[Seen], found: Array) -> bool:
    """Whether lines with these log odds make a page that was taken whole. Tags and fences of code
    say nothing for it: tools that take a page's text leave none.
    """
    source = np.array([line.key.startswith(_SOURCE) for line in lines], dtype=bool)
    sure = int(np.count_nonzero((found < SURE) & ~source))
    return sure >= PAGE_LINES and sure >= PAGE_SHARE * len(found)

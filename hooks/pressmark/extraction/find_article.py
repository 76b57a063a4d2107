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

from pressmark.document import Document
from pressmark.extraction import authors, dates, select
from pressmark.extraction.additive_model import (
    AdditiveModel,
    from_text,
    scores,
    shipped,
    words_from_text,
)
from pressmark.extraction.features import MEASURES, Array, Seen, measures, seen
from pressmark.extraction.headline import HEADLINE_MEASURES, candidates, measures_of
from pressmark.text.stems import STEMMERS, stop_words

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
PART_SHARE, PART_LINES = 0.2, 8
"""Share and number of such lines in a text that has more than its article, so that headline, date
and authors are looked for in all of it; nothing is removed for that.
"""
SHORT = 60
"""Characters of a line that can't be much of a text."""

_SOURCE = ("<", "```")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was learned from labelled pages."""

    body: AdditiveModel
    """Of lines that belong to an article."""
    headline: AdditiveModel
    """Of lines that are the headline of one."""
    date: AdditiveModel
    """Of dates that are that of one."""
    author: AdditiveModel
    """Of names that are those of its authors."""
    words: dict[str, float]
    """What words say (see `features.measures`)."""


@cache
def knowledge() -> Knowledge:
    """What ships with Pressmark."""
    return Knowledge(
        from_text(shipped("body.tsv"), MEASURES),
        from_text(shipped("headline.tsv"), HEADLINE_MEASURES),
        from_text(shipped("date.tsv"), dates.DATE_MEASURES),
        from_text(shipped("author.tsv"), authors.AUTHOR_MEASURES),
        words_from_text(shipped("words.tsv")),
    )


@cache
def stops() -> frozenset[str]:
    """The stop words of all languages that have a list."""
    return frozenset(word for name in set(STEMMERS.values()) for word in stop_words(name))


def locate(document: Document) -> Document:
    """`document`, with the lines that stand `beside` its article where it is a whole page, and with
    what its article's headline, date and authors are where it has more than the article.
    """
    if not may_be_page(document):
        return document
    known = knowledge()
    lines = seen(document, stops())
    measured = measures(lines, known.words)
    found = scores(known.body, measured)
    kept = found >= KEPT
    sure = _surely_beside(lines, found)
    if sure < max(PART_LINES, PART_SHARE * len(lines)) or not kept.any():
        return document
    whole = is_page(lines, found)
    doubtful = kept & (found < DOUBTFUL) & whole
    at = candidates(lines)
    said = scores(known.headline, measures_of(lines, measured, found, KEPT))
    sight = select.sight_of(lines, measured, found, KEPT, at, said)
    dated, clue = select.date(sight, known.date, document)
    return replace(
        document,
        boilerplate=_numbers(lines, ~kept & whole),
        doubtful=_numbers(lines, doubtful),
        headline=select.headline(lines, at, said),
        article_date=clue,
        article_authors=select.signed(sight, known.author, known.words, dated, document),
    )


def _numbers(lines: Sequence[Seen], flags: NDArray[np.bool_]) -> frozenset[int]:
    chosen = (line for line, flag in zip(lines, flags, strict=True) if flag)
    return frozenset(number for line in chosen for number in line.numbers)


def may_be_page(document: Document) -> bool:
    """Whether most lines are short or have links: a quick look that tidy texts never pass."""
    texts = [text for text in document.raw if not text.isspace() and text]
    short = sum(1 for text in texts if len(text.strip()) < SHORT or "](" in text)
    return short >= PAGE_LINES and short >= PAGE_SHARE * len(texts)


def is_page(lines: Sequence[Seen], found: Array) -> bool:
    """Whether lines with these log odds make a page that was taken whole."""
    return _surely_beside(lines, found) >= max(PAGE_LINES, PAGE_SHARE * len(found))


def _surely_beside(lines: Sequence[Seen], found: Array) -> int:
    """How many lines are surely no part of an article. Tags and fences of code say nothing for it:
    tools that take a page's text leave none.
    """
    source = np.array([line.key.startswith(_SOURCE) for line in lines], dtype=bool)
    return int(np.count_nonzero((found < SURE) & ~source))

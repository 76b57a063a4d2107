"""Finds the article in a full-page scrape, and its headline, date and authors.

Only a text that consists mostly of menus, buttons and teasers is a full-page scrape. All others are
left alone, however short their lines: a line too many does less harm than one too few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pressmark.document import Document
from pressmark.extraction import select
from pressmark.extraction.additive_model import (
    AdditiveModel,
    from_text,
    log_odds,
    shipped_table,
    words_from_text,
)
from pressmark.extraction.authors import AUTHOR_FEATURES
from pressmark.extraction.dates import DATE_FEATURES
from pressmark.extraction.features import (
    BODY_FEATURES,
    Array,
    LineFeatures,
    body_features,
    line_features,
)
from pressmark.extraction.headline import (
    HEADLINE_FEATURES,
    headline_candidates,
    headline_features,
)
from pressmark.text.stems import STEMMERS, stop_words

THRESHOLD = -0.3
"""Log odds from which a line belongs to the article. Chosen by cross-validation over the sites of
the labelled pages: a lower one keeps more of menus than a higher one loses of articles.
"""
DOUBTFUL = 0.3
"""Log odds below which a line that is kept is reported as doubtful."""
BOILERPLATE = -2.0
"""Log odds below which a line is surely boilerplate."""
PAGE_SHARE, PAGE_LINES = 0.4, 15
"""Share and number of such lines in a full-page scrape, at least. In 19 of 20 pages of one labelled
set the share is .55 or more, of another .31; hardly any article or tidy text reaches a tenth.
"""
PART_SHARE, PART_LINES = 0.2, 8
"""The same for a text with more than its article: headline, date and authors are then sought in all
of it, and nothing is removed.
"""
SHORT = 60
"""Characters: only shorter lines are counted by `may_be_full_page`."""

_SOURCE = ("<", "```")
"""Beginnings of tags and of fences of code."""


@dataclass(frozen=True, slots=True)
class Models:
    """Models that were fitted on labelled pages."""

    body: AdditiveModel
    """Whether a line belongs to the article."""
    headline: AdditiveModel
    """Whether a line is its headline."""
    date: AdditiveModel
    """Whether a date is its own."""
    author: AdditiveModel
    """Whether a name is an author's."""
    word_odds: dict[str, float]
    """Word → log odds that a line with it belongs to an article."""


@cache
def models() -> Models:
    """The models that ship with Pressmark."""
    return Models(
        from_text(shipped_table("body.tsv"), BODY_FEATURES),
        from_text(shipped_table("headline.tsv"), HEADLINE_FEATURES),
        from_text(shipped_table("date.tsv"), DATE_FEATURES),
        from_text(shipped_table("author.tsv"), AUTHOR_FEATURES),
        words_from_text(shipped_table("words.tsv")),
    )


@cache
def all_stop_words() -> frozenset[str]:
    """Stop words of all languages that have a list."""
    return frozenset(word for name in set(STEMMERS.values()) for word in stop_words(name))


def find_article(document: Document) -> Document:
    """Document with headline, date and authors of its article, if it has more than the article. If
    it is a full-page scrape, also with its boilerplate and its doubtful lines.
    """
    if not may_be_full_page(document):
        return document
    shipped = models()
    lines = line_features(document, all_stop_words())
    features = body_features(lines, shipped.word_odds)
    odds = log_odds(shipped.body, features)
    kept = odds >= THRESHOLD
    if _count_boilerplate(lines, odds) < max(PART_LINES, PART_SHARE * len(lines)) or not kept.any():
        return document
    full_page = is_full_page(lines, odds)
    rows = headline_candidates(lines)
    headline_odds = log_odds(shipped.headline, headline_features(lines, features, odds, THRESHOLD))
    page = select.scored_page(lines, features, odds, THRESHOLD, rows, headline_odds)
    best_date, date = select.article_date(page, shipped.date, document)
    return replace(
        document,
        boilerplate=_line_numbers(lines, ~kept & full_page),
        doubtful=_line_numbers(lines, kept & (odds < DOUBTFUL) & full_page),
        headline=select.headline_line(lines, rows, headline_odds),
        article_date=date,
        article_authors=select.article_authors(
            page, shipped.author, shipped.word_odds, best_date, document
        ),
    )


def _line_numbers(lines: Sequence[LineFeatures], flags: NDArray[np.bool_]) -> frozenset[int]:
    flagged = (line for line, flag in zip(lines, flags, strict=True) if flag)
    return frozenset(number for line in flagged for number in line.numbers)


def may_be_full_page(document: Document) -> bool:
    """Whether many lines are short or have links: a quick test that tidy texts fail."""
    texts = [text for text in document.raw if not text.isspace() and text]
    short = sum(1 for text in texts if len(text.strip()) < SHORT or "](" in text)
    return short >= PAGE_LINES and short >= PAGE_SHARE * len(texts)


def is_full_page(lines: Sequence[LineFeatures], body_log_odds: Array) -> bool:
    """Whether lines with these log odds make a full-page scrape."""
    count = _count_boilerplate(lines, body_log_odds)
    return count >= max(PAGE_LINES, PAGE_SHARE * len(body_log_odds))


def _count_boilerplate(lines: Sequence[LineFeatures], body_log_odds: Array) -> int:
    """Number of lines that are surely boilerplate. Tags and fences of code don't count: tools that
    extract a page's text leave none.
    """
    source = np.array([line.key.startswith(_SOURCE) for line in lines], dtype=bool)
    return int(np.count_nonzero((body_log_odds < BOILERPLATE) & ~source))

"""Which lines of a page that was taken whole stand beside its article.

Only a text that is mostly menus, buttons and teasers is such a page. All others, however short
their lines, are left as they are: a line too many does less harm than one too few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from pressmark.article.features import MEASURES, Array, Seen, measures, seen
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
"""Share and number of such lines in a page that was taken whole: of the labelled whole pages 95 %
have at least .55, and hardly any article or tidy text has a tenth.
"""
SHORT = 60
"""Characters of a line that can't be much of a text."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was learned from labelled pages."""

    model: Model
    words: dict[str, float]


@cache
def knowledge() -> Knowledge:
    """What ships with Pressmark."""
    model = from_text(shipped("body.tsv"), MEASURES)
    return Knowledge(model, words_from_text(shipped("words.tsv")))


@cache
def stops() -> frozenset[str]:
    """The stop words of all languages that have a list."""
    return frozenset(word for name in set(STEMMERS.values()) for word in stop_words(name))


def locate(document: Document) -> Document:
    """`document`, with the lines that stand `beside` its article where it is a whole page."""
    if not may_be_page(document):
        return document
    known = knowledge()
    lines = seen(document, stops())
    found = scores(known.model, measures(lines, known.words))
    if not is_page(found):
        return document
    kept = found >= KEPT
    if not kept.any():
        return document
    beside = frozenset(
        n for line, keep in zip(lines, kept, strict=True) if not keep for n in line.numbers
    )
    return replace(document, beside=beside, doubtful=_doubtful(lines, found))


def _doubtful(lines: Sequence[Seen], found: Array) -> frozenset[int]:
    doubtful = (found >= KEPT) & (found < DOUBTFUL)
    return frozenset(
        n for line, is_so in zip(lines, doubtful, strict=True) if is_so for n in line.numbers
    )


def may_be_page(document: Document) -> bool:
    """Whether most lines are short or have links: a quick look that tidy texts never pass."""
    texts = [text for text in document.raw if not text.isspace() and text]
    short = sum(1 for text in texts if len(text.strip()) < SHORT or "](" in text)
    return short >= PAGE_LINES and short >= PAGE_SHARE * len(texts)


def is_page(found: Array) -> bool:
    """Whether lines with these log odds make a page that was taken whole."""
    sure = int(np.count_nonzero(found < SURE))
    return sure >= PAGE_LINES and sure >= PAGE_SHARE * len(found)

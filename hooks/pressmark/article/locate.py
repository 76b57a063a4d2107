"""Which lines of a page that was taken whole stand beside its article.

Only a text that is mostly menus, buttons and teasers is such a page. All others, however short
their lines, are left as they are: a line too many does less harm than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pressmark.article import authors, dates
from pressmark.article.features import MEASURES, Array, Seen, measures, seen
from pressmark.article.headline import HEADLINE_MEASURES, candidates, measures_of
from pressmark.article.model import Model, from_text, scores, shipped, words_from_text
from pressmark.article.sight import Sight
from pressmark.describe.habits import Habits, habits
from pressmark.describe.language import identify
from pressmark.document import Clue, Document
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
PART_SHARE, PART_LINES = 0.2, 8
"""Share and number of such lines in a text that has more than its article, so that headline, date
and authors are looked for in all of it; nothing is removed for that.
"""
HEADLINE, MARKED_HEADLINE = -0.5, -1.0
"""Log odds of a headline, and of one that its author marked as a heading."""
DATE, DATE_LEAD = 0.5, 1.0
"""Log odds of the article's date, and by how much it must be ahead of another."""
NEVER = np.float32(-99)
"""Log odds of what can't be."""
AUTHOR, CO_AUTHOR = 0.8, 4.0
"""Log odds of an author, and of each further one, who is named near the first."""
NEAR_AUTHOR = 2
"""Lines between the first author and another."""
LISTED = -1.0
"""Log odds of a further author, where nothing but `and` or a comma parts the two names."""
_AND = re.compile(r"\s*(?:,|;|/|&|(?:,\s*)?\b(?:and|und|et|y|e|og|och|en|i|ve|и)\b)\s*")
SAMPLE = 1500
"""Characters of the article that tell its language."""
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
    date: Model
    """Of dates that are that of one."""
    author: Model
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
    sight = sight_of(lines, measured, found, at, said)
    dated, clue = _date(sight, known.date, document)
    return replace(
        document,
        beside=_numbers(lines, ~kept & whole),
        doubtful=_numbers(lines, doubtful),
        headline=_headline(lines, at, said),
        dated=clue,
        signed=_authors(sight, known, dated, document),
    )


def _numbers(lines: Sequence[Seen], flags: NDArray[np.bool_]) -> frozenset[int]:
    chosen = (line for line, flag in zip(lines, flags, strict=True) if flag)
    return frozenset(number for line in chosen for number in line.numbers)


def sight_of(
    lines: Sequence[Seen], measured: Array, found: Array, at: NDArray[np.int64], said: Array
) -> Sight:
    """What the date and the authors are looked for in: `found` has the log odds of all lines, that
    they belong to the article, `said` those of the candidates `at`, that they are its headline.
    """
    best = int(np.argmax(said)) if len(at) else 0
    headline, odds = (int(at[best]), float(said[best])) if len(at) else (0, -9.0)
    return Sight(lines, measured, found, KEPT, headline, odds)


def _headline(lines: Sequence[Seen], at: NDArray[np.int64], said: Array) -> int:
    """The line that is most like a headline; 0 where none is."""
    if not len(at):
        return 0
    best = lines[at[np.argmax(said)]]
    least = MARKED_HEADLINE if best.marked else HEADLINE
    return best.numbers[0] if said.max() >= least else 0


def habits_of(sight: Sight) -> Habits:
    """How the page writes its dates."""

    def language() -> str | None:
        shown = (line.shown for line, odds in zip(sight.lines, sight.body, strict=True) if odds > 0)
        found = identify(" ".join(shown)[:SAMPLE])
        return found[0] if found else None

    return habits((line.shown for line in sight.lines), language)


def _date(
    sight: Sight, model: Model, document: Document
) -> tuple[tuple[int, float] | None, Clue | None]:
    """The line with the date that is most like the article's, and its log odds; and that date, if
    it surely is.
    """
    found = dates.mentions(sight, habits_of(sight))
    if not found:
        return None, None
    said = scores(model, dates.measures_of(sight, found))
    said = np.where(dates.about_the_text(sight, found), said, NEVER)
    best = found[int(np.argmax(said))]
    most = float(said.max())
    others = [odds for odds, one in zip(said, found, strict=True) if one.value != best.value]
    line = sight.lines[best.at]
    number = _number(document, line, line.shown[best.start : best.end])
    seen = line.shown + (f" ({best.doubt})" if best.doubt else "")
    sure = most >= DATE and most - max(others, default=-DATE_LEAD) >= DATE_LEAD
    return (best.at, most), Clue(best.value, number, seen) if sure else None


def _authors(
    sight: Sight, known: Knowledge, dated: tuple[int, float] | None, document: Document
) -> tuple[Clue, ...]:
    """The most likely author, and those named beside."""
    found = authors.mentions(sight)
    if not found:
        return ()
    said = scores(known.author, authors.measures_of(sight, found, known.words, dated))
    order = np.argsort(-said, kind="stable")
    first = found[order[0]]
    if said[order[0]] < AUTHOR:
        return ()
    chosen = [first]
    for at in order[1:]:
        one = found[at]
        near = abs(one.at - first.at) <= NEAR_AUTHOR and said[at] >= CO_AUTHOR
        listed = said[at] >= LISTED and any(_is_listed(sight, one, other) for other in chosen)
        if (near or listed) and not any(_share(one, other) for other in chosen):
            chosen.append(one)
    chosen = [_without_what_follows(one, found) for one in chosen]
    chosen.sort(key=lambda one: (one.at, one.name.start))
    lines = [sight.lines[one.at] for one in chosen]
    return tuple(
        Clue(one.name.text, _number(document, line, one.name.text), line.shown)
        for one, line in zip(chosen, lines, strict=True)
    )


def _number(document: Document, line: Seen, text: str) -> int:
    """The line of the file, of those that a wrapped paragraph has, in which `text` stands."""
    there = (number for number in line.numbers if text in document.raw[number - 1])
    return next(there, line.numbers[0])


def _is_listed(sight: Sight, one: authors.Mention, other: authors.Mention) -> bool:
    """Whether nothing but `and` or a comma stands between two names."""
    start, end = sorted((one.name.span, other.name.span))
    between = sight.lines[one.at].shown[start[1] : end[0]]
    return one.at == other.at and bool(_AND.fullmatch(between))


def _without_what_follows(
    one: authors.Mention, found: Sequence[authors.Mention]
) -> authors.Mention:
    """The name without a word that the page has put behind it: `Emma MackenzieLifestyle`."""
    cut = (
        other
        for other in found
        if other.at == one.at
        and other.name.kind == "joined"
        and other.name.start == one.name.start
        and other.name.words == one.name.words
    )
    return next(cut, one)


def _share(one: authors.Mention, other: authors.Mention) -> bool:
    """Whether two names have a word in common, and so are one person's."""
    return not set(one.key.split()).isdisjoint(other.key.split())


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

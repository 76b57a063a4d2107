"""What is chosen on a page with more than its article: its headline, its date and its authors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pressmark.describe.date_order import DateOrder, habits
from pressmark.describe.language import identify
from pressmark.document import Document, Finding
from pressmark.extraction import authors, dates
from pressmark.extraction.additive_model import AdditiveModel, scores
from pressmark.extraction.features import Array, Seen
from pressmark.extraction.scored_page import ScoredPage

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


def sight_of(
    lines: Sequence[Seen],
    measured: Array,
    found: Array,
    kept: float,
    at: NDArray[np.int64],
    said: Array,
) -> ScoredPage:
    """What the date and the authors are looked for in: `found` has the log odds of all lines, that
    they belong to the article (from `kept` on they do), `said` those of the candidates `at`, that
    they are its headline.
    """
    first = int(np.argmax(said)) if len(at) else 0
    best, odds = (int(at[first]), float(said[first])) if len(at) else (0, -9.0)
    return ScoredPage(lines, measured, found, kept, best, odds)


def headline(lines: Sequence[Seen], at: NDArray[np.int64], said: Array) -> int:
    """The line that is most like a headline; 0 where none is."""
    if not len(at):
        return 0
    best = lines[at[np.argmax(said)]]
    least = MARKED_HEADLINE if best.marked else HEADLINE
    return best.numbers[0] if said.max() >= least else 0


def habits_of(sight: ScoredPage) -> DateOrder:
    """How the page writes its dates."""

    def language() -> str | None:
        shown = (line.shown for line, odds in zip(sight.lines, sight.body, strict=True) if odds > 0)
        found = identify(" ".join(shown)[:SAMPLE])
        return found[0] if found else None

    return habits((line.shown for line in sight.lines), language)


def date(
    sight: ScoredPage, model: AdditiveModel, document: Document
) -> tuple[tuple[int, float] | None, Finding | None]:
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
    return (best.at, most), Finding(best.value, number, seen) if sure else None


def signed(
    sight: ScoredPage,
    model: AdditiveModel,
    words: Mapping[str, float],
    dated: tuple[int, float] | None,
    document: Document,
) -> tuple[Finding, ...]:
    """The most likely author, and those named beside."""
    found = authors.mentions(sight)
    if not found:
        return ()
    said = scores(model, authors.measures_of(sight, found, words, dated))
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
        Finding(one.name.text, _number(document, line, one.name.text), line.shown)
        for one, line in zip(chosen, lines, strict=True)
    )


def _number(document: Document, line: Seen, text: str) -> int:
    """The line of the file, of those that a wrapped paragraph has, in which `text` stands."""
    there = (number for number in line.numbers if text in document.raw[number - 1])
    return next(there, line.numbers[0])


def _is_listed(sight: ScoredPage, one: authors.Mention, other: authors.Mention) -> bool:
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

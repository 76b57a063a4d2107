"""Selects the headline, the date and the authors of an article among their candidates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pressmark.describe.date_order import DateOrder, infer_date_order
from pressmark.describe.language import identify_language
from pressmark.document import Document, Finding
from pressmark.extraction.additive_model import AdditiveModel, log_odds
from pressmark.extraction.authors import author_features, name_mentions
from pressmark.extraction.dates import BestDate, could_date_the_text, date_features, date_mentions
from pressmark.extraction.features import Array, LineFeatures
from pressmark.extraction.names import NameMention
from pressmark.extraction.scored_page import ScoredPage

HEADLINE, MARKED_HEADLINE = -0.5, -1.0
"""Lowest log odds of a headline, and of one that is marked as a heading."""
DATE, DATE_LEAD = 0.5, 1.0
"""Lowest log odds of the article's date, and its lead over the best other date."""
IMPOSSIBLE = np.float32(-99)
"""Log odds of a date that can't be the article's."""
NO_HEADLINE = -9.0
"""Log odds in place of the headline's, on a page without candidates."""
AUTHOR, CO_AUTHOR = 0.8, 4.0
"""Lowest log odds of the first author, and of each further one near the first."""
NEAR_AUTHOR = 2
"""Lines between the first author and such a one, at most."""
LISTED = -1.0
"""Lowest log odds of a further author who is joined to another by `and` or a comma."""
_AND = re.compile(r"\s*(?:,|;|/|&|(?:,\s*)?\b(?:and|und|et|y|e|og|och|en|i|ve|и)\b)\s*")
SAMPLE = 1500
"""Characters of the article from which its language is identified."""


def scored_page(
    lines: Sequence[LineFeatures],
    features: Array,
    body_log_odds: Array,
    threshold: float,
    candidate_rows: NDArray[np.int64],
    headline_log_odds: Array,
) -> ScoredPage:
    """Page with its best candidate for the headline.

    `headline_log_odds` has one value for each of `candidate_rows`; the others as in `ScoredPage`.
    """
    row, highest = 0, NO_HEADLINE
    if len(candidate_rows):
        best = int(np.argmax(headline_log_odds))
        row, highest = int(candidate_rows[best]), float(headline_log_odds[best])
    return ScoredPage(lines, features, body_log_odds, threshold, row, highest)


def headline_line(
    lines: Sequence[LineFeatures], candidate_rows: NDArray[np.int64], headline_log_odds: Array
) -> int:
    """Number of the line with the headline, from 1; 0 if no candidate is good enough."""
    if not len(candidate_rows):
        return 0
    best = lines[candidate_rows[np.argmax(headline_log_odds)]]
    least = MARKED_HEADLINE if best.marked else HEADLINE
    return best.numbers[0] if headline_log_odds.max() >= least else 0


def date_order_of(page: ScoredPage) -> DateOrder:
    """Order of day and month in the dates of a page, by the dates or by the article's language."""

    def language() -> str | None:
        lines = zip(page.lines, page.body_log_odds, strict=True)
        article = " ".join(line.shown for line, odds in lines if odds > 0)
        identified = identify_language(article[:SAMPLE])
        return identified[0] if identified else None

    return infer_date_order((line.shown for line in page.lines), language)


def article_date(
    page: ScoredPage, model: AdditiveModel, document: Document
) -> tuple[BestDate | None, Finding | None]:
    """The best candidate for the article's date, and the date if it is good enough."""
    mentions = date_mentions(page, date_order_of(page))
    if not mentions:
        return None, None
    odds = log_odds(model, date_features(page, mentions))
    odds = np.where(could_date_the_text(page, mentions), odds, IMPOSSIBLE)
    best = mentions[int(np.argmax(odds))]
    highest = float(odds.max())
    others = [value for value, m in zip(odds, mentions, strict=True) if m.value != best.value]
    line = page.lines[best.row]
    number = _line_number(document, line, line.shown[best.start : best.end])
    evidence = line.shown + (f" ({best.doubt})" if best.doubt else "")
    sure = highest >= DATE and highest - max(others, default=-DATE_LEAD) >= DATE_LEAD
    finding = Finding(best.value, number, evidence) if sure else None
    return BestDate(best.row, highest), finding


def article_authors(
    page: ScoredPage,
    model: AdditiveModel,
    word_odds: Mapping[str, float],
    best_date: BestDate | None,
    document: Document,
) -> tuple[Finding, ...]:
    """The authors in the order in which the page names them; none if none is likely enough."""
    mentions = name_mentions(page)
    if not mentions:
        return ()
    odds = log_odds(model, author_features(page, mentions, word_odds, best_date))
    order = np.argsort(-odds, kind="stable")
    first = mentions[order[0]]
    if odds[order[0]] < AUTHOR:
        return ()
    chosen = [first]
    for index in order[1:]:
        mention = mentions[index]
        near = abs(mention.row - first.row) <= NEAR_AUTHOR and odds[index] >= CO_AUTHOR
        listed = odds[index] >= LISTED and any(_is_listed(page, mention, m) for m in chosen)
        if (near or listed) and not any(_share_a_word(mention, other) for other in chosen):
            chosen.append(mention)
    chosen = [_without_joined_word(mention, mentions) for mention in chosen]
    chosen.sort(key=lambda mention: (mention.row, mention.name.start))
    lines = [page.lines[mention.row] for mention in chosen]
    return tuple(
        Finding(m.name.text, _line_number(document, line, m.name.text), line.shown)
        for m, line in zip(chosen, lines, strict=True)
    )


def _line_number(document: Document, line: LineFeatures, text: str) -> int:
    """Number of the line of the file that has `text`: a wrapped paragraph has several lines."""
    numbers = (number for number in line.numbers if text in document.raw[number - 1])
    return next(numbers, line.numbers[0])


def _is_listed(page: ScoredPage, one: NameMention, other: NameMention) -> bool:
    """Whether nothing but `and` or a comma stands between two names of one line."""
    start, end = sorted((one.name.span, other.name.span))
    between = page.lines[one.row].shown[start[1] : end[0]]
    return one.row == other.row and bool(_AND.fullmatch(between))


def _without_joined_word(mention: NameMention, mentions: Sequence[NameMention]) -> NameMention:
    """The name without the next element's text behind it: `Emma MackenzieLifestyle`."""
    name = mention.name
    shorter = (
        other
        for other in mentions
        if other.row == mention.row
        and other.name.kind == "joined"
        and other.name.start == name.start
        and other.name.words == name.words
    )
    return next(shorter, mention)


def _share_a_word(one: NameMention, other: NameMention) -> bool:
    """Whether two names have a word in common: they are probably one person's."""
    return not set(one.key.split()).isdisjoint(other.key.split())

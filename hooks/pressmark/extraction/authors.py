"""The names on a full-page scrape, and the features to choose the authors by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pressmark.describe.dates import has_date
from pressmark.describe.people import PARTICLES
from pressmark.extraction.dates import BestDate
from pressmark.extraction.features import Array
from pressmark.extraction.mention_features import (
    FAR,
    Features,
    clipped,
    line_columns,
    merged,
    position_features,
    to_matrix,
)
from pressmark.extraction.name_context import name_context_features
from pressmark.extraction.names import NameMention, is_likely, name_candidates
from pressmark.extraction.scored_page import ScoredPage, first_and_last

ABOVE, BELOW, TAIL = 30, 40, 10
"""Lines above and below the headline, and on both sides of the article's end, in which authors are
named.
"""
LONG, HEAD = 60, 150
"""Lines with more words than `LONG` are looked at up to `HEAD` characters."""
AT_DATE = 2
"""Lines between an author's name and the article's date, at most."""
AT_HEADLINE = 8
"""The same between the name and the headline."""
NO_DATE = -9.0
"""Log odds in place of the date's, on a page without dates."""

_LETTERS = re.compile(r"[^\W\d_]+")

_LINE_COLUMNS = (
    "linked",
    "item",
    "heading",
    "caption",
    "links",
    "capitals",
    "mean word odds",
    "same line below",
)
AUTHOR_FEATURES = (
    *_LINE_COLUMNS,
    "body log odds",
    "in the article",
    "words",
    "lines to the headline",
    "above the headline",
    "lines to the article",
    "lines after the article",
    "paragraphs above",
    "position",
    "headline log odds",
    "words of the name",
    "words beyond",
    "words skipped",
    "capitals only",
    "initial",
    "particle",
    "mean word odds of the name",
    "lowest word odds of the name",
    "in lower case elsewhere",
    "likely name",
    "joined",
    "agency",
    "handle",
    "by before",
    "by above",
    "by in the line",
    "role after",
    "role below",
    "picture",
    "picture before",
    "picture above",
    "words beside",
    "alone",
    "characters before",
    "comma after",
    "bracket after",
    "colon before",
    "bar beside",
    "digits before",
    "digits after",
    "link to an author",
    "name in the link",
    "date in the line",
    "date near",
    "lines to the date",
    "far from the date",
    "date log odds",
    "mentions of it",
    "names in lines like it",
    "in the headline",
    "in paragraphs",
    "names",
    "rank",
    "rank among likely",
    "likely in the line",
    "likely below",
    "likely near",
    "likely alone",
    "likely by",
    "likely with a date near",
    "likely at the date",
    "by anywhere",
    "role anywhere",
    "link anywhere",
    "alone in a heading",
)
"""Columns of `author_features`."""

_HIGHEST = {
    "by anywhere": "by before",
    "role anywhere": "role after",
    "link anywhere": "link to an author",
}
"""Feature → the one whose highest value it has, over all mentions of the same name."""


def name_mentions(page: ScoredPage) -> list[NameMention]:
    """All candidates for names near the headline and the end of the article, from top to bottom."""
    _, last = first_and_last(page.prose())
    near = range(max(0, page.headline_row - ABOVE), page.headline_row + BELOW)
    tail = range(max(0, last - TAIL), last + TAIL)
    return [
        NameMention(row, name)
        for row in sorted({*near, *tail})
        if row < len(page.lines)
        for name in name_candidates(_searched_text(page, row))
    ]


def _searched_text(page: ScoredPage, row: int) -> str:
    line = page.lines[row]
    return line.shown[:HEAD] if line.words > LONG else line.shown


def author_features(
    page: ScoredPage,
    mentions: Sequence[NameMention],
    word_odds: Mapping[str, float],
    best_date: BestDate | None,
) -> Array:
    """Feature matrix: a row for each mention, a column for each of `AUTHOR_FEATURES`.

    `word_odds` has the log odds that a line with a word belongs to an article.
    """
    rows = [mention.row for mention in mentions]
    parts = (
        position_features(page, rows),
        line_columns(page, rows, _LINE_COLUMNS),
        _line_features(page, mentions),
        _name_features(page, mentions, word_odds),
        name_context_features(page, mentions),
        _date_features(page, mentions, best_date),
        _other_names(page, mentions),
    )
    features = merged(len(mentions), parts)
    for values, mention in zip(features, mentions, strict=True):
        values |= _combined(values, mention, page)
    _add_highest(features, mentions)
    return to_matrix(features, AUTHOR_FEATURES)


def _line_features(page: ScoredPage, mentions: Sequence[NameMention]) -> Iterator[Features]:
    _, last = first_and_last(page.prose())
    for mention in mentions:
        yield {
            "above the headline": mention.row <= page.headline_row,
            "lines after the article": clipped(mention.row - last),
        }


def _name_features(
    page: ScoredPage, mentions: Sequence[NameMention], word_odds: Mapping[str, float]
) -> Iterator[Features]:
    """Features of the words of each name."""
    parts = [[w.strip(".'’").casefold() for w in mention.name.text.split()] for mention in mentions]
    wanted = {word for words in parts for word in words if len(word) > 1 and word[0].islower()}
    shown = "\n".join(line.shown for line in page.lines)
    in_lower_case = Counter(filter(wanted.__contains__, _LETTERS.findall(shown)))
    for mention, words in zip(mentions, parts, strict=True):
        name = mention.name
        odds = [word_odds.get(word, 0.0) for word in words]
        yield {
            "words of the name": name.words,
            "words beyond": name.beyond,
            "words skipped": name.skipped,
            "capitals only": name.text.isupper(),
            "initial": any(len(word) == 1 for word in words),
            "particle": any(word in PARTICLES for word in words),
            "mean word odds of the name": sum(odds) / len(odds),
            "lowest word odds of the name": min(odds),
            "in lower case elsewhere": max(in_lower_case[word] for word in words),
            "likely name": is_likely(name.text),
            "joined": name.kind == "joined",
            "agency": name.kind == "agency",
            "handle": name.kind == "handle",
        }


def _date_features(
    page: ScoredPage, mentions: Sequence[NameMention], best_date: BestDate | None
) -> Iterator[Features]:
    """Features of the dates near each name."""
    dated: dict[int, bool] = {}

    def is_dated(row: int) -> bool:
        if row not in dated:
            dated[row] = 0 <= row < len(page.lines) and has_date(page.lines[row].shown[:HEAD])
        return dated[row]

    for mention in mentions:
        near = [is_dated(mention.row + offset) for offset in range(-AT_DATE, AT_DATE + 1)]
        to_date = mention.row - best_date.row if best_date else FAR
        yield {
            "date in the line": near[AT_DATE],
            "date near": any(near),
            "date beside": any(near[1:-1]),
            "lines to the date": max(-BELOW, min(BELOW, to_date)),
            "far from the date": min(BELOW, abs(to_date)),
            "date log odds": best_date.log_odds if best_date else NO_DATE,
        }


def _other_names(page: ScoredPage, mentions: Sequence[NameMention]) -> Iterator[Features]:
    """Features that compare each name with the others of the page."""
    same_name = Counter(mention.key for mention in mentions)
    same_line = Counter(page.lines[mention.row].key for mention in mentions)
    prose = page.prose()
    in_prose = Counter(mention.key for mention in mentions if prose[mention.row])
    likely = [is_likely(mention.name.text) for mention in mentions]
    likely_in_line = Counter(m.row for m, flag in zip(mentions, likely, strict=True) if flag)
    headline = page.lines[page.headline_row].key
    rank = likely_rank = 0
    for mention, flag in zip(mentions, likely, strict=True):
        below = mention.row > page.headline_row
        yield {
            "mentions of it": same_name[mention.key],
            "names in lines like it": same_line[page.lines[mention.row].key],
            "in the headline": mention.key in headline,
            "in paragraphs": in_prose[mention.key] - bool(prose[mention.row]),
            "names": len(mentions),
            "rank": rank if below else -1,
            "rank among likely": likely_rank if below else -1,
            "likely in the line": likely_in_line[mention.row],
        }
        rank += below
        likely_rank += below and flag


def _combined(features: Mapping[str, float], mention: NameMention, page: ScoredPage) -> Features:
    """Features that combine others: an additive model can't express that a name is likely and in a
    place where authors are named.
    """
    likely = bool(features["likely name"])
    to_headline = mention.row - page.headline_row
    return {
        "likely below": likely and 0 < to_headline <= AT_HEADLINE,
        "likely near": likely and abs(to_headline) <= AT_HEADLINE,
        "likely alone": likely and features["alone"],
        "likely by": likely and features["by before"],
        "likely with a date near": likely and features["date beside"],
        "likely at the date": likely and features["far from the date"] <= AT_DATE,
        "alone in a heading": features["alone"] and features["heading"] > 0,
    }


def _add_highest(features: Sequence[Features], mentions: Sequence[NameMention]) -> None:
    """Add the features of `_HIGHEST` to those of each mention."""
    indices: defaultdict[str, list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        indices[mention.key].append(index)
    for same in indices.values():
        for name, source in _HIGHEST.items():
            value = max(features[index][source] for index in same)
            for index in same:
                features[index][name] = value

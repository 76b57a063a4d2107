"""The dates on a full-page scrape, and the features to choose the article's by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pressmark.describe.date_order import DateOrder
from pressmark.describe.dates import TIME, find_dates
from pressmark.describe.months import day_names
from pressmark.extraction.features import SENTENCE, Array
from pressmark.extraction.mention_features import (
    Features,
    line_columns,
    merged,
    position_features,
    to_matrix,
)
from pressmark.extraction.scored_page import ScoredPage
from pressmark.text import edtf

NEAR = 60
"""Lines: dates further away from the headline aren't candidates."""
MAX_LINE = 400
"""Characters of a line that are searched for dates."""
LABEL = 40
"""Characters before a date that are searched for its label."""
MAX_WORDS, MAX_DATES = 20, 2
"""Longer sentences mention dates of events; lines with more dates are lists."""
BESIDE, AROUND = 3, 8
"""Lines: other dates so near make a list of dates, or a doubt."""
CLOCK_REACH = 25
"""Characters after a date that are searched for a time of day."""

_PUBLISHED = re.compile(
    r"publi|veröff|erschien|posted|erstellt|created|datum|\bdate|stand\b|\bvom\b|\bam\b|artikel"
    r"|pubbl|gepubl|опубл|发布|公開|written|\bon\b|\bby\b|\bvon\b|\bpar\b|\ble\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"updat|modifi|revis|aktuali|akt\.|geändert|editiert|actuali|mis à jour|aggiornat|atualiz"
    r"|bijgewerkt|oppdater|opdater|uppdater|güncel|обновл|更新",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:by|von|par|por|di|door|av|af|autor\w*|author\w*|auteur|text|redaktion|redazione"
    r"|redacción)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"©|copyright|comment|kommentar|antwort|reply|uhr\s*[-–]|\bbis\b|\buntil\b", re.IGNORECASE
)
"""Words beside the dates of a site, a comment or an event."""
_CLOCK = re.compile(r"\d[:.h]\d\d")
_LETTERS = re.compile(r"[^\W\d_]+")

DATE_FEATURES = (
    "lines to the headline",
    "above the headline",
    "lines to the article",
    "paragraphs above",
    "position",
    "body log odds",
    "in the article",
    "words",
    "mean word odds",
    "lowest word odds",
    "linked",
    "item",
    "heading",
    "indented",
    "sentence",
    "sentence just above",
    "words beside",
    "date alone",
    "characters before",
    "characters after",
    "time of day",
    "published",
    "changed",
    "published above",
    "changed above",
    "written",
    "something else",
    "dash or bracket after",
    "short year",
    "doubtful order",
    "date of its line",
    "other dates near",
    "other dates around",
    "list of dates",
    "mentions of it",
    "dates",
    "rank",
    "rank below the headline",
    "latest",
    "earliest",
    "days to the latest",
    "headline log odds",
)
"""Columns of `date_features`."""


_LINE_COLUMNS = (
    "mean word odds",
    "lowest word odds",
    "linked",
    "item",
    "heading",
    "sentence just above",
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A whole date in a line of a page."""

    row: int
    """Row of the line."""
    value: str
    """`YYYY-MM-DD`."""
    start: int
    """Where it begins in the line's text."""
    end: int
    order: int
    """Number of dates before it in its line."""
    doubt: str
    """Why it was read in this way, where several were possible; else empty."""


@dataclass(frozen=True, slots=True)
class BestDate:
    """The best candidate for the article's date."""

    row: int
    """Row of its line."""
    log_odds: float


def date_mentions(page: ScoredPage, date_order: DateOrder) -> list[DateMention]:
    """All whole dates near the headline, from top to bottom."""
    mentions = []
    start = max(0, page.headline_row - NEAR)
    for row in range(start, min(len(page.lines), page.headline_row + NEAR)):
        text = page.lines[row].shown[:MAX_LINE]
        if any(map(str.isdigit, text)):
            for order, match in enumerate(find_dates(text, date_order)):
                value = match.value
                if len(value) == len("YYYY-MM-DD") and edtf.iso(value) == value:
                    mentions.append(
                        DateMention(row, value, match.start, match.end, order, match.doubt)
                    )
    return mentions


def could_date_the_text(page: ScoredPage, mentions: Sequence[DateMention]) -> NDArray[np.bool_]:
    """For each mention, whether it could be the article's date: not if a sentence mentions it, nor
    if its line lists dates, as calendars do.
    """
    values: dict[int, set[str]] = {}
    for mention in mentions:
        values.setdefault(mention.row, set()).add(mention.value)
    lines = [page.lines[mention.row] for mention in mentions]
    in_sentence = [line.words > MAX_WORDS and line.sentence > 0 for line in lines]
    in_list = [len(values[mention.row]) > MAX_DATES for mention in mentions]
    return np.logical_not(np.logical_or(in_sentence, in_list))


def date_features(page: ScoredPage, mentions: Sequence[DateMention]) -> Array:
    """Feature matrix: a row for each mention, a column for each of `DATE_FEATURES`."""
    rows = [mention.row for mention in mentions]
    parts = (
        position_features(page, rows),
        line_columns(page, rows, _LINE_COLUMNS),
        _line_features(page, mentions),
        _text_features(page, mentions),
        _other_dates(mentions, page.headline_row),
    )
    return to_matrix(merged(len(mentions), parts), DATE_FEATURES)


def _line_features(page: ScoredPage, mentions: Sequence[DateMention]) -> Iterator[Features]:
    for mention in mentions:
        line = page.lines[mention.row]
        yield {
            "above the headline": mention.row < page.headline_row,
            "indented": line.indent,
            "sentence": line.words > 2 * SENTENCE and line.sentence > 0,
        }


def _text_features(page: ScoredPage, mentions: Sequence[DateMention]) -> Iterator[Features]:
    """Features of the text before and after each date, in its line and above it."""
    days = day_names()
    for mention in mentions:
        text = page.lines[mention.row].shown
        before, after = text[: mention.start], text[mention.end :]
        rest = _LETTERS.findall(TIME.sub(" ", f"{before} {after[:MAX_LINE]}"))
        other_words = sum(word.casefold() not in days for word in rest)
        first = not before.strip()
        above = page.lines[mention.row - 1].shown[-LABEL:] if first and mention.row else ""
        label = before[-LABEL:]
        yield {
            "words beside": other_words,
            "date alone": not other_words,
            "characters before": mention.start,
            "characters after": len(text) - mention.end,
            "time of day": bool(_CLOCK.search(after[:CLOCK_REACH])),
            "published": bool(_PUBLISHED.search(label)),
            "changed": bool(_CHANGED.search(label)),
            "published above": bool(_PUBLISHED.search(above)),
            "changed above": bool(_CHANGED.search(above)),
            "written": bool(_WRITTEN.search(text[:MAX_LINE])),
            "something else": bool(_OTHER.search(text[:MAX_LINE])),
            "dash or bracket after": after.lstrip()[:1] in tuple("-–—("),
            "short year": mention.value[:4] not in text[mention.start : mention.end],
            "doubtful order": bool(mention.doubt),
            "date of its line": mention.order,
        }


def _other_dates(mentions: Sequence[DateMention], headline_row: int) -> Iterator[Features]:
    """Features that compare each date with the others of the page."""
    days = np.array([date.fromisoformat(mention.value).toordinal() for mention in mentions])
    rows = np.array([mention.row for mention in mentions])
    below = np.cumsum(rows >= headline_row)
    for rank, mention in enumerate(mentions):
        others = days != days[rank]
        near = int(np.count_nonzero(others & (np.abs(rows - mention.row) <= BESIDE)))
        around = int(np.count_nonzero(others & (np.abs(rows - mention.row) <= AROUND)))
        yield {
            "other dates near": near,
            "other dates around": around,
            "list of dates": around >= BESIDE,
            "mentions of it": int(np.count_nonzero(~others)),
            "dates": len(mentions),
            "rank": rank,
            "rank below the headline": int(below[rank]) if mention.row >= headline_row else 0,
            "latest": days[rank] == days.max(),
            "earliest": days[rank] == days.min(),
            "days to the latest": float(np.log1p(days.max() - days[rank])),
        }

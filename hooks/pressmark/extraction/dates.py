"""Which of the dates on a page that was taken whole is that of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pressmark.describe.date_order import DateOrder
from pressmark.describe.dates import TIME, find
from pressmark.describe.months import day_names
from pressmark.extraction.features import SENTENCE, Array
from pressmark.extraction.scored_page import ScoredPage, first_and_last
from pressmark.text import edtf

NEAR = 60
"""Lines from the headline within which the date may stand."""
MAX_LINE = 400
"""Characters of a line that are looked at."""
LABEL = 40
"""Characters before a date in which its label stands."""
MAX_WORDS, MOST = 20, 2
"""Words of a sentence that can be about its text; dates of a line that can."""
BESIDE, ROUND = 3, 8
"""Lines within which another date makes a list of dates, or a doubt."""

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
"""Beside dates of something else: a site, a comment, an event."""
_CLOCK = re.compile(r"\d[:.h]\d\d")
_LETTERS = re.compile(r"[^\W\d_]+")

DATE_MEASURES = (
    "lines to the headline",
    "above the headline",
    "lines to the article",
    "paragraphs above",
    "place",
    "body",
    "in the article",
    "words",
    "words say",
    "worst word",
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
    "order read",
    "date of its line",
    "other dates near",
    "other dates round",
    "list of dates",
    "said so often",
    "dates",
    "rank",
    "rank below the headline",
    "latest",
    "earliest",
    "days to the latest",
    "headline",
)
"""Columns of `measures_of`."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A whole date in a line."""

    at: int
    """Place of the line."""
    value: str
    """`YYYY-MM-DD`."""
    start: int
    end: int
    order: int
    """Dates before it in its line."""
    doubt: str


def mentions(sight: ScoredPage, habits: DateOrder) -> list[Mention]:
    """The whole dates near the headline, in order."""
    found = []
    start = max(0, sight.headline - NEAR)
    for at in range(start, min(len(sight.lines), sight.headline + NEAR)):
        text = sight.lines[at].shown[:MAX_LINE]
        if any(map(str.isdigit, text)):
            for order, one in enumerate(find(text, habits)):
                if len(one.value) == len("YYYY-MM-DD") and edtf.iso(one.value) == one.value:
                    found.append(Mention(at, one.value, one.start, one.end, order, one.doubt))
    return found


def about_the_text(sight: ScoredPage, found: Sequence[Mention]) -> NDArray[np.bool_]:
    """Which of the `mentions` could be the text's own: not those that a sentence of it tells of,
    nor those of a calendar.
    """
    values: dict[int, set[str]] = {}
    for one in found:
        values.setdefault(one.at, set()).add(one.value)
    lines = [sight.lines[one.at] for one in found]
    told = [line.words > MAX_WORDS and line.sentence > 0 for line in lines]
    listed = [len(values[one.at]) > MOST for one in found]
    return np.logical_not(np.logical_or(told, listed))


def measures_of(sight: ScoredPage, found: Sequence[Mention]) -> Array:
    """One row for each of the `mentions`."""
    rows = [
        {**place, **line, **words, **others}
        for place, line, words, others in zip(
            _places(sight, found),
            _lines(sight, found),
            _words(sight, found),
            _others(sight, found),
            strict=True,
        )
    ]
    columns = [[row[name] for name in DATE_MEASURES] for row in rows]
    return np.array(columns, dtype=np.float32).reshape(len(rows), len(DATE_MEASURES))


def _places(sight: ScoredPage, found: Sequence[Mention]) -> Iterator[dict[str, float]]:
    prose = sight.prose()
    first, _ = first_and_last(prose)
    above: Array = np.asarray(np.cumsum(prose) - prose, dtype=np.float32)
    for one in found:
        yield {
            "lines to the headline": one.at - sight.headline,
            "above the headline": one.at < sight.headline,
            "lines to the article": max(-NEAR, min(NEAR, one.at - first)),
            "paragraphs above": float(above[one.at]),
            "place": one.at / len(sight.lines),
            "headline": sight.said,
        }


def _lines(sight: ScoredPage, found: Sequence[Mention]) -> Iterator[dict[str, float]]:
    measured = ("words say", "worst word", "linked", "item", "heading", "sentence just above")
    columns = {name: sight.column(name) for name in measured}
    for one in found:
        line = sight.lines[one.at]
        yield {
            **{name: float(column[one.at]) for name, column in columns.items()},
            "body": float(sight.body[one.at]),
            "in the article": sight.body[one.at] >= sight.kept,
            "words": line.words,
            "indented": line.indent,
            "sentence": line.words > 2 * SENTENCE and line.sentence > 0,
        }


def _words(sight: ScoredPage, found: Sequence[Mention]) -> Iterator[dict[str, float]]:
    days = day_names()
    for one in found:
        text = sight.lines[one.at].shown
        before, after = text[: one.start], text[one.end :]
        rest = _LETTERS.findall(TIME.sub(" ", f"{before} {after[:MAX_LINE]}"))
        beside = sum(word.casefold() not in days for word in rest)
        alone = not before.strip()
        above = sight.lines[one.at - 1].shown[-LABEL:] if alone and one.at else ""
        label = before[-LABEL:]
        yield {
            "words beside": beside,
            "date alone": not beside,
            "characters before": one.start,
            "characters after": len(text) - one.end,
            "time of day": bool(_CLOCK.search(after[:25])),
            "published": bool(_PUBLISHED.search(label)),
            "changed": bool(_CHANGED.search(label)),
            "published above": bool(_PUBLISHED.search(above)),
            "changed above": bool(_CHANGED.search(above)),
            "written": bool(_WRITTEN.search(text[:MAX_LINE])),
            "something else": bool(_OTHER.search(text[:MAX_LINE])),
            "dash or bracket after": after.lstrip()[:1] in tuple("-–—("),
            "short year": one.value[:4] not in text[one.start : one.end],
            "order read": bool(one.doubt),
            "date of its line": one.order,
        }


def _others(sight: ScoredPage, found: Sequence[Mention]) -> Iterator[dict[str, float]]:
    days = np.array([date.fromisoformat(one.value).toordinal() for one in found])
    at = np.array([one.at for one in found])
    below = np.cumsum(at >= sight.headline)
    for rank, one in enumerate(found):
        others = days != days[rank]
        near = int(np.count_nonzero(others & (np.abs(at - one.at) <= BESIDE)))
        round_ = int(np.count_nonzero(others & (np.abs(at - one.at) <= ROUND)))
        yield {
            "other dates near": near,
            "other dates round": round_,
            "list of dates": round_ >= BESIDE,
            "said so often": int(np.count_nonzero(~others)),
            "dates": len(found),
            "rank": rank,
            "rank below the headline": int(below[rank]) if one.at >= sight.headline else 0,
            "latest": days[rank] == days.max(),
            "earliest": days[rank] == days.min(),
            "days to the latest": float(np.log1p(days.max() - days[rank])),
        }

"""Which line of a page that was taken whole is the headline of its article."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pressmark.describe.dates import is_dated
from pressmark.extraction.features import MEASURES, Array, Seen
from pressmark.extraction.names import BY, given_names, is_likely, names_in

OWN_MEASURES = (
    "words",
    "ends a sentence",
    "linked",
    "item",
    "heading",
    "blank above",
    "capitals",
    "digits",
    "bar",
    "question",
    "year or time",
    "colon",
    "quoted",
    "stop words",
    "said before",
    "said again",
    "words say",
    "worst word",
    "third worst word",
    "sentence just above",
    "sentence just below",
    "words just above",
    "words just below",
    "words say within 8",
    "after the first heading",
)
"""Measures of a line that its article was found by, and that tell a headline too."""

HEADLINE_MEASURES = (
    *OWN_MEASURES,
    "body",
    "lines to the article",
    "headings to the article",
    "in the article",
    "told again",
    "told words",
    "told rank",
    "place",
    "lines with this heading",
    "indented",
    "longest near",
    "lines to a date below",
    "lines to a date above",
    "date just below",
    "lines to a name below",
    "name just below",
    "by just below",
    "date, name or by just below",
    "dated",
    "named",
    "candidates to the article",
    "long candidates to the article",
    "best line to the article",
    "sentence may follow",
    "part of another",
    "has another",
    "share of capitals",
    "ends with a stop",
)
"""Columns of `measures_of`."""

_OWN_COLUMNS = np.array([MEASURES.index(name) for name in OWN_MEASURES])
FAR = 60.0
SHORTEST, LONGEST = 2, 40
"""Words of a headline."""
RARE = 3
"""Letters from which a word counts as told again in the article."""
SIGNS, JUST = 30, 3
"""Lines that are looked at for a date or an author; those just below a line."""
SIGN_WORDS, NAME_WORDS = 25, 12
"""Words of the longest line that is looked at for a date, and for a name."""
PHRASE = 4
"""Words of a long candidate."""
DECK = (10, 60)
"""Words of a line that may be the summary below a headline."""
LABEL = 15
"""Characters of a line from which it is no label."""
_WORD = re.compile(r"[^\W\d_]+")


def candidates(lines: Sequence[Seen]) -> NDArray[np.int64]:
    """The places of the lines that could be a headline."""
    longest = [SHORTEST <= line.words <= LONGEST or len(line.key) >= 8 for line in lines]
    short = [len(line.key) <= 220 for line in lines]
    return np.nonzero(np.array(longest, bool) & np.array(short, bool))[0]


def measures_of(lines: Sequence[Seen], measures: Array, body: Array, kept: float) -> Array:
    """One row for each of the `candidates`; `measures` are those of all lines, `body` the log odds
    that they belong to the article, which they do from `kept` on.
    """
    at = candidates(lines)
    words = np.array([line.words for line in lines], dtype=np.float32)
    article = (body >= kept) & (words >= 12)
    first = int(np.argmax(article)) if article.any() else len(lines)
    heading = measures[:, MEASURES.index("heading")]
    headings = np.concatenate([[0], np.cumsum(heading > 0)])
    told = _told(lines, body >= kept)
    share, number = told[at, 0], told[at, 1]
    best = max(1.0, float(number.max(initial=0)))
    _, level, alike = np.unique(heading, return_inverse=True, return_counts=True)
    levels = alike[level][at].astype(np.float32)
    indents = np.array([line.indent for line in lines], dtype=np.float32)
    column = float(np.median(indents[article])) if article.any() else 0.0
    rows = [
        measures[np.ix_(at, _OWN_COLUMNS)],
        np.stack(
            [
                body[at],
                np.clip(first - at, -FAR, FAR),
                np.clip(headings[min(first, len(lines))] - headings[at], -9, 9),
                article[at],
                share,
                number,
                number / best,
                at / max(1, len(lines)),
                np.where(heading[at] > 0, levels, 0),
                np.clip(indents[at] - column, -30, 30),
                _longest_near(words, at),
            ],
            axis=1,
        ),
        _signs(lines, first)[at],
        _way(lines, at, words, body, first),
        _labels(lines, at),
    ]
    return np.concatenate(rows, axis=1).astype(np.float32)


def _told(lines: Sequence[Seen], article: NDArray[np.bool_]) -> Array:
    """Which share of a line's words, and how many, the article has elsewhere."""
    where: dict[str, int] = {}
    for at in np.nonzero(article)[0].tolist():
        for token in set(lines[at].tokens):
            where[token] = where.get(token, 0) + 1
    rows = []
    for line, own in zip(lines, article.tolist(), strict=True):
        long = {token for token in line.tokens if len(token) > RARE and token[0] != "^"}
        again = sum(where.get(token, 0) > own for token in long)
        rows.append((again / max(1, len(long)), again))
    return np.array(rows, dtype=np.float32).reshape(len(lines), 2)


def _longest_near(words: Array, at: NDArray[np.int64]) -> Array:
    """A candidate's words beside the most that a line within three of it has."""
    padded = np.pad(words, 3)
    near = np.max(np.stack([padded[at + by] for by in range(7)]), axis=0) if len(at) else words[:0]
    return np.asarray(words[at] / np.maximum(near, 1), dtype=np.float32)


def _signs(lines: Sequence[Seen], first: int) -> Array:
    """How far dates and names are from each line, as they stand under headlines."""
    dated, named, by = np.zeros((3, len(lines)), dtype=bool)
    for at, line in enumerate(lines[: first + SIGNS]):
        if line.words <= SIGN_WORDS:
            dated[at] = is_dated(line.shown)
        if line.words <= NAME_WORDS:
            known = not given_names().isdisjoint(line.tokens)
            named[at] = known and any(is_likely(name.text) for name in names_in(line.shown))
            word = _WORD.match(line.shown)
            by[at] = word is not None and word[0].casefold() in BY
    to_date, to_name, to_by = _next(dated), _next(named), _next(by)
    near = (to_date <= JUST + 1) | (to_by <= JUST) | (to_name < JUST)
    columns = (
        to_date,
        _next(dated[::-1])[::-1],
        to_date <= JUST,
        to_name,
        to_name <= JUST,
        to_by <= JUST,
        near,
        dated,
        named,
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _next(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many lines further a flag is set, up to `SIGNS`."""
    at = np.arange(len(flags))
    places = np.where(flags, at, len(flags) + SIGNS)
    nearest = np.minimum.accumulate(places[::-1])[::-1] if len(flags) else places
    following = np.append(nearest[1:], len(flags) + SIGNS)[: len(flags)]
    return np.minimum(following - at, SIGNS)


def _way(
    lines: Sequence[Seen], at: NDArray[np.int64], words: Array, body: Array, first: int
) -> Array:
    """What stands between each candidate and the first paragraph of the article."""
    is_candidate = np.zeros(len(lines), dtype=np.int64)
    is_candidate[at] = 1
    counts = np.concatenate([[0], np.cumsum(is_candidate)])
    longs = np.concatenate([[0], np.cumsum(is_candidate * (words >= PHRASE))])
    end = min(first, len(lines))
    best = [body[place + 1 : end].max(initial=-FAR) if place + 1 < end else FAR for place in at]
    follows = np.append(words[1:], 0)[at]
    columns = (
        counts[end] - counts[at],
        longs[end] - longs[at],
        best,
        (follows >= DECK[0]) & (follows < DECK[1]),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _labels(lines: Sequence[Seen], at: NDArray[np.int64]) -> Array:
    """How each candidate is written, and whether it is a part of another: a path to the page ends
    with its headline.
    """
    keys = list(dict.fromkeys(lines[place].key for place in at))
    joined = "\n".join(keys)
    parts = {key for key in keys if len(key) > LABEL and joined.count(key) > 1}
    rows = []
    for place in at:
        line = lines[place]
        capitals = [word[0].isupper() for word in _WORD.findall(line.shown)]
        rows.append(
            (
                line.key in parts,
                any(key in line.key and key != line.key for key in parts),
                sum(capitals) / max(1, len(capitals)),
                line.shown.endswith((".", ",", ";", ":")),
            )
        )
    return np.array(rows, dtype=np.float32).reshape(len(rows), 4)

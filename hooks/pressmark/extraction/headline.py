"""Candidates for the headline of a full-page scrape, and the features to choose by."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pressmark.describe.dates import has_date
from pressmark.extraction.features import BODY_FEATURES, Array, LineFeatures
from pressmark.extraction.names import BY, given_names, is_likely, name_candidates
from pressmark.extraction.scored_page import PROSE

_BODY_COLUMNS = (
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
    "same line above",
    "same line below",
    "mean word odds",
    "lowest word odds",
    "third lowest word odds",
    "sentence just above",
    "sentence just below",
    "words just above",
    "words just below",
    "mean word odds within 8",
    "after the first heading",
)
"""Those of `BODY_FEATURES` that the model of headlines uses too."""

HEADLINE_FEATURES = (
    *_BODY_COLUMNS,
    "body log odds",
    "lines to the article",
    "headings to the article",
    "in the article",
    "share in the article",
    "words in the article",
    "words in the article, relative",
    "position",
    "lines with this heading",
    "indented",
    "share of the longest near",
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
    "summary may follow",
    "part of another",
    "has another",
    "share of capitals",
    "ends with a stop",
)
"""Columns of `headline_features`."""

_BODY_COLUMN_INDICES = np.array([BODY_FEATURES.index(name) for name in _BODY_COLUMNS])
_HEADING = BODY_FEATURES.index("heading")
FAR = 60.0
"""Lines: larger distances count as this one."""
FAR_HEADINGS, FAR_INDENT = 9, 30
"""The same for headings between two lines, and for characters of indentation."""
MIN_WORDS, MAX_WORDS = 2, 40
"""Words of a headline."""
MIN_CHARACTERS, MAX_CHARACTERS = 8, 220
"""Characters from which a line may have fewer or more words; and of the longest candidate."""
RARE = 3
"""Letters: only longer words are looked for in the article."""
BESIDE = 3
"""Lines on each side whose length is compared with a candidate's."""
DATE_OR_NAME_REACH, JUST_BELOW = 30, 3
"""Lines below a line that are searched for a date or an author; and those just below it."""
MAX_DATE_WORDS, MAX_NAME_WORDS = 25, 12
"""Words of the longest line that is searched for a date, and for a name."""
PHRASE = 4
"""Words of a long candidate."""
DECK = (10, 60)
"""Words of the summary below a headline: from, up to."""
LABEL = 15
"""Characters: a longer line is no label."""
_WORD = re.compile(r"[^\W\d_]+")

Rows = NDArray[np.int64]


def headline_candidates(lines: Sequence[LineFeatures]) -> Rows:
    """Rows of the lines that could be a headline by their length."""
    long = [
        MIN_WORDS <= line.words <= MAX_WORDS or len(line.key) >= MIN_CHARACTERS for line in lines
    ]
    short = [len(line.key) <= MAX_CHARACTERS for line in lines]
    return np.nonzero(np.array(long, bool) & np.array(short, bool))[0]


def headline_features(
    lines: Sequence[LineFeatures], features: Array, body_log_odds: Array, threshold: float
) -> Array:
    """Feature matrix: a row for each of the `headline_candidates`, a column for each of
    `HEADLINE_FEATURES`.

    `features` is the matrix of `body_features`; a line belongs to the article if its
    `body_log_odds` reach `threshold`.
    """
    rows = headline_candidates(lines)
    words = np.array([line.words for line in lines], dtype=np.float32)
    prose = (body_log_odds >= threshold) & (words >= PROSE)
    first = int(np.argmax(prose)) if prose.any() else len(lines)
    heading = features[:, _HEADING]
    headings_above = np.concatenate([[0], np.cumsum(heading > 0)])
    told = _told_again(lines, body_log_odds >= threshold)
    share, count = told[rows, 0], told[rows, 1]
    highest = max(1.0, float(count.max(initial=0)))
    _, level, level_counts = np.unique(heading, return_inverse=True, return_counts=True)
    same_level = level_counts[level][rows].astype(np.float32)
    indents = np.array([line.indent for line in lines], dtype=np.float32)
    indent = float(np.median(indents[prose])) if prose.any() else 0.0
    headings_to_article = headings_above[min(first, len(lines))] - headings_above[rows]
    parts = [
        features[np.ix_(rows, _BODY_COLUMN_INDICES)],
        np.stack(
            [
                body_log_odds[rows],
                np.clip(first - rows, -FAR, FAR),
                np.clip(headings_to_article, -FAR_HEADINGS, FAR_HEADINGS),
                prose[rows],
                share,
                count,
                count / highest,
                rows / max(1, len(lines)),
                np.where(heading[rows] > 0, same_level, 0),
                np.clip(indents[rows] - indent, -FAR_INDENT, FAR_INDENT),
                _share_of_longest(words, rows),
            ],
            axis=1,
        ),
        _dates_and_names(lines, first)[rows],
        _up_to_article(rows, words, body_log_odds, first),
        _text_features(lines, rows),
    ]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _told_again(lines: Sequence[LineFeatures], article: NDArray[np.bool_]) -> Array:
    """For each line, the share and the number of its words that other lines of the article have."""
    counts: dict[str, int] = {}
    for row in np.nonzero(article)[0].tolist():
        for token in set(lines[row].tokens):
            counts[token] = counts.get(token, 0) + 1
    result = []
    for line, own in zip(lines, article.tolist(), strict=True):
        long = {token for token in line.tokens if len(token) > RARE and token[0] != "^"}
        again = sum(counts.get(token, 0) > own for token in long)
        result.append((again / max(1, len(long)), again))
    return np.array(result, dtype=np.float32).reshape(len(lines), 2)


def _share_of_longest(words: Array, rows: Rows) -> Array:
    """Words of each candidate as a share of the longest line's beside it, itself included."""
    padded = np.pad(words, BESIDE)
    offsets = range(2 * BESIDE + 1)
    windows = [padded[rows + offset] for offset in offsets]
    longest = np.max(np.stack(windows), axis=0) if len(rows) else words[:0]
    return np.asarray(words[rows] / np.maximum(longest, 1), dtype=np.float32)


def _dates_and_names(lines: Sequence[LineFeatures], first: int) -> Array:
    """For each line, the distance to dates and names, which follow headlines."""
    dated, named, by = np.zeros((3, len(lines)), dtype=bool)
    for row, line in enumerate(lines[: first + DATE_OR_NAME_REACH]):
        if line.words <= MAX_DATE_WORDS:
            dated[row] = has_date(line.shown)
        if line.words <= MAX_NAME_WORDS:
            has_given_name = not given_names().isdisjoint(line.tokens)
            named[row] = has_given_name and any(
                is_likely(name.text) for name in name_candidates(line.shown)
            )
            word = _WORD.match(line.shown)
            by[row] = word is not None and word[0].casefold() in BY
    to_date, to_name, to_by = _lines_to_next(dated), _lines_to_next(named), _lines_to_next(by)
    near = (to_date <= JUST_BELOW + 1) | (to_by <= JUST_BELOW) | (to_name < JUST_BELOW)
    columns = (
        to_date,
        _lines_to_next(dated[::-1])[::-1],
        to_date <= JUST_BELOW,
        to_name,
        to_name <= JUST_BELOW,
        to_by <= JUST_BELOW,
        near,
        dated,
        named,
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _lines_to_next(flags: NDArray[np.bool_]) -> Rows:
    """For each line, the distance to the next flag below it, at most `DATE_OR_NAME_REACH`."""
    index = np.arange(len(flags))
    beyond = len(flags) + DATE_OR_NAME_REACH
    flagged = np.where(flags, index, beyond)
    nearest = np.minimum.accumulate(flagged[::-1])[::-1] if len(flags) else flagged
    following = np.append(nearest[1:], beyond)[: len(flags)]
    return np.minimum(following - index, DATE_OR_NAME_REACH)


def _up_to_article(rows: Rows, words: Array, body_log_odds: Array, first: int) -> Array:
    """Features of the lines between each candidate and the article's first paragraph."""
    is_candidate = np.zeros(len(words), dtype=np.int64)
    is_candidate[rows] = 1
    counts = np.concatenate([[0], np.cumsum(is_candidate)])
    long_counts = np.concatenate([[0], np.cumsum(is_candidate * (words >= PHRASE))])
    end = min(first, len(words))
    best = [
        body_log_odds[row + 1 : end].max(initial=-FAR) if row + 1 < end else FAR for row in rows
    ]
    next_words = np.append(words[1:], 0)[rows]
    columns = (
        counts[end] - counts[rows],
        long_counts[end] - long_counts[rows],
        best,
        (next_words >= DECK[0]) & (next_words < DECK[1]),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _text_features(lines: Sequence[LineFeatures], rows: Rows) -> Array:
    """Features of the candidates' texts: whether one is part of another (the path to a page ends
    with its headline), their capitals and their end.
    """
    keys = list(dict.fromkeys(lines[row].key for row in rows))
    joined = "\n".join(keys)
    parts = {key for key in keys if len(key) > LABEL and joined.count(key) > 1}
    result = []
    for row in rows:
        line = lines[row]
        capitals = [word[0].isupper() for word in _WORD.findall(line.shown)]
        result.append(
            (
                line.key in parts,
                any(key in line.key and key != line.key for key in parts),
                sum(capitals) / max(1, len(capitals)),
                line.shown.endswith((".", ",", ";", ":")),
            )
        )
    return np.array(result, dtype=np.float32).reshape(len(result), 4)

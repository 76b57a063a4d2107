"""Which line of a page that was taken whole is the headline of its article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pressmark.article.features import MEASURES, Array, Seen

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
)
"""Columns of `measures_of`."""

_OWN_COLUMNS = np.array([MEASURES.index(name) for name in OWN_MEASURES])
FAR = 60.0
SHORTEST, LONGEST = 2, 40
"""Words of a headline."""
RARE = 3
"""Letters from which a word counts as told again in the article."""


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
    levels = np.array([(heading == level).sum() for level in heading[at]], dtype=np.float32)
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
    ]
    return np.concatenate(rows, axis=1).astype(np.float32)


def _told(lines: Sequence[Seen], article: NDArray[np.bool_]) -> Array:
    """Which share of a line's words, and how many, the article has elsewhere."""
    where: dict[str, int] = {}
    for at in np.nonzero(article)[0].tolist():
        for token in set(lines[at].tokens):
            where[token] = where.get(token, 0) + 1
    out = np.zeros((len(lines), 2), dtype=np.float32)
    for at, line in enumerate(lines):
        own = int(article[at])
        long = [
            token for token in dict.fromkeys(line.tokens) if len(token) > RARE and token[0] != "^"
        ]
        again = sum(where.get(token, 0) > own for token in long)
        out[at] = again / max(1, len(long)), again
    return out


def _longest_near(words: Array, at: NDArray[np.int64]) -> Array:
    """A candidate's words beside the most that a line within three of it has."""
    padded = np.pad(words, 3)
    near = np.max(np.stack([padded[at + by] for by in range(7)]), axis=0) if len(at) else words[:0]
    return np.asarray(words[at] / np.maximum(near, 1), dtype=np.float32)

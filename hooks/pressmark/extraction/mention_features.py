"""Features that dates and names share: the position of their lines on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from pressmark.extraction.features import Array
from pressmark.extraction.scored_page import ScoredPage, first_and_last

FAR = 60
"""Lines: larger distances count as this one."""

Features = dict[str, float]
"""Name → value of the features of one mention."""


def position_features(page: ScoredPage, rows: Sequence[int]) -> Iterator[Features]:
    """Position of each of the lines `rows`, relative to headline and article."""
    prose = page.prose()
    first, _ = first_and_last(prose)
    above: Array = np.asarray(np.cumsum(prose) - prose, dtype=np.float32)
    for row in rows:
        yield {
            "lines to the headline": clipped(row - page.headline_row),
            "lines to the article": clipped(row - first),
            "paragraphs above": float(above[row]),
            "position": row / len(page.lines),
            "headline log odds": page.headline_log_odds,
        }


def line_columns(page: ScoredPage, rows: Sequence[int], names: Sequence[str]) -> Iterator[Features]:
    """The features `names` of the lines `rows`, from the matrix by which the article was found."""
    columns = {name: page.column(name) for name in names}
    for row in rows:
        yield {
            **{name: float(column[row]) for name, column in columns.items()},
            "body log odds": float(page.body_log_odds[row]),
            "in the article": page.body_log_odds[row] >= page.threshold,
            "words": page.lines[row].words,
        }


def merged(count: int, parts: Iterable[Iterable[Features]]) -> list[Features]:
    """Features of `count` mentions, each part giving some of those of every mention."""
    mentions = [Features() for _ in range(count)]
    for part in parts:
        for features, more in zip(mentions, part, strict=True):
            features |= more
    return mentions


def to_matrix(mentions: Sequence[Mapping[str, float]], names: Sequence[str]) -> Array:
    """Feature matrix: a row for each mention, a column for each of `names`."""
    rows = [[features[name] for name in names] for features in mentions]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(names))


def clipped(lines: int) -> int:
    """A distance in lines, at most `FAR` either way."""
    return max(-FAR, min(FAR, lines))

"""A full-page scrape with the log odds of its lines, searched for headline, date and authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pressmark.extraction.features import BODY_FEATURES, Array, LineFeatures

PROSE = 12
"""Words of the shortest line of an article that can't be a label, a name or a date."""


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """The lines of a page, with their features and log odds. Rows count lines from 0."""

    lines: Sequence[LineFeatures]
    features: Array
    """Matrix of `features.body_features`."""
    body_log_odds: Array
    """Log odds that each line belongs to the article."""
    threshold: float
    """Log odds from which a line counts as part of it."""
    headline_row: int
    """Row of the best candidate for the headline."""
    headline_log_odds: float
    """Its log odds to be the headline."""

    def column(self, name: str) -> Array:
        """Values of one of `BODY_FEATURES` for all lines."""
        return np.asarray(self.features[:, BODY_FEATURES.index(name)])

    def prose(self) -> NDArray[np.bool_]:
        """For each line, whether it is a paragraph of the article."""
        words = np.array([line.words for line in self.lines], dtype=np.float32)
        return (self.body_log_odds >= self.threshold) & (words >= PROSE)


def first_and_last(flags: NDArray[np.bool_]) -> tuple[int, int]:
    """Indices of the first and the last flag that is set; both `len(flags)` if none is."""
    rows = np.nonzero(flags)[0]
    return (int(rows[0]), int(rows[-1])) if len(rows) else (len(flags), len(flags))

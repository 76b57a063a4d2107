"""A page that was taken whole, as far as it is understood: what its headline, date and authors are
looked for in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pressmark.extraction.features import MEASURES, Array, Seen

PROSE = 12
"""Words of a line of the article that can't be a label, a name or a date."""


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """A page's lines with their measures, and where its article seems to be."""

    lines: Sequence[Seen]
    measures: Array
    """See `features.measures`."""
    body: Array
    """Log odds of each line that it belongs to the article."""
    kept: float
    """Log odds from which it does."""
    headline: int
    """Place of the line that is most like the headline."""
    said: float
    """Log odds of that line."""

    def column(self, name: str) -> Array:
        """A measure of all lines."""
        return np.asarray(self.measures[:, MEASURES.index(name)])

    def prose(self) -> NDArray[np.bool_]:
        """Which lines are paragraphs of the article."""
        words = np.array([line.words for line in self.lines], dtype=np.float32)
        return (self.body >= self.kept) & (words >= PROSE)


def first_and_last(flags: NDArray[np.bool_]) -> tuple[int, int]:
    """Places of the first and the last flag that is set; past the end where none is."""
    at = np.nonzero(flags)[0]
    return (int(at[0]), int(at[-1])) if len(at) else (len(flags), len(flags))

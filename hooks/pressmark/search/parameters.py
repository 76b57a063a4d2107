"""Parameters of the index: weights, limits and sizes of its files."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = 2
"""Version of the format. Raise it when older engines can't read the files any more."""

K1, B = 1.5, 0.75
"""Parameters of BM25, tuned by cross-validation over ten collections (docs/decisions/0028)."""

TITLE_WEIGHT = 3
"""Occurrences in the text that one in the title counts as."""

LEAD_WORDS, LEAD_WEIGHT = 10, 2
"""Number of words at the beginning of a text, which mostly say what it is about, and what each
counts as."""

TITLE_SPACE = 256
"""Positions of words in the title are below it, those in the text begin at it."""

TITLE_WORDS = 200
"""Most words of a title; the rest of a longer one is indexed as text."""

NEIGHBOUR_WORDS = 3
"""Common words on each side of a word that are stored with its position."""

FEWEST_LEVELS = 16
"""Levels of the quantised impacts of a word that nearly all documents have."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of files and of units of work. Bytes are those of a chunk before compression."""

    dictionary: int = 13_000
    grams: int = 80_000
    postings: int = 19_000
    forms: int = 15_000
    positions: int = 90_000
    columns: int = 16_000
    """Bytes after compression: columns differ much in how well they compress."""
    texts: int = 18_000
    text_volume: int = 8_000_000
    """Bytes of the texts in a folder."""
    text_characters: int = 48_000
    """Characters of a document that excerpts can come from."""
    volume: int = 50_000
    """Words of the first volumes (later ones are larger), which are sorted in memory. The files
    don't depend on it."""
    form_range: int = 50_000
    """Postings or positions of a range of forms (`form_ranges`)."""
    common_from: int = 8_000
    common_to: int = 40_000
    common_share: int = 1_000
    """A word is common if it is one in `common_share` words of the archive and occurs at least
    `common_from` times, or if it occurs `common_to` times. Positions of common words are stored
    with those of their neighbours only. So the positions of two words take less than 200 kB."""


STANDARD = Parameters()

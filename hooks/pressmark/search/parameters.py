"""Sizes and weights of the index. Bytes are those of a chunk before it is compressed."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = 2
"""Raised when an older engine could no longer read what is written."""

K1, B = 1.5, 0.75
"""BM25's. Chosen on ten collections, each scored by what the others say (docs/decisions/0028)."""

TITLE_WEIGHT = 3
"""A word in the title counts as so many in the text."""

LEAD_WORDS, LEAD_WEIGHT = 10, 2
"""The first words of the text, which mostly say what it is about, and what each counts as."""

TITLE_SPACE = 256
"""Positions of the title are below it, those of the text begin at it."""

TITLE_WORDS = 200
"""Words of a title that count as such: the rest of a longer one is read as text."""

NEIGHBOURS = 3
"""Common words on each side of a word that are kept with its position."""

FEWEST_LEVELS = 16
"""Steps between 0 and the highest impact of a word that stands nearly everywhere."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """How large the files are, and how much is worked on at a time."""

    dictionary: int = 13_000
    grams: int = 80_000
    postings: int = 19_000
    forms: int = 15_000
    positions: int = 90_000
    columns: int = 16_000
    """As written: columns differ much in how far they can be compressed."""
    texts: int = 18_000
    text_volume: int = 8_000_000
    """Bytes of text that share a folder."""
    text_characters: int = 48_000
    """Characters of a document that excerpts are taken from."""
    volume: int = 50_000
    """Words that are sorted at a time, at first: what bounds the memory of a build. The files don't
    depend on it."""
    span: int = 50_000
    """Postings or positions that records are made of at a time."""
    common_from: int = 8_000
    common_to: int = 40_000
    common_share: int = 1_000
    """A word is common (its positions are kept with its neighbours only) that occurs once in
    `common_share` words of the archive, if that is more often than `common_from` times; one that
    occurs `common_to` times always is. So the positions of two words stay under 200 kB."""


STANDARD = Parameters()

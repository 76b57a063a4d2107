"""The input of the search index."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One document as the index takes it: plain text, nothing escaped."""

    id: str
    url: str
    """The page's URL, relative to the root of the site."""
    title: str | None
    """None if the text has none; results then show `label`."""
    label: str
    date: str | None
    """EDTF."""
    publisher: str | None
    language: str | None
    """BCP 47."""
    place: str | None
    tags: tuple[str, ...]
    family: str | None
    """Id of the document's family of near-copies."""
    text: str
    """The body, paragraphs separated by a blank line."""

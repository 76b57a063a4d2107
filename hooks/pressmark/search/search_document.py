"""What one document gives to search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One document as search sees it: plain text, nothing escaped."""

    id: str
    url: str
    """The page's address, relative to the root of the site."""
    title: str | None
    """None when the text has none; `label` is shown instead."""
    label: str
    date: str | None
    """EDTF."""
    publisher: str | None
    language: str | None
    """BCP 47."""
    place: str | None
    tags: tuple[str, ...]
    family: str | None
    """The id of the family of near-copies that the document belongs to."""
    text: str
    """The body, paragraphs separated by a blank line."""

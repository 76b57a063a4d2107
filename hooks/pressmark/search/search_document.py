"""The input of the search index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pressmark.text.site_paths import page_path


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


def search_document(record: Mapping[str, Any]) -> SearchDocument:
    """What search gets of a document, all of it from the record."""
    return SearchDocument(
        id=record["id"],
        url=page_path(record["id"]),
        title=record["title"],
        label=record["label"],
        date=record["date"],
        publisher=record["publisher"],
        language=record["language"],
        place=record["place"],
        tags=tuple(record["tags"]),
        family=record["family"],
        text=record["text"],
    )

"""Annotates a described document: paragraphs in other languages, recurring names.

Annotations remove no line and fill no field. Names become tags if the whole collection supports
them (`relate/tags.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pressmark.describe.foreign import mark_foreign
from pressmark.describe.names import recurring_names
from pressmark.document import Document

FOREIGN, COUNTRIES, NAMES = "foreign-text", "countries", "names"

ANNOTATIONS = {
    FOREIGN: "Paragraphs in another language than the text’s.",
    COUNTRIES: "Countries and parts of the world that a text is about, as tags.",
    NAMES: "People, organisations, places and things that several texts are about, as tags.",
}
"""Name of an annotation → its description for readers."""


def annotate(document: Document, switches: Mapping[str, bool]) -> Document:
    """Document with its foreign paragraphs marked and, unless it has tags of its own, its names.

    `switches` turns annotations off by name.
    """
    on = {name for name in ANNOTATIONS if switches.get(name, True)}
    if FOREIGN in on:
        document = mark_foreign(document)
    tags = document.record.origins.get("tags")
    if on.isdisjoint((COUNTRIES, NAMES)) or (tags and tags.origin != "default"):
        return document
    return replace(document, names=recurring_names(document, COUNTRIES in on, NAMES in on))

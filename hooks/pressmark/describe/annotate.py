"""What is seen in a text as a whole, once it is described: paragraphs in other languages, names.

Nothing here takes a line or fills a field. The names become tags where the whole collection says so
(`relate/tags.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pressmark.describe.foreign import mark_foreign
from pressmark.describe.names import recurring
from pressmark.document import Document

FOREIGN, COUNTRIES, NAMES = "foreign-text", "countries", "names"

OBSERVATIONS = {
    FOREIGN: "Paragraphs in another language than the text’s.",
    COUNTRIES: "Countries and parts of the world that a text is about, as tags.",
    NAMES: "People, organisations, places and things that several texts are about, as tags.",
}
"""Name → what is seen, in a sentence for readers."""


def observe(document: Document, switches: Mapping[str, bool]) -> Document:
    """Mark foreign paragraphs, and note the names that recur in a text without tags of its own."""
    on = {name for name in OBSERVATIONS if switches.get(name, True)}
    if FOREIGN in on:
        document = mark_foreign(document)
    tags = document.record.origins.get("tags")
    if on.isdisjoint((COUNTRIES, NAMES)) or (tags and tags.origin != "default"):
        return document
    return replace(document, names=recurring(document, COUNTRIES in on, NAMES in on))

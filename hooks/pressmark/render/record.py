"""Records: the documents for other programs, as JSON objects."""

from __future__ import annotations

import json
from typing import Any

from pressmark.document import Document
from pressmark.ledger import removed
from pressmark.render.page import shown_path


def record(document: Document, text: str) -> dict[str, Any]:
    """The record of `document`, with its plain `text`; keys are in the documented order."""
    r, source = document.record, document.source
    return {
        "id": source.id,
        "path": shown_path(source.path),
        "sha256": source.sha256,
        "encoding": document.decoding.encoding,
        "title": r.title,
        "label": r.label,
        "date": r.date,
        "url": r.url,
        "publisher": r.publisher,
        "authors": list(r.authors),
        "place": r.place,
        "language": r.language,
        "tags": list(r.tags),
        "description": r.description,
        "words": r.words,
        "rights": r.rights,
        "family": r.family,
        "text": text,
        "origins": {
            field: {"origin": origin.origin, "evidence": origin.evidence}
            for field, origin in r.origins.items()
        },
        "removed": removed(document),
    }


def json_line(value: dict[str, Any]) -> bytes:
    """Write `value` as a line of JSON, without its end.

    Lone surrogates, which UTF-8 can't encode, are escaped.
    """
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()

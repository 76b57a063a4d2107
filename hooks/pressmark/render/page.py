"""Markdown pages: front matter and text, in a form that every site generator reads."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pressmark.document import FIELDS, Document
from pressmark.render.markup import Body, render

_NOT_YAML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters that aren't printable in YAML 1.2 (5.1), or that some parsers take for line breaks."""


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """A document's Markdown page, with the same text as HTML and as plain text."""

    lines: tuple[str, ...]
    places: Mapping[int, int]
    """Number of a raw line of the body → number of its line in the page; both from 1."""
    values: Mapping[str, Any]
    """The front matter."""
    html: str
    """The body."""
    text: str
    """The plain text of the body."""

    @property
    def source(self) -> str:
        """The text of the file."""
        return "\n".join(self.lines) + "\n"


def markdown_page(document: Document) -> MarkdownPage:
    """Render the Markdown page of `document`."""
    values = front_matter(document)
    head = ["---", *(f"{key}: {quote(value)}" for key, value in values.items()), "---", ""]
    blocks = [block for block in document.blocks if block.fate.kind == "body"]
    body: Body = render(blocks, document.markdown)
    first = len(head) + 1
    places = {line: offset + first for line, offset in body.places}
    return MarkdownPage((*head, *body.markdown), places, values, body.html, body.text)


def front_matter(document: Document) -> dict[str, Any]:
    """Values of the front matter: the fields that are known, then id, path and SHA-256."""
    record = document.record
    values: dict[str, Any] = {}
    for field in FIELDS:
        value = getattr(record, field)
        if value:
            values[field] = list(value) if isinstance(value, tuple) else value
    source = document.source
    return values | {"id": source.id, "path": shown_path(source.path), "sha256": source.sha256}


def shown_path(path: str) -> str:
    """The path with bytes that aren't UTF-8 written as `\\xe9`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def quote(value: str | list[str]) -> str:
    """Write a YAML scalar or list: as JSON, with those characters escaped that YAML doesn't allow.

    >>> quote("it's\\x85 5")
    '"it\\'s\\\\u0085 5"'
    """
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return _NOT_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)

"""Header blocks: lines `Title: …`, `Date: …` at the head of a text, as mail has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.dates import find_dates
from pressmark.describe.people import listed_names
from pressmark.text import edtf
from pressmark.text.inline import plain, safe_url
from pressmark.text.lines import Line

_HEADER = re.compile(r"(?P<key>[^\W\d_][\w -]{1,24}?)\s?[:：]\s+(?P<value>\S.{0,300})$")

_KEYS = {
    "title": "title", "subject": "title", "headline": "title", "titel": "title", "titre": "title",
    "título": "title", "betreff": "title",
    "date": "date", "published": "date", "datum": "date", "fecha": "date", "data": "date",
    "publication date": "date", "issued": "date",
    "author": "authors", "authors": "authors", "by": "authors", "autor": "authors",
    "auteur": "authors", "from": "authors", "von": "authors",
    "publisher": "publisher", "publication": "publisher", "newspaper": "publisher",
    "source": "publisher", "quelle": "publisher", "organization": "publisher",
    "url": "url", "link": "url", "address": "url", "original": "url",
    "place": "place", "location": "place", "dateline": "place", "ort": "place", "lieu": "place",
    "tags": "tags", "keywords": "tags", "subjects": "tags", "topics": "tags",
    "rights": "rights", "copyright": "rights", "licence": "rights", "license": "rights",
}  # fmt: skip
"""Folded key → field."""

REACH = 16
"""Body lines from the start that are searched for the block."""
MAX_BEFORE = 100
"""Characters of the longest line before it; after a longer one, such lines belong to the text."""
MAX_NAME = 120
"""Characters of a publisher's or a place's name."""


def header_block(page: Page) -> Iterator[Answer]:
    """Fields of two or more `Key: value` lines in a row at the start with keys in `_KEYS`."""
    run: list[tuple[Line, str, str]] = []
    for line in page.body.lines[:REACH]:
        text = plain(line.text, page.document.markdown).strip(" *_|")
        match = _HEADER.match(text)
        if not match:
            if run or len(text) > MAX_BEFORE:
                break
            continue
        run.append((line, match["key"].casefold(), match["value"].strip()))
    headers = [(line, _KEYS[key], value) for line, key, value in run if key in _KEYS]
    if len(headers) < 2:
        return
    for line, field, text in headers:
        if field == "publisher" and safe_url(text.strip("<>")):
            field = "url"
        value = _read(field, text)
        if value:
            yield Answer(field, value, line.number, line.text, (line.number,))


def _read(field: str, text: str) -> str | tuple[str, ...] | None:
    """Value of a field from a header's text, or None if it isn't one; the line then stays."""
    if field == "date":
        return _read_date(text)
    if field == "authors":
        # Without the address in `Ada Byron <ada@host.example>`.
        return listed_names(re.sub(r"\s*<[^<>]*>|\s*\([^()]*@[^()]*\)", "", text)) or None
    if field == "tags":
        return tuple(dict.fromkeys(t.strip() for t in re.split(r"[,;]", text) if t.strip()))
    if field == "url":
        return text.strip("<>") if safe_url(text.strip("<>")) else None
    is_name = field in ("publisher", "place")
    return None if is_name and (len(text) > MAX_NAME or "://" in text) else text


def _read_date(text: str) -> str | None:
    if edtf.valid(text):
        return text
    dates = list(find_dates(text))
    return dates[0].value if len(dates) == 1 else None

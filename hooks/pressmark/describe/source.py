"""Where a text comes from: its address, who published it, its rights, its keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressmark.clean.lines import Line, lines
from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.inline import plain, safe_url

_URL_LINE = re.compile(
    r"(?:(?:source|original|url|link|permalink|address|web|quelle|fonte|fuente|source url"
    r"|originally published at|available at|retrieved from|المصدر|来源|出典)\s*[:：]?\s*)?"
    r"<?(?P<url>https?://[^\s<>\"]{3,2000})>?$",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"(?:source|publisher|published by|quelle|herausgeber|éditeur|fuente|fonte|المصدر|来源|出版社)"
    r"\s*[:：]\s*(?P<name>[^:/]{2,80})$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"creative commons|\bcc[ -]by\b|\bcc0\b|licen[sc]ed under|public domain|all rights reserved"
    r"|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|©|\(c\) ?\d{4}"
    r"|\bcopyright\b.{0,40}\d{4}",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:tags|keywords|topics|subjects|filed under|schlagwörter|schlagworte|mots[- ]clés|etiquetas"
    r"|palabras clave|ключевые слова|الكلمات المفتاحية|关键词|キーワード)\s*[:：]\s*(?P<tags>.{2,300})$",
    re.IGNORECASE,
)
_MARKS = " \t*_#|>•·"

HEAD, TAIL = 8, 10
"""Body lines from the start and from the end in which such lines may stand."""


def _near(page: Page) -> Sequence[Line]:
    all_lines = [x for x in lines(page.blocks) if x.block.kind not in ("code", "quote", "rule")]
    return all_lines[:HEAD] + all_lines[max(HEAD, len(all_lines) - TAIL) :]


def address_line(page: Page) -> Iterator[Answer]:
    """A line that is an address and nothing else: `<https://…>`, `Source: https://…`."""
    near = _near(page)
    # The last one: what stands at the end of a scrape is the scrape's own address.
    for line in reversed(near):
        found = _URL_LINE.match(line.text.strip(" \t*_#|•·"))
        if found and safe_url(found["url"]):
            yield Answer("url", found["url"], line.number, line.text, (line.number,))
            return


def publisher_line(page: Page) -> Iterator[Answer]:
    """`Source: NAME`, or a bold name right after the address at the end."""
    markdown = page.document.markdown
    for line in _near(page):
        found = _SOURCE_LINE.match(plain(line.text, markdown).strip(_MARKS))
        if found:
            yield Answer("publisher", found["name"].strip(), line.number, line.text, (line.number,))
            return
    addresses = [b for b in page.document.blocks if b.fate.name == "url"]
    body = page.blocks
    if not markdown or not addresses or not body:
        return
    last = body[-1]
    text = " ".join(last.text).strip()
    name = plain(text, markdown).strip()
    bold = len(text) > 4 and text.startswith(("**", "__")) and text.endswith(("**", "__"))
    if last.lines[0] > addresses[-1].lines[-1] and bold and 2 <= len(name) <= 60:
        yield Answer("publisher", name, last.lines[0], text, last.lines)


def rights_line(page: Page) -> Iterator[Answer]:
    """A line at the end that states the licence or the copyright."""
    for line in reversed(_near(page)):
        text = plain(line.text, page.document.markdown).strip(_MARKS)
        if len(text) <= 300 and _RIGHTS.search(text) and len(text.split()) > 1:
            whole = len(text) <= 160 and line.block.kind in ("paragraph", "item", "verse")
            yield Answer("rights", text, line.number, text, (line.number,) if whole else ())
            return


def tags_line(page: Page) -> Iterator[Answer]:
    """`Tags: printing, libraries` on a line of its own."""
    for line in _near(page):
        found = _TAGS.match(plain(line.text, page.document.markdown).strip(_MARKS))
        if found:
            parts = re.split(r"\s*[,;|，、؛،]\s*", found["tags"].strip(" ."))
            tags = tuple(dict.fromkeys(p for p in parts if 1 < len(p) <= 40))
            if tags:
                yield Answer("tags", tags, line.number, line.text, (line.number,))
                return

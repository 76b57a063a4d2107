"""The last stage of a document's path: its page and ledger are made once, and thrown away.

A fault of ours is met here, before any list counts the document, and costs this document alone:

    page and ledger can be made   → as it is
    a fault                       → plainly: its lines as they stand
    a fault even so               → held back (see `pipeline.process`)
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pressmark import ledger
from pressmark.document import BODY, Block, Document, Record
from pressmark.errors import Problem
from pressmark.render.page import markdown_page


def prove(document: Document) -> tuple[Document, str, list[Problem]]:
    """`document` as it can be published, its plain text, and a warning where that is plainly."""
    try:
        return document, rehearse(document), []
    except Exception as error:  # noqa: BLE001  # a fault of ours costs the page its looks
        plain = plainly(document)
        return plain, rehearse(plain), [told(document, error)]


def told(document: Document, error: Exception) -> Problem:
    """The warning that a text is published plainly because of a fault of ours."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    message = (
        "met a fault in Pressmark, so its lines are published as they stand; please report it with "
        f"the file: {type(error).__name__}: {error} ({Path(place.filename).name}, "
        f"line {place.lineno})"
    )
    return Problem(document.source.path, 0, "published-plainly", message)


def rehearse(document: Document) -> str:
    """Make the page and the ledger; gives the plain text. Raises whatever goes wrong."""
    page = markdown_page(document)
    page.source.encode()
    json.dumps(page.values, ensure_ascii=False).encode()
    ledger.build(document, page.lines, page.places, page.values)
    return page.text


def plainly(document: Document) -> Document:
    """`document` with all of its text as lines that mean nothing but themselves."""
    body = {
        number: text
        for block in document.blocks
        if block.fate.kind == "body"
        for number, text in zip(block.lines, block.text, strict=True)
    }
    rest = [block for block in document.blocks if block.fate.kind != "body"]
    blocks = [*rest, *_as_they_stand(body, document.raw)]
    return replace(
        document, markdown=False, blocks=tuple(sorted(blocks, key=lambda block: block.lines[0]))
    )


def barely(document: Document) -> Document:
    """`document` plainly, and without the fields that only its own page shows."""
    record = document.record
    origins = {field: origin for field, origin in record.origins.items() if field == "title"}
    kept = Record(record.title, record.label, words=record.words, family=record.family)
    blocks = (
        replace(block, fate=BODY) if block.fate.kind == "field" else block
        for block in document.blocks
    )
    return plainly(replace(document, blocks=tuple(blocks), record=replace(kept, origins=origins)))


def _as_they_stand(body: Mapping[int, str], raw: Sequence[str]) -> Iterator[Block]:
    """The lines of `body` as code, with the blank ones between them."""
    run: list[int] = []
    for number in sorted(body):
        between = range(run[-1] + 1 if run else number, number)
        if any(raw[line - 1].strip() for line in between):
            yield _code(run, body)
            run, between = [], range(0)
        run += (*between, number)
    if run:
        yield _code(run, body)


def _code(run: Sequence[int], body: Mapping[int, str]) -> Block:
    return Block("code", tuple(run), tuple(body.get(number, "") for number in run))

"""The last stage of a document's path: makes its page and ledger once, and discards them.

A fault of Pressmark shows here, before any list counts the document, and costs this document alone:

    page and ledger can be made   → published as it is
    a fault                       → published plainly: its lines unformatted
    a fault even then             → held back (see `pipeline.process`)
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
    """`document` as it can be published, its plain text, and a warning if that is plainly."""
    try:
        return document, rehearse(document), []
    except Exception as error:  # noqa: BLE001  # a fault of ours costs the page its looks
        plain = as_plain_lines(document)
        return plain, rehearse(plain), [fault_warning(document, error)]


def fault_warning(document: Document, error: Exception) -> Problem:
    """Warning that `error`, a fault of Pressmark, has a text published plainly."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    message = (
        "met a fault in Pressmark, so its lines are published as they stand; please report it with "
        f"the file: {type(error).__name__}: {error} ({Path(place.filename).name}, "
        f"line {place.lineno})"
    )
    return Problem(document.source.path, 0, "published-plainly", message)


def rehearse(document: Document) -> str:
    """Make page and ledger; returns the plain text. Raises whatever they raise."""
    page = markdown_page(document)
    page.source.encode()
    json.dumps(page.values, ensure_ascii=False).encode()
    ledger.build(document, page.lines, page.places, page.values)
    return page.text


def as_plain_lines(document: Document) -> Document:
    """`document` with its body as code: lines without any markup."""
    body = {
        number: text
        for block in document.blocks
        if block.fate.kind == "body"
        for number, text in zip(block.lines, block.text, strict=True)
    }
    rest = [block for block in document.blocks if block.fate.kind != "body"]
    blocks = [*rest, *_code_blocks(body, document.raw)]
    return replace(
        document, markdown=False, blocks=tuple(sorted(blocks, key=lambda block: block.lines[0]))
    )


def as_minimal(document: Document) -> Document:
    """`document` as plain lines, without the fields that only its own page shows.

    Lines that held these fields are body again.
    """
    record = document.record
    origins = {field: origin for field, origin in record.origins.items() if field == "title"}
    minimal = Record(
        record.title, record.label, words=record.words, family=record.family, origins=origins
    )
    blocks = (
        replace(block, fate=BODY) if block.fate.kind == "field" else block
        for block in document.blocks
    )
    return as_plain_lines(replace(document, blocks=tuple(blocks), record=minimal))


def _code_blocks(body: Mapping[int, str], raw: Sequence[str]) -> Iterator[Block]:
    """The lines of `body` as blocks of code; a block may span blank lines, but no others."""
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

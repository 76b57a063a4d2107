"""Titles: a heading at the start, or a first line that reads like one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.dates import read_line
from pressmark.describe.datelines import read_dateline, read_place_and_date
from pressmark.describe.people import is_byline
from pressmark.document import Block
from pressmark.inline import plain

MAX_TITLE = 200
"""Characters: the longest headline of the labelled articles has 173."""
REACH = 4
"""Blocks from the start among which a top heading is the title."""
_SENTENCE_END = tuple(".;:,。；，、…")
_CONTACT = re.compile(
    r"(?:(?:media |press )?contact|telephone|phone|tel|e-?mail|kontakt|presse)\b|\S+@\S+$", re.IGNORECASE
)
_ATX = re.compile(r"#{1,6}\s+|\s+#+\s*$")


def heading_text(block: Block, markdown: bool) -> str:
    """A heading without its marks."""
    return plain(_ATX.sub("", block.text[0]), markdown).strip()


def title_heading(page: Page) -> Iterator[Answer]:
    """The first heading, if it stands at the start: `# Title`, or `Title` over `=====`."""
    markdown = page.document.markdown
    headings = [b for b in page.blocks if b.kind == "heading" and b.level and _marked(b)]
    first_prose = next((b for b in page.blocks if len(" ".join(b.text)) > MAX_TITLE), None)
    top = min((b.level for b in headings), default=0)
    for block in page.blocks[:REACH]:
        if first_prose and block.lines[0] > first_prose.lines[0]:
            return
        if block not in headings or block.level != top:
            continue
        text = heading_text(block, markdown)
        if text and len(text) <= MAX_TITLE:
            yield Answer("title", text, block.lines[0], text, block.lines)
        return


def _marked(block: Block) -> bool:
    return block.text[0].lstrip().startswith("#") or len(block.text) > 1


def first_line(page: Page) -> Iterator[Answer]:
    """A short first line without a full stop, over a text that is longer."""
    blocks = page.blocks
    while blocks and _is_contact(blocks[0]):
        blocks = blocks[1:]
    if not blocks or blocks[0].kind not in ("paragraph", "heading", "verse"):
        return
    block, rest = blocks[0], blocks[1:]
    markdown = page.document.markdown
    text = heading_text(block, markdown)
    # Under a title in one run with it may stand who wrote it and when, but nothing else.
    under = [plain(line, markdown) for line in block.text[1:]]
    if not _could_be_title(text) or not all(map(_is_about, under)):
        return
    following = max((len(" ".join(b.text)) for b in rest[:6]), default=0)
    if following < max(80, len(text)) and not (rest and rest[0].kind == "verse"):
        return
    yield Answer("title", text, block.lines[0], text, block.lines[:1])


def _is_contact(block: Block) -> bool:
    """Whether a block says whom to ask, as the head of a press release does."""
    return block.kind == "verse" and any(_CONTACT.match(line) for line in block.text)


def _is_about(line: str) -> bool:
    return read_line(line) is not None or read_place_and_date(line) is not None or is_byline(line)


def _could_be_title(text: str) -> bool:
    words = text.strip()
    if not 2 <= len(words) <= MAX_TITLE or words.endswith(_SENTENCE_END) or "://" in words:
        return False
    if not any(c.isalpha() for c in words) or words[0] in "-–—*•":
        return False
    # A line that opens a quotation or speaks in the middle of a sentence is no title.
    if words[0].islower() and not words[:2].istitle():
        return False
    return read_line(words) is None and read_dateline(words) is None

"""Short forms of a text: its description, its label, its number of words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.datelines import read_dateline
from pressmark.describe.title import heading_text
from pressmark.document import Block, Document
from pressmark.text.characters import UNSPACED
from pressmark.text.inline import plain

MAX_DESCRIPTION = 220
"""Characters of the longest description."""
MIN_DESCRIPTION = 60
"""Characters of the shortest paragraph that makes one; after a shorter one the next is tried."""
MAX_LABEL = 80
"""Characters of the longest label."""
SECONDS_A_WORD = 60 / 230
"""Reading time, at 230 words a minute (Brysbaert 2019: 238 for silent reading of English)."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
CHARACTERS_A_WORD = 2
"""Characters that count as a word in scripts without spaces between words (`UNSPACED`)."""


def shorten(text: str, most: int) -> str:
    """`text` on one line; above `most` characters, cut after a word, with an ellipsis.

    >>> shorten("one two three", 9)
    'one two…'
    """
    text = " ".join(text[: 4 * most + 80].split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most // 2 else cut).rstrip(" ,;:-–—") + "…"


def description(page: Page) -> Iterator[Answer]:
    """The first paragraph that is long enough, without its dateline, shortened."""
    for block in page.article:
        if block.kind not in ("paragraph", "quote"):
            continue
        text = _without_dateline(plain(" ".join(block.text), page.document.markdown), block)
        unspaced = len(UNSPACED.findall(text[:400]))
        if len(text) + 3 * unspaced >= MIN_DESCRIPTION:
            short = shorten(text, MAX_DESCRIPTION)
            yield Answer("description", short, block.lines[0], short)
            return


def _without_dateline(text: str, block: Block) -> str:
    """Text of a block without the dateline at its beginning."""
    dateline = read_dateline(text[:200]) if block.kind == "paragraph" else None
    return text[len(dateline.text) :].lstrip() if dateline else text


def count_words(text: str) -> int:
    """Number of words in `text`; in scripts without spaces, `CHARACTERS_A_WORD` make one."""
    unspaced = 0 if text.isascii() else len(UNSPACED.findall(text))
    if unspaced:
        text = UNSPACED.sub(" ", text)
    return len(_WORD.findall(text)) + -(-unspaced // CHARACTERS_A_WORD)


def length_and_label(document: Document) -> tuple[int, str]:
    """Number of words of the body, and its first words as a label, without a dateline: every agency
    report begins with its town. Without a body, the label is the last part of the id.
    """
    words, first = 0, ""
    for block in document.blocks:
        if block.fate.kind != "body" or block.kind == "rule":
            continue
        text = plain("\n".join(block.text), document.markdown)
        words += count_words(text)
        if not first:
            head = heading_text(block, document.markdown) if block.kind == "heading" else text
            first = shorten(_without_dateline(head.lstrip("-*•> "), block), MAX_LABEL)
    return words, first or document.source.id.rpartition("/")[2]

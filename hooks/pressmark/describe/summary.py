"""What stands for a text where there is no room for it: its description, its label, its length."""

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
MIN_DESCRIPTION = 60
"""Characters: a shorter first paragraph says too little; the next one is tried."""
MAX_LABEL = 80
SECONDS_A_WORD = 60 / 230
"""Reading speed: 230 words a minute (Brysbaert 2019, silent reading of English, 238)."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
CHARACTERS_A_WORD = 2
"""Chinese, Japanese and Thai characters that count as a word, since no spaces part their words."""


def shorten(text: str, most: int) -> str:
    """`text` cut after a word, with an ellipsis, if it has more than `most` characters.

    >>> shorten("one two three", 9)
    'one two…'
    """
    text = " ".join(text[: 4 * most + 80].split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > most // 2 else cut).rstrip(" ,;:-–—") + "…"


def description(page: Page) -> Iterator[Answer]:
    """The first paragraph of some length, without its dateline, cut after a word."""
    for block in page.article:
        if block.kind not in ("paragraph", "quote"):
            continue
        text = _undated(plain(" ".join(block.text), page.document.markdown), block)
        dense = len(UNSPACED.findall(text[:400]))
        if len(text) + 3 * dense >= MIN_DESCRIPTION:
            short = shorten(text, MAX_DESCRIPTION)
            yield Answer("description", short, block.lines[0], short)
            return


def _undated(text: str, block: Block) -> str:
    """A paragraph's text without the dateline that it begins with."""
    filed = read_dateline(text[:200]) if block.kind == "paragraph" else None
    return text[len(filed.text) :].lstrip() if filed else text


def count_words(text: str) -> int:
    """Words in `text`; characters of scripts without spaces count by `CHARACTERS_A_WORD`."""
    dense = 0 if text.isascii() else len(UNSPACED.findall(text))
    if dense:
        text = UNSPACED.sub(" ", text)
    return len(_WORD.findall(text)) + -(-dense // CHARACTERS_A_WORD)


def label(document: Document) -> tuple[int, str]:
    """The body's number of words, and its first words after a dateline: every report of an agency
    begins with its town.
    """
    words, first = 0, ""
    for block in document.blocks:
        if block.fate.kind != "body" or block.kind == "rule":
            continue
        text = plain("\n".join(block.text), document.markdown)
        words += count_words(text)
        if not first:
            head = heading_text(block, document.markdown) if block.kind == "heading" else text
            first = shorten(_undated(head.lstrip("-*•> "), block), MAX_LABEL)
    return words, first or document.source.id.rpartition("/")[2]

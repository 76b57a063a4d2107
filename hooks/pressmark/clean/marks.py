"""Rules for marks that say something about the text and are none themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.clean.words import END_MARKS, END_WORDS, IMMEDIATE
from pressmark.text.inline import plain
from pressmark.text.lines import Line, fold, units

_EMBARGO = re.compile(
    r"(?:for release (?:on|at|after|upon)|embargoed until|embargo|sperrfrist|embargo jusqu'au)\b"
    r"[^.!?]{0,60}"
)
_CLOCK = re.compile(r"\d|\bmidnight\b|\bnoon\b|\breceipt\b")
_NESTED = re.compile(r"\[!\[\]\([^()\s]*\)\]\([^()\s]*\)")
_COMMENTS = (("<!--", "-->"), ("{%", "%}"))
_NEAR_END = 6
_HEAD = 4
MAX_COMMENT = 40
"""Lines of the longest comment; one that never ends must not swallow the text."""


def markup_comment(page: Page) -> Iterator[int]:
    """HTML comments and template tags on lines of their own."""
    all_lines = [line for line in page.body.lines if line.block.kind != "code"]
    at = 0
    while at < len(all_lines):
        text = all_lines[at].text.strip()
        end = at
        for opening, closing in _COMMENTS:
            if text.startswith(opening):
                end = _comment_end(all_lines, at, closing)
        yield from (line.number for line in all_lines[at:end])
        at = max(end, at + 1)


def _comment_end(all_lines: list[Line], start: int, closing: str) -> int:
    """The line after the comment's last; `start` when text follows it, or when it has no end."""
    for at in range(start, min(len(all_lines), start + MAX_COMMENT)):
        text = all_lines[at].text.strip()
        if closing in text:
            whole = text.endswith(closing) and text.count(closing) == 1
            return at + 1 if whole else start
    return start


def empty_marks(page: Page) -> Iterator[int]:
    """Links and pictures without any text: `[](https://…)`, `[![](…)](…)`."""
    if not page.document.markdown:
        return
    for line in page.body.lines:
        if line.block.kind == "code" or "](" not in line.text:
            continue
        text = _NESTED.sub("", line.text)
        if not plain(text, markdown=True).strip(" \t*_#>|-•[]()!"):
            yield line.number


def end_mark(page: Page) -> Iterator[int]:
    """`###`, `-30-`, `ENDS`: a press release's or a wire's sign that it is over.

    A mark that stands there more than once parts sections.
    """
    all_lines = [line for line in page.body.lines if line.block.kind != "code"]
    texts = [line.text.strip(" \t*_").casefold() for line in all_lines]
    for at in range(max(0, len(texts) - _NEAR_END), len(texts)):
        line = all_lines[at]
        if texts[at] in END_MARKS:
            found = texts.count(texts[at]) == 1
        else:
            # In lower case, or among verses, it is a word.
            word = line.text.strip(" \t*_.")
            found = word in END_WORDS and (word.isupper() or len(line.block.lines) == 1)
        if found and at:
            yield line.number


def release_mark(page: Page) -> Iterator[int]:
    """`FOR IMMEDIATE RELEASE` at the head of a press release."""
    for unit in units(page.blocks[:_HEAD]):
        folded = fold(unit.text, page.document.markdown) if len(unit.text) < 80 else ""
        ends = unit.text.rstrip(" *_").endswith(("!", "?")) or folded.count(" ") > 9
        if folded in IMMEDIATE or (
            not ends and _EMBARGO.fullmatch(folded) and _CLOCK.search(folded)
        ):
            yield from unit.numbers


def separator(page: Page) -> Iterator[int]:
    """Drawn lines that part nothing any more: at the start, at the end, or two in a row."""
    kinds = [block.kind for block in page.blocks]
    inner = [at for at, kind in enumerate(kinds) if kind != "rule"]
    for at, block in enumerate(page.blocks):
        if block.kind != "rule":
            continue
        edge = not inner or at < inner[0] or at > inner[-1]
        if edge or kinds[at - 1] == "rule":
            yield from block.lines

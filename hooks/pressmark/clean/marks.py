"""Rules for marks about the text: comments, `-30-`, `FOR IMMEDIATE RELEASE`, drawn lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.clean.words import END_MARKS, END_WORDS, IMMEDIATE
from pressmark.text.inline import plain
from pressmark.text.lines import Line, fold_line, units

_EMBARGO = re.compile(
    r"(?:for release (?:on|at|after|upon)|embargoed until|embargo|sperrfrist|embargo jusqu'au)\b"
    r"[^.!?]{0,60}"
)
_CLOCK = re.compile(r"\d|\bmidnight\b|\bnoon\b|\breceipt\b")
_NESTED = re.compile(r"\[!\[\]\([^()\s]*\)\]\([^()\s]*\)")
_COMMENTS = (("<!--", "-->"), ("{%", "%}"))
_NEAR_END = 6
"""Last lines of a text, among which an end mark is looked for."""
_HEAD = 4
"""First blocks of a text, among which a release mark is looked for."""
MAX_COMMENT = 40
"""Lines of the longest comment; one that never ends must not swallow the text."""


def markup_comment(page: Page) -> Iterator[int]:
    """HTML comments and template tags on lines of their own."""
    all_lines = [line for line in page.body.lines if line.block.kind != "code"]
    index = 0
    while index < len(all_lines):
        text = all_lines[index].text.strip()
        end = index
        for opening, closing in _COMMENTS:
            if text.startswith(opening):
                end = _comment_end(all_lines, index, closing)
        yield from (line.number for line in all_lines[index:end])
        index = max(end, index + 1)


def _comment_end(all_lines: list[Line], start: int, closing: str) -> int:
    """Index after the comment's last line; `start` if text follows in it, or if it never ends."""
    for index in range(start, min(len(all_lines), start + MAX_COMMENT)):
        text = all_lines[index].text.strip()
        if closing in text:
            whole = text.endswith(closing) and text.count(closing) == 1
            return index + 1 if whole else start
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
    """`###`, `-30-`, `ENDS`: the end of a press release or of a wire report.

    A mark that occurs more than once separates sections.
    """
    all_lines = [line for line in page.body.lines if line.block.kind != "code"]
    texts = [line.text.strip(" \t*_").casefold() for line in all_lines]
    for index in range(max(0, len(texts) - _NEAR_END), len(texts)):
        line = all_lines[index]
        if texts[index] in END_MARKS:
            is_mark = texts.count(texts[index]) == 1
        else:
            # In lower case, or among verses, it is a word.
            word = line.text.strip(" \t*_.")
            is_mark = word in END_WORDS and (word.isupper() or len(line.block.lines) == 1)
        if is_mark and index:
            yield line.number


def release_mark(page: Page) -> Iterator[int]:
    """`FOR IMMEDIATE RELEASE` at the head of a press release."""
    for unit in units(page.blocks[:_HEAD]):
        folded = fold_line(unit.text, page.document.markdown) if len(unit.text) < 80 else ""
        ends = unit.text.rstrip(" *_").endswith(("!", "?")) or folded.count(" ") > 9
        if folded in IMMEDIATE or (
            not ends and _EMBARGO.fullmatch(folded) and _CLOCK.search(folded)
        ):
            yield from unit.numbers


def separator(page: Page) -> Iterator[int]:
    """Drawn lines that separate nothing any more: at the start, at the end, or two in a row."""
    kinds = [block.kind for block in page.blocks]
    inner = [index for index, kind in enumerate(kinds) if kind != "rule"]
    for index, block in enumerate(page.blocks):
        if block.kind != "rule":
            continue
        at_edge = not inner or index < inner[0] or index > inner[-1]
        if at_edge or kinds[index - 1] == "rule":
            yield from block.lines

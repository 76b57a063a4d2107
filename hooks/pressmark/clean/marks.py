"""Rules for marks that say something about the text and are none themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.lines import fold, lines
from pressmark.clean.rule import Page
from pressmark.clean.words import END_MARKS
from pressmark.inline import plain

_RELEASE = re.compile(r"(?:for )?immediate release|for release (?:on|at|after)?\b.{0,40}|embargoed until .{1,60}")
_NESTED = re.compile(r"\[!\[\]\([^()\s]*\)\]\([^()\s]*\)")
_NEAR_END = 6


def markup_comment(page: Page) -> Iterator[int]:
    """HTML comments and template tags on lines of their own."""
    for line in lines(page.blocks):
        text = line.text.strip()
        if line.block.kind != "code" and (
            (text.startswith("<!--") and text.endswith("-->") and text.count("-->") == 1)
            or (text.startswith("{%") and text.endswith("%}") and text.count("%}") == 1)
        ):
            yield line.number


def empty_marks(page: Page) -> Iterator[int]:
    """Links and pictures without any text: `[](https://…)`, `[![](…)](…)`."""
    if not page.document.markdown:
        return
    for line in lines(page.blocks):
        if line.block.kind == "code" or "](" not in line.text:
            continue
        text = _NESTED.sub("", line.text)
        if not plain(text, markdown=True).strip(" \t*_#>|-•[]()!"):
            yield line.number


def end_mark(page: Page) -> Iterator[int]:
    """`###`, `-30-`, `ENDS`: a press release's or a wire's sign that it is over."""
    last = list(lines(page.blocks))[-_NEAR_END:]
    for line in last:
        text = line.text.strip().casefold()
        if text in END_MARKS or fold(line.text, page.document.markdown) in END_MARKS:
            yield line.number


def release_mark(page: Page) -> Iterator[int]:
    """`FOR IMMEDIATE RELEASE` at the head of a press release."""
    for block in page.blocks[:4]:
        for number, text in zip(block.lines, block.text, strict=True):
            if len(text) < 80 and _RELEASE.fullmatch(fold(text, page.document.markdown)):
                yield number


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

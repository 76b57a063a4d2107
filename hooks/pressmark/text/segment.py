"""Groups lines into blocks: paragraphs, headings, lists, quotations, captions, verse, code.

Raw files separate paragraphs in three ways, often mixed: by blank lines, by one line for each, or
by the lengths of wrapped lines. `line_wrapping` infers the way from the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pressmark.document import Block, BlockKind
from pressmark.text.characters import dense_count
from pressmark.text.inline import plain
from pressmark.text.line_wrapping import WrapStyle, is_wrapped, paragraphs, wrap_style
from pressmark.text.photo_credits import CAPTION_CREDIT
from pressmark.text.sentences import CLAUSE_END

_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)(.*)")
_SETEXT = re.compile(r"(=+|-{3,})\s*$")
_DRAWN = re.compile(r"\s*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:=[ \t]*){3,})$")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
HEADING_MARKS = re.compile(r"#{1,6}[ \t]+|[ \t]+#+[ \t]*$")
QUOTE_MARK = re.compile(r"\s{0,3}>[ \t]?")
ITEM_MARK = re.compile(r"(\s*)(?:[-*+•‣◦▪·][ \t]+)(?=\S)")
"""Marks of headings, quotations and list items, which aren't part of the text."""
_TABLE = re.compile(r"\S(?:\t| {3,}|[ \t]*\|[ \t]*)\S")
_MARKDOWN = re.compile(
    r"^#{1,6}[ \t]+\S|\*\*[^*\s][^*\n]*\*\*|!?\[[^\[\]\n]*\]\([^()\s]+\)"
    r"|^<https?://[^<>\s]+>|^>[ \t]",
    re.MULTILINE,
)
_MARKS = ("#", "**", "](", "<http", "<HTTP", ">")
"""Every match of `_MARKDOWN` has one of these; a quick test."""
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)][ \t]+\S")
_IMAGE = re.compile(
    r"\s*(?:!\[[^\[\]]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)\s*)+$"
    r"|[\s*_\[(]*image (?:not found|unavailable|placeholder)",
    re.IGNORECASE,
)
_WHOLLY_MARKED = re.compile(r"(\*\*|__|\*|_)(?=\S)[^*_]+(?<=\S)\1$")

MAX_HEADING = 90
"""Characters: a longer line without a full stop is a sentence that lost it."""
MAX_CAPTION = 500
"""Characters: a longer paragraph with a credit is text."""
MAX_FENCED = 400
"""Lines of fenced code; a fence without an end must not make code of the whole text."""


def is_image(text: str) -> bool:
    """Whether a line holds only an image, or the placeholder that a scraper left for one."""
    return bool(_IMAGE.match(text))


def looks_like_markdown(lines: Sequence[str]) -> bool:
    """Whether the text is Markdown: it has a heading, a link, a picture, or two other marks."""
    text = "\n".join(line.strip() for line in lines)
    if not any(mark in text for mark in _MARKS):
        return False
    signs = 0
    for match in _MARKDOWN.finditer(text):
        signs += 2 if match[0][0] in "#<!" or "](" in match[0] else 1
        if signs > 1:
            return True
    return False


def segment(lines: Sequence[str], first: int, markdown: bool) -> tuple[Block, ...]:
    """Blocks of the repaired `lines`; `lines[0]` is line `first` of the file.

    Blank lines belong to no block, except inside of code.
    """
    groups = list(_groups(lines, first, markdown))
    style = wrap_style(lines)
    blocks: list[Block] = []
    for group in groups:
        blocks.extend(_split(group, style, markdown))
    blocks = _with_table_heads(blocks)
    if not markdown:
        blocks = _with_speech(blocks)
    return tuple(_with_captions(_with_headings(blocks, markdown), markdown))


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def _groups(lines: Sequence[str], first: int, markdown: bool) -> Iterator[list[_Line] | Block]:
    """Runs of lines between blank ones; fenced code comes as a block, blank lines included."""
    group: list[_Line] = []
    index = 0
    while index < len(lines):
        text = lines[index]
        fence = _FENCE.match(text) if markdown else None
        if fence:
            end = _fence_end(lines, index + 1, fence[1])
            if end:
                yield group
                numbers = tuple(range(first + index, first + end))
                yield Block("code", numbers, tuple(lines[index:end]))
                group, index = [], end
                continue
        if text.strip():
            group.append(_Line(first + index, text))
        else:
            yield group
            group = []
        index += 1
    yield group


def _fence_end(lines: Sequence[str], start: int, fence: str) -> int | None:
    """Index after the closing fence, if it comes within `MAX_FENCED` lines."""
    for end in range(start, min(len(lines), start + MAX_FENCED)):
        if lines[end].strip().startswith(fence) and not lines[end].strip().strip(fence[0]):
            return end + 1
    return None


def _split(group: list[_Line] | Block, style: WrapStyle, markdown: bool) -> Iterator[Block]:
    """The blocks of one run of lines."""
    if isinstance(group, Block):
        yield group
        return
    run: list[_Line] = []
    open_block: Block | None = None
    more: list[_Line] = []
    for line in group:
        block = _marked_line(line, run, markdown)
        if block is None and open_block and not run and _continues(open_block, line):
            more.append(_Line(line.number, line.text.strip()))
            continue
        if block and open_block and not run and block.kind == open_block.kind == "quote":
            more.append(line)
            continue
        if open_block:
            yield _joined(open_block, more)
            open_block, more = None, []
        if block is None:
            run.append(line)
            continue
        if len(block.lines) == 1:
            # A heading of two lines includes the run, which is its first line.
            yield from _prose(run, style, markdown)
        run = []
        open_block = block
    if open_block:
        yield _joined(open_block, more)
    yield from _prose(run, style, markdown)


def _continues(block: Block, line: _Line) -> bool:
    """Whether an indented line continues the list item above it."""
    return block.kind == "item" and line.text[:2].isspace()


def _joined(block: Block, more: Sequence[_Line]) -> Block:
    """`block` with the lines `more`, all at once: one by one would take quadratic time."""
    if not more:
        return block
    numbers, texts = (line.number for line in more), (line.text for line in more)
    return replace(block, lines=(*block.lines, *numbers), text=(*block.text, *texts))


def _marked_line(line: _Line, run: list[_Line], markdown: bool) -> Block | None:
    """The block of a line with a mark, or None for prose. A line under a lone `run` may make it a
    heading.
    """
    text = line.text
    if (
        markdown
        and run
        and len(run) == 1
        and _SETEXT.match(text)
        and len(run[0].text) < MAX_HEADING
    ):
        level = 1 if text.startswith("=") else 2
        return Block("heading", (run[0].number, line.number), (run[0].text, text), level=level)
    if _DRAWN.match(text):
        return Block("rule", (line.number,), (text.strip(),))
    atx = _ATX.match(text) if markdown else None
    if atx and atx[2].strip(" #"):
        return Block("heading", (line.number,), (text,), level=len(atx[1]))
    if QUOTE_MARK.match(text) and markdown:
        return Block("quote", (line.number,), (text,))
    item = ITEM_MARK.match(text)
    if item:
        return Block("item", (line.number,), (text,), level=len(item[1]) // 2)
    return None


def _prose(run: list[_Line], style: WrapStyle, markdown: bool) -> Iterator[Block]:
    """Paragraphs, verse and tables of a run of lines without marks of their own."""
    parts = list(_numbered(run))
    if len(parts) > 1:
        for part in parts:
            # Lines of an entry are indented to align with its text, not to begin a paragraph.
            flush = [_Line(line.number, line.text.strip()) for line in part]
            yield from _prose(flush, style, markdown)
        return
    if not run:
        return
    if len(run) == 1:
        yield _block("paragraph", run)
        return
    if len(run) > 1 and all(_TABLE.search(line.text.strip()) for line in run):
        yield _block("code", run)
        return
    longest = max(len(line.text) for line in run)
    if is_wrapped([line.text for line in run], style):
        yield from _wrapped(run, style)
    elif markdown and longest > MAX_HEADING:
        yield _block("paragraph", run)
    elif style.blank and longest <= MAX_HEADING:
        yield _block("verse", run)
    else:
        for line in run:
            yield _block("paragraph", [line])


def _numbered(run: list[_Line]) -> Iterator[list[_Line]]:
    """The entries of a numbered list: parts of a run that begin with `1.`, `2.` …

    One part, all of the run, if no numbers count up.
    """
    part: list[_Line] = []
    last: int | None = None
    first = next((int(match[1]) for line in run if (match := _NUMBERED.match(line.text))), None)
    counts = first is not None and any(
        (match := _NUMBERED.match(line.text)) and int(match[1]) == first + 1 for line in run
    )
    for line in run:
        match = _NUMBERED.match(line.text) if counts else None
        if match and (last is None or int(match[1]) == last + 1):
            last = int(match[1])
            if part:
                yield part
            part = []
        part.append(line)
    if part:
        yield part


def _wrapped(run: list[_Line], style: WrapStyle) -> Iterator[Block]:
    """Paragraphs of a wrapped run; if each is one line, the run is verse."""
    parts = list(paragraphs([line.text for line in run], style))
    if len(parts) == len(run) and style.blank:
        yield _block("verse", run)
        return
    for start, end in parts:
        yield _block("paragraph", run[start:end])


def _block(kind: BlockKind, run: Iterable[_Line]) -> Block:
    lines = list(run)
    trim = str.rstrip if kind == "code" else str.strip
    texts = tuple([trim(line.text) for line in lines])
    return Block(kind, tuple([line.number for line in lines]), texts)


def _with_speech(blocks: list[Block]) -> list[Block]:
    """Turn items with a dash that are speech into paragraphs: single ones, question and answer."""
    out: list[Block] = []
    for is_dash, group in groupby(blocks, key=_is_dashed):
        row = list(group)
        ends = [block.text[-1].rstrip(' "”»')[-1:] for block in row]
        spoken = all(end in ".!?…" for end in ends) and not {"?", "!"}.isdisjoint(ends)
        if is_dash and (len(row) == 1 or (spoken and len(set(ends)) > 1)):
            row = [replace(block, kind="paragraph", level=0) for block in row]
        out.extend(row)
    return out


def _is_dashed(block: Block) -> bool:
    return block.kind == "item" and block.text[0].startswith("- ")


def _with_table_heads(blocks: list[Block]) -> list[Block]:
    """Join a table's head, a line of columns over a drawn line, to the table right under it."""
    out: list[Block] = []
    for block in blocks:
        head = out[-2:]
        if (
            block.kind == "code"
            and [b.kind for b in head] == ["paragraph", "rule"]
            and head[0].lines == (block.lines[0] - 2,)
            and head[1].lines == (block.lines[0] - 1,)
            and _TABLE.search(head[0].text[0])
        ):
            del out[-2:]
            lines = head[0].lines + head[1].lines + block.lines
            block = replace(block, lines=lines, text=head[0].text + head[1].text + block.text)
        out.append(block)
    return out


def _with_headings(blocks: list[Block], markdown: bool) -> Iterator[Block]:
    """Turn short lines between paragraphs that read like headings into headings."""
    for index, block in enumerate(blocks):
        previous = blocks[index - 1] if index else None
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if previous and following and _is_heading(previous, block, following, markdown):
            yield replace(block, kind="heading", level=2)
        else:
            yield block


def _is_heading(previous: Block, block: Block, following: Block, markdown: bool) -> bool:
    if block.kind != "paragraph" or len(block.lines) != 1 or following.kind != "paragraph":
        return False
    text = block.text[0]
    if len(text) > MAX_HEADING + 4 or is_image(text) or CAPTION_CREDIT.search(text):
        return False
    if markdown and not (_WHOLLY_MARKED.match(text) and text.startswith("*")):
        return False
    words = plain(text, markdown).strip()
    if not words or len(words) > MAX_HEADING or words.endswith(CLAUSE_END) or "://" in words:
        return False
    if words[0].islower() or not any(c.isalpha() for c in words) or len(words.split()) > 14:
        return False
    below = plain(" ".join(following.text), markdown)
    above = plain(previous.text[-1], markdown)
    return (
        len(below) + 2 * dense_count(below) > max(100, 2 * len(words) + 2 * dense_count(words))
        and previous.kind in ("paragraph", "quote", "item", "code", "verse")
        and above.rstrip().endswith(CLAUSE_END)
    )


def _with_captions(blocks: Iterable[Block], markdown: bool) -> Iterator[Block]:
    """Turn paragraphs with a photo credit, and emphasised ones after an image, into captions."""
    after_image = False
    for block in blocks:
        text = " ".join(block.text)
        caption = (
            block.kind == "paragraph"
            and len(text) <= MAX_CAPTION
            and not is_image(text)
            and bool(
                CAPTION_CREDIT.search(text.strip("*_ "))
                or (
                    after_image and markdown and _WHOLLY_MARKED.match(text) and "?" not in text[-3:]
                )
            )
        )
        yield replace(block, kind="caption") if caption else block
        after_image = is_image(text) or (after_image and caption)

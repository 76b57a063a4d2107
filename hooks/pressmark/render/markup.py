"""Render the body of a document as Markdown, and as the HTML that Python-Markdown makes of it.

Both are written from the same blocks, so that no Markdown has to be parsed. The contract is that

    markdown.markdown(body.markdown, extensions=EXTENSIONS) == body.html

which a test checks on every corpus at hand. Characters of the text that Markdown would take for
marks are escaped, so that every Markdown program shows the text as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pressmark.document import Block
from pressmark.render.anchors import Anchors
from pressmark.render.languages import direction
from pressmark.text.inline import Span, plain, spans
from pressmark.text.segment import HEADING_MARKS, ITEM_MARK, QUOTE_MARK

EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list")
"""MkDocs' default extensions, and attribute lists for the class of captions."""

TAB = 4
"""Columns of a tab (Python-Markdown's `tab_length`)."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]<&]")
_ESCAPE = re.compile(r"[\\`*{}\[\]]|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_LINE_START = re.compile(r"(?=[-+=>#~:|\d])")
_NUMBERED = re.compile(r"\A(\d+)([.)])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered body."""

    markdown: tuple[str, ...]
    """Lines, without their ends."""
    html: str
    places: tuple[tuple[int, int], ...]
    """(number of a raw line from 1, its index in `markdown` from 0)."""
    text: str
    """Plain text, with a blank line between paragraphs."""


def render(blocks: Sequence[Block], marked: bool) -> Body:
    """Render the `blocks` of a body; `marked` says whether their text has Markdown marks."""
    page: list[str] = []
    out: list[str] = []
    places: list[tuple[int, int]] = []
    anchors = Anchors()
    for _, run in groupby(blocks, key=_group):
        group = list(run)
        if page:
            page.append("")
        for line, offset in _WRITERS[group[0].kind](group, marked, anchors, page, out):
            places.append((line, offset))
    return Body(tuple(page), "\n".join(out), tuple(places), plain_text(blocks, marked))


def plain_text(blocks: Iterable[Block], marked: bool) -> str:
    """The plain text of `blocks`, without marks, with a blank line between paragraphs."""
    texts = (_plain(block, marked) for block in blocks if block.kind != "rule")
    return "\n\n".join(text for text in texts if text)


def _group(block: Block) -> object:
    """Key by which adjacent blocks are grouped: items into one list, quotations into one."""
    return block.kind if block.kind in ("item", "quote") else (block.kind, block.lines)


def escape(text: str) -> str:
    """Escape everything in `text` that Markdown would take for a mark inside a line.

    >>> escape("2*3 [a] snake_case <b> AT&T &amp; C")
    '2\\\\*3 \\\\[a\\\\] snake_case &lt;b> AT&T &amp;amp; C'
    """
    if not _SPECIAL.search(text):
        return text
    text = _ESCAPE.sub(r"\\\g<0>", text)
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;")


def _line_start(line: str) -> str:
    """Escape what would begin a block at the start of a line."""
    if not _LINE_START.match(line):
        return line
    first = line[0]
    if first in "-+":
        # A list, a drawn line, or the rule under a table's head.
        return "\\" + line if line[1:2] in (" ", "") or not line.strip("-+ |:") else line
    if first in "#>":
        return "\\" + line
    if first in "=~":
        return _entity(line)
    if first in ":|":
        # The rule under a table's head needs no `-`.
        mark = "-" if "-" in line else "|"
        return line.replace(mark, "\\" + mark, 1) if not line.strip("-|: ") else line
    return _NUMBERED.sub(r"\1\\\2", line, count=1)


def _escape_html(text: str) -> str:
    return html.escape(text, quote=False)


def canonical(parts: Iterable[Span]) -> list[Span]:
    """Change spans so that Markdown can express them: emphasis doesn't start or end with a space,
    nor touch other emphasis, and code holds no backtick.
    """
    out: list[Span] = []
    for part in parts:
        if part.code and (
            "`" in part.text or not part.text.strip() or (out and out[-1].text.endswith("\\"))
        ):
            part = replace(part, code=False)
        if part.code or not (part.strong or part.em):
            out.append(part)
            continue
        core = part.text.strip()
        lead, _, tail = part.text.partition(core) if core else (part.text, "", "")
        touches = not lead and out and (out[-1].strong or out[-1].em) and not part.href
        if lead:
            out.append(Span(lead))
        if core:
            bare = replace(part, text=core)
            out.append(replace(bare, strong=False, em=False) if touches else bare)
        if tail:
            out.append(Span(tail))
    return out


def inline_markdown(parts: Iterable[Span]) -> str:
    """Write canonical spans as Markdown."""
    out = []
    for part in parts:
        if part.code:
            text = f"`{part.text.strip()}`"
        else:
            text = escape(part.text)
            if part.strong or part.em:
                mark = "**" if part.strong else "*"
                text = f"{mark}{text}{mark}"
        if part.href and part.text.strip():
            if part.href == part.text and not (part.strong or part.em or part.code):
                text = f"<{part.href}>"
            else:
                text = f"[{text}]({part.href})"
        out.append(text)
    return "".join(out)


def inline_html(parts: Iterable[Span]) -> str:
    """Write canonical spans as HTML."""
    out = []
    for part in parts:
        text = _escape_html(part.text.strip() if part.code else part.text)
        if part.code:
            text = f"<code>{text}</code>"
        elif part.strong:
            text = f"<strong>{text}</strong>"
        elif part.em:
            text = f"<em>{text}</em>"
        if part.href and part.text.strip():
            text = f'<a href="{html.escape(part.href)}">{text}</a>'
        out.append(text)
    return "".join(out)


def _spaced(text: str) -> str:
    """Replace each run of white space by one space. A pattern would take five times as long."""
    return " ".join(text.split())


def _keeps_lines(lines: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether `lines`, which were made from `texts`, are as many, and none is empty."""
    return len(lines) == len(texts) and all(line.strip() for line in lines)


def _lines(texts: Sequence[str], marked: bool) -> tuple[list[str], list[str]]:
    """Render lines of running text: their Markdown and their HTML, line by line."""
    joined = "\n".join(map(_spaced, texts))
    if not marked and not _SPECIAL.search(joined) and "://" not in joined:
        lines = joined.split("\n")
        return [_line_start(line) for line in lines], [
            _entity(_escape_html(line)) for line in lines
        ]
    parts = canonical(spans(joined, marked))
    source = [line.strip() for line in inline_markdown(parts).split("\n")]
    if marked and not _keeps_lines(source, texts):
        # Marks around nothing would leave a blank line, which would end the block, and each raw
        # line needs a line of the page. So the marks are shown as text.
        return _lines(texts, marked=False)
    shown = [line.strip() for line in inline_html(parts).split("\n")]
    return (
        [_line_start(line) for line in source],
        [_entity(line) for line in shown],
    )


def _entity(line: str) -> str:
    """Write the first character as an entity where Markdown has no escape for it: at a fence of
    `~`, and at a rule of `=` under a heading. Python-Markdown leaves entities as they are.
    """
    if line.startswith("~~~") or (line[:1] == "=" and not line.strip("= ")):
        return f"&#{ord(line[0])};{line[1:]}"
    return line


def _plain_lines(texts: Sequence[str], marked: bool) -> str:
    """The plain text of lines as `_lines` shows them. Either all of them are empty, or none is."""
    joined = "\n".join(map(_spaced, texts))
    text = plain(joined, marked)
    return text if not marked or _keeps_lines(text.split("\n"), texts) else joined


def _plain(block: Block, marked: bool) -> str:
    if block.kind == "code":
        return "\n".join(_code_lines(block)[0])
    texts = _unmarked(block)
    # Each paragraph of a quotation is rendered by itself.
    parts = groupby(texts, key=lambda text: bool(text.strip()))
    text = "\n".join(_plain_lines(list(part), marked) for _, part in parts)
    text = text.strip()
    return f"- {text}" if block.kind == "item" else text


def _unmarked(block: Block) -> list[str]:
    """The lines of a block without the marks of its kind, such as `>`."""
    first, *others = block.text
    match block.kind:
        case "quote":
            return [QUOTE_MARK.sub("", text, count=1) for text in block.text]
        case "item":
            return [ITEM_MARK.sub("", first, count=1), *others]
        case "heading":
            return [HEADING_MARKS.sub("", first)]
        case _:
            return [first, *others]


Places = Iterable[tuple[int, int]]
"""As `Body.places`. Writers add the Markdown of a group of blocks to `page`, its HTML to `out`."""


def _paragraph(
    group: list[Block], marked: bool, _anchors: Anchors, page: list[str], out: list[str]
) -> Places:
    block = group[0]
    source, shown = _lines(block.text, marked)
    ends, breaks = ("  ", "<br />\n") if block.kind == "verse" else ("", "\n")
    start = len(page)
    page.extend(line + ends for line in source[:-1])
    page.append(source[-1])
    listed, attributes = _attributes(block, ".caption" if block.kind == "caption" else "")
    page.extend(listed)
    out.append(f"<p{attributes}>{breaks.join(shown)}</p>")
    return _consecutive(block, start)


def _attributes(block: Block, style: str = "") -> tuple[list[str], str]:
    """The attributes of a block: the line of Markdown's attribute list, if any, and HTML.

    `style` is a class with a dot before it. Python-Markdown sorts attributes by name.
    """
    listed = [style] if style else []
    written = f' class="{style[1:]}"' if style else ""
    if block.language:
        way = direction(block.language, "")
        listed.append(f'lang="{block.language}" dir="{way}"')
        written += f' dir="{way}" lang="{block.language}"'
    return ([f"{{: {' '.join(listed)} }}"] if listed else []), written


def _consecutive(block: Block, start: int) -> Places:
    """Places of a block each of whose lines has a line of the page, from `start` on."""
    return [(line, start + offset) for offset, line in enumerate(block.lines)]


def _heading(
    group: list[Block], marked: bool, anchors: Anchors, page: list[str], out: list[str]
) -> Places:
    block = group[0]
    level = min(max(block.level, 2), 6)
    text = _spaced(_plain_lines(_unmarked(block), marked))
    name = anchors.name(text)
    page.append("#" * level + " " + escape(text).replace("#", "\\#"))
    out.append(f'<h{level} id="{name}">{_escape_html(text)}</h{level}>')
    return [(line, len(page) - 1) for line in block.lines]


def _list(
    group: list[Block], marked: bool, _anchors: Anchors, page: list[str], out: list[str]
) -> Places:
    shown: list[str] = []
    for block in group:
        source, lines = _lines(_unmarked(block), marked)
        yield from _consecutive(block, len(page))
        page.extend(("" if number else "- ") + line for number, line in enumerate(source))
        listed, attributes = _attributes(block)
        page.extend(listed)
        shown.append(f"<li{attributes}>" + "\n".join(lines) + "</li>")
    out.append("<ul>\n" + "\n".join(shown) + "\n</ul>")


def _quote(
    group: list[Block], marked: bool, _anchors: Anchors, page: list[str], out: list[str]
) -> Places:
    """Write adjacent quotations as paragraphs of one; a line without text parts paragraphs, too."""
    shown: list[str] = []
    places: list[tuple[int, int]] = []
    for number, block in enumerate(group):
        if number:
            page.append(">")
        texts = _unmarked(block)
        runs = groupby(range(len(texts)), key=lambda i: bool(texts[i].strip()))
        for has_text, run in runs:
            indexes = list(run)
            start = len(page)
            if has_text:
                source, lines = _lines([texts[i] for i in indexes], marked)
                page.extend("> " + line for line in source)
                listed, attributes = _attributes(block)
                page.extend("> " + line for line in listed)
                shown.append(f"<p{attributes}>" + "\n".join(lines) + "</p>")
            else:
                page.extend(">" for _ in indexes)
            places += ((block.lines[i], start + k) for k, i in enumerate(indexes))
    while shown and page[-1] == ">":
        # Empty lines at the end would become part of the last paragraph.
        page.pop()
    inner = "\n".join(["", *shown, ""]) if shown else ""
    out.append(f"<blockquote>{inner}</blockquote>")
    return [(line, min(place, len(page) - 1)) for line, place in places]


def _code_lines(block: Block) -> tuple[list[str], bool]:
    """The lines of code, and whether the block has its own fences."""
    first = block.text[0].strip()
    fenced = len(block.text) > 1 and first[:3] in ("```", "~~~")
    lines = block.text[1:-1] if fenced else block.text
    # As Python-Markdown does before anything else.
    return [line.expandtabs(TAB) for line in lines], fenced


def _code(
    group: list[Block], _marked: bool, _anchors: Anchors, page: list[str], out: list[str]
) -> Places:
    block = group[0]
    lines, fenced = _code_lines(block)
    longest = max((len(line) - len(line.lstrip("`")) for line in lines), default=0)
    fence = "`" * max(3, longest + 1)
    start = len(page) if fenced else len(page) + 1
    page.extend([fence, *lines, fence])
    code = html.escape("".join(line + "\n" for line in lines)).replace("&#x27;", "'")
    out.append(f"<pre><code>{code}</code></pre>")
    return _consecutive(block, start)


def _rule(
    group: list[Block], _marked: bool, _anchors: Anchors, page: list[str], out: list[str]
) -> Places:
    page.append("---")
    out.append("<hr />")
    return _consecutive(group[0], len(page) - 1)


_WRITERS = {
    "paragraph": _paragraph,
    "verse": _paragraph,
    "caption": _paragraph,
    "heading": _heading,
    "item": _list,
    "quote": _quote,
    "code": _code,
    "rule": _rule,
}

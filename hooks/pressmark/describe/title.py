"""Titles: a heading at the start, or a first line that looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.datelines import read_dateline, read_place_and_date
from pressmark.describe.dates import read_date_line
from pressmark.describe.people import is_byline
from pressmark.document import Block
from pressmark.text.characters import UNSPACED
from pressmark.text.inline import plain
from pressmark.text.photo_credits import CREDIT_LINE
from pressmark.text.segment import HEADING_MARKS
from pressmark.text.sentences import ELLIPSIS, SPACED_STOPS, WIDE_STOPS

MAX_TITLE = 200
"""Characters of the longest title; the longest headline of the labelled articles has 173."""
REACH = 4
"""Blocks from the start that are searched for the title."""
BELOW = 6
"""Blocks under a title of which one must be prose; under the first line of a menu none is."""
_SENTENCE = re.compile(
    rf"[^\W\d_]{{2}}[\"”’»)\]]?[{SPACED_STOPS}{ELLIPSIS}]+(?:[\"”’»)\]\s]|$)|[{WIDE_STOPS}]"
    r"|[\u0e00-\u0e7f]{20}"
)
"""The end of a sentence. Thai has no mark for it, so that a run of letters counts as one."""
MAX_LEVEL = 2
"""Level of the lowest heading that can be the title."""
MAX_BEFORE = 80
"""Characters of the longest block before a title; after a longer one, headings begin sections."""
MIN_BELOW, MAX_SHARE_ABOVE = 200, 0.25
"""Weighted length of the prose under the title of a page, at least; and the share of it that may
stand above: cookie notices, the summary of another article.
"""
MIN_HEADLINE, MAX_HEADLINE = 4, 120
"""Words of the shortest headline under a kicker (a single word), and characters of the longest."""
MIN_PROSE = 40
"""Characters of the shortest line that can be more than a name or a date."""
MIN_DECK = 80
"""Characters from which a line with the end of a sentence is a deck: a summary below the title."""
_INNER_END = re.compile(r"[^\W\d_]{3}\.\s+[(\[“]?[^\W\d_a-z]")
_NO_TITLES = frozenset(
    {
        "abstract", "analysis", "breaking", "comment", "content", "contents", "details",
        "editorial", "exclusive", "feature", "features", "hauptinhalt", "highlights", "interview",
        "kommentar", "kurz gesagt", "letters", "main content", "meldung", "news", "news release",
        "obituary", "opinion", "press release", "pressemitteilung", "pressemitteilungen",
        "sommaire", "summary",
        "supported by", "topics", "update", "communiqué de presse", "nota de prensa",
        "comunicato stampa", "presseinformation",
    }
)  # fmt: skip
"""Kinds and parts of texts that stand in the place of a title, in lower case."""
_MARKS = " \t*_|•·"
"""Marks around the headline of a page."""
_LINK = re.compile(r"!?\[.*\]\([^()]*\)[*_]*|!\[.*")
"""A heading that is a link or begins with a picture. Relative links match too, as those to a home
page are; `lines.is_link_only` doesn't accept them.
"""
_NOT_AFTER_TITLE = tuple(".;:,。；，、…")
"""Last characters that no title has; unlike `SENTENCE_END`, since questions and exclamations may be
titles.
"""
_CONTACT = re.compile(
    r"(?:(?:media |press )?contact|telephone|phone|tel|e-?mail|kontakt|presse)\b|\S+@\S+$",
    re.IGNORECASE,
)


def heading_text(block: Block, markdown: bool) -> str:
    """Text of a heading without its marks."""
    return plain(HEADING_MARKS.sub("", block.text[0]), markdown).strip()


def title_heading(page: Page) -> Iterator[Answer]:
    """The first heading, if it is at the start: `# Title`, or `Title` over `=====`.

    A heading below the first level is the title only if no other has its level or a higher one.
    """
    markdown = page.document.markdown
    headings = _headings(page.blocks)
    top = min((b.level for b in headings), default=0)
    highest = [b for b in headings if b.level == top]
    if not highest or top > MAX_LEVEL or (top > 1 and len(highest) > 1):
        return
    index = page.blocks.index(highest[0])
    before = [len(plain(" ".join(b.text), markdown)) for b in page.blocks[:index]]
    if index >= REACH or max(before, default=0) > MAX_BEFORE:
        return
    text = heading_text(highest[0], markdown)
    if text and len(text) <= MAX_TITLE and not _is_deck(text):
        yield Answer("title", text, highest[0].lines[0], text, highest[0].lines)


def headline(page: Page) -> Iterator[Answer]:
    """The headline of the article in a full-page scrape (`extraction/headline.py`)."""
    for block in page.blocks:
        if page.document.headline in block.lines and block.kind != "code":
            index = block.lines.index(page.document.headline)
            markdown = page.document.markdown
            text = plain(HEADING_MARKS.sub("", block.text[index]), markdown).strip(_MARKS)
            takes = block.lines if block.kind == "heading" else block.lines[index : index + 1]
            if text:
                yield Answer("title", text, block.lines[index], text, takes)


def lone_heading(page: Page) -> Iterator[Answer]:
    """The only heading of the first level, anywhere above the text: full-page scrapes have menus
    and notices above it.
    """
    markdown = page.document.markdown
    headings: dict[str, Block] = {}
    for block in _headings(page.blocks):
        if block.level == 1:
            headings.setdefault(heading_text(block, markdown), block)
    headings.pop("", None)
    if len(headings) != 1:
        return
    [(text, block)] = headings.items()
    index = page.blocks.index(block)
    above = _prose_length(page.blocks[:index], markdown)
    below = _prose_length(page.blocks[index + 1 :], markdown)
    if below < MIN_BELOW or above > below * MAX_SHARE_ABOVE or not _could_be_title(text):
        return
    yield Answer("title", text, block.lines[0], text, block.lines)


def _headings(blocks: Sequence[Block]) -> list[Block]:
    """Headings with marks; if some aren't links, only those: the name of a site links home."""
    marked = [b for b in blocks if b.kind == "heading" and b.level and _marked(b)]
    unlinked = [b for b in marked if not _LINK.fullmatch(HEADING_MARKS.sub("", b.text[0]).strip())]
    return unlinked or marked


def _prose_length(blocks: Sequence[Block], markdown: bool) -> int:
    """Weighted length of the paragraphs with sentences."""
    texts = (plain(" ".join(b.text), markdown) for b in blocks if b.kind == "paragraph")
    return sum(_weighted_length(text) for text in texts if _SENTENCE.search(text))


def _marked(block: Block) -> bool:
    """Whether a heading has marks: `#`, or a line of `=` under it."""
    return block.text[0].lstrip().startswith("#") or len(block.text) > 1


def first_line(page: Page) -> Iterator[Answer]:
    """A short first line without a full stop, above a longer text.

    In a text with Markdown marks it must be a heading with marks: of 62 first lines without, in the
    labelled texts, four are titles.
    """
    markdown = page.document.markdown
    blocks = _after_preliminaries(page.blocks, markdown)
    if not blocks or blocks[0].kind not in ("paragraph", "heading", "verse"):
        return
    block, rest = blocks[0], blocks[1:]
    if markdown and not (block.kind == "heading" and _marked(block)):
        return
    text = heading_text(block, markdown)
    # The other lines of the title's block may be a byline and a date, and nothing else.
    under = [plain(line, markdown) for line in block.text[1:]]
    if (
        not _could_be_title(text)
        or not all(map(_is_date_or_byline, under))
        or _is_section(block, rest)
    ):
        return
    if rest and rest[0].kind == "paragraph" and _goes_on(rest[0].text[0]):
        return
    prose = (" ".join(b.text) for b in rest[:BELOW])
    least = max(80, len(text))
    follows = any(_weighted_length(below) >= least and _SENTENCE.search(below) for below in prose)
    if not follows and not (rest and rest[0].kind == "verse"):
        return
    yield Answer("title", text, block.lines[0], text, block.lines[:1])


def _after_preliminaries(blocks: Sequence[Block], markdown: bool) -> Sequence[Block]:
    """`blocks` without those before the title: contacts, bylines, dates, names of sections."""
    for index, block in enumerate(blocks[:REACH]):
        text = plain(block.text[0], markdown).strip()
        alone = len(block.text) == 1
        if _is_contact(block) or (alone and _is_preliminary(text)):
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if alone and following and _is_kicker(text, plain(following.text[0], markdown)):
            continue
        return blocks[index:]
    return ()


def _is_preliminary(text: str) -> bool:
    return (
        _is_date_or_byline(text) or text.casefold() in _NO_TITLES or bool(CREDIT_LINE.search(text))
    )


def _is_kicker(text: str, following: str) -> bool:
    """Whether `text` is a kicker: a single word above a headline, like `Heatwave` or `Obituary`."""
    return (
        len(text.split()) == 1
        and not UNSPACED.search(text)
        and len(following.split()) >= MIN_HEADLINE
        and _could_be_title(following)
        and len(following) <= MAX_HEADLINE
    )


def _is_section(block: Block, rest: Sequence[Block]) -> bool:
    """Whether a heading with marks is one of several of its level, and so not the title."""
    return (
        block.kind == "heading"
        and _marked(block)
        and (block.level > MAX_LEVEL or any(_is_as_high(block, b) for b in rest))
    )


def _is_as_high(block: Block, other: Block) -> bool:
    """Whether `other` is a heading with marks, of the same level or a higher one."""
    return other.kind == "heading" and _marked(other) and other.level <= block.level


def _weighted_length(text: str) -> int:
    """Length in characters; one of a script without spaces between words counts as three."""
    return len(text) if text.isascii() else len(text) + 2 * len(UNSPACED.findall(text))


def _goes_on(text: str) -> bool:
    """Whether a line continues the sentence of the line before."""
    return text[:1].islower() and len(text) >= MIN_PROSE


def _is_contact(block: Block) -> bool:
    """Whether a block names a contact, as the head of a press release does."""
    return block.kind == "verse" and any(_CONTACT.match(line) for line in block.text)


def _is_date_or_byline(line: str) -> bool:
    return (
        read_date_line(line) is not None or read_place_and_date(line) is not None or is_byline(line)
    )


def _could_be_title(text: str) -> bool:
    words = text.strip()
    if not 2 <= len(words) <= MAX_TITLE or words.endswith(_NOT_AFTER_TITLE) or "://" in words:
        return False
    if not any(c.isalpha() for c in words) or words[0] in "-–—*•…|€$£<!":
        return False
    # Templates, and links cut by the end of the line.
    if "{" in words or "](" in words or words.count("[") != words.count("]"):
        return False
    # A line in the middle of a sentence is no title.
    if words[0].islower() and not words[:2].istitle():
        return False
    if _is_deck(words) or CREDIT_LINE.search(words) or words.casefold() in _NO_TITLES:
        return False
    return not _is_date_or_byline(words) and read_dateline(words) is None


def _is_deck(text: str) -> bool:
    """Whether a line is a deck: long, with the end of a sentence, as the summary below a title."""
    ends = text.count("?") + text.count("!")
    sentence = ends > 1 or text.endswith(".") or _INNER_END.search(text)
    return len(text) > MIN_DECK and bool(sentence)

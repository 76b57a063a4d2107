"""Titles: a heading at the start, or a first line that reads like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.datelines import read_dateline, read_place_and_date
from pressmark.describe.dates import read_line
from pressmark.describe.people import is_byline
from pressmark.document import Block
from pressmark.text.characters import UNSPACED
from pressmark.text.inline import plain
from pressmark.text.photo_credits import CREDIT_LINE
from pressmark.text.segment import HEADING_MARKS
from pressmark.text.sentences import ELLIPSIS, SPACED_STOPS, WIDE_STOPS

MAX_TITLE = 200
"""Characters: the longest headline of the labelled articles has 173."""
REACH = 4
"""Blocks from the start among which the title stands."""
BELOW = 6
"""Blocks under a title of which one must be prose; under a menu's first line stands the menu."""
_SENTENCE = re.compile(
    rf"[^\W\d_]{{2}}[\"”’»)\]]?[{SPACED_STOPS}{ELLIPSIS}]+(?:[\"”’»)\]\s]|$)|[{WIDE_STOPS}]"
    r"|[\u0e00-\u0e7f]{20}"
)
"""A sentence's end; Thai has no sign for it."""
MAX_LEVEL = 2
"""The lowest level of a heading over a whole text."""
MAX_BEFORE = 80
"""Characters of a block before the title: a longer one is text, and what follows a section."""
MIN_BELOW, MOST_ABOVE = 200, 0.25
"""Letters of prose under a heading that is the title of a page, and how much of that may stand over
it: notices about cookies, the summary of another article.
"""
MIN_HEADLINE = 4
"""Words, and the most characters, of a line that is the headline under a single word."""
MAX_HEADLINE = 120
MIN_PROSE = 40
"""Characters of a line that can be more than a name or a date."""
MIN_DECK = 80
"""Characters from which a line with a sentence's end in it is a summary."""
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
"""Folded names of kinds and of parts of texts, which stand where a title would."""
_MARKS = " \t*_|•·"
"""What a page sets beside its headline."""
_LINK = re.compile(r"!?\[.*\]\([^()]*\)[*_]*|!\[.*")
"""A heading that is a link or begins with a picture. The link may be relative, as those that lead
home are: `lines.is_link_only` knows only those that lead somewhere from here.
"""
_NOT_AFTER_TITLE = tuple(".;:,。；，、…")
"""No title ends so. A question or an exclamation may be one, though it is a sentence."""
_CONTACT = re.compile(
    r"(?:(?:media |press )?contact|telephone|phone|tel|e-?mail|kontakt|presse)\b|\S+@\S+$",
    re.IGNORECASE,
)


def heading_text(block: Block, markdown: bool) -> str:
    """A heading without its marks."""
    return plain(HEADING_MARKS.sub("", block.text[0]), markdown).strip()


def title_heading(page: Page) -> Iterator[Answer]:
    """The first heading, if it stands at the start: `# Title`, or `Title` over `=====`.

    A lower heading is the title only where it is the only one of the highest level there is.
    """
    markdown = page.document.markdown
    headings = _headings(page.blocks)
    top = min((b.level for b in headings), default=0)
    highest = [b for b in headings if b.level == top]
    if not highest or top > MAX_LEVEL or (top > 1 and len(highest) > 1):
        return
    at = page.blocks.index(highest[0])
    before = [len(plain(" ".join(b.text), markdown)) for b in page.blocks[:at]]
    if at >= REACH or max(before, default=0) > MAX_BEFORE:
        return
    text = heading_text(highest[0], markdown)
    if text and len(text) <= MAX_TITLE and not _is_deck(text):
        yield Answer("title", text, highest[0].lines[0], text, highest[0].lines)


def headline(page: Page) -> Iterator[Answer]:
    """The headline of an article on a page that was taken whole (see `article.locate`)."""
    for block in page.blocks:
        if page.document.headline in block.lines and block.kind != "code":
            at = block.lines.index(page.document.headline)
            markdown = page.document.markdown
            text = plain(HEADING_MARKS.sub("", block.text[at]), markdown).strip(_MARKS)
            takes = block.lines if block.kind == "heading" else block.lines[at : at + 1]
            if text:
                yield Answer("title", text, block.lines[at], text, takes)


def lone_heading(page: Page) -> Iterator[Answer]:
    """The only heading of the first level, wherever it stands with the text under it: what is above
    it in a page that was taken whole are menus and notices.
    """
    markdown = page.document.markdown
    found: dict[str, Block] = {}
    for block in _headings(page.blocks):
        if block.level == 1:
            found.setdefault(heading_text(block, markdown), block)
    found.pop("", None)
    if len(found) != 1:
        return
    [(text, block)] = found.items()
    at = page.blocks.index(block)
    above, below = _prose(page.blocks[:at], markdown), _prose(page.blocks[at + 1 :], markdown)
    if below < MIN_BELOW or above > below * MOST_ABOVE or not _could_be_title(text):
        return
    yield Answer("title", text, block.lines[0], text, block.lines)


def _headings(blocks: Sequence[Block]) -> list[Block]:
    """The marked headings, without those that are links where there are others: what a page calls
    itself leads home.
    """
    found = [b for b in blocks if b.kind == "heading" and b.level and _marked(b)]
    plainly = [b for b in found if not _LINK.fullmatch(HEADING_MARKS.sub("", b.text[0]).strip())]
    return plainly or found


def _prose(blocks: Sequence[Block], markdown: bool) -> int:
    """How much there is of paragraphs with sentences, in letters."""
    texts = (plain(" ".join(b.text), markdown) for b in blocks if b.kind == "paragraph")
    return sum(_weight(text) for text in texts if _SENTENCE.search(text))


def _marked(block: Block) -> bool:
    return block.text[0].lstrip().startswith("#") or len(block.text) > 1


def first_line(page: Page) -> Iterator[Answer]:
    """A short first line without a full stop, over a text that is longer.

    In a text with Markdown's marks a title would have one: of 62 such lines of the labelled texts
    without it four are titles.
    """
    markdown = page.document.markdown
    blocks = _after_preliminaries(page.blocks, markdown)
    if not blocks or blocks[0].kind not in ("paragraph", "heading", "verse"):
        return
    block, rest = blocks[0], blocks[1:]
    if markdown and not (block.kind == "heading" and _marked(block)):
        return
    text = heading_text(block, markdown)
    # Under a title in one run with it may stand who wrote it and when, but nothing else.
    under = [plain(line, markdown) for line in block.text[1:]]
    if not _could_be_title(text) or not all(map(_is_about, under)) or _is_section(block, rest):
        return
    if rest and rest[0].kind == "paragraph" and _goes_on(rest[0].text[0]):
        return
    prose = (" ".join(b.text) for b in rest[:BELOW])
    least = max(80, len(text))
    follows = any(_weight(below) >= least and _SENTENCE.search(below) for below in prose)
    if not follows and not (rest and rest[0].kind == "verse"):
        return
    yield Answer("title", text, block.lines[0], text, block.lines[:1])


def _after_preliminaries(blocks: Sequence[Block], markdown: bool) -> Sequence[Block]:
    """`blocks` from the first on that isn't about the text: whom to ask, who wrote it, when, and
    the name of the section it stood in.
    """
    for at, block in enumerate(blocks[:REACH]):
        text = plain(block.text[0], markdown).strip()
        alone = len(block.text) == 1
        if _is_contact(block) or (alone and _is_preliminary(text)):
            continue
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if alone and following and _is_kicker(text, plain(following.text[0], markdown)):
            continue
        return blocks[at:]
    return ()


def _is_preliminary(text: str) -> bool:
    return _is_about(text) or text.casefold() in _NO_TITLES or bool(CREDIT_LINE.search(text))


def _is_kicker(text: str, following: str) -> bool:
    """Whether `text` is the one word that papers set over a headline: `Heatwave`, `Obituary`."""
    return (
        len(text.split()) == 1
        and not UNSPACED.search(text)
        and len(following.split()) >= MIN_HEADLINE
        and _could_be_title(following)
        and len(following) <= MAX_HEADLINE
    )


def _is_section(block: Block, rest: Sequence[Block]) -> bool:
    """Whether a marked heading is one of several of its kind, and so none over them all."""
    return (
        block.kind == "heading"
        and _marked(block)
        and (block.level > MAX_LEVEL or any(_is_like(block, b) for b in rest))
    )


def _is_like(block: Block, other: Block) -> bool:
    return other.kind == "heading" and _marked(other) and other.level <= block.level


def _weight(text: str) -> int:
    """Length in letters; a Chinese or Japanese character says as much as three."""
    return len(text) if text.isascii() else len(text) + 2 * len(UNSPACED.findall(text))


def _goes_on(text: str) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    return text[:1].islower() and len(text) >= MIN_PROSE


def _is_contact(block: Block) -> bool:
    """Whether a block says whom to ask, as the head of a press release does."""
    return block.kind == "verse" and any(_CONTACT.match(line) for line in block.text)


def _is_about(line: str) -> bool:
    return read_line(line) is not None or read_place_and_date(line) is not None or is_byline(line)


def _could_be_title(text: str) -> bool:
    words = text.strip()
    if not 2 <= len(words) <= MAX_TITLE or words.endswith(_NOT_AFTER_TITLE) or "://" in words:
        return False
    if not any(c.isalpha() for c in words) or words[0] in "-–—*•…|€$£<!":
        return False
    # Templates, and links that the line's end has cut.
    if "{" in words or "](" in words or words.count("[") != words.count("]"):
        return False
    # A line that opens a quotation or speaks in the middle of a sentence is no title.
    if words[0].islower() and not words[:2].istitle():
        return False
    if _is_deck(words) or CREDIT_LINE.search(words) or words.casefold() in _NO_TITLES:
        return False
    return not _is_about(words) and read_dateline(words) is None


def _is_deck(text: str) -> bool:
    """Whether a long line has a sentence's end in it, as what stands under a title has."""
    ends = text.count("?") + text.count("!")
    sentence = ends > 1 or text.endswith(".") or _INNER_END.search(text)
    return len(text) > MIN_DECK and bool(sentence)

"""Rules for text that stands there more than once: scraping faults, and titles."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.clean.rule import Page
from pressmark.text.inline import plain
from pressmark.text.lines import Unit, fold
from pressmark.text.sentences import SENTENCE_END

MIN_REPEATED = 40
"""Characters: shorter lines may repeat on purpose (a refrain, a speaker's name)."""
LONG = 80
"""Characters: the lines of a refrain or the formulas of minutes are hardly longer."""
VERY_LONG = 160
"""Characters: nothing of this length is said twice, word for word, on purpose."""
WINDOW = 12
"""How many of the kept lines before a line are compared with it: keeps the time linear."""
TITLE_REACH = 8
"""Blocks from the start among which the title may stand again."""


_ON_PURPOSE = ("heading", "verse", "rule")
"""Kinds of blocks of which a text has several of the same wording."""


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A unit whose text stands before it already."""

    unit: Unit
    length: int
    whole: bool
    """Whether it is all of the earlier text, not a part of it."""
    next_to: bool
    """Whether the earlier text stands directly before it."""


def repeated_text(page: Page) -> Iterator[int]:
    """A paragraph that already stands, whole, in one of the paragraphs before it.

    Refrains, formulas and headings return on purpose, one at a time and far from each other; what
    a scraper doubles stands next to its double, is a part of it, or returns together with more.
    """
    kept: deque[tuple[int, str]] = deque(maxlen=WINDOW)
    row: list[_Repeat] = []
    last = -1
    for at, unit in enumerate(page.body.units):
        text = " ".join(plain(unit.text, page.document.markdown).split())
        if len(text) < MIN_REPEATED or unit.block.kind in _ON_PURPOSE or _is_tag(text):
            continue
        earlier = next((k for k in reversed(kept) if text in k[1]), None)
        if earlier is None:
            yield from _faults(row)
            row = []
            kept.append((at, text))
            last = at
        else:
            next_to = earlier is kept[-1] and last == at - 1
            row.append(_Repeat(unit, len(text), text == earlier[1], next_to))
            last = at if next_to else last
    yield from _faults(row)


def _faults(row: list[_Repeat]) -> Iterator[int]:
    """The lines of those repeats in a row, with no new text among them, that are faults."""
    together = len(row) > 1 and max(repeat.length for repeat in row) >= LONG
    for repeat in row:
        if together or repeat.next_to or not repeat.whole or repeat.length >= VERY_LONG:
            yield from repeat.unit.numbers


def _is_tag(text: str) -> bool:
    """Whether it is HTML: its tags return as often as they are needed."""
    return text.startswith("<") and text.endswith(">")


def repeated_title(page: Page) -> Iterator[int]:
    """The title once more at the start of the text."""
    title = page.document.record.title
    if not title:
        return
    markdown = page.document.markdown
    wanted = fold(title, markdown=False)
    for block in page.blocks[:TITLE_REACH]:
        text = " ".join(block.text[:1] if block.kind == "heading" else block.text)
        # `Listen.` under the title `Listen` is a sentence.
        sentence = text.rstrip(" *_").endswith(SENTENCE_END) and not title.endswith(SENTENCE_END)
        if not sentence and block.kind != "quote" and fold(text, markdown) == wanted:
            yield from block.lines

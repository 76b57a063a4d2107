"""Rules for text that occurs twice: faults of scraping, and titles."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.clean.rule import Page
from pressmark.text.inline import plain
from pressmark.text.lines import Unit, fold_line
from pressmark.text.sentences import SENTENCE_END

MIN_REPEATED = 40
"""Characters: shorter lines may recur on purpose (a refrain, a speaker's name)."""
LONG = 80
"""Characters: the lines of a refrain or the formulas of minutes are hardly longer."""
VERY_LONG = 160
"""Characters: nobody writes as much twice, word for word, on purpose."""
WINDOW = 12
"""How many earlier texts each unit is compared with: keeps the time linear."""
TITLE_REACH = 8
"""Blocks from the start among which the title may occur again."""


_ON_PURPOSE = ("heading", "verse", "rule")
"""Kinds of blocks that recur on purpose."""


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A unit whose text is all or part of an earlier one."""

    unit: Unit
    length: int
    """In characters."""
    whole: bool
    """Whether it is all of the earlier text, not a part of it."""
    adjacent: bool
    """Whether the earlier text comes directly before it."""


def repeated_text(page: Page) -> Iterator[int]:
    """A paragraph that is contained, whole, in an earlier one.

    Refrains, formulas and headings recur on purpose, one at a time and far from each other. A
    scraper's double is next to its original, is a part of it, or recurs together with more.
    """
    originals: deque[tuple[int, str]] = deque(maxlen=WINDOW)
    row: list[_Repeat] = []
    last = -1
    for index, unit in enumerate(page.body.units):
        text = " ".join(plain(unit.text, page.document.markdown).split())
        if len(text) < MIN_REPEATED or unit.block.kind in _ON_PURPOSE or _is_tag(text):
            continue
        earlier = next((pair for pair in reversed(originals) if text in pair[1]), None)
        if earlier is None:
            yield from _faults(row)
            row = []
            originals.append((index, text))
            last = index
        else:
            adjacent = earlier is originals[-1] and last == index - 1
            row.append(_Repeat(unit, len(text), text == earlier[1], adjacent))
            last = index if adjacent else last
    yield from _faults(row)


def _faults(row: list[_Repeat]) -> Iterator[int]:
    """Lines of the repeats that are faults, of a row of repeats without new text between them."""
    together = len(row) > 1 and max(repeat.length for repeat in row) >= LONG
    for repeat in row:
        if together or repeat.adjacent or not repeat.whole or repeat.length >= VERY_LONG:
            yield from repeat.unit.numbers


def _is_tag(text: str) -> bool:
    """Whether it is an HTML tag: those recur as often as they are needed."""
    return text.startswith("<") and text.endswith(">")


def repeated_title(page: Page) -> Iterator[int]:
    """The title once more at the start of the text."""
    title = page.document.record.title
    if not title:
        return
    markdown = page.document.markdown
    wanted = fold_line(title, markdown=False)
    for block in page.blocks[:TITLE_REACH]:
        text = " ".join(block.text[:1] if block.kind == "heading" else block.text)
        # `Listen.` under the title `Listen` is a sentence.
        sentence = text.rstrip(" *_").endswith(SENTENCE_END) and not title.endswith(SENTENCE_END)
        if not sentence and block.kind != "quote" and fold_line(text, markdown) == wanted:
            yield from block.lines

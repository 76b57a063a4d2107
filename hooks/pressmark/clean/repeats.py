"""Rules for text that stands there more than once: scraping faults, titles, pages of print."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from pressmark.clean.lines import fold, lines
from pressmark.clean.rule import Page

_PAGE = re.compile(r"(?:page|seite|pagina|página|p\.|pg\.?)\s*(\d{1,4})(?:\s*(?:of|von|de|/)\s*\d+)?")
_NUMBER = re.compile(r"[-–—\[(\s]*(\d{1,4})[-–—\])\s]*")

MIN_REPEATED = 40
"""Characters: shorter lines may repeat on purpose (a refrain, a speaker's name)."""
WINDOW = 12
"""How many of the kept lines before a line are compared with it: keeps the time linear."""
MIN_PAGES = 2
"""Page numbers that a text must have had to be taken for printed pages."""
TITLE_REACH = 8
"""Blocks from the start among which the title may stand again."""


def repeated_text(page: Page) -> Iterator[int]:
    """A line that already stands, whole, in one of the lines before it."""
    kept: deque[str] = deque(maxlen=WINDOW)
    for line in lines(page.blocks):
        text = " ".join(line.text.split())
        if len(text) >= MIN_REPEATED and any(text in before for before in kept):
            yield line.number
        elif len(text) >= MIN_REPEATED:
            kept.append(text)


def page_number(page: Page) -> Iterator[int]:
    """`Page 3`, or bare numbers on lines of their own that count up through the text."""
    bare: list[tuple[int, int]] = []
    for line in lines(page.blocks):
        text = line.text.strip().casefold()
        if len(text) > 24:
            continue
        if _PAGE.fullmatch(text):
            yield line.number
        elif (found := _NUMBER.fullmatch(text)) is not None:
            bare.append((line.number, int(found[1])))
    for number in _counting_up(bare):
        yield number


def _counting_up(bare: list[tuple[int, int]]) -> Iterator[int]:
    """Line numbers of runs of at least two page numbers that grow by one or two."""
    run: list[tuple[int, int]] = []
    for here in [*bare, (0, -1)]:
        if run and not 1 <= here[1] - run[-1][1] <= 2:
            if len(run) > 1:
                yield from (line for line, _ in run)
            run = []
        run.append(here)


def running_head(page: Page) -> Iterator[int]:
    """The head of printed pages, after the first: a line that returns in a text with page numbers,
    on lines of their own or in the line itself (`THE GAZETTE  4`)."""
    numbers = [b for b in page.document.blocks if b.fate.name == "page-number"]
    seen: dict[str, list[tuple[int, int]]] = {}
    for block in page.blocks:
        if len(block.lines) != 1 or block.kind in ("quote", "item", "rule"):
            continue
        number, text = _paged(block.text[0])
        folded = fold(text, page.document.markdown)
        if 4 <= len(folded) <= 80 and len(folded.split()) >= 2 and text.strip()[:1].isupper():
            seen.setdefault(folded, []).append((block.lines[0], number))
    for places in seen.values():
        pages = [number for _, number in places]
        counted = all(0 < b - a <= 4 for a, b in zip(pages, pages[1:], strict=False))
        # Without pages there are no heads: what returns is a refrain.
        if len(places) >= 2 and ((counted and pages[0] >= 0) or
                                 (len(numbers) >= MIN_PAGES and len(places) >= 3)):  # fmt: skip
            yield from (line for line, _ in places[1:])


def _paged(text: str) -> tuple[int, str]:
    """The page number that a line ends or begins with (-1 for none), and the rest of it."""
    head, _, last = text.strip().rpartition(" ")
    if head and last.isdecimal() and len(last) <= 4:
        return int(last), head
    first, _, tail = text.strip().partition(" ")
    if tail and first.isdecimal() and len(first) <= 4:
        return int(first), tail
    return -1, text


def repeated_title(page: Page) -> Iterator[int]:
    """The title once more at the start of the text."""
    title = page.document.record.title
    if not title:
        return
    markdown = page.document.markdown
    wanted = fold(title, markdown=False)
    for block in page.blocks[:TITLE_REACH]:
        if fold(" ".join(block.text), markdown) == wanted:
            yield from block.lines

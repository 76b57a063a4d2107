"""Rules for traces of printed pages: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressmark.clean.rule import Page
from pressmark.text.lines import Line, fold_line, lines

_OF = re.compile(r"(?:page|seite|pagina|página)\s*(\d{1,4})\s*(?:of|von|sur|de|di|van|/)\s*\d{1,4}")
_PAGE = re.compile(r"(?:page|seite|pagina|página)\s*(\d{1,4})")
_DASHED = re.compile(r"[-–—]\s*(\d{1,4})\s*[-–—]")
_BARE = re.compile(r"(?:p\.|pg\.?|s\.)?\s*(\d{1,4})")
_WIDE = re.compile(r"\S(?:\t|\s{3,})\d+$|^\d+(?:\t|\s{3,})\S")
"""A number set apart by wide space, as compositors set it in a running head."""

MAX_NUMBER_LINE = 24
"""Characters of a line that holds a page number."""
MAX_HEAD = 80
"""Characters of a running head."""
MAX_STEP = 4
"""Pages from one head to the next of the same text: left and right ones differ, and pages with
pictures have none."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A line that may be a page number."""

    index: int
    """Among the body lines."""
    value: int
    certain: bool
    """Whether only page numbers are written like this."""


def page_number(page: Page) -> Iterator[int]:
    """`Page 3 of 9`; `Page 3`, `- 3 -` or `3` on lines of their own that count up through the text.

    Verses, sections, ranks and footnotes are numbered as well. A run of bare numbers is taken for
    page numbers only if one of them cuts a sentence in two, as only the end of a page does.
    """
    all_lines = page.body.lines
    counts = Counter(line.text.strip() for line in all_lines if len(line.text) <= MAX_HEAD)
    heads = frozenset(text for text, count in counts.items() if count > 1)
    numbers: list[_Number] = []
    for index, line in enumerate(all_lines):
        text = line.text.strip().casefold()
        if len(text) > MAX_NUMBER_LINE or line.block.kind in ("heading", "code", "quote"):
            continue
        if _OF.fullmatch(text):
            yield line.number
        elif match := _PAGE.fullmatch(text) or _DASHED.fullmatch(text):
            numbers.append(_Number(index, int(match[1]), certain=True))
        elif match := _BARE.fullmatch(text):
            numbers.append(_Number(index, int(match[1]), certain=False))
    for run in _counting_up(numbers):
        cut = any(_cuts(all_lines, number.index, heads) for number in run)
        if cut or (len(run) > 1 and all(number.certain for number in run)):
            yield from (all_lines[number.index].number for number in run)


def _counting_up(numbers: Sequence[_Number]) -> Iterator[list[_Number]]:
    """Runs of numbers that grow by one or two, with text between them."""
    run: list[_Number] = []
    for number in numbers:
        if run and not (
            1 <= number.value - run[-1].value <= 2 and number.index - run[-1].index > 1
        ):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _cuts(all_lines: Sequence[Line], index: int, heads: frozenset[str] = frozenset()) -> bool:
    """Whether a sentence continues across the line at `index`, and across one of `heads` by it."""
    start, end = index - 1, index + 1
    if start > 0 and all_lines[start].text.strip() in heads:
        start -= 1
    elif end + 1 < len(all_lines) and all_lines[end].text.strip() in heads:
        end += 1
    if start < 0 or end >= len(all_lines):
        return False
    previous, following = all_lines[start].text.rstrip(), all_lines[end].text.lstrip()
    # A short line is a heading or verse; scripts without capitals show no cut.
    return len(previous) > 30 and previous[-1:] not in '.!?:;"”»’)…' and following[:1].islower()


def running_head(page: Page) -> Iterator[int]:
    """Running heads, after the first: a line that recurs where pages end, with a page number beside
    it or in it (`THE GAZETTE  4`).

    A line that recurs elsewhere is a refrain; one that is numbered elsewhere is a chapter.
    """
    all_lines = list(lines(page.document.blocks))
    places_of: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(all_lines):
        if line.block.fate.kind != "body" or line.block.kind in ("quote", "item", "rule", "code"):
            continue
        number, text = _split_number(line.text)
        folded = fold_line(text, page.document.markdown)
        if 4 <= len(folded) <= MAX_HEAD and " " in folded and text.strip()[:1].isupper():
            places_of.setdefault(folded, []).append((index, number))
    for places in places_of.values():
        if _is_head(all_lines, places):
            yield from (all_lines[index].number for index, _ in places[1:])


def _is_head(all_lines: Sequence[Line], places: Sequence[tuple[int, int]]) -> bool:
    """Whether a line that recurs at `places`, `(index, page number or -1)`, is a running head."""
    if len(places) < 2:
        return False
    pages = [number for _, number in places]
    counted = pages[0] >= 0 and all(0 < b - a <= MAX_STEP for a, b in pairwise(pages))
    if counted:
        spaced = all(_WIDE.search(all_lines[index].text.strip()) for index, _ in places)
        return spaced or any(_cuts(all_lines, index) for index, _ in places[1:])
    by_numbers = sum(_is_by_number(all_lines, index) for index, _ in places[1:])
    return len(places) >= 3 and by_numbers * 2 > len(places) - 1


def _is_by_number(all_lines: Sequence[Line], index: int) -> bool:
    neighbours = all_lines[max(0, index - 1) : index + 2]
    return any(line.block.fate.name == "page-number" for line in neighbours)


def _split_number(text: str) -> tuple[int, str]:
    """The page number at the end or the start of a line (-1 for none), and the rest of the line."""
    head, _, last = text.strip().rpartition(" ")
    if head and last.isdecimal() and len(last) <= 4:
        return int(last), head
    first, _, tail = text.strip().partition(" ")
    if tail and first.isdecimal() and len(first) <= 4:
        return int(first), tail
    return -1, text

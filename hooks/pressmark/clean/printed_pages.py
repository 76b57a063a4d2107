"""Rules for what printed pages leave in a text: their numbers and their running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressmark.clean.rule import Page
from pressmark.text.lines import Line, fold, lines

_OF = re.compile(r"(?:page|seite|pagina|página)\s*(\d{1,4})\s*(?:of|von|sur|de|di|van|/)\s*\d{1,4}")
_PAGE = re.compile(r"(?:page|seite|pagina|página)\s*(\d{1,4})")
_DASHED = re.compile(r"[-–—]\s*(\d{1,4})\s*[-–—]")
_BARE = re.compile(r"(?:p\.|pg\.?|s\.)?\s*(\d{1,4})")
_WIDE = re.compile(r"\S(?:\t|\s{3,})\d+$|^\d+(?:\t|\s{3,})\S")
"""A number set apart, as compositors set it in a head."""

MAX_NUMBER_LINE = 24
MAX_HEAD = 80
MAX_STEP = 4
"""Pages between two that have the same head: left and right ones differ, pictures have none."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A line that may be a page number: where it stands among the lines, and what it says."""

    at: int
    value: int
    certain: bool
    """Whether nothing else than a page number is written like this."""


def page_number(page: Page) -> Iterator[int]:
    """`Page 3 of 9`; `Page 3`, `- 3 -` or `3` on lines of their own that count up through the text.

    Verses, sections, ranks and footnotes are numbered as well. Bare numbers are those of pages
    where one of them cuts a sentence in two, as only the end of a page does.
    """
    all_lines = page.body.lines
    counts = Counter(line.text.strip() for line in all_lines if len(line.text) <= MAX_HEAD)
    heads = frozenset(text for text, count in counts.items() if count > 1)
    numbers: list[_Number] = []
    for at, line in enumerate(all_lines):
        text = line.text.strip().casefold()
        if len(text) > MAX_NUMBER_LINE or line.block.kind in ("heading", "code", "quote"):
            continue
        if _OF.fullmatch(text):
            yield line.number
        elif found := _PAGE.fullmatch(text) or _DASHED.fullmatch(text):
            numbers.append(_Number(at, int(found[1]), certain=True))
        elif found := _BARE.fullmatch(text):
            numbers.append(_Number(at, int(found[1]), certain=False))
    for run in _counting_up(numbers):
        cut = any(_cuts(all_lines, number.at, heads) for number in run)
        if cut or (len(run) > 1 and all(number.certain for number in run)):
            yield from (all_lines[number.at].number for number in run)


def _counting_up(numbers: Sequence[_Number]) -> Iterator[list[_Number]]:
    """Runs of numbers that grow by one or two, with text between them."""
    run: list[_Number] = []
    for here in numbers:
        if run and not (1 <= here.value - run[-1].value <= 2 and here.at - run[-1].at > 1):
            yield run
            run = []
        run.append(here)
    if run:
        yield run


def _cuts(all_lines: Sequence[Line], at: int, heads: frozenset[str] = frozenset()) -> bool:
    """Whether a sentence goes on from before line `at` to after it, past a head."""
    start, end = at - 1, at + 1
    if start > 0 and all_lines[start].text.strip() in heads:
        start -= 1
    elif end + 1 < len(all_lines) and all_lines[end].text.strip() in heads:
        end += 1
    if start < 0 or end >= len(all_lines):
        return False
    before, after = all_lines[start].text.rstrip(), all_lines[end].text.lstrip()
    # A short line before is a heading or verse; scripts without capitals show no cut.
    return len(before) > 30 and before[-1:] not in '.!?:;"”»’)…' and after[:1].islower()


def running_head(page: Page) -> Iterator[int]:
    """The head of printed pages, after the first: a line that returns beside page numbers, on
    lines of their own or in the line itself (`THE GAZETTE  4`), where a page ends.

    What returns elsewhere is a refrain; what is numbered elsewhere is a chapter.
    """
    all_lines = list(lines(page.document.blocks))
    seen: dict[str, list[tuple[int, int]]] = {}
    for at, line in enumerate(all_lines):
        if line.block.fate.kind != "body" or line.block.kind in ("quote", "item", "rule", "code"):
            continue
        number, text = _paged(line.text)
        folded = fold(text, page.document.markdown)
        if 4 <= len(folded) <= MAX_HEAD and " " in folded and text.strip()[:1].isupper():
            seen.setdefault(folded, []).append((at, number))
    for places in seen.values():
        if _is_head(all_lines, places):
            yield from (all_lines[at].number for at, _ in places[1:])


def _is_head(all_lines: Sequence[Line], places: Sequence[tuple[int, int]]) -> bool:
    if len(places) < 2:
        return False
    pages = [number for _, number in places]
    counted = pages[0] >= 0 and all(0 < b - a <= MAX_STEP for a, b in pairwise(pages))
    if counted:
        spaced = all(_WIDE.search(all_lines[at].text.strip()) for at, _ in places)
        return spaced or any(_cuts(all_lines, at) for at, _ in places[1:])
    beside = [at for at, _ in places[1:] if _beside_number(all_lines, at)]
    return len(places) >= 3 and len(beside) * 2 > len(places) - 1


def _beside_number(all_lines: Sequence[Line], at: int) -> bool:
    near = all_lines[max(0, at - 1) : at + 2]
    return any(line.block.fate.name == "page-number" for line in near)


def _paged(text: str) -> tuple[int, str]:
    """The page number that a line ends or begins with (-1 for none), and the rest of it."""
    head, _, last = text.strip().rpartition(" ")
    if head and last.isdecimal() and len(last) <= 4:
        return int(last), head
    first, _, tail = text.strip().partition(" ")
    if tail and first.isdecimal() and len(first) <= 4:
        return int(first), tail
    return -1, text

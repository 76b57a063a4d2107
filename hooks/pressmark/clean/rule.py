"""What a cleaning rule is, and the runner that records what each one does.

A rule looks at the body's blocks and names the lines that it takes for something else than text.
It changes nothing: the runner gives those lines their fate, in this one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pressmark.document import Block, Document, Fate
from pressmark.text.lines import Line, Unit, lines, units

BESIDE = Fate("removed", "beside")
"""The fate that lines beside the article have while one looks at the article alone."""


class Body:
    """The blocks that are body still, in order, and how one looks at them."""

    def __init__(self, document: Document) -> None:
        self.all = document.blocks
        self.blocks = tuple(block for block in document.blocks if block.fate.kind == "body")
        self.beside = document.beside

    @cached_property
    def article(self) -> tuple[Block, ...]:
        """Those of them that don't stand beside the article of a page that was taken whole."""
        if not self.beside:
            return self.blocks
        return tuple(b for b in mark(self.blocks, self.beside, BESIDE) if b.fate != BESIDE)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        return tuple(lines(self.blocks))

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units."""
        return tuple(units(self.blocks))


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule may look at."""

    document: Document
    body: Body

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that are body still, in order."""
        return self.body.blocks

    @property
    def article(self) -> tuple[Block, ...]:
        """See `Body.article`."""
        return self.body.article


@dataclass(frozen=True, slots=True)
class Rule:
    """A named cleaning rule."""

    name: str
    why: str
    """What it removes, in a sentence for readers."""
    find: Callable[[Page], Iterable[int]]
    """The numbers of the lines to be removed; others than body lines are ignored."""


def apply(rules: Sequence[Rule], document: Document, switches: Mapping[str, bool]) -> Document:
    """Run the rules in their order; one that `switches` turns off is left out. None takes what was
    found to be the headline of a whole page: it stands among menus, and in paths to the page.
    """
    body = Body(document)
    for rule in rules:
        if not switches.get(rule.name, True):
            continue
        found = frozenset(rule.find(Page(document, body))) - {document.headline}
        if found:
            blocks = mark(document.blocks, found, Fate("removed", rule.name))
            document = replace(document, blocks=blocks)
            body = Body(document)
    return document


def mark(blocks: Iterable[Block], lines: frozenset[int], fate: Fate) -> tuple[Block, ...]:
    """Give the body `lines` the `fate`; a block that holds only some of them is cut up."""
    out: list[Block] = []
    for block in blocks:
        if block.fate.kind != "body" or lines.isdisjoint(block.lines):
            out.append(block)
            continue
        part: list[int] = []
        for at, number in enumerate(block.lines):
            if part and (number in lines) != (block.lines[part[-1]] in lines):
                out.append(_part(block, part, lines, fate))
                part = []
            part.append(at)
        out.append(_part(block, part, lines, fate))
    return tuple(out)


def _part(block: Block, part: list[int], lines: frozenset[int], fate: Fate) -> Block:
    numbers = tuple(block.lines[at] for at in part)
    text = tuple(block.text[at] for at in part)
    given = fate if numbers[0] in lines else block.fate
    return Block(block.kind, numbers, text, given, block.level, block.language)

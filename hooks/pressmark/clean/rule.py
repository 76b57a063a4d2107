"""What a cleaning rule is, and the runner that records what each one does.

A rule reads the body's blocks and names the lines that aren't text. It changes nothing: the runner
gives those lines their fate, in this one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pressmark.document import Block, Document, Fate
from pressmark.text.lines import Line, Unit, lines, units

_OUTSIDE = Fate("removed", "boilerplate")
"""Marks the lines that `Body.article` leaves out. No document gets this fate."""


class Body:
    """The blocks of a document whose fate is still `body`, in order, and views of them."""

    def __init__(self, document: Document) -> None:
        self.all = document.blocks
        """Blocks of every fate."""
        self.blocks = tuple(block for block in document.blocks if block.fate.kind == "body")
        self._boilerplate = document.boilerplate

    @cached_property
    def article(self) -> tuple[Block, ...]:
        """The blocks without the boilerplate of a full-page scrape."""
        if not self._boilerplate:
            return self.blocks
        blocks = set_fate(self.blocks, self._boilerplate, _OUTSIDE)
        return tuple(block for block in blocks if block.fate != _OUTSIDE)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the blocks."""
        return tuple(lines(self.blocks))

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units of the blocks."""
        return tuple(units(self.blocks))


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule or an extractor reads: the document, and its body as earlier ones left it."""

    document: Document
    body: Body

    @property
    def blocks(self) -> tuple[Block, ...]:
        """`Body.blocks`."""
        return self.body.blocks

    @property
    def article(self) -> tuple[Block, ...]:
        """`Body.article`."""
        return self.body.article


@dataclass(frozen=True, slots=True)
class Rule:
    """A named cleaning rule."""

    name: str
    why: str
    """What it removes, in a sentence for readers."""
    find: Callable[[Page], Iterable[int]]
    """Gives the numbers of the lines to remove; numbers of other lines than body lines are ignored.
    """


def apply_rules(
    rules: Sequence[Rule], document: Document, switches: Mapping[str, bool]
) -> Document:
    """Run `rules` in order, but for those that `switches` turns off.

    The headline of a full-page scrape is safe from all of them: it also stands in menus, and so
    looks like part of one.
    """
    body = Body(document)
    for rule in rules:
        if not switches.get(rule.name, True):
            continue
        numbers = frozenset(rule.find(Page(document, body))) - {document.headline}
        if numbers:
            blocks = set_fate(document.blocks, numbers, Fate("removed", rule.name))
            document = replace(document, blocks=blocks)
            body = Body(document)
    return document


def set_fate(blocks: Iterable[Block], numbers: frozenset[int], fate: Fate) -> tuple[Block, ...]:
    """`blocks` with `fate` for the body lines `numbers`; a block that holds only some is split."""
    out: list[Block] = []
    for block in blocks:
        if block.fate.kind != "body" or numbers.isdisjoint(block.lines):
            out.append(block)
            continue
        part: list[int] = []
        for index, number in enumerate(block.lines):
            if part and (number in numbers) != (block.lines[part[-1]] in numbers):
                out.append(_part(block, part, numbers, fate))
                part = []
            part.append(index)
        out.append(_part(block, part, numbers, fate))
    return tuple(out)


def _part(block: Block, part: list[int], numbers: frozenset[int], fate: Fate) -> Block:
    """The lines of `block` at the indices `part`, all of them in `numbers` or none."""
    lines_of_part = tuple(block.lines[index] for index in part)
    text = tuple(block.text[index] for index in part)
    new_fate = fate if lines_of_part[0] in numbers else block.fate
    return Block(block.kind, lines_of_part, text, new_fate, block.level, block.language)

"""Reads front matter: YAML between `---` lines at the very start of a file."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.corpus.declared import from_values, front_matter_field
from pressmark.document import FRONT_MATTER, Block, DeclaredMetadata, Fate
from pressmark.errors import Problem
from pressmark.text.located_yaml import NotYaml, Value, parse

MAX_LINES = 200
"""Lines within which the closing `---` must come: a text may also start with a drawn line."""


def split(
    lines: Sequence[str], path: str
) -> tuple[int, DeclaredMetadata | None, tuple[Block, ...], list[Problem]]:
    """`(number of lines, metadata, blocks, problems)` of the front matter of a file at `path`.

    `(0, None, (), …)` if there is none. Keys that aren't fields of a record are for other programs;
    they go into the ledger alone.
    """
    if not lines or lines[0].rstrip() != "---":
        return 0, None, (), []
    end = next(
        (n for n in range(1, min(len(lines), MAX_LINES)) if lines[n].rstrip() in ("---", "...")),
        0,
    )
    if end < 2:
        return 0, None, (), []
    try:
        root = parse("\n".join(lines[1:end]), first_line=2)
    except NotYaml as error:
        if not any(":" in line for line in lines[1:end]):
            return 0, None, (), []
        message = f"has front matter that is not YAML ({error}); it is treated as text"
        return 0, None, (), [Problem(path, error.line, "bad-front-matter", message)]
    if root.kind != "map" or not root.pairs:
        return 0, None, (), []
    values: dict[str, Value] = {}
    starts: list[tuple[int, str | None]] = []
    for key, value in root.pairs:
        field = front_matter_field(key.text, value.text)
        starts.append((key.line, field if field not in values else None))
        if field:
            values.setdefault(field, value)
    declared, problems = from_values("front-matter", path, values)
    return end + 1, declared, _blocks(lines, end, starts, declared), problems


def _blocks(
    lines: Sequence[str], end: int, starts: list[tuple[int, str | None]], declared: DeclaredMetadata
) -> tuple[Block, ...]:
    """One block per key, with the fate of its lines, and one per fence.

    `lines[end]` is the closing fence; `starts` has each key's line and field, None for keys that
    aren't used. Blank lines belong to no block.
    """
    removed = Fate("removed", FRONT_MATTER)
    edges = [number for number, _ in starts] + [end + 1]
    blocks = [_block(lines, 1, edges[0], removed)]
    for (number, field), after in zip(starts, edges[1:], strict=True):
        if field == "title" and field in declared.values:
            fate = Fate("title")
        elif field and field in declared.values:
            fate = Fate("field", field)
        else:
            fate = removed
        blocks.append(_block(lines, number, after, fate))
    blocks.append(_block(lines, end + 1, end + 2, removed))
    return tuple(block for block in blocks if block.lines)


def _block(lines: Sequence[str], start: int, end: int, fate: Fate) -> Block:
    """A block of the lines from `start` up to `end` (exclusive, 1-based) that aren't blank."""
    numbers = tuple(n for n in range(start, end) if lines[n - 1].strip())
    return Block("code", numbers, tuple(lines[n - 1] for n in numbers), fate)

"""YAML with each value as its exact text, and with its line.

`yaml.safe_load` turns `1897` into a number, `2024-05-01` into a date and `no` into False, without
their lines. Composing (never constructing) keeps both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import yaml

MAX_CHARACTERS = 100_000
"""Of a whole file; PyYAML takes some 10 µs for each."""
MAX_NODES = 20_000
"""More nodes than any honest sidecar has; aliases that multiply ("billion laughs") end here."""
MAX_DEPTH = 32
"""Levels of nesting; an alias inside of its own anchor would have no end."""


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML value: `kind` is `text`, `null`, `list` or `map`; `line` is 1-based."""

    kind: str
    line: int
    text: str = ""
    items: tuple[Value, ...] = ()
    pairs: tuple[tuple[Value, Value], ...] = ()


class NotYaml(ValueError):
    """The text isn't YAML; `line` has the first fault."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def parse(text: str, first_line: int = 1) -> Value:
    """The YAML document in `text`, or an empty map if it has none. Raises `NotYaml`.

    `first_line` is the number of the first line of `text` in its file.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotYaml(f"more than {MAX_CHARACTERS} characters", first_line)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise NotYaml(error.problem or "not YAML", line) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotYaml(str(error).splitlines()[0], first_line) from None
    if node is None:
        return Value("map", first_line)
    return _value(node, first_line, _budget(), MAX_DEPTH)


_UNFIT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters other than white space, lone surrogates, and noncharacters."""


def unfit(text: str) -> str | None:
    """Why a value can't be published, or None: YAML's escapes may name characters that no page can
    show and UTF-8 can't encode.

    >>> unfit("Quay Courier"), unfit("\\ud800")
    (None, 'holds U+D800, which is no character that can be published; write the value without it')
    """
    match = _UNFIT.search(text)
    if not match:
        return None
    code = f"U+{ord(match[0]):04X}"
    return f"holds {code}, which is no character that can be published; write the value without it"


def _budget() -> Iterator[int]:
    yield from range(MAX_NODES)


def _value(node: yaml.Node, first_line: int, budget: Iterator[int], depth: int) -> Value:
    line = node.start_mark.line + first_line
    if not depth:
        raise NotYaml(f"nested more than {MAX_DEPTH} levels deep", line)
    if next(budget, None) is None:
        raise NotYaml(f"more than {MAX_NODES} values", line)
    inner = partial(_value, first_line=first_line, budget=budget, depth=depth - 1)
    if isinstance(node, yaml.MappingNode):
        return Value("map", line, pairs=tuple((inner(k), inner(v)) for k, v in node.value))
    if isinstance(node, yaml.SequenceNode):
        return Value("list", line, items=tuple(inner(item) for item in node.value))
    kind = "null" if node.tag == "tag:yaml.org,2002:null" else "text"
    return Value(kind, line, text=node.value)

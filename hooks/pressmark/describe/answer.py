"""What an extractor is: it reads the body and answers for one field, with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pressmark.clean.rule import Page
from pressmark.document import OriginKind

MAX_EVIDENCE = 160
"""Characters of the text that an origin quotes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A value for a field, and what it was read from."""

    field: str
    value: str | tuple[str, ...]
    line: int
    """Where it was read; 0 when not from a line."""
    seen: str
    """The text it was read from."""
    takes: tuple[int, ...] = ()
    """Lines that hold nothing but this field: they leave the body for it."""
    origin: OriginKind = "text"


@dataclass(frozen=True, slots=True)
class Extractor:
    """A named way to read fields from a text."""

    name: str
    what: str
    """What it reads, in a sentence for readers."""
    find: Callable[[Page], Iterable[Answer]]


def evidence(name: str, answer: Answer) -> str:
    """`line 10 (dateline): Washington, February 2 (RHC)--`."""
    seen = " ".join(answer.seen.split())
    if len(seen) > MAX_EVIDENCE:
        seen = seen[: MAX_EVIDENCE - 1] + "…"
    place = f"line {answer.line} ({name})" if answer.line else f"({name})"
    return f"{place}: {seen}"

"""Extractors and their answers: a value for a field, with the line that is the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pressmark.clean.rule import Page
from pressmark.document import OriginKind

MAX_EVIDENCE = 160
"""Characters of the quotation in an origin."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A value for a field, with its evidence."""

    field: str
    value: str | tuple[str, ...]
    line: int
    """Number of the line that it was read from; 0 if from none."""
    source_text: str
    """Text that it was read from."""
    takes: tuple[int, ...] = ()
    """Numbers of lines that hold nothing but this field: they leave the body."""
    origin: OriginKind = "text"


@dataclass(frozen=True, slots=True)
class Extractor:
    """A function that reads fields from a text, and its name."""

    name: str
    what: str
    """Its description for readers."""
    find: Callable[[Page], Iterable[Answer]]


def evidence(name: str, answer: Answer) -> str:
    """Evidence of an answer of the extractor `name`, for readers:
    `line 10 (dateline): Washington, February 2 (RHC)--`.
    """
    quotation = " ".join(answer.source_text.split())
    if len(quotation) > MAX_EVIDENCE:
        quotation = quotation[: MAX_EVIDENCE - 1] + "…"
    place = f"line {answer.line} ({name})" if answer.line else f"({name})"
    return f"{place}: {quotation}"

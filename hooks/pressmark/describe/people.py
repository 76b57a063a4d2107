"""Bylines: lines that only say who wrote the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.lines import lines
from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.inline import plain

_BY = re.compile(
    r"(?:(?:written |words |text |story |reported )?by|von|par|por|di|door|av|af|przez|от|بقلم|文|文／)"
    r"\s*:?\s+(?P<names>.{3,100})$",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:author|authors|autor|autorin|auteur|autore|writer|автор|الكاتب|作者|著者)\s*[:：]\s*(?P<names>.{2,100})$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|、)\s*")
_ROLE = re.compile(
    r"\s*(?:,|\||–|—|-|/)?\s*\b(?:staff (?:writer|reporter)|correspondent|reporter|editor|redaktion"
    r"|special to .*|for .*|in [A-Z].*)$",
)
_PARTICLES = frozenset("de da di do dos van von der den la le el al bin ibn del du ter zu af y".split())  # noqa: SIM905

HEAD, TAIL = 8, 4
"""Body lines from the start and from the end in which a byline may stand."""
MAX_LINE = 110


def names(text: str) -> tuple[str, ...]:
    """The names that `text` lists, or none if a part of it isn't one.

    >>> names("Ada Byron and Charles Babbage"), names("the end of the week")
    (('Ada Byron', 'Charles Babbage'), ())
    """
    parts = [part.strip(" .") for part in _AND.split(_ROLE.sub("", text.strip())) if part.strip(" .")]
    return tuple(parts) if parts and all(_is_name(part) for part in parts) else ()


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 5 or any(c.isdigit() for c in text) or len(text) > 50:
        return False
    has_case = any(c.isupper() or c.islower() for c in text)
    if not has_case:
        return all(c.isalpha() or c in " .·・-" for c in text)
    if len(words) == 1:
        return False
    return all(
        word[0].isupper() or word.casefold() in _PARTICLES or word[0] in "'’\"“" for word in words
    ) and not any(c in '!?:;()[]{}<>/@"“”' for c in text)


def is_byline(line: str) -> bool:
    """Whether a line says nothing but who wrote the text."""
    found = _AUTHOR.match(line) or _BY.match(line)
    return bool(found and names(found["names"]))


def byline(page: Page) -> Iterator[Answer]:
    """`By Ada Byron`, `Von Ada Byron und …`, `Author: …` on a line of its own."""
    all_lines = list(lines(page.blocks))
    near = all_lines[:HEAD] + all_lines[max(HEAD, len(all_lines) - TAIL) :]
    for line in near:
        if len(line.text) > MAX_LINE or line.block.kind in ("quote", "code", "item", "caption"):
            continue
        text = plain(line.text, page.document.markdown).strip(" \t*_#|")
        found = _AUTHOR.match(text) or _BY.match(text)
        if not found:
            continue
        read = names(found["names"])
        if read:
            yield Answer("authors", read, line.number, text, (line.number,))

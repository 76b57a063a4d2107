"""Bylines: lines that only say who wrote the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.dates import find_dates, read_line
from pressmark.text.inline import plain
from pressmark.text.lines import head_start

_BY = re.compile(
    r"(?:(?:written |words |text |story |reported )?by|(?:text )?von|par|por|di|door|av|af|przez|от"
    r"|بقلم|文|文／)\s*:?\s+(?P<names>.{3,100})$",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:author|authors|autor|autorin|auteur|autore|writer|text|words|story|автор|текст|الكاتب|作者|著者"
    r"|記者)\s*[:：]\s*(?P<names>.{2,100})$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|、)\s*")
_ROLE = re.compile(
    r"\s*(?:,|\||–|—|-|/)?\s*\b(?:staff (?:writer|reporter)|correspondent|reporter|editor|redaktion"
    r"|special to .*|for .*|in [A-Z].*|last updated)$",
)
PARTICLES = frozenset(
    {
        "de", "da", "di", "do", "dos", "van", "von", "der", "den", "la", "le", "el", "al", "bin",
        "ibn", "del", "du", "ter", "zu", "af", "y", "dei", "della", "st.",
    }
)  # fmt: skip
"""Folded words without a capital within names."""
_PARTED = re.compile(r"\s*(?:,|\||•|·|–|—|\s-\s|\bon\b|\bam\b|\ble\b)\s*$")
"""What stands between the names and the date on one line."""

HEAD, TAIL = 8, 4
"""Body lines from the head (`lines.head`) and from the end in which a byline may stand."""
MAX_LINE = 110
MAX_SHORTENED = 5
"""Characters of a word of a name that may end with a full stop: `Prof.`, `J.`."""


def names(text: str) -> tuple[str, ...]:
    """The names that `text` lists, or none if a part of it isn't one.

    >>> names("Ada Byron and Charles Babbage"), names("the end of the week")
    (('Ada Byron', 'Charles Babbage'), ())
    """
    parts = [part.strip(" .") for part in _AND.split(_ROLE.sub("", text.strip()))]
    parts = [part for part in parts if part]
    return tuple(parts) if parts and all(_is_name(part) for part in parts) else ()


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 5 or any(c.isdigit() for c in text) or len(text) > 50:
        return False
    has_case = any(c.isupper() or c.islower() for c in text)
    if not has_case:
        return all(c.isalpha() or c in " .·・-" for c in text)
    # `Ann Sandell. Posted on …` goes on after the name; `Prof. Ada Byron` doesn't.
    if len(words) == 1 or any(len(w) > MAX_SHORTENED and w[-1] == "." for w in words[:-1]):
        return False
    return all(
        word[0].isupper() or word.casefold() in PARTICLES or word[0] in "'’\"“" for word in words
    ) and not any(c in '!?:;()[]{}<>/@"“”' for c in text)


def read_byline(line: str) -> tuple[tuple[str, ...], str] | None:
    """Who wrote the text, and the date that the line has after the names, as it stands there.

    >>> read_byline("By Ada Byron, May 3, 1843")
    (('Ada Byron',), 'May 3, 1843')
    """
    found = _AUTHOR.match(line) or _BY.match(line)
    if not found:
        return None
    who, date = found["names"], ""
    dates = list(find_dates(who))
    if dates and read_line(who[dates[0].start :]):
        date = who[dates[0].start :]
        who = _PARTED.sub("", who[: dates[0].start])
    read = names(who)
    return (read, date) if read else None


def is_byline(line: str) -> bool:
    """Whether a line says nothing but who wrote the text, and when."""
    return read_byline(line) is not None


def byline(page: Page) -> Iterator[Answer]:
    """`By Ada Byron`, `Von Ada Byron und …`, `Author: …` on a line of its own."""
    all_lines = page.body.lines
    start = head_start(page.document, all_lines)
    end = start + HEAD
    near = all_lines[start:end] + all_lines[max(end, len(all_lines) - TAIL) :]
    for line in near:
        if len(line.text) > MAX_LINE or line.block.kind in ("quote", "code", "item", "caption"):
            continue
        text = plain(line.text, page.document.markdown).strip(" \t*_#|")
        read = read_byline(text)
        if read is None:
            continue
        yield Answer("authors", read[0], line.number, text, (line.number,))
        dated = read_line(read[1]) if read[1] else None
        if dated:
            yield Answer("date", dated[0].value, line.number, text)

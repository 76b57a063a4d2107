"""Bylines: lines that name the authors, and perhaps the date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.dates import find_dates, read_date_line
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
"""Words in lower case within names."""
_SEPARATOR = re.compile(r"\s*(?:,|\||•|·|–|—|\s-\s|\bon\b|\bam\b|\ble\b)\s*$")
"""Separator between the names and the date on one line."""

HEAD, TAIL = 8, 4
"""Body lines from the head (`lines.head`) and from the end that are searched for a byline."""
MAX_LINE = 110
"""Characters of the longest byline."""
MAX_WORDS, MAX_NAME = 5, 50
"""Words and characters of the longest name."""
MAX_ABBREVIATION = 5
"""Characters of a word within a name that ends with a full stop: `Prof.`, `J.`."""


def listed_names(text: str) -> tuple[str, ...]:
    """The names in a list like `Ada Byron and Charles Babbage`; none if a part isn't a name.

    >>> listed_names("Ada Byron and Charles Babbage"), listed_names("the end of the week")
    (('Ada Byron', 'Charles Babbage'), ())
    """
    parts = [part.strip(" .") for part in _AND.split(_ROLE.sub("", text.strip()))]
    parts = [part for part in parts if part]
    return tuple(parts) if parts and all(_is_name(part) for part in parts) else ()


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= MAX_WORDS or any(c.isdigit() for c in text) or len(text) > MAX_NAME:
        return False
    has_case = any(c.isupper() or c.islower() for c in text)
    if not has_case:
        return all(c.isalpha() or c in " .·・-" for c in text)
    # `Ann Sandell. Posted on …` goes on after the name; `Prof. Ada Byron` doesn't.
    if len(words) == 1 or any(len(w) > MAX_ABBREVIATION and w[-1] == "." for w in words[:-1]):
        return False
    return all(
        word[0].isupper() or word.casefold() in PARTICLES or word[0] in "'’\"“" for word in words
    ) and not any(c in '!?:;()[]{}<>/@"“”' for c in text)


def read_byline(line: str) -> tuple[tuple[str, ...], str] | None:
    """Authors and date of a byline, or None. The date is as written, empty if there is none.

    >>> read_byline("By Ada Byron, May 3, 1843")
    (('Ada Byron',), 'May 3, 1843')
    """
    match = _AUTHOR.match(line) or _BY.match(line)
    if not match:
        return None
    text, date = match["names"], ""
    dates = list(find_dates(text))
    if dates and read_date_line(text[dates[0].start :]):
        date = text[dates[0].start :]
        text = _SEPARATOR.sub("", text[: dates[0].start])
    authors = listed_names(text)
    return (authors, date) if authors else None


def is_byline(line: str) -> bool:
    """Whether a line is a byline."""
    return read_byline(line) is not None


def byline(page: Page) -> Iterator[Answer]:
    """Authors on a line of their own: `By Ada Byron`, `Von Ada Byron und …`, `Author: …`."""
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
        dated = read_date_line(read[1]) if read[1] else None
        if dated:
            yield Answer("date", dated[0].value, line.number, text)

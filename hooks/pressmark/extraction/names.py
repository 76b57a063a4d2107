"""Names of people as lines have them, told by capitals and by the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from pressmark.describe.datelines import AGENCIES
from pressmark.describe.people import PARTICLES
from pressmark.extraction.additive_model import shipped
from pressmark.text.lines import CACHE

Kind = Literal["name", "joined", "agency", "handle"]

MAX_LINE = 300
"""Characters of a line that are looked at."""
MAX_NAME, MOST_AFTER = 4, 2
"""Words of a name; characters that may part them."""
MAX_INITIALS = 5
"""Characters of a word that may end with a full stop: `Prof.`."""

BY = frozenset(
    {
        "by", "von", "par", "por", "di", "door", "av", "af", "przez", "от", "of", "vom", "text",
        "author", "autor", "autorin", "auteur", "autore", "words", "story", "from", "yazan",
        "kirjoittaja", "tekst", "reporter", "journalist", "redakteur", "redakteurin", "written",
        "posted", "verfasst", "writer", "correspondent",
    }
)  # fmt: skip
"""Folded words before the name of an author."""
CREDITED = frozenset(
    {
        "foto", "fotos", "photo", "photos", "bild", "bilder", "images", "image", "credit",
        "fotograf", "video",
    }
)  # fmt: skip
"""Folded words before the name of who took a picture."""
_NEVER_FIRST = BY | CREDITED
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?|\d+|[^\w\s]|_")
_HANDLE = re.compile(
    r"(?<!\w)(?:by|von|par|por|author|autor)\s*:?\s+"
    r"(?P<name>[\w.-]{3,20})(?=\s*(?:$|[|·•,–(—]|-\s|\d|(?:am|on|um|in)\b))",
    re.IGNORECASE,
)
"""`Posted by freeman1984 on …`: what people call themselves."""
_LONG_PREFIXES = frozenset({"mc", "mac", "de", "la", "le", "van", "di", "fitz", "du"})


@dataclass(frozen=True, slots=True)
class Name:
    """A part of a line that may be a name."""

    text: str
    start: int
    end: int
    words: int
    before: str
    """The word or sign before it."""
    after: str
    skipped: int
    """Words with capitals just before it."""
    beyond: int
    """Words with capitals just after it."""
    kind: Kind

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends in its line."""
        return self.start, self.end


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    folded: str
    is_word: bool


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(m[0], m.start(), m.end(), m[0].casefold().rstrip("."), m[0][0].isalpha())
        for m in _TOKEN.finditer(text[:MAX_LINE])
    ]


@cache
def given_names() -> frozenset[str]:
    """Folded given names of some seventy languages and countries."""
    lines = shipped("given-names.txt").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@lru_cache(CACHE)
def is_likely(text: str) -> bool:
    """Whether several words begin with a given name.

    >>> is_likely("Marie Jaster"), is_likely("Related Articles")
    (True, False)
    """
    first = re.split(r"[\s-]+", text.casefold())[0].strip(".'’")
    return " " in text and first in given_names()


@lru_cache(CACHE)
def names_in(text: str) -> tuple[Name, ...]:
    """Whatever in a line could be a name. The same lines are asked for again, by what looks for the
    headline and in other pages of a site.

    >>> [name.text for name in names_in("By Ada Byron and Charles Babbage, 3 May")]
    ['Ada Byron', 'Charles Babbage']
    """
    return tuple(_names_in(text))


def _names_in(text: str) -> Iterator[Name]:
    tokens = _tokens(text)
    met: set[tuple[int, int]] = set()
    at = 0
    while at < len(tokens):
        last = _run(tokens, at)
        if last is not None:
            for name in _in_run(tokens, at, last):
                met.add((name.start, name.end))
                yield name
        elif _is_agency(tokens, at):
            met.add((tokens[at].start, tokens[at].end))
            yield _name(tokens, at, at, (at, at), "agency")
        at = (last if last is not None else at) + 1
    for found in _HANDLE.finditer(text[:MAX_LINE]):
        if found.span("name") not in met:
            start, end = found.span("name")
            yield Name(found["name"], start, end, 1, "by", text[end:].strip()[:1], 0, 0, "handle")


def _run(tokens: Sequence[_Token], at: int) -> int | None:
    """The last of the words with capitals that stand together from the one at `at` on."""
    if not _begins(tokens[at]):
        return None
    last = at
    for place in range(at + 1, len(tokens)):
        token, before = tokens[place], tokens[place - 1]
        gap = token.start - before.end
        if before.text[-1] == "." and len(before.text) > MAX_INITIALS:
            break
        if not token.is_word or token.folded in CREDITED or not 0 < gap <= MOST_AFTER:
            break
        goes_on = place + 1 < len(tokens) and tokens[place + 1].is_word
        if token.text[0].isupper():
            last = place
        elif not (token.folded in PARTICLES and goes_on):
            break
    return last


def _begins(token: _Token) -> bool:
    return token.is_word and token.text[0].isupper() and token.folded not in _NEVER_FIRST


def _in_run(tokens: Sequence[_Token], first: int, last: int) -> Iterator[Name]:
    """A run as a whole, and its first two and three words; and what stands after a `von` in it."""
    run = (first, last)
    if first == last and tokens[first].folded in AGENCIES:
        yield _name(tokens, first, first, run, "agency")
    starts = [at + 1 for at in range(first, last) if tokens[at].folded in BY]
    for start in (first, *starts):
        count = last - start + 1
        if count == 1:
            if start > first or _is_named(tokens, start):
                yield _name(tokens, start, start, run, "name")
            continue
        for words in sorted({2, min(3, count), count if count <= MAX_NAME else 2}):
            end = start + words - 1
            if tokens[end].folded not in PARTICLES:
                yield _name(tokens, start, end, run, "name")
                yield from _cut(tokens, start, end, run)


def _cut(tokens: Sequence[_Token], start: int, end: int, run: tuple[int, int]) -> Iterator[Name]:
    """`Emma MackenzieLifestyle`: a page's elements follow each other without a space."""
    word = tokens[end].text
    for cut in range(2, len(word) - 1):
        if word[cut - 1].islower() and word[cut].isupper() and word[cut + 1].islower():
            if word[:cut].casefold() not in _LONG_PREFIXES:
                yield _name(tokens, start, end, run, "joined", tokens[end].start + cut)
            return


def _is_named(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a word stands after one that says that it names an author: `von Ada`, `Autor: Ada`"""
    if at and tokens[at - 1].folded in BY:
        return True
    return at > 1 and tokens[at - 1].text == ":" and tokens[at - 2].folded in BY


def _is_agency(tokens: Sequence[_Token], at: int) -> bool:
    """`Von dpa`, or nothing but `dpa`."""
    known = tokens[at].folded in AGENCIES
    return known and (len(tokens) == 1 or _is_named(tokens, at) or tokens[at - 1].text == ":")


def _name(
    tokens: Sequence[_Token], start: int, end: int, run: tuple[int, int], kind: Kind, cut: int = 0
) -> Name:
    until = cut or tokens[end].end
    first = tokens[start]
    # The text of the line, as far as the tokens have it: they are parted by a space or two.
    words = [token.text for token in tokens[start : end + 1]]
    words[-1] = words[-1][: until - tokens[end].start]
    return Name(
        " ".join(words).rstrip("."),
        first.start,
        until,
        end - start + 1,
        tokens[start - 1].text if start else "",
        tokens[end + 1].text if end + 1 < len(tokens) else "",
        start - run[0],
        run[1] - end + bool(cut),
        kind,
    )

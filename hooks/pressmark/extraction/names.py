"""Candidates for names of people in a line, by their capitals and by the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from pressmark.describe.datelines import AGENCIES
from pressmark.describe.people import PARTICLES
from pressmark.extraction.additive_model import shipped_table
from pressmark.text.lines import CACHE

Kind = Literal["name", "joined", "agency", "handle"]

MAX_LINE = 300
"""Characters of a line that are searched."""
MAX_NAME, MAX_GAP = 4, 2
"""Words of a name, and characters between two of them."""
MAX_ABBREVIATION = 5
"""Characters of a word within a name that ends with a full stop: `Prof.`."""

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
"""Folded words before the name of a photographer."""
_NEVER_FIRST = BY | CREDITED
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?|\d+|[^\w\s]|_")
_HANDLE = re.compile(
    r"(?<!\w)(?:by|von|par|por|author|autor)\s*:?\s+"
    r"(?P<name>[\w.-]{3,20})(?=\s*(?:$|[|·•,–(—]|-\s|\d|(?:am|on|um|in)\b))",
    re.IGNORECASE,
)
"""User name after `by`: `Posted by freeman1984 on …`."""
_LONG_PREFIXES = frozenset({"mc", "mac", "de", "la", "le", "van", "di", "fitz", "du"})
"""Folded beginnings of names with a capital inside: `MacKenzie`."""


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A part of a line that may be a name."""

    text: str
    start: int
    """Index of its first character in the line."""
    end: int
    """Index behind its last character."""
    words: int
    before: str
    """Word or sign before it."""
    after: str
    """Word or sign after it."""
    skipped: int
    """Number of capitalized words just before it."""
    beyond: int
    """Number of capitalized words just after it."""
    kind: Kind

    @property
    def span(self) -> tuple[int, int]:
        """`start` and `end`."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a line of a page."""

    row: int
    """Row of the line."""
    name: NameCandidate

    @property
    def key(self) -> str:
        """The name in lower case, for comparison."""
        return self.name.text.casefold()


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
    """Given names of some seventy languages and countries, in lower case."""
    lines = shipped_table("given-names.txt").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@lru_cache(CACHE)
def is_likely(text: str) -> bool:
    """Whether `text` has several words, the first of them a given name.

    >>> is_likely("Marie Jaster"), is_likely("Related Articles")
    (True, False)
    """
    first = re.split(r"[\s-]+", text.casefold())[0].strip(".'’")
    return " " in text and first in given_names()


@lru_cache(CACHE)
def name_candidates(text: str) -> tuple[NameCandidate, ...]:
    """Candidates for names in a line; they may overlap. Cached, since headline and authors search
    the same lines, and so do the pages of a site.

    >>> [name.text for name in name_candidates("By Ada Byron and Charles Babbage, 3 May")]
    ['Ada Byron', 'Charles Babbage']
    """
    return tuple(_name_candidates(text))


def _name_candidates(text: str) -> Iterator[NameCandidate]:
    tokens = _tokens(text)
    spans: set[tuple[int, int]] = set()
    index = 0
    while index < len(tokens):
        last = _end_of_run(tokens, index)
        if last is not None:
            for name in _in_run(tokens, index, last):
                spans.add((name.start, name.end))
                yield name
        elif _is_agency(tokens, index):
            spans.add((tokens[index].start, tokens[index].end))
            yield _name(tokens, index, index, (index, index), "agency")
        index = (last if last is not None else index) + 1
    for match in _HANDLE.finditer(text[:MAX_LINE]):
        if match.span("name") not in spans:
            start, end = match.span("name")
            after = text[end:].strip()[:1]
            yield NameCandidate(match["name"], start, end, 1, "by", after, 0, 0, "handle")


def _end_of_run(tokens: Sequence[_Token], first: int) -> int | None:
    """Index of the last of the capitalized words in a row that begin at `first`, particles between
    them allowed; None if no name begins there.
    """
    if not _begins_name(tokens[first]):
        return None
    last = first
    for index in range(first + 1, len(tokens)):
        token, previous = tokens[index], tokens[index - 1]
        gap = token.start - previous.end
        if previous.text[-1] == "." and len(previous.text) > MAX_ABBREVIATION:
            break
        if not token.is_word or token.folded in CREDITED or not 0 < gap <= MAX_GAP:
            break
        word_follows = index + 1 < len(tokens) and tokens[index + 1].is_word
        if token.text[0].isupper():
            last = index
        elif not (token.folded in PARTICLES and word_follows):
            break
    return last


def _begins_name(token: _Token) -> bool:
    return token.is_word and token.text[0].isupper() and token.folded not in _NEVER_FIRST


def _in_run(tokens: Sequence[_Token], first: int, last: int) -> Iterator[NameCandidate]:
    """Candidates in a run of capitalized words: all of it, its first two and three words, and the
    same for the part after a `von`.
    """
    run = (first, last)
    if first == last and tokens[first].folded in AGENCIES:
        yield _name(tokens, first, first, run, "agency")
    starts = [index + 1 for index in range(first, last) if tokens[index].folded in BY]
    for start in (first, *starts):
        count = last - start + 1
        if count == 1:
            if start > first or _is_introduced(tokens, start):
                yield _name(tokens, start, start, run, "name")
            continue
        for words in sorted({2, min(3, count), count if count <= MAX_NAME else 2}):
            end = start + words - 1
            if tokens[end].folded not in PARTICLES:
                yield _name(tokens, start, end, run, "name")
                yield from _split_joined(tokens, start, end, run)


def _split_joined(
    tokens: Sequence[_Token], start: int, end: int, run: tuple[int, int]
) -> Iterator[NameCandidate]:
    """The name in `Emma MackenzieLifestyle`: two elements of a page without a space between."""
    word = tokens[end].text
    for cut in range(2, len(word) - 1):
        if word[cut - 1].islower() and word[cut].isupper() and word[cut + 1].islower():
            if word[:cut].casefold() not in _LONG_PREFIXES:
                yield _name(tokens, start, end, run, "joined", tokens[end].start + cut)
            return


def _is_introduced(tokens: Sequence[_Token], index: int) -> bool:
    """Whether a word that introduces authors stands before a token: `von Ada`, `Autor: Ada`."""
    if index and tokens[index - 1].folded in BY:
        return True
    return index > 1 and tokens[index - 1].text == ":" and tokens[index - 2].folded in BY


def _is_agency(tokens: Sequence[_Token], index: int) -> bool:
    """Whether a token is an agency as author: `Von dpa`, `Quelle: dpa`, or all of the line."""
    return tokens[index].folded in AGENCIES and (
        len(tokens) == 1 or _is_introduced(tokens, index) or tokens[index - 1].text == ":"
    )


def _name(
    tokens: Sequence[_Token], start: int, end: int, run: tuple[int, int], kind: Kind, cut: int = 0
) -> NameCandidate:
    """The candidate of the tokens from `start` to `end`, in a run of capitalized words. The last of
    them ends at index `cut` of the line, unless that is 0.
    """
    name_end = cut or tokens[end].end
    words = [token.text for token in tokens[start : end + 1]]
    words[-1] = words[-1][: name_end - tokens[end].start]
    return NameCandidate(
        " ".join(words).rstrip("."),
        tokens[start].start,
        name_end,
        end - start + 1,
        tokens[start - 1].text if start else "",
        tokens[end + 1].text if end + 1 < len(tokens) else "",
        start - run[0],
        run[1] - end + bool(cut),
        kind,
    )

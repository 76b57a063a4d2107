"""Documents cut into words: the part of the work that can be done anywhere, batch by batch.

What a batch gives depends on its documents alone, but for the order in which its words are listed,
which is nobody's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np

from pressmark.search import stems
from pressmark.search.entry import Entry
from pressmark.search.layout import TITLE_WORDS
from pressmark.search.words import Word, piece_words, pieces

REMEMBERED = 400_000
"""Pieces that a process remembers, some 150 bytes each, before it starts anew."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a batch of documents. Small, and pickled in microseconds."""

    words: str
    """The distinct words, a line each: the folded word, a tab, its class (`stems.word_class`)."""
    ids: bytes
    """Little-endian uint32, one a word of the documents, one document after the other, its title's
    first: the line in `words`."""
    lengths: tuple[int, ...]
    """How many of `ids` are each document's."""
    titles: tuple[int, ...]
    """How many of these are its title's."""


class _Remembered:
    """Pieces of text whose words are known to this process, and the numbers given to the words."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        """Line of `Tokens.words` → its number here."""
        self.lines: list[str] = []
        self.pieces: dict[str, _Pieces] = {}

    def number(self, line: str) -> int:
        known = self.numbers.setdefault(line, len(self.lines))
        if known == len(self.lines):
            self.lines.append(line)
        return known

    def of(self, language: str) -> _Pieces:
        if language not in self.pieces:
            self.pieces[language] = _Pieces(self, language)
        return self.pieces[language]

    def full(self) -> bool:
        return sum(map(len, self.pieces.values())) > REMEMBERED


class _Pieces(dict[str, tuple[int, ...]]):
    """Piece of a text in one language → its words' numbers, worked out when first asked for."""

    def __init__(self, remembered: _Remembered, language: str) -> None:
        super().__init__()
        self.remembered = remembered
        self.language = language

    def __missing__(self, piece: str) -> tuple[int, ...]:
        found = self[piece] = tuple(
            self.remembered.number(self._line(word)) for word in piece_words(piece)
        )
        return found

    def _line(self, word: Word) -> str:
        return f"{word.folded}\t{stems.word_class(self.language, word.folded, word.raw)}"


@cache
def _remembered() -> _Remembered:
    return _Remembered()


def forget() -> None:
    """Frees what this process remembers, when there is nothing more to cut."""
    _remembered.cache_clear()


def tokenise(entries: Sequence[Entry]) -> Tokens:
    """The words of `entries`: of each its title's, then its text's."""
    if _remembered().full():
        forget()
    known = _remembered()
    ids: list[int] = []
    lengths: list[int] = []
    titles: list[int] = []
    for entry in entries:
        words = known.of(stems.language_name(entry.language)).__getitem__
        start = len(ids)
        ids += chain.from_iterable(map(words, pieces(entry.title or "")))
        titles.append(min(len(ids) - start, TITLE_WORDS))
        ids += chain.from_iterable(map(words, pieces(entry.text)))
        lengths.append(len(ids) - start)
    return Tokens(*_own(known, ids), tuple(lengths), tuple(titles))


def _own(known: _Remembered, ids: list[int]) -> tuple[str, bytes]:
    """The words that are used, numbered among themselves."""
    numbers = np.array(ids, dtype=np.int64)
    used = np.zeros(len(known.lines), dtype=bool)
    used[numbers] = True
    listed = np.flatnonzero(used)
    own = np.empty(len(known.lines), dtype="<u4")
    own[listed] = np.arange(len(listed))
    return "\n".join(map(known.lines.__getitem__, listed.tolist())), own[numbers].tobytes()

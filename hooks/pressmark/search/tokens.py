"""Documents cut into words: the part of the work that can be done anywhere, batch by batch.

What a batch gives depends on its documents alone, but for the order in which its words are listed,
which is nobody's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from pressmark.runtime.arrays import Array
from pressmark.search.parameters import TITLE_WORDS
from pressmark.search.search_document import SearchDocument
from pressmark.text import stems
from pressmark.text.words import Word, piece_words, pieces, runs

REMEMBERED = 50_000
"""Runs that a process remembers, some 150 bytes each, before it starts anew."""

LONG = 64
"""Bytes of a run that is worth remembering: lines of scripts without spaces rarely come again."""

SEVERAL = -1


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
    """Runs of text whose words are known to this process, and the numbers given to the words."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        """Line of `Tokens.words` → its number here."""
        self.lines: list[str] = []
        self.runs: dict[str, _Runs] = {}

    def number(self, line: str) -> int:
        known = self.numbers.setdefault(line, len(self.lines))
        if known == len(self.lines):
            self.lines.append(line)
        return known

    def of(self, language: str) -> _Runs:
        if language not in self.runs:
            self.runs[language] = _Runs(self, language)
        return self.runs[language]

    def full(self) -> bool:
        return sum(map(len, self.runs.values())) > REMEMBERED


class _Runs(dict[bytes, int]):
    """Run of a text in one language → its word's number, worked out when first asked for;
    `SEVERAL` for a run that isn't just one word.
    """

    def __init__(self, remembered: _Remembered, language: str) -> None:
        super().__init__()
        self._remembered = remembered
        self._language = language
        self._several: dict[bytes, Array] = {}

    def __missing__(self, run: bytes) -> int:
        if len(run) > LONG:
            return SEVERAL
        found = self._worked_out(run)
        if len(found) != 1:
            self._several[run] = np.array(found, dtype=np.int32)
        number = self[run] = found[0] if len(found) == 1 else SEVERAL
        return number

    def several(self, run: bytes) -> Array:
        """The numbers of all words of a run."""
        if len(run) > LONG:
            return np.array(self._worked_out(run), dtype=np.int32)
        return self._several[run]

    def _worked_out(self, run: bytes) -> list[int]:
        text = run.decode("utf-8", "surrogatepass")
        found = [text] if run.isalnum() else pieces(text)
        return [self._number(word) for piece in found for word in piece_words(piece)]

    def _number(self, word: Word) -> int:
        found = stems.word_class(self._language, word.folded, word.raw)
        return self._remembered.number(f"{word.folded}\t{found}")


@cache
def _remembered() -> _Remembered:
    return _Remembered()


def forget() -> None:
    """Frees what this process remembers, when there is nothing more to cut."""
    _remembered.cache_clear()


def tokenise(entries: Sequence[SearchDocument]) -> Tokens:
    """The words of `entries`: of each its title's, then its text's."""
    if _remembered().full():
        forget()
    known = _remembered()
    found: list[Array] = []
    lengths: list[int] = []
    titles: list[int] = []
    for entry in entries:
        own = known.of(stems.reading_name(entry.language))
        title, text = _numbers(own, entry.title or ""), _numbers(own, entry.text)
        found += (title, text)
        titles.append(min(len(title), TITLE_WORDS))
        lengths.append(len(title) + len(text))
    ids = np.concatenate(found) if found else np.empty(0, dtype=np.int32)
    return Tokens(*_own(known, ids), tuple(lengths), tuple(titles))


def _numbers(known: _Runs, text: str) -> Array:
    """The numbers of the words of `text`, in order."""
    parted = runs(text)
    numbers = np.fromiter(map(known.__getitem__, parted), np.int32, len(parted))
    parts: list[Array] = []
    done = 0
    for place in np.flatnonzero(numbers == SEVERAL).tolist():
        parts += (numbers[done:place], known.several(parted[place]))
        done = place + 1
    return np.concatenate((*parts, numbers[done:])) if parts else numbers


def _own(known: _Remembered, ids: Array) -> tuple[str, bytes]:
    """The words that are used, numbered among themselves."""
    used = np.zeros(len(known.lines), dtype=bool)
    used[ids] = True
    listed = np.flatnonzero(used)
    own = np.empty(len(known.lines), dtype="<u4")
    own[listed] = np.arange(len(listed))
    return "\n".join(map(known.lines.__getitem__, listed.tolist())), own[ids].tobytes()

"""Cuts documents into words, batch by batch, in any process.

The result depends on the documents of the batch alone, except for the order in which its distinct
words are listed; nothing downstream uses that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pressmark.runtime.arrays import Array
from pressmark.search.parameters import TITLE_WORDS
from pressmark.search.search_document import SearchDocument
from pressmark.text import stems
from pressmark.text.run_memo import MOST_RUNS, RunMemo
from pressmark.text.words import Word, piece_words, pieces


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a batch of documents. Small, and pickled in microseconds."""

    words: str
    """The distinct words, one a line: the folded word, a tab, its class (`stems.word_class`)."""
    ids: bytes
    """Little-endian uint32, one a word, document after document, the title's words first: the index
    of the word's line in `words`."""
    lengths: tuple[int, ...]
    """Per document: its number of `ids`."""
    titles: tuple[int, ...]
    """Per document: how many of these are its title's, at most `TITLE_WORDS`."""


class _WordNumbers:
    """Numbers the distinct words that this process has met; a `RunMemo` a language."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.lines: list[str] = []
        """By number: the word's line, as in `Tokens.words`."""
        self.memos: dict[str, RunMemo] = {}
        """By language, as `stems.reading_name` has it."""

    def memo(self, language: str) -> RunMemo:
        """The memo of a language, made at the first call."""
        if language not in self.memos:

            def numbers_of(run: bytes) -> list[int]:
                text = run.decode("utf-8", "surrogatepass")
                cut = [text] if run.isalnum() else pieces(text)
                return [self._number(language, w) for piece in cut for w in piece_words(piece)]

            self.memos[language] = RunMemo(numbers_of, np.int32)
        return self.memos[language]

    def _number(self, language: str, word: Word) -> int:
        word_class = stems.word_class(language, word.folded, word.raw)
        line = f"{word.folded}\t{word_class}"
        number = self._numbers.setdefault(line, len(self.lines))
        if number == len(self.lines):
            self.lines.append(line)
        return number

    def is_full(self) -> bool:
        return sum(map(len, self.memos.values())) > MOST_RUNS

    def clear(self) -> None:
        self._numbers.clear()
        self.lines.clear()
        self.memos.clear()


_WORDS = _WordNumbers()


def clear_memo() -> None:
    """Free the words that this process memoized. Call it when there are no more texts to cut."""
    _WORDS.clear()


def tokenise(documents: Sequence[SearchDocument]) -> Tokens:
    """The words of `documents`: of each its title's, then its text's."""
    if _WORDS.is_full():
        _WORDS.clear()
    arrays: list[Array] = []
    lengths: list[int] = []
    titles: list[int] = []
    for document in documents:
        memo = _WORDS.memo(stems.reading_name(document.language))
        title, text = memo.numbers(document.title or ""), memo.numbers(document.text)
        arrays += (title, text)
        titles.append(min(len(title), TITLE_WORDS))
        lengths.append(len(title) + len(text))
    numbers = np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int32)
    return Tokens(*_renumbered(_WORDS.lines, numbers), tuple(lengths), tuple(titles))


def _renumbered(lines: Sequence[str], numbers: Array) -> tuple[str, bytes]:
    """`Tokens.words` and `Tokens.ids` of words with these `numbers` in `lines`: only the used lines
    are listed, and numbered from 0.
    """
    is_used = np.zeros(len(lines), dtype=bool)
    is_used[numbers] = True
    used = np.flatnonzero(is_used)
    ids = np.empty(len(lines), dtype="<u4")
    ids[used] = np.arange(len(used))
    return "\n".join(map(lines.__getitem__, used.tolist())), ids[numbers].tobytes()

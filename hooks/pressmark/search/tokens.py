"""One document cut into words: the part of the work that can be done anywhere and kept.

`tokenise` depends on its entry alone, so that documents can be cut in parallel, in any order, and
cached.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np

from pressmark.search import stems
from pressmark.search.entry import Entry
from pressmark.search.layout import TITLE_WORDS
from pressmark.search.words import Word, piece_words, pieces

CACHED = 300_000
"""Pieces remembered per language and process, some 100 bytes each."""


@dataclass(frozen=True, slots=True)
class DocTokens:
    """A document's words. Small, and pickled in microseconds."""

    language: str
    """Snowball's name of its language, or empty."""
    words: str
    """The distinct folded words, a line each, in order of first use."""
    stems: str
    """For each of `words` its class within the language, a line each; empty for a word without
    other forms."""
    ids: bytes
    """Little-endian uint32, one a word of the document: its line in `words`. The title's come
    first."""
    title: int
    """How many of `ids` are the title's."""


class _Pieces(dict[str, tuple[tuple[str, str], ...]]):
    """Piece of text → its (word, class) pairs in one language, worked out when first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, piece: str) -> tuple[tuple[str, str], ...]:
        found = tuple((word.folded, self._stem(word)) for word in piece_words(piece))
        if len(self) >= CACHED:
            self.clear()
        self[piece] = found
        return found

    def _stem(self, word: Word) -> str:
        return stems.stem(self.language, word.folded, word.raw)


@cache
def _pieces(language: str) -> _Pieces:
    return _Pieces(language)


def tokenise(entry: Entry) -> DocTokens:
    """The words of `entry`: its title's, then its text's."""
    language = stems.language_name(entry.language)
    known = _pieces(language)
    title, body = pieces(entry.title or ""), pieces(entry.text)
    classes: dict[str, str] = {}
    numbers: dict[str, int] = {}
    piece_ids: dict[str, tuple[int, ...]] = {}
    for piece in dict.fromkeys(title + body):
        pairs = known[piece]
        for word, stem in pairs:
            if word not in classes:
                numbers[word] = len(classes)
                classes[word] = stem
        piece_ids[piece] = tuple(numbers[word] for word, _ in pairs)
    in_title = sum(len(piece_ids[piece]) for piece in title)
    ids = list(chain.from_iterable(map(piece_ids.__getitem__, title + body)))
    return DocTokens(
        language,
        "\n".join(classes),
        "\n".join(classes.values()),
        np.array(ids, dtype="<u4").tobytes(),
        min(in_title, TITLE_WORDS),
    )

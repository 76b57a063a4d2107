"""Search by brute force, straight from the definitions: what the index is measured against."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from pressmark.search import stems
from pressmark.search.entry import Entry
from pressmark.search.layout import FEWEST_LEVELS, K1, TITLE_WEIGHT, B
from pressmark.search.words import piece_words, pieces

Token = tuple[str, str]
"""A word, and the language that it is a word of; with `!` for a stop word."""


class Reference:
    """Looks at every word of every document for each question."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.known: dict[tuple[str, str], Counter[str]] = {}
        """(language, word) → stem → how often it is given."""
        self.docs = [self._read(entry) for entry in entries]
        lengths = [len(title) + len(body) for title, body in self.docs]
        self.lengths = lengths
        self.average = sum(lengths) / max(1, len(lengths))

    def _read(self, entry: Entry) -> tuple[list[Token], list[Token]]:
        language = stems.language_name(entry.language)

        def tokens(text: str) -> list[Token]:
            out = []
            for piece in pieces(text):
                for word in piece_words(piece):
                    name, stem = stems.word_class(language, word.folded, word.raw).split("\t")
                    votes = self.known.setdefault((name, word.folded), Counter())
                    votes[stem if name else word.folded] += 1
                    out.append((word.folded, name))
            return out

        return tokens(entry.title or ""), tokens(entry.text)

    def _class(self, token: Token) -> tuple[str, str]:
        word, name = token
        votes = self.known[name, word]
        return name, min(votes, key=lambda stem: (-votes[stem], stem))

    def classes(self, word: str) -> set[tuple[str, str]]:
        """The classes that a word is in, stop words' left out."""
        found = {self._class((known, name)) for name, known in self.known if known == word}
        return {cls for cls in found if not cls[0].endswith("!")}

    def is_stop(self, word: str) -> bool:
        """Whether the word is nothing but a stop word."""
        return any(known == word for _, known in self.known) and not self.classes(word)

    def scores(self, words: Sequence[str]) -> dict[int, float]:
        """Document → score, for those that hold any of `words`. BM25, rounded as the index is."""
        total: Counter[int] = Counter()
        for word in words:
            impacts: dict[int, int] = {}
            for cls in self.classes(word):
                impacts |= self._impacts(cls)
            rarity = round(4096 * self._idf(len(impacts)))
            for number, impact in impacts.items():
                total[number] += rarity * impact
        return {number: score / (4096 * 255) for number, score in total.items()}

    def _idf(self, held: int) -> float:
        return math.log(1 + (len(self.docs) - held + 0.5) / (held + 0.5))

    def _impacts(self, cls: tuple[str, str]) -> dict[int, int]:
        found = {}
        for number, (title, body) in enumerate(self.docs):
            weight = sum(TITLE_WEIGHT for token in title if self._class(token) == cls)
            weight += sum(1 for token in body if self._class(token) == cls)
            if weight:
                length = self.lengths[number] / max(self.average, 1.0)
                found[number] = weight / (weight + K1 * (1 - B + B * length))
        steps = math.ceil(round(255 * self._idf(len(found)) / self._idf(1), 6))
        levels = min(255, max(FEWEST_LEVELS, steps))
        rounded = {number: max(1, round(impact * levels)) for number, impact in found.items()}
        return {number: (255 * r + levels // 2) // levels for number, r in rounded.items()}

    def ranked(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """(document, score), best first; ties to the later document."""
        found = self.scores([word for word in words if not self.is_stop(word)])
        return sorted(found.items(), key=lambda item: (-item[1], -item[0]))

    def phrase(self, words: Sequence[str], *, title_only: bool = False) -> set[int]:
        """The documents that hold `words` one after the other, in the title or in the text."""
        size = len(words)
        return {
            number
            for number, parts in enumerate(self.docs)
            for part in parts[: 1 if title_only else 2]
            for start in range(len(part) - size + 1)
            if all(part[start + i][0] == words[i] for i in range(size))
        }

"""Search by brute force, straight from the definitions: what the index is measured against."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from pressmark.search import stems
from pressmark.search.entry import Entry
from pressmark.search.layout import K1, TITLE_WEIGHT, B
from pressmark.search.words import piece_words, pieces

Token = tuple[str, tuple[str, str]]
"""A word and its class."""


class Reference:
    """Looks at every word of every document for each question."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.known: dict[tuple[str, str], tuple[str, str]] = {}
        self.docs = [self._read(entry) for entry in entries]
        lengths = [len(title) + len(body) for title, body in self.docs]
        self.lengths = lengths
        self.average = sum(lengths) / max(1, len(lengths))

    def _read(self, entry: Entry) -> tuple[list[Token], list[Token]]:
        language = stems.language_name(entry.language)
        stemmed: dict[str, str] = {}

        def tokens(text: str) -> list[Token]:
            out = []
            for piece in pieces(text):
                for word in piece_words(piece):
                    stem = stemmed.setdefault(
                        word.folded, stems.stem(language, word.folded, word.raw)
                    )
                    out.append((word.folded, self._class(language, word.folded, stem)))
            return out

        return tokens(entry.title or ""), tokens(entry.text)

    def _class(self, language: str, word: str, stem: str) -> tuple[str, str]:
        if stem:
            return self.known.setdefault((language, word), (language, stem))
        if word in stems.stop_words(language):
            return self.known.setdefault((language, word), (language + "!", word))
        return self.known.setdefault(("", word), ("", word))

    def classes(self, word: str) -> set[tuple[str, str]]:
        """The classes that a word is in, stop words' left out."""
        found = {cls for (_, known), cls in self.known.items() if known == word}
        return {cls for cls in found if not cls[0].endswith("!")}

    def is_stop(self, word: str) -> bool:
        """Whether the word is nothing but a stop word."""
        return any(known == word for _, known in self.known) and not self.classes(word)

    def scores(self, words: Sequence[str]) -> dict[int, float]:
        """Document → score, for those that hold any of `words`. BM25, rounded as the index is."""
        total: Counter[int] = Counter()
        held: set[int] = set()
        for word in words:
            impacts = {}
            for number, (title, body) in enumerate(self.docs):
                weight = sum(TITLE_WEIGHT for _, cls in title if cls in self.classes(word))
                weight += sum(1 for _, cls in body if cls in self.classes(word))
                if weight:
                    length = self.lengths[number] / max(self.average, 1.0)
                    part = 255 * weight / (weight + K1 * (1 - B + B * length))
                    impacts[number] = min(255, max(1, round(part)))
            n = len(impacts)
            rarity = round(4096 * math.log(1 + (len(self.docs) - n + 0.5) / (n + 0.5)))
            for number, impact in impacts.items():
                total[number] += rarity * impact
                held.add(number)
        return {number: total[number] / (4096 * 255) for number in held}

    def ranked(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """(document, score), best first; ties to the later document."""
        found = self.scores([word for word in words if not self.is_stop(word)])
        return sorted(found.items(), key=lambda item: (-item[1], -item[0]))

    def phrase(self, words: Sequence[str]) -> set[int]:
        """The documents that hold `words` one after the other, in the title or in the text."""
        size = len(words)
        return {
            number
            for number, parts in enumerate(self.docs)
            for part in parts
            for start in range(len(part) - size + 1)
            if all(part[start + i][0] == words[i] for i in range(size))
        }

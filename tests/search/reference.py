"""Search by brute force, straight from the definitions: what the index is measured against."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pressmark.search.parameters import FEWEST_LEVELS, K1, LEAD_WEIGHT, LEAD_WORDS, TITLE_WEIGHT, B
from pressmark.search.readings import resolve_languages
from pressmark.search.search_document import SearchDocument
from pressmark.text import stems
from pressmark.text.characters import PIECE
from pressmark.text.words import piece_words

K3 = 20
LETTER = 1 / 2
"""What a word of one letter counts for."""
BLOCK = 10
PASSAGE = 224
"""Characters that the hits of a passage are within."""
BESIDE = 3
SHOWN = 8
"""Words of a query that closeness tells of; of more it says less."""


class Token(NamedTuple):
    """A word of a document."""

    word: str
    name: str
    """The language that it is a word of; with `!` for a stop word."""
    start: int
    end: int


class Reference:
    """Looks at every word of every document for each question."""

    def __init__(self, entries: Sequence[SearchDocument]) -> None:
        self.known: dict[tuple[str, str], Counter[str]] = {}
        """(language, word) → stem → how often it is given."""
        read = [self._read(entry) for entry in entries]
        used = Counter(token.name for parts in read for part in parts for token in part)
        settled = dict(zip(used, resolve_languages(list(used), list(used.values())), strict=True))
        self.docs = [tuple(self._settled(part, settled) for part in parts) for parts in read]
        self.weights = [self._weights(title, body) for title, body in self.docs]
        self.lengths = [
            sum(weight for (name, _), weight in weights.items() if not name.endswith("!"))
            for weights in self.weights
        ]
        self.average = sum(self.lengths) / max(1, len(self.lengths))
        self._impacts: dict[str, dict[int, int]] = {}

    def _read(self, entry: SearchDocument) -> tuple[list[Token], list[Token]]:
        """The words of a title and a text, each with its line of a vocabulary for a name."""
        language = stems.reading_name(entry.language)

        def tokens(text: str) -> list[Token]:
            out = []
            for piece in PIECE.finditer(text):
                for word in piece_words(piece[0]):
                    line = f"{word.folded}\t{stems.word_class(language, word.folded, word.raw)}"
                    out.append(Token(word.folded, line, piece.start(), piece.end()))
            return out

        return tokens(entry.title or ""), tokens(entry.text)

    def _settled(self, tokens: list[Token], settled: dict[str, str]) -> list[Token]:
        out = []
        for token in tokens:
            _, name, stem = settled[token.name].split("\t")
            votes = self.known.setdefault((name, token.word), Counter())
            votes[stem if name else token.word] += 1
            out.append(token._replace(name=name))
        return out

    def _class(self, word: str, name: str) -> tuple[str, str]:
        votes = self.known[name, word]
        return name, min(votes, key=lambda stem: (-votes[stem], stem))

    def _weights(self, title: list[Token], body: list[Token]) -> Counter[tuple[str, str]]:
        """Class → how often it counts in a document."""
        found: Counter[tuple[str, str]] = Counter()
        for token in title:
            found[self._class(token.word, token.name)] += TITLE_WEIGHT
        for place, token in enumerate(body):
            found[self._class(token.word, token.name)] += LEAD_WEIGHT if place < LEAD_WORDS else 1
        return found

    def classes(self, word: str) -> set[tuple[str, str]]:
        """The classes that a word is in, stop words' left out."""
        found = {self._class(known, name) for name, known in self.known if known == word}
        return {cls for cls in found if not cls[0].endswith("!")}

    def is_stop(self, word: str) -> bool:
        """Whether the word is nothing but a stop word."""
        return any(known == word for _, known in self.known) and not self.classes(word)

    def impacts(self, word: str) -> dict[int, int]:
        """Document → what the word weighs there, rounded as the index is."""
        if word not in self._impacts:
            found: dict[int, int] = {}
            for cls in self.classes(word):
                for number, impact in self._class_impacts(cls).items():
                    found[number] = max(impact, found.get(number, 0))
            self._impacts[word] = found
        return self._impacts[word]

    def held(self, word: str) -> int:
        """How many documents hold a form of the word, or the word as a stop word."""
        own = {self._class(known, name) for name, known in self.known if known == word}
        return sum(not own.isdisjoint(weights) for weights in self.weights)

    def _class_impacts(self, cls: tuple[str, str]) -> dict[int, int]:
        found = {}
        for number, weights in enumerate(self.weights):
            weight = weights[cls]
            if weight:
                length = self.lengths[number] / max(self.average, 1.0)
                found[number] = weight / (weight + K1 * (1 - B + B * length))
        steps = math.ceil(round(255 * self._idf(len(found)) / self._idf(1), 6))
        levels = min(255, max(FEWEST_LEVELS, steps))
        rounded = {number: max(1, round(impact * levels)) for number, impact in found.items()}
        return {number: (255 * r + levels // 2) // levels for number, r in rounded.items()}

    def _idf(self, held: int) -> float:
        return math.log(1 + (len(self.docs) - held + 0.5) / (held + 0.5))

    def rarity(self, documents: int) -> int:
        """The weight of a word that so many documents hold."""
        return round(4096 * self._idf(documents))

    def scores(self, words: Sequence[str]) -> dict[int, float]:
        """Document → score, for those that hold any of `words`: BM25."""
        total: Counter[int] = Counter()
        times = Counter(frozenset(self.classes(word)) for word in words)
        for word in {frozenset(self.classes(word)): word for word in words}.values():
            impacts = self.impacts(word)
            often = times[frozenset(self.classes(word))]
            share = often * (K3 + 1) / (often + K3) * (LETTER if len(word) == 1 else 1)
            weight = round(self.rarity(self.held(word)) * share)
            for number, impact in impacts.items():
                total[number] += weight * impact
        return {number: score / (4096 * 255) for number, score in total.items()}

    def closeness(self, words: Sequence[str], number: int) -> float:
        """How much of a query the title and the best passage of a document hold, and how many
        neighbours of the query are neighbours there.
        """
        clauses = {frozenset(self.classes(word)): word for word in reversed(words)}
        order = [clauses[frozenset(self.classes(word))] for word in words]
        parts = {
            word: self.rarity(self.held(word)) if self.impacts(word) else 0
            for word in dict.fromkeys(order)
        }
        telling = min(1, SHOWN / max(1, sum(map(bool, parts.values()))))
        clause: dict[str, str] = {}
        weights: Counter[str] = Counter()
        for word, part in parts.items():
            own = self.classes(word)
            for form in {form for name, form in self.known if self._class(form, name) in own}:
                clause.setdefault(form, word)
                weights[form] = max(weights[form], part)
        title, body = (
            [(at, token) for at, token in enumerate(tokens) if token.word in clause]
            for tokens in self.docs[number]
        )
        best, shown = -1, set[str]()
        for place, (_, first) in enumerate(body):
            seen: set[str] = set()
            score = 0
            for _, token in body[place:]:
                if token.end - first.start >= PASSAGE:
                    break
                here = clause[token.word]
                score += weights[token.word] * (1 if here in seen else 20)
                seen.add(here)
            if score > best:
                best, shown = score, seen
        shown = shown | {clause[token.word] for _, token in title}
        pairs = {
            (one, two): min(parts[one], parts[two])
            for one, two in pairwise(word for word in order if parts[word])
            if one != two
        }
        beside = {
            (clause[one.word], clause[two.word])
            for hits in (title, body)
            for at, one in hits
            for after, two in hits
            if 0 < after - at <= BESIDE
        }
        share = sum(parts[word] for word in shown) / (sum(parts.values()) or 1)
        together = sum(part for pair, part in pairs.items() if pair in beside)
        return (share + together / (sum(pairs.values()) or 1)) * telling

    def ranked(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """(document, score), best first; ties to the later document. Blocks of ten are in the
        order of score times 1 + closeness.
        """
        wanted = [word for word in words if not self.is_stop(word)]
        found = self.scores(wanted)
        ranking = sorted(found.items(), key=lambda item: (-item[1], -item[0]))
        out = []
        for start in range(0, len(ranking), BLOCK):
            block = ranking[start : start + BLOCK]
            out += sorted(block, key=lambda it: -it[1] * (1 + self.closeness(wanted, it[0])))
        return out

    def phrase(self, words: Sequence[str], *, title_only: bool = False) -> set[int]:
        """The documents that hold `words` one after the other, in the title or in the text."""
        size = len(words)
        return {
            number
            for number, parts in enumerate(self.docs)
            for part in parts[: 1 if title_only else 2]
            for start in range(len(part) - size + 1)
            if all(part[start + i].word == words[i] for i in range(size))
        }

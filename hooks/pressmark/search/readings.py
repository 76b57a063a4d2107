"""Which language a word is read in where its document doesn't tell.

Short notes have no language, some texts have a wrong one, and many languages have no stemmer. Such
a word would be one of its own, though it stands everywhere else: `the` of ten notes would count as
a rare word. So it is read as the rest of the archive uses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressmark.text.stems import UNKNOWN, listed_languages, stem, stop_words

TRUSTED = 50
"""A language that less than one word in so many of the archive is in may have been mistaken for
another: what it takes for an ordinary word is a stop word if it is one elsewhere."""

TOLD = 8
"""Texts of unknown languages are in the language of whose stop words one word in so many is, at
least; else in none. English has some 2 in 5, and 1 in 8 of another's."""

_Uses = dict[str, Counter[tuple[str, str]]]
"""Word → (language, stem) → how often; a stop word's language ends with `!`."""


def settle(lines: Sequence[str], used: Sequence[int]) -> list[str]:
    """`lines` of a vocabulary (word, tab, class) with the words of uncertain language in the
    language that they are read in. `used` says how often each occurs.
    """
    sizes = _sizes(lines, used)
    largest = max(sizes, key=lambda name: (sizes[name], name), default="")
    total = sizes.total()
    trusted = {name for name in sizes if name == largest or sizes[name] * TRUSTED >= total}
    doubtful = {line.partition("\t")[0] for line in lines if _language(line) not in trusted}
    reading = _Reading(_uses(lines, used, doubtful), trusted, _common_language(lines, used))
    return [
        line if _language(line) in trusted else reading.settled(line, count)
        for line, count in zip(lines, used, strict=True)
    ]


def _language(line: str) -> str:
    return line.split("\t", 2)[1].rstrip("!")


def _sizes(lines: Iterable[str], used: Iterable[int]) -> Counter[str]:
    """Language → how many words of the archive are in it, stop words among them."""
    sizes: Counter[str] = Counter()
    for line, count in zip(lines, used, strict=True):
        name = _language(line)
        if name and name != UNKNOWN:
            sizes[name] += count
    return sizes


def _uses(lines: Iterable[str], used: Iterable[int], words: set[str]) -> _Uses:
    """How the languages of the archive use these words."""
    out: _Uses = {word: Counter() for word in words}
    for line, count in zip(lines, used, strict=True):
        word, language, found = line.split("\t")
        if word in out and language and language != UNKNOWN:
            out[word][language, found] += count
    return out


def _common_language(lines: Iterable[str], used: Iterable[int]) -> str:
    """The language that most texts of unknown languages are in; empty if it can't be told."""
    total = 0
    hits: Counter[str] = Counter()
    owners: dict[str, list[str]] = {}
    for name in listed_languages():
        for word in stop_words(name):
            owners.setdefault(word, []).append(name)
    for line, count in zip(lines, used, strict=True):
        word, language, _ = line.split("\t")
        if language == UNKNOWN:
            total += count
            for name in owners.get(word, ()):
                hits[name] += count
    best = max(hits, key=lambda name: (hits[name], name), default="")
    return best if best and hits[best] * TOLD >= total else ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the whole archive says about its words."""

    uses: _Uses
    trusted: set[str]
    common: str
    """The language of the texts whose language isn't known; empty if it can't be told either."""

    def settled(self, line: str, count: int) -> str:
        """`line`, whose language isn't trusted and which occurs so often, as it is to be read."""
        word, language, _ = line.split("\t")
        if language == UNKNOWN:
            return f"{word}\t{self._unknown(word, count)}"
        best = self._best(word, stops_only=language != "")
        if best is None or language.endswith("!"):
            return line
        # Where it isn't a stop word it must be the rarer of the two.
        stop = best[0].endswith("!")
        if stop and (self.uses[word][best] < count or best[0].rstrip("!") not in self.trusted):
            return line
        return f"{word}\t{best[0]}\t{best[1]}"

    def _unknown(self, word: str, count: int) -> str:
        """The class of a word in texts of unknown languages."""
        best = self._best(word)
        content = best is not None and not best[0].endswith("!") and self.uses[word][best] >= count
        if self.common and word in stop_words(self.common) and not content:
            return f"{self.common}!\t{word}"
        if best is not None:
            return f"{best[0]}\t{best[1]}"
        root = stem(self.common, word, word)
        return f"{self.common}\t{root}" if root else "\t"

    def _best(self, word: str, *, stops_only: bool = False) -> tuple[str, str] | None:
        """The language and stem that the archive has the word in most often."""
        uses = {
            use: size
            for use, size in self.uses[word].items()
            if use[0].endswith("!") or not stops_only
        }
        return max(uses, key=lambda use: (uses[use], use), default=None)

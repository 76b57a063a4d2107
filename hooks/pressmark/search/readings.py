"""Infers the language of words whose document has none, or a doubtful one.

Short notes have no language, some texts have a wrong one, and many languages have no stemmer. Their
words would be forms of their own, though the rest of the archive is full of them: `the` in ten
notes would count as a rare word. So such a word gets the language in which the archive uses it
most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressmark.text.stems import UNKNOWN, listed_languages, stem, stop_words

TRUSTED = 50
"""A language is trusted if at least one in so many words of the archive is in it. Another one may
be a misdetection: its ordinary words are stop words if they are stop words elsewhere."""

STOP_WORDS = 8
"""Texts of unknown languages are in the language to which at least one in so many of their words
belongs as a stop word, or else in none. In English texts 2 in 5 words are English stop words, and
up to 1 in 8 are stop words of another language."""

_Uses = dict[str, Counter[tuple[str, str]]]
"""Word → (language, stem) → occurrences; the language of a stop word ends with `!`."""


def resolve_languages(lines: Sequence[str], used: Sequence[int]) -> list[str]:
    """`lines` of a vocabulary (word, tab, class) with the inferred class for words of an untrusted
    or unknown language. `used` has the number of occurrences of each line.
    """
    sizes = _sizes(lines, used)
    largest = max(sizes, key=lambda name: (sizes[name], name), default="")
    total = sizes.total()
    trusted = {name for name in sizes if name == largest or sizes[name] * TRUSTED >= total}
    doubtful = {line.partition("\t")[0] for line in lines if _language(line) not in trusted}
    archive = _Archive(_uses(lines, used, doubtful), trusted, _common_language(lines, used))
    return [
        line if _language(line) in trusted else archive.resolved(line, count)
        for line, count in zip(lines, used, strict=True)
    ]


def _language(line: str) -> str:
    return line.split("\t", 2)[1].rstrip("!")


def _sizes(lines: Iterable[str], used: Iterable[int]) -> Counter[str]:
    """Language → number of words of the archive in it, stop words included."""
    sizes: Counter[str] = Counter()
    for line, count in zip(lines, used, strict=True):
        name = _language(line)
        if name and name != UNKNOWN:
            sizes[name] += count
    return sizes


def _uses(lines: Iterable[str], used: Iterable[int], words: set[str]) -> _Uses:
    """How the languages of the archive use `words`."""
    out: _Uses = {word: Counter() for word in words}
    for line, count in zip(lines, used, strict=True):
        word, language, word_stem = line.split("\t")
        if word in out and language and language != UNKNOWN:
            out[word][language, word_stem] += count
    return out


def _common_language(lines: Iterable[str], used: Iterable[int]) -> str:
    """The language of most texts without a known language; empty if none is likely."""
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
    return best if best and hits[best] * STOP_WORDS >= total else ""


@dataclass(frozen=True, slots=True)
class _Archive:
    """How the whole archive uses its words."""

    uses: _Uses
    trusted: set[str]
    common: str
    """The likely language of texts without a known language; empty if none is likely."""

    def resolved(self, line: str, count: int) -> str:
        """`line`, of an untrusted language, with the inferred class; it occurs `count` times."""
        word, language, _ = line.split("\t")
        if language == UNKNOWN:
            return f"{word}\t{self._class_of_unknown(word, count)}"
        best = self._most_frequent(word, stops_only=language != "")
        if best is None or language.endswith("!"):
            return line
        # A stop word of another language must be the more frequent use, in a trusted language.
        stop = best[0].endswith("!")
        if stop and (self.uses[word][best] < count or best[0].rstrip("!") not in self.trusted):
            return line
        return f"{word}\t{best[0]}\t{best[1]}"

    def _class_of_unknown(self, word: str, count: int) -> str:
        """The class of a word in texts of unknown languages."""
        best = self._most_frequent(word)
        content = best is not None and not best[0].endswith("!") and self.uses[word][best] >= count
        if self.common and word in stop_words(self.common) and not content:
            return f"{self.common}!\t{word}"
        if best is not None:
            return f"{best[0]}\t{best[1]}"
        root = stem(self.common, word, word)
        return f"{self.common}\t{root}" if root else "\t"

    def _most_frequent(self, word: str, *, stops_only: bool = False) -> tuple[str, str] | None:
        """The most frequent (language, stem) of the word in the archive, or None; with
        `stops_only`, among its uses as a stop word.
        """
        uses = {
            use: size
            for use, size in self.uses[word].items()
            if use[0].endswith("!") or not stops_only
        }
        return max(uses, key=lambda use: (uses[use], use), default=None)

"""Which language a word is read in where its document doesn't tell.

Short notes have no language, some texts have a wrong one, and many languages have no stemmer. Such
a word would be one of its own, though it stands everywhere else: `the` of ten notes would count as
a rare word. So it is read as the rest of the archive uses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pressmark.search.stems import UNKNOWN, listed_languages, stem, stop_words

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
    doubtful = {UNKNOWN, ""} | {name for name in sizes if sizes[name] * TRUSTED < sizes.total()}
    doubtful -= {max(sizes, key=lambda name: (sizes[name], name), default=UNKNOWN)}
    open_words = {
        line.partition("\t")[0] for line in lines if _language(line) in doubtful | {UNKNOWN, ""}
    }
    uses = _uses(lines, used, open_words)
    common = _common_language(lines, used)
    return [
        _settled(line, count, uses, doubtful, common) for line, count in zip(lines, used, strict=True)
    ]


def _language(line: str) -> str:
    return line.split("\t", 2)[1]


def _sizes(lines: Iterable[str], used: Iterable[int]) -> Counter[str]:
    """Language → how many words of the archive are in it, stop words among them."""
    sizes: Counter[str] = Counter()
    for line, count in zip(lines, used, strict=True):
        name = _language(line).rstrip("!")
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


def _settled(line: str, count: int, uses: _Uses, doubtful: set[str], common: str) -> str:
    word, language, _ = line.split("\t")
    if language not in doubtful and language not in ("", UNKNOWN):
        return line
    found = uses[word]
    best = max(found, key=lambda each: (found[each], each), default=None)
    stop = best is not None and best[0].endswith("!")
    if language == UNKNOWN:
        listed = bool(common) and word in stop_words(common)
        if listed and (best is None or stop or found[best] < count):
            return f"{word}\t{common}!\t{word}"
        if best is not None:
            return f"{word}\t{best[0]}\t{best[1]}"
        rest = stem(common, word, word)
        return f"{word}\t{common}\t{rest}" if rest else f"{word}\t\t"
    if best is None or language.endswith("!"):
        return line
    if language:
        others = {each: size for each, size in found.items() if each[0].endswith("!")}
        best = max(others, key=lambda each: (others[each], each), default=None)
        if best is None or best[0].rstrip("!") in doubtful or others[best] < count:
            return line
    elif stop and found[best] < count:
        return line
    return f"{word}\t{best[0]}\t{best[1]}"

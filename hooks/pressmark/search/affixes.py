"""Derives affix rules from the corpus, with which the engine stems words without a stemmer.

A query may have a form of a word that no document has: `modelling`, where all write `model`. The
stemmer that gives both one stem runs at build time only. But most words of a language change by the
same few endings, so the most frequent changes, tried on an unknown word, mostly lead to its stem.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pressmark.search.vocabulary import Numbering

Rule = tuple[str, str, str]
"""(prefix of the word, suffix of the word, suffix of the stem instead), all without the part that
both share."""

LONGEST_HEAD = 4
"""Longest prefix in characters: the longest chain of particles in Arabic."""

LEAST_COMMON = 2
"""Characters that a word and its stem must share for a rule."""

RULES = 256
"""Most rules in an index: the most frequent ones."""


@dataclass(frozen=True, slots=True)
class Affixes:
    """Affix rules of a corpus, and the stems that they lead to."""

    rules: list[Rule]
    """The most frequent first."""
    stems: dict[str, str]
    """Stem that isn't a word of the corpus → the first word with this stem."""


def rule(word: str, stem: str) -> Rule | None:
    """The rule by which `word` becomes `stem`; None if they share less than `LEAST_COMMON`.

    >>> rule("libraries", "librari"), rule("library", "librari"), rule("went", "go")
    (('', 'es', ''), ('', 'y', 'i'), None)
    >>> rule("undone", "don")
    ('un', 'e', '')
    """
    if word.startswith(stem):
        return "", word[len(stem) :], ""
    common, head = 0, 0
    for start in range(min(LONGEST_HEAD + 1, len(word))):
        length = 0
        for ours, theirs in zip(word[start:], stem, strict=False):
            if ours != theirs:
                break
            length += 1
        if length > common:
            common, head = length, start
    if common < LEAST_COMMON:
        return None
    return word[:head], word[head + common :], stem[common:]


def affixes(numbering: Numbering) -> Affixes:
    """The rules of all languages of the corpus together."""
    counts: Counter[Rule] = Counter()
    stems: dict[str, str] = {}
    words = set(numbering.words)
    for word, number in zip(numbering.words, numbering.class_of.tolist(), strict=True):
        stem = numbering.stems[number]
        change = rule(word, stem) if stem else None
        if change:
            counts[change] += 1
        if stem and stem not in words:
            stems.setdefault(stem, word)
    rules = sorted(counts, key=lambda each: (-counts[each], each))
    return Affixes(rules[:RULES], stems)

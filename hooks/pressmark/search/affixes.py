"""What the stemmers did to the words of the corpus, as a few rules for a reader without one.

A query may have a form of a word that no document has: `modelling`, where they all write `model`.
The stemmer that would bring the two together runs at build time only. But what it takes off and
puts on is much the same for most words of a language, so the commonest of these changes, tried on
an unknown word, mostly lead to the stem that it would have been given.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pressmark.search.vocabulary import Numbering

Rule = tuple[str, str, str]
"""What a word begins with and ends with beside its stem, and what its stem ends with instead."""

LONGEST_HEAD = 4
"""Characters before a stem that are looked for: the longest row of particles in Arabic."""

LEAST_COMMON = 2
"""Characters that a word and its stem must have in common for the rest to be a change."""

RULES = 256
"""Rules that are kept, the commonest."""


@dataclass(frozen=True, slots=True)
class Affixes:
    """Rules, and what stems stand for."""

    rules: list[Rule]
    """The commonest first."""
    stems: dict[str, str]
    """Each stem that isn't a word itself → the first word that has it."""


def rule(word: str, stem: str) -> Rule | None:
    """How `word` becomes `stem`; None where they have too little in common.

    >>> rule("libraries", "librari"), rule("library", "librari"), rule("went", "go")
    (('', 'es', ''), ('', 'y', 'i'), None)
    >>> rule("undone", "don")
    ('un', 'e', '')
    """
    if word.startswith(stem):
        return "", word[len(stem) :], ""
    common, head = 0, 0
    for start in range(min(LONGEST_HEAD + 1, len(word))):
        here = 0
        for ours, theirs in zip(word[start:], stem, strict=False):
            if ours != theirs:
                break
            here += 1
        if here > common:
            common, head = here, start
    if common < LEAST_COMMON:
        return None
    return word[:head], word[head + common :], stem[common:]


def affixes(numbering: Numbering) -> Affixes:
    """The rules of all languages of the corpus together."""
    found: Counter[Rule] = Counter()
    stems: dict[str, str] = {}
    words = set(numbering.words)
    for word, number in zip(numbering.words, numbering.class_of.tolist(), strict=True):
        stem = numbering.stems[number]
        changed = rule(word, stem) if stem else None
        if changed:
            found[changed] += 1
        if stem and stem not in words:
            stems.setdefault(stem, word)
    rules = sorted(found, key=lambda each: (-found[each], each))
    return Affixes(rules[:RULES], stems)

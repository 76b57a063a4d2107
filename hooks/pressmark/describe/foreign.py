"""Marks paragraphs in another language than the document's, for screen readers, hyphenation and
direction.

Identifying a language takes longer than everything else that is done with a paragraph. So it is
tried only where a quick test fails: the script is the document's, and enough of the words are
frequent in its language.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from pressmark.describe.language import classify_language, primary_language, weighted_length
from pressmark.document import BODY, Block, Document
from pressmark.text.inline import plain
from pressmark.text.stems import language_name, stop_words

MIN_LETTERS = 80
"""Weighted length (`language.weighted_length`) of the shortest paragraph that is identified."""
MIN_CONFIDENCE = 0.7
"""Probability from which a language is believed: none of 3,412 sentences cut after 80 letters then
got a wrong one (docs/decisions/0021).
"""
SHORT = 40
"""Characters: shorter paragraphs are too short in any script."""
SAMPLE = 400
"""Characters of a paragraph that are tested."""
MIN_SHARE = 0.18
"""Share of stop words that prose in the document's own language has at least."""
FREQUENT = 40
"""Most frequent words of a document, used in place of stop words for a language without a list."""

NO_LANGUAGE = "zxx"
"""ISO 639-2 for no language: py3langid's answer for code and addresses."""

_KINDS = ("paragraph", "verse", "caption", "quote", "item")

SIMILAR = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"bs", "hr", "sh", "sr"}),
    frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}),
    frozenset({"gl", "pt"}),
    frozenset({"an", "es", "gl"}),
    frozenset({"an", "ca"}),
    frozenset({"xh", "zu", "ss", "nr"}),
    frozenset({"ar", "arz"}),
    frozenset({"az", "tr", "crh"}),
    frozenset({"be", "ru", "uk"}),
    frozenset({"bg", "mk"}),
    frozenset({"de", "lb", "nds"}),
    frozenset({"af", "nl"}),
    frozenset({"hi", "mr", "ne"}),
    frozenset({"fa", "ur", "ps"}),
)
"""Groups of languages too similar to be told apart in a paragraph."""


def mark_foreign(document: Document) -> Document:
    """Document whose paragraphs in another language have `Block.language` set."""
    language = primary_language(document.record.language or "")
    if not language:
        return document
    body = [(i, b) for i, b in enumerate(document.blocks) if b.fate == BODY and b.kind in _KINDS]
    # `SHORT` counts characters: a Chinese sentence has fewer of them than `MIN_LETTERS`.
    long = [(i, _sample(b, document.markdown)) for i, b in body if sum(map(len, b.text)) >= SHORT]
    if not long:
        return document
    script = _script(" ".join(text for _, text in long)[: 2 * SAMPLE])
    frequent = stop_words(language_name(language)) or _frequent(text for _, text in long)
    foreign: dict[int, str] = {}
    for index, text in long:
        if _may_differ(text, script, frequent) and weighted_length(text) >= MIN_LETTERS:
            other, confidence = classify_language(text)
            sure = confidence >= MIN_CONFIDENCE and other != NO_LANGUAGE
            if sure and not are_similar(other, language):
                foreign[index] = other
    if not foreign:
        return document
    blocks = tuple(
        replace(block, language=foreign[i]) if i in foreign else block
        for i, block in enumerate(document.blocks)
    )
    return replace(document, blocks=blocks)


def are_similar(one: str, other: str) -> bool:
    """Whether two languages are the same, or can't be told apart in a paragraph.

    >>> are_similar("nb", "no"), are_similar("es", "pt")
    (True, False)
    """
    return one == other or any(one in group and other in group for group in SIMILAR)


def _sample(block: Block, markdown: bool) -> str:
    return plain(" ".join(block.text), markdown)[:SAMPLE]


def _may_differ(text: str, script: str, frequent: frozenset[str]) -> bool:
    """Whether a text has another script, or few of the frequent words."""
    if (script != "LATIN" or not text.isascii()) and _script(text) != script:
        return True
    words = text.lower().split()
    return len(words) > 1 and sum(word in frequent for word in words) < MIN_SHARE * len(words)


def _frequent(texts: Iterable[str]) -> frozenset[str]:
    """The `FREQUENT` most frequent words of `texts`."""
    counted = Counter(word for text in texts for word in text.lower().split())
    return frozenset(word for word, _ in counted.most_common(FREQUENT))


def _script(text: str) -> str:
    """The script of most letters of a text, by their Unicode names; empty if it has no letters."""
    if text.isascii():
        return "LATIN"
    counted = Counter(map(_script_of, filter(str.isalpha, text)))
    return min(counted, key=lambda script: (-counted[script], script), default="")


@cache
def _script_of(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "HAN" if name in ("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "FULLWIDTH") else name

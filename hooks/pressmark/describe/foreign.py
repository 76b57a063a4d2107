"""Paragraphs in another language than the document's: for screen readers, hyphenation, direction.

Asking for a language takes longer than everything else that is done with a paragraph, so it is
asked only where the answer may differ: in another script than the document's, or with few of the
words that the document's language can't do without.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from pressmark.describe.language import classify, primary, weight
from pressmark.document import BODY, Block, Document
from pressmark.text.inline import plain
from pressmark.text.stems import language_name, stop_words

MIN_LETTERS = 80
MIN_CONFIDENCE = 0.7
"""From here on, not one of 3,412 sentences cut behind 80 letters got a wrong language
(docs/decisions/0021).
"""
SHORT = 40
"""Characters under which no text is long enough, in any script."""
SAMPLE = 400
"""Characters of a paragraph that are looked at."""
USUAL = 0.18
"""Share of stop words: prose in the document's own language has more of them."""
FREQUENT = 40
"""Words of a document that stand for the stop words of a language without a list."""

NO_LANGUAGE = "zxx"
"""What py3langid calls code and addresses, by ISO 639-2."""

_KINDS = ("paragraph", "verse", "caption", "quote", "item")

NEAR = (
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
"""Languages that are too near to each other to be told apart in a paragraph."""


def mark_foreign(document: Document) -> Document:
    """Give the paragraphs in another language theirs."""
    language = primary(document.record.language or "")
    if not language:
        return document
    body = [(i, b) for i, b in enumerate(document.blocks) if b.fate == BODY and b.kind in _KINDS]
    # A Chinese sentence of as much weight has fewer characters.
    long = [(i, _sample(b, document.markdown)) for i, b in body if sum(map(len, b.text)) >= SHORT]
    if not long:
        return document
    own = _script(" ".join(text for _, text in long)[: 2 * SAMPLE])
    usual = stop_words(language_name(language)) or _frequent(text for _, text in long)
    found: dict[int, str] = {}
    for at, text in long:
        if _may_differ(text, own, usual) and weight(text) >= MIN_LETTERS:
            other, confidence = classify(text)
            if confidence >= MIN_CONFIDENCE and not near(other, language) and other != NO_LANGUAGE:
                found[at] = other
    if not found:
        return document
    blocks = tuple(
        replace(block, language=found[i]) if i in found else block
        for i, block in enumerate(document.blocks)
    )
    return replace(document, blocks=blocks)


def near(one: str, other: str) -> bool:
    """Whether two languages are the same, or can't be told apart in a paragraph.

    >>> near("nb", "no"), near("es", "pt")
    (True, False)
    """
    return one == other or any(one in group and other in group for group in NEAR)


def _sample(block: Block, markdown: bool) -> str:
    return plain(" ".join(block.text), markdown)[:SAMPLE]


def _may_differ(text: str, own: str, usual: frozenset[str]) -> bool:
    if (own != "LATIN" or not text.isascii()) and _script(text) != own:
        return True
    words = text.lower().split()
    return len(words) > 1 and sum(word in usual for word in words) < USUAL * len(words)


def _frequent(texts: Iterable[str]) -> frozenset[str]:
    """The words that a document uses most, in place of a list of its language."""
    counted = Counter(word for text in texts for word in text.lower().split())
    return frozenset(word for word, _ in counted.most_common(FREQUENT))


def _script(text: str) -> str:
    """The script of most letters of a text, by the first word of their names in Unicode."""
    if text.isascii():
        return "LATIN"
    counted = Counter(map(_script_of, filter(str.isalpha, text)))
    return min(counted, key=lambda script: (-counted[script], script), default="")


@cache
def _script_of(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "HAN" if name in ("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "FULLWIDTH") else name

"""Marks that end sentences and clauses, in the scripts of many languages."""

from __future__ import annotations

SPACED_STOPS = ".!?؟۔।"
"""Full stops, question and exclamation marks after which a space follows: Latin, Cyrillic, Arabic,
Urdu, Hindi.
"""
WIDE_STOPS = "。！？"
"""The same in Chinese and Japanese, which put no space after them."""
ELLIPSIS = "…"
SENTENCE_END = (*SPACED_STOPS, *WIDE_STOPS, ELLIPSIS)
"""For `str.endswith`: the last character of a sentence. Menu entries and headlines seldom have one,
but for questions.
"""
CLOSING = "\"”»’')]"
"""Quotation marks and brackets that may follow the end of a sentence."""
CLAUSE_END = (*SENTENCE_END, *":;,：；，、،؛", *CLOSING, *"）」』")
"""For `str.endswith`: the last character of a sentence, of a part of one, or of a quotation. Most
lines that a program has wrapped at a width end with none of them.
"""


def ends_sentence(text: str) -> bool:
    """Whether `text` ends with a sentence, perhaps a quoted or bracketed one.

    >>> ends_sentence("“It has come.”  "), ends_sentence("The ferry: a history")
    (True, False)
    """
    return text.rstrip(" \t" + CLOSING).endswith(SENTENCE_END)

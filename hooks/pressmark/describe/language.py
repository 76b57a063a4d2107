"""Identifies the language of a text, with the naive Bayes model of `language_model.py`.

A text that is too short or too unclear (`LIMITS`) gets no language: a wrong one would give it the
wrong stemmer, direction and facet.
"""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.language_model import model
from pressmark.text.characters import dense_count
from pressmark.text.inline import plain

SAMPLE = 800
"""Characters of the sample. With 1,500 of them, one more of 1,800 texts gets a language."""
PIECES, PIECE, SURE = 3, 80, 0.95
"""Number and length of the pieces of a sample that are classified first. Their answer counts if its
probability is `SURE`; else the whole sample is classified. Pieces are evenly spread, so that a text
in two languages isn't sure. 96 of 100 of 1,751 real samples were sure, none of them wrongly.
"""
LIMITS = ((40, 0.6), (20, 0.8))
"""(weighted length, probability): the lowest probability for a text of at least this length.

Measured on sentences in 20 languages, cut after 20, 40, 80 and 160 letters
(docs/decisions/0021): the lowest tenth from which at least 99 in 100 answers are right in each set
of texts. `make evaluate` measures the result.
"""


def identify_language(text: str) -> tuple[str, float] | None:
    """BCP 47 language of a text and its probability (0 to 1), or None if too short or unclear.

    >>> identify_language("Die Setzer standen schon vor Tagesanbruch an ihren Kästen.")[0]
    'de'
    """
    letters = weighted_length(text)
    least = next((limit for length, limit in LIMITS if letters >= length), None)
    if least is None:
        return None
    language, confidence = classify_language(_pieces(text))
    if confidence < SURE:
        language, confidence = classify_language(text)
    return (language, confidence) if confidence >= least else None


def _pieces(text: str) -> str:
    """Pieces of a text from its beginning, its middle and its end; all of a short text."""
    if len(text) <= PIECES * PIECE:
        return text
    step = (len(text) - PIECE) / (PIECES - 1)
    starts = [round(index * step) for index in range(PIECES)]
    return " ".join(text[start : start + PIECE] for start in starts)


def classify_language(text: str) -> tuple[str, float]:
    """The most probable language of a text of any length, and its probability."""
    language, confidence = model().classify(text)
    return language, float(confidence)


def primary_language(tag: str) -> str:
    """The language of a BCP 47 tag without script and region.

    >>> primary_language("pt-BR")
    'pt'
    """
    return tag.partition("-")[0].lower()


def weighted_length(text: str) -> int:
    """Number of letters of a text; Chinese, Japanese and Korean characters count as four."""
    letters = sum(map(str.isalpha, text))
    return letters + 3 * dense_count(text)


def language(page: Page) -> Iterator[Answer]:
    """The language of the body."""
    sample, line = "", 0
    for block in page.article:
        if block.kind in ("code", "rule"):
            continue
        line = line or block.lines[0]
        text = " ".join(block.text)[: SAMPLE - len(sample)]
        sample += plain(text, page.document.markdown) + " "
        if len(sample) >= SAMPLE:
            break
    identified = identify_language(sample)
    if identified:
        name, probability = identified
        source_text = f"{sample[:60].strip()}… (probability {probability:.2f})"
        yield Answer("language", name, line, source_text, origin="inference")

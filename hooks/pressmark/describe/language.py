"""Which language a text is in.

A naive Bayes model (`language_model.py`) on a sample of the body. Where that is too short or too
unclear (`LIMITS`) a text has no language: a wrong one would give it the wrong stemmer, direction
and facet.
"""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.language_model import model
from pressmark.text.characters import dense_count
from pressmark.text.inline import plain

SAMPLE = 800
"""Characters that are looked at. With 1,500 of them, one more of 1,800 texts gets a language."""
PIECES, PIECE, SURE = 3, 80, 0.95
"""A sample is long enough to be told by so many of its pieces, of so many characters each, if they
say it with this probability: evenly spread, so that a text in two languages is looked at whole. Of
1,751 real samples 96 in 100 were settled so, and none of them in another way.
"""
LIMITS = ((40, 0.6), (20, 0.8))
"""(letters, probability): a text of so many letters has a language from so much probability on.

Chosen from what was measured on sentences in 20 languages, cut behind 20, 40, 80 and 160 letters
(docs/decisions/0021): the lowest tenth from which at least 99 in 100 answers are right in each set
of texts. `make evaluate` measures what comes of it.
"""


def identify(text: str) -> tuple[str, float] | None:
    """BCP 47 language and its probability (0 to 1), or None when the text is too short or unclear.

    >>> identify("Die Setzer standen schon vor Tagesanbruch an ihren Kästen.")[0]
    'de'
    """
    letters = weight(text)
    least = next((limit for length, limit in LIMITS if letters >= length), None)
    if least is None:
        return None
    language, confidence = classify(_pieces(text))
    if confidence < SURE:
        language, confidence = classify(text)
    return (language, confidence) if confidence >= least else None


def _pieces(text: str) -> str:
    """Pieces of a text, from its beginning, its end and between; a short one whole."""
    if len(text) <= PIECES * PIECE:
        return text
    step = (len(text) - PIECE) / (PIECES - 1)
    starts = [round(at * step) for at in range(PIECES)]
    return " ".join(text[start : start + PIECE] for start in starts)


def classify(text: str) -> tuple[str, float]:
    """The most probable language of a text of any length, and its probability."""
    language, confidence = model().classify(text)
    return language, float(confidence)


def primary(tag: str) -> str:
    """The language of a BCP 47 tag, without script and region.

    >>> primary("pt-BR")
    'pt'
    """
    return tag.partition("-")[0].lower()


def weight(text: str) -> int:
    """How many letters a text has; a Chinese or Japanese character says as much as several."""
    letters = sum(map(str.isalpha, text))
    return letters + 3 * dense_count(text)


def language(page: Page) -> Iterator[Answer]:
    """The language of the body, from its letters and words."""
    sample, line = "", 0
    for block in page.article:
        if block.kind in ("code", "rule"):
            continue
        line = line or block.lines[0]
        text = " ".join(block.text)[: SAMPLE - len(sample)]
        sample += plain(text, page.document.markdown) + " "
        if len(sample) >= SAMPLE:
            break
    found = identify(sample)
    if found:
        seen = f"{sample[:60].strip()}… (probability {found[1]:.2f})"
        yield Answer("language", found[0], line, seen, origin="inference")

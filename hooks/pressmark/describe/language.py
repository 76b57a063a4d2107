"""Which language a text is in.

py3langid's naive Bayes model (Lui and Baldwin, "langid.py: An Off-the-shelf Language
Identification Tool", ACL 2012) on a sample of the body. Below `MIN_CONFIDENCE` a text has no
language: a wrong one would give it the wrong stemmer, direction and facet.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import py3langid
from py3langid.langid import LanguageIdentifier

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.inline import plain

SAMPLE = 1500
"""Characters that are looked at; more don't change the answer."""
MIN_CONFIDENCE = 0.8
MIN_LETTERS = 20


@cache
def _identifier() -> LanguageIdentifier:
    model = Path(py3langid.__file__).parent / "data" / "model.npz.xz"
    return LanguageIdentifier.from_model_file(model, norm_probs=True)


def identify(text: str) -> tuple[str, float] | None:
    """BCP 47 language and its probability (0 to 1), or None when the text is too short or unclear.

    >>> identify("Die Setzer standen schon vor Tagesanbruch an ihren Kästen.")[0]
    'de'
    """
    letters = sum(1 for c in text if c.isalpha())
    # A Chinese or Japanese character says as much as several letters.
    dense = sum(1 for c in text if "\u2e80" <= c <= "\ud7ff")
    if letters + 3 * dense < MIN_LETTERS:
        return None
    language, confidence = _identifier().classify(text)
    return (language, float(confidence)) if confidence >= MIN_CONFIDENCE else None


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

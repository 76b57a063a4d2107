"""The task of telling languages: of whole texts, and of sentences cut to a number of letters."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pressmark.describe.language import identify_language, weighted_length
from tests.evaluate.scored import PRESSMARK, Scored

LETTERS = (20, 40, 80, 160)
SENTENCES = 12
"""Sentences of a text that are cut; the first that are long enough."""

OF_COUNTRY = {
    "at": "de", "au": "en", "be": "nl", "ca": "en", "ch": "de", "de": "de", "dk": "da", "es": "es",
    "fr": "fr", "ind": "hi", "it": "it", "jp": "ja", "kr": "ko", "lb": "ar", "ls": "en", "lt": "lt",
    "lu": "de", "na": "en", "no": "no", "pl": "pl", "pt": "en", "se": "sv", "tr": "tr", "tw": "en",
    "tz": "sw", "uk": "en", "us": "en",
}  # fmt: skip
"""Country of a news site → language, for those of `metadata/fundus`."""
OF_PUBLISHER = {
    "Eyethu News": "zu",
    "Isolezwe LesiXhosa": "xh",
    "Mallorca Magazin": "de",
    "Politico EU": "en",
    "The Citizen": "en",
}
"""The sites that write in another one."""

Text = tuple[str, str]
"""(language, text)"""

_SENTENCE = re.compile(r"(?<=[.!?。])\s*")


def evaluate(data: Path) -> Iterator[tuple[str, Scored]]:
    """(task, row) for each set of texts of known languages, whole and cut."""
    for name, texts in _sets(data):
        digest = hashlib.sha256(repr(texts).encode()).hexdigest()
        yield "language", Scored(f"{name}, whole", digest, PRESSMARK, _score(texts))
        for letters in LETTERS:
            cuts = [(tag, cut) for tag, text in texts for cut in sentences(text, letters)]
            scores = _score(cuts)
            yield "language", Scored(f"{name}, {letters} letters", digest, PRESSMARK, scores)


def _score(texts: list[Text]) -> dict[str, float]:
    """The share of texts that a language is told of, and of those the share where it is theirs."""
    told = [(found[0], language) for language, text in texts if (found := identify_language(text))]
    right = sum(found == language for found, language in told)
    share = len(told) / len(texts) if texts else 0.0
    return {"told": share, "right": right / len(told) if told else 0.0}


def sentences(text: str, letters: int) -> Iterator[str]:
    """The first sentences of `text` that have so many letters, cut behind the last of them."""
    found = 0
    for sentence in _SENTENCE.split(text):
        plain = " ".join(sentence.split())
        if weighted_length(plain) < letters or found == SENTENCES:
            continue
        end = letters if weighted_length(plain[:letters]) >= letters else len(plain)
        while weighted_length(plain[: end - 1]) >= letters:
            end -= 1
        found += 1
        yield plain[:end]


def _sets(data: Path) -> Iterator[tuple[str, list[Text]]]:
    fundus = data / "metadata" / "fundus" / "truth.jsonl"
    if fundus.is_file():
        known = ((_language(row), row["body"]) for row in _rows(fundus))
        yield "fundus", [(language, body) for language, body in known if language and body]
    for file in sorted(data.glob("search/xquad-*/docs.jsonl")):
        language = file.parent.name.rpartition("-")[2]
        yield file.parent.name, [(language, row["text"]) for row in _rows(file)]


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _language(row: dict[str, Any]) -> str | None:
    return OF_PUBLISHER.get(row["publisher"]) or OF_COUNTRY.get(row["country"])

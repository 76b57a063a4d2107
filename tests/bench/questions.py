"""Queries to measure, chosen by how often their words occur in a collection."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path

from pressmark.text.stems import stop_words
from pressmark.text.words import words

SAMPLE = 10_000
"""Articles that are counted: enough to know which words are common, and which are rare."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query and what it is an example of."""

    kind: str
    query: str
    filters: dict[str, list[str]] = field(default_factory=dict)


def questions(articles: Path) -> list[Question]:
    """The queries for a file of `corpus.write`, chosen by its first lines."""
    held: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    publishers: Counter[str] = Counter()
    with articles.open(encoding="utf-8") as lines:
        for line in islice(lines, SAMPLE):
            one = json.loads(line)
            text = words(one["text"])
            held.update(set(text))
            pairs.update(set(pairwise(text)))
            publishers[one["publisher"]] += 1
    stops = stop_words("english")
    content = [word for word, _ in held.most_common() if word not in stops and word.isalpha()]
    first, second = content[:2]
    usual = [word for word in content if held[word] < SAMPLE / 10]
    rare = next(word for word in content if held[word] == SAMPLE // 1000)
    phrase = next(pair for pair, _ in pairs.most_common() if not stops & set(pair))
    mixed = next(
        pair for pair, _ in pairs.most_common() if pair[0] in stops and pair[1] in content[:20]
    )
    [(publisher, _)] = publishers.most_common(1)
    return [
        Question("rare word", rare),
        Question("two common words", f"{first} {second}"),
        Question("three stop words", "the of and"),
        Question("phrase of stop words", '"of the"'),
        Question("phrase of common words", f'"{" ".join(phrase)}"'),
        Question("stop and common word", f'"{" ".join(mixed)}"'),
        Question("prefix", f"{usual[0][:4]}*"),
        Question("faceted", usual[0], {"publisher": [publisher]}),
    ]

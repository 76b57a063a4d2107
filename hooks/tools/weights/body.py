"""Learns what an article is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pressmark.extraction.features import MEASURES, measures
from pressmark.extraction.find_article import Knowledge
from tools.weights import clues, headline
from tools.weights.examples import CORPUS, Example
from tools.weights.examples import examples as examples_of
from tools.weights.fit import fit
from tools.weights.odds import counts, for_example, table

FOLDS = 5


def fold(site: str) -> int:
    """The part of the data that a site belongs to, as long as its name stays."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4]) % FOLDS


def learn(examples: Sequence[Example]) -> Knowledge:
    """What `examples` teach."""
    shares = counts(examples)
    rows = [measures(example.lines, for_example(example, shares)) for example in examples]
    model = fit(
        MEASURES,
        np.concatenate(rows),
        np.concatenate([example.labels for example in examples]),
        np.concatenate([example.weights for example in examples]),
    )
    words = table(shares)
    titled = headline.learn(examples, model, words)
    date, author = clues.learn(examples, model, titled, words)
    return Knowledge(model, titled, date, author, words)


def learn_without(examples: Sequence[Example], part: int) -> Knowledge:
    """The same, from all sites but those of one part."""
    return learn([example for example in examples if fold(example.site) != part])


def cross_validated(data: Path) -> list[Knowledge]:
    """For each part of the sites what the others teach."""
    found = list(examples_of(data, CORPUS))
    return [learn_without(found, part) for part in range(FOLDS)]

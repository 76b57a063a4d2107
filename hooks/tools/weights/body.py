"""Fits all models, that of the article's lines first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pressmark.extraction.features import BODY_FEATURES, body_features
from pressmark.extraction.find_article import Models
from tools.weights import headline, mentions
from tools.weights.examples import CORPUS, Example
from tools.weights.examples import examples as read_examples
from tools.weights.fit import fit
from tools.weights.word_odds import all_word_odds, line_counts, word_odds_without

FOLDS = 5


def fold(site: str) -> int:
    """Number of the fold that a site belongs to, by a digest of its name."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4]) % FOLDS


def fit_models(examples: Sequence[Example]) -> Models:
    """The models that fit `examples`."""
    counts = line_counts(examples)
    rows = [body_features(e.lines, word_odds_without(e, counts)) for e in examples]
    body = fit(
        BODY_FEATURES,
        np.concatenate(rows),
        np.concatenate([example.labels for example in examples]),
        np.concatenate([example.weights for example in examples]),
    )
    word_odds = all_word_odds(counts)
    headlines = headline.fit_model(examples, body, word_odds)
    date, author = mentions.fit_models(examples, body, headlines, word_odds)
    return Models(body, headlines, date, author, word_odds)


def cross_validated(data: Path) -> list[Models]:
    """For each fold, the models that fit the sites of the others."""
    examples = list(read_examples(data, CORPUS))
    return [
        fit_models([example for example in examples if fold(example.site) != part])
        for part in range(FOLDS)
    ]

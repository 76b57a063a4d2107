"""Fits the model of headlines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pressmark.extraction.additive_model import AdditiveModel, log_odds
from pressmark.extraction.features import Array, body_features
from pressmark.extraction.find_article import THRESHOLD
from pressmark.extraction.headline import (
    HEADLINE_FEATURES,
    headline_candidates,
    headline_features,
)
from tests.evaluate.compare import same_title
from tools.weights.examples import Example
from tools.weights.mentions import fit_candidates


def rows(example: Example, body: AdditiveModel, word_odds: dict[str, float]) -> tuple[Array, Array]:
    """Feature matrix of an example's candidates, and for each 1 if it is the title, else 0."""
    features = body_features(example.lines, word_odds)
    candidates = headline_features(example.lines, features, log_odds(body, features), THRESHOLD)
    title = example.truth.title if example.truth else ""
    labels = [
        bool(title) and same_title(example.lines[row].key, title)
        for row in headline_candidates(example.lines)
    ]
    return candidates, np.array(labels, dtype=np.float32)


def fit_model(
    examples: Sequence[Example], body: AdditiveModel, word_odds: dict[str, float]
) -> AdditiveModel:
    """The model of headlines that fits those `examples` that are full-page scrapes with a title."""
    pages = [e for e in examples if "page" in e.labelled and e.truth and e.truth.title]
    candidates = [rows(example, body, word_odds) for example in pages]
    return fit_candidates(HEADLINE_FEATURES, [pair for pair in candidates if len(pair[1])])

"""Learns what the headline of an article is made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pressmark.extraction.additive_model import AdditiveModel, scores
from pressmark.extraction.features import Array, measures
from pressmark.extraction.find_article import KEPT
from pressmark.extraction.headline import HEADLINE_MEASURES, candidates, measures_of
from tests.evaluate.compare import same_title
from tools.weights.clues import weighed
from tools.weights.examples import Example


def rows(example: Example, body: AdditiveModel, words: dict[str, float]) -> tuple[Array, Array]:
    """Measures of an example's candidates, and which are its title."""
    measured = measures(example.lines, words)
    found = measures_of(example.lines, measured, scores(body, measured), KEPT)
    title = example.truth.title if example.truth else ""
    labels = [
        bool(title) and same_title(example.lines[at].key, title) for at in candidates(example.lines)
    ]
    return found, np.array(labels, dtype=np.float32)


def learn(
    examples: Sequence[Example], body: AdditiveModel, words: dict[str, float]
) -> AdditiveModel:
    """The model of headlines that `examples` of whole pages teach."""
    pages = [e for e in examples if "page" in e.labelled and e.truth and e.truth.title]
    found = [rows(example, body, words) for example in pages]
    found = [(measured, labels) for measured, labels in found if len(labels)]
    return weighed(HEADLINE_MEASURES, found)

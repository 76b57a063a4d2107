"""Learns what the headline of an article is made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pressmark.article.features import Array, measures
from pressmark.article.headline import HEADLINE_MEASURES, candidates, measures_of
from pressmark.article.locate import KEPT
from pressmark.article.model import Model, scores
from tests.evaluate.compare import same_title
from tests.training.examples import Example
from tests.training.fit import fit

NOTHING = (
    np.zeros((1, len(HEADLINE_MEASURES)), np.float32),
    np.zeros(1, np.float32),
    np.ones(1, np.float32),
)
"""What there is to learn from where there are no whole pages with titles."""
WRONG = 0.2
"""What a text without a visible title weighs beside one that has it."""


def rows(example: Example, body: Model, words: dict[str, float]) -> tuple[Array, Array]:
    """Measures of an example's candidates, and which are its title."""
    measured = measures(example.lines, words)
    found = measures_of(example.lines, measured, scores(body, measured), KEPT)
    title = example.truth.title if example.truth else ""
    labels = [
        bool(title) and same_title(example.lines[at].key, title) for at in candidates(example.lines)
    ]
    return found, np.array(labels, dtype=np.float32)


def learn(examples: Sequence[Example], body: Model, words: dict[str, float]) -> Model:
    """The model of headlines that `examples` of whole pages teach."""
    pages = [e for e in examples if "page" in e.labelled and e.truth and e.truth.title]
    found = [rows(example, body, words) for example in pages]
    found = [(measured, labels) for measured, labels in found if len(labels)]
    weights = [
        np.full(len(labels), (1.0 if labels.any() else WRONG) / np.sqrt(len(labels)), np.float32)
        for _, labels in found
    ]
    # The headline is one line of hundreds: both sides weigh the same.
    for (_, labels), weight in zip(found, weights, strict=True):
        if labels.any():
            weight[labels > 0] *= np.sqrt(len(labels)) / labels.sum()
    if not found:
        return fit(HEADLINE_MEASURES, *NOTHING)
    return fit(
        HEADLINE_MEASURES,
        np.concatenate([measured for measured, _ in found]),
        np.concatenate([labels for _, labels in found]),
        np.concatenate(weights),
    )

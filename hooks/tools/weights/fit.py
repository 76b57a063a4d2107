"""Fits an additive model (`extraction/additive_model.py`) by logistic regression.

Each feature is cut at quantiles; an input for each cut is 1 from it on, so that the coefficients of
a feature add up to its step function. Solved by Newton's method, with an L2 penalty (ridge: Hoerl
and Kennard, "Ridge Regression", 1970).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pressmark.extraction.additive_model import AdditiveModel
from pressmark.extraction.features import Array

QUANTILES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
FEW = 8
"""A feature with no more different values is cut at each of them."""
RIDGE, BIAS_RIDGE = 2.0, 1e-6
"""Weight of the penalty, and that of the bias."""
MAX_ITERATIONS, TOLERANCE = 8, 1e-2
"""Newton's method ends after so many steps, or when a step changes no coefficient by more."""


def cuts(column: Array) -> Array:
    """Values at which a feature's steps begin, ascending."""
    values = np.unique(column)
    if len(values) <= FEW:
        return np.asarray(values[1:], dtype=np.float32)
    edges = np.unique(np.quantile(column, QUANTILES).astype(np.float32))
    return np.asarray(edges[edges > column.min()], dtype=np.float32)


def steps(features: Array, edges: Sequence[Array]) -> Array:
    """Inputs of the regression: a column of ones, and one for each edge, 1 from the edge on."""
    ones = np.ones((len(features), 1), dtype=np.float32)
    reached = (features[:, [column]] >= edge[None, :] for column, edge in enumerate(edges))
    return np.concatenate([ones, *reached], axis=1, dtype=np.float32)


def fit(names: Sequence[str], features: Array, labels: Array, weights: Array) -> AdditiveModel:
    """The model whose log odds separate rows labelled 1 from rows labelled 0.

    `features` has a column for each of `names`; `labels` and `weights` a value for each row.
    """
    edges = [cuts(features[:, column]) for column in range(len(names))]
    coefficients = _solve(steps(features, edges), labels, weights)
    values, start = [], 1
    for edge in edges:
        increments = coefficients[start : start + len(edge)]
        values.append(np.concatenate([[0.0], np.cumsum(increments)]).astype(np.float32))
        start += len(edge)
    return AdditiveModel(tuple(names), float(coefficients[0]), tuple(edges), tuple(values))


def _solve(inputs: Array, labels: Array, weights: Array) -> NDArray[np.float64]:
    size = inputs.shape[1]
    result = np.zeros(size)
    ridge = np.eye(size) * RIDGE
    ridge[0, 0] = BIAS_RIDGE
    for _ in range(MAX_ITERATIONS):
        log_odds = np.clip(inputs @ result.astype(np.float32), -30, 30)
        predicted = 1 / (1 + np.exp(-log_odds))
        gradient = inputs.T @ (weights * (predicted - labels)).astype(np.float32) + ridge @ result
        curvature = np.sqrt(weights * predicted * (1 - predicted) + 1e-9).astype(np.float32)
        scaled = inputs * curvature[:, None]
        step = np.linalg.solve((scaled.T @ scaled).astype(np.float64) + ridge, gradient)
        result -= step
        if np.abs(step).max() < TOLERANCE:
            break
    return result

"""Fits an additive model (see `extraction/additive_model.py`): logistic regression on steps.

Each measure is cut at quantiles, and each cut is an input that is 1 from it on; so the weights of a
measure add up to a table of steps. Solved by Newton's method with a ridge (Hoerl and Kennard 1970).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pressmark.extraction.additive_model import AdditiveModel
from pressmark.extraction.features import Array

QUANTILES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
FEW = 8
"""Values up to which a measure is cut at each of them."""
RIDGE = 2.0
ROUNDS, CLOSE = 8, 1e-2


def cuts(column: Array) -> Array:
    """Where a measure is cut."""
    values = np.unique(column)
    if len(values) <= FEW:
        return np.asarray(values[1:], dtype=np.float32)
    found = np.unique(np.quantile(column, QUANTILES).astype(np.float32))
    return np.asarray(found[found > column.min()], dtype=np.float32)


def steps(measures: Array, edges: Sequence[Array]) -> Array:
    """1 and, for each cut, whether the measure reaches it."""
    ones = np.ones((len(measures), 1), dtype=np.float32)
    reached = (measures[:, [at]] >= edge[None, :] for at, edge in enumerate(edges))
    return np.concatenate([ones, *reached], axis=1, dtype=np.float32)


def fit(names: Sequence[str], measures: Array, labels: Array, weights: Array) -> AdditiveModel:
    """The model that tells rows labelled 1 from those labelled 0."""
    edges = [cuts(measures[:, at]) for at in range(len(names))]
    inputs = steps(measures, edges)
    found = _solve(inputs, labels, weights)
    adds, at = [], 1
    for edge in edges:
        step = found[at : at + len(edge)]
        adds.append(np.concatenate([[0.0], np.cumsum(step)]).astype(np.float32))
        at += len(edge)
    return AdditiveModel(tuple(names), float(found[0]), tuple(edges), tuple(adds))


def _solve(inputs: Array, labels: Array, weights: Array) -> NDArray[np.float64]:
    size = inputs.shape[1]
    found = np.zeros(size)
    ridge = np.eye(size) * RIDGE
    ridge[0, 0] = 1e-6
    for _ in range(ROUNDS):
        odds = np.clip(inputs @ found.astype(np.float32), -30, 30)
        said = 1 / (1 + np.exp(-odds))
        slope = inputs.T @ (weights * (said - labels)).astype(np.float32) + ridge @ found
        scaled = inputs * np.sqrt(weights * said * (1 - said) + 1e-9).astype(np.float32)[:, None]
        step = np.linalg.solve((scaled.T @ scaled).astype(np.float64) + ridge, slope)
        found -= step
        if np.abs(step).max() < CLOSE:
            break
    return found

"""A generalized additive model of step functions (Hastie and Tibshirani, "Generalized Additive
Models", 1990): each feature adds a step's value to the log odds. Its tables can be read by eye.

`python -m tools.weights` fits the steps on labelled pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pressmark.extraction.features import Array

BIAS = "bias"
"""Name of the row with the log odds that all features add to."""


@dataclass(frozen=True, slots=True)
class AdditiveModel:
    """Step functions, one for each column of a feature matrix."""

    names: tuple[str, ...]
    """Names of the columns."""
    bias: float
    edges: tuple[NDArray[np.float32], ...]
    """Column → feature values at which a step begins, ascending."""
    values: tuple[NDArray[np.float32], ...]
    """Column → value of each step, one more than edges: the first, 0, is that below all edges."""


def log_odds(model: AdditiveModel, features: Array) -> Array:
    """Log odds (natural logarithm) of each row of a feature matrix."""
    result = np.full(len(features), model.bias, dtype=np.float32)
    for column, (edges, values) in enumerate(zip(model.edges, model.values, strict=True)):
        if len(edges):
            result += values[np.searchsorted(edges, features[:, column], side="right")]
    return result


def to_text(model: AdditiveModel) -> str:
    """Tab-separated table of a model: feature, edge of a step, value of the step."""
    rows = [f"{BIAS}\t\t{model.bias:.3f}"]
    for name, edges, values in zip(model.names, model.edges, model.values, strict=True):
        rows += [f"{name}\t{e:.6g}\t{v:.3f}" for e, v in zip(edges, values[1:], strict=True)]
    return "\n".join(["feature\tedge\tvalue", *rows, ""])


def from_text(text: str, names: Sequence[str]) -> AdditiveModel:
    """Read a table of `to_text`; `names` are the columns of the feature matrix, in order."""
    bias = 0.0
    edges: dict[str, list[float]] = {name: [] for name in names}
    values: dict[str, list[float]] = {name: [0.0] for name in names}
    for row in text.splitlines()[1:]:
        name, edge, value = row.split("\t")
        if name == BIAS:
            bias = float(value)
        else:
            edges[name].append(float(edge))
            values[name].append(float(value))
    return AdditiveModel(
        tuple(names),
        bias,
        tuple(np.array(column, np.float32) for column in edges.values()),
        tuple(np.array(column, np.float32) for column in values.values()),
    )


def words_to_text(word_odds: Mapping[str, float]) -> str:
    """Tab-separated table of words and their log odds, highest first."""
    rows = sorted(word_odds.items(), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"{word}\t{odds:.2f}\n" for word, odds in rows)


def words_from_text(text: str) -> dict[str, float]:
    """Read a table of `words_to_text`."""
    rows = (row.split("\t") for row in text.splitlines())
    return {word: float(odds) for word, odds in rows}


@cache
def shipped_table(name: str) -> str:
    """Text of a table that lies beside this module."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")

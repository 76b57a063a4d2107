"""A linear model that can be read: for each measure a table of steps, from which value on it adds
how much to the logarithm of the odds. Such a model is called additive (Hastie and Tibshirani,
"Generalized Additive Models", 1990); this one's steps were fitted by `python -m tools.weights`.
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


@dataclass(frozen=True, slots=True)
class AdditiveModel:
    """What each measure adds, in the order of a matrix' columns."""

    names: tuple[str, ...]
    bias: float
    edges: tuple[NDArray[np.float32], ...]
    """Column → the values at which a step begins, ascending."""
    adds: tuple[NDArray[np.float32], ...]
    """Column → what it adds below the first edge (0), from the first on, and so on."""


def scores(model: AdditiveModel, measures: Array) -> Array:
    """The logarithm of the odds for each row of `measures`."""
    out = np.full(len(measures), model.bias, dtype=np.float32)
    for column, (edges, adds) in enumerate(zip(model.edges, model.adds, strict=True)):
        if len(edges):
            out += adds[np.searchsorted(edges, measures[:, column], side="right")]
    return out


def to_text(model: AdditiveModel) -> str:
    """The model as a table: measure, from which value on, what it adds."""
    rows = [f"{BIAS}\t\t{model.bias:.3f}"]
    for name, edges, adds in zip(model.names, model.edges, model.adds, strict=True):
        rows += [f"{name}\t{e:.6g}\t{a:.3f}" for e, a in zip(edges, adds[1:], strict=True)]
    return "\n".join(["measure\tfrom\tadds", *rows, ""])


def from_text(text: str, names: Sequence[str]) -> AdditiveModel:
    """The model of a table that `to_text` wrote, for the measures `names`."""
    bias = 0.0
    edges: dict[str, list[float]] = {name: [] for name in names}
    adds: dict[str, list[float]] = {name: [0.0] for name in names}
    for row in text.splitlines()[1:]:
        name, edge, value = row.split("\t")
        if name == BIAS:
            bias = float(value)
        else:
            edges[name].append(float(edge))
            adds[name].append(float(value))
    return AdditiveModel(
        tuple(names),
        bias,
        tuple(np.array(values, np.float32) for values in edges.values()),
        tuple(np.array(values, np.float32) for values in adds.values()),
    )


def words_to_text(words: Mapping[str, float]) -> str:
    """What words say, as a table, the best first."""
    rows = sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"{word}\t{odds:.2f}\n" for word, odds in rows)


def words_from_text(text: str) -> dict[str, float]:
    """What `words_to_text` wrote."""
    rows = (row.split("\t") for row in text.splitlines())
    return {word: float(odds) for word, odds in rows}


@cache
def shipped(name: str) -> str:
    """The text of a table beside this module."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")

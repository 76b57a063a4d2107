"""How work grows, without leaning on the machine: two sizes compared with one another."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import TypeVar

Input = TypeVar("Input")

ROUNDS = 3
LEAST = 0.002
"""Seconds below which a measurement says nothing."""
TIMES = 8
"""How much larger the larger input is to be."""
LINEAR = 30
"""Work that grows with the size takes about `TIMES` as long for the larger input, square work
`TIMES` squared: 64. In between is what a busy machine may add to the one and not to the other.
"""


def grows_linearly(work: Callable[[Input], object], small: Input, large: Input) -> bool:
    """Whether `work` takes about `TIMES` as long for `large`, which is so much larger, at most.

    What counts is the processor time of this process, of the quickest of three runs each.
    """
    return _seconds(work, large) < LINEAR * max(_seconds(work, small), LEAST)


def _seconds(work: Callable[[Input], object], given: Input) -> float:
    quickest = float("inf")
    for _ in range(ROUNDS):
        begun = process_time()
        work(given)
        quickest = min(quickest, process_time() - begun)
    return quickest

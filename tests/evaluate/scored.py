"""What a task of the evaluation gives: how well one system did on one set of data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PRESSMARK = "Pressmark"
"""The system that has floors; all others are references."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One row of a task's table."""

    data: str
    """The set's name: its folder's."""
    digest: str
    """SHA-256 of all files of the set."""
    system: str
    scores: Mapping[str, float]
    """Measure → score from 0 to 1; every row of a task has the same measures."""

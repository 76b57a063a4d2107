"""Seconds that each stage of a build takes."""

from __future__ import annotations

from time import perf_counter


class Stopwatch:
    """Adds up seconds by stage."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self.at = perf_counter()

    def lap(self, stage: str) -> None:
        """Add the time since the last lap to a stage."""
        now = perf_counter()
        self.times[stage] = self.times.get(stage, 0.0) + now - self.at
        self.at = now

"""Where the time of a build goes."""

from __future__ import annotations

from time import perf_counter


class Stopwatch:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self.at = perf_counter()

    def lap(self, stage: str) -> None:
        """Put down what has passed since the last lap for a stage."""
        now = perf_counter()
        self.times[stage] = self.times.get(stage, 0.0) + now - self.at
        self.at = now

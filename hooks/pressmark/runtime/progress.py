"""A line that counts, on a terminal, when a build takes long. Logs get none of it."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TextIO

QUIET = 2.0
"""Seconds before the first line: short builds show none."""
EVERY = 0.2
"""Seconds between two lines."""


class Progress:
    """Called with (what is done, how many are done, how many there are)."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self.stream = stream
        self.shown = False
        self.next = perf_counter() + QUIET if stream.isatty() else float("inf")

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show the count, now and then."""
        now = perf_counter()
        if now < self.next:
            return
        self.next = now + EVERY
        self.shown = True
        self.stream.write(f"\r\x1b[K{done:,} of {total:,} documents {what}")
        self.stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.shown = False

"""A progress bar, on a terminal, when a build takes long. Logs get none of it."""

from __future__ import annotations

import sys
from typing import Never, TextIO

from tqdm import tqdm

DELAY = 2.0
"""Seconds before a bar is shown: short builds show none."""


class Progress:
    """Called with (what is done, number of documents done, number in all)."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self.stream = stream
        self.bar: tqdm[Never] | None = None
        self.shown = ("", 0)
        """What the bar counts, and how far it is."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how much is done."""
        bar = self.bar
        if bar is None or self.shown[0] != what:
            self.clear()
            # Without a terminal tqdm shows nothing.
            self.bar = bar = tqdm(
                desc=what, total=total, unit=" documents", leave=False, delay=DELAY,
                disable=None, file=self.stream, dynamic_ncols=True, bar_format=BAR,
            )  # fmt: skip
            self.shown = (what, 0)
        bar.update(done - self.shown[1])
        self.shown = (what, done)

    def clear(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None


BAR = "{n:,} of {total:,} documents {desc} |{bar}| {remaining} left"
"""As tqdm fills it in."""

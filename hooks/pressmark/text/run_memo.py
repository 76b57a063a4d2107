"""Memoizes the words of runs of text, so that a word that comes again costs one look-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from pressmark.runtime.arrays import Array
from pressmark.text.words import runs

MOST_RUNS = 50_000
"""Runs that a process memoizes before it starts anew, some 150 bytes each."""

LONGEST_RUN = 64
"""Bytes of a memoized run. Longer ones are lines of scripts without spaces, which rarely recur."""


class RunMemo(dict[bytes, int]):
    """Run (see `words.runs`) → the number of its word, or a marker for a run of no word or several.

    It grows without bound: whoever owns it clears it when it has more than `MOST_RUNS` runs.

    >>> memo = RunMemo(lambda run: [len(part) for part in run.split(b"'")], np.int32)
    >>> memo.numbers("One o'clock, one").tolist(), len(memo)
    ([3, 1, 5, 3], 2)
    """

    def __init__(
        self, numbers_of: Callable[[bytes], Sequence[int]], dtype: type[np.integer]
    ) -> None:
        """`numbers_of` gives the numbers of all words of a run; they must fit into `dtype`."""
        super().__init__()
        self._numbers_of = numbers_of
        self._dtype = dtype
        self._marker = int(np.iinfo(dtype).max)
        self._several: dict[bytes, Sequence[int]] = {}

    def __missing__(self, run: bytes) -> int:
        if len(run) > LONGEST_RUN:
            return self._marker
        numbers = self._numbers_of(run)
        if len(numbers) == 1:
            number = self[run] = numbers[0]
            return number
        self._several[run] = numbers
        number = self[run] = self._marker
        return number

    def clear(self) -> None:
        """Free all runs."""
        super().clear()
        self._several.clear()

    def numbers(self, text: str) -> Array:
        """The numbers of the words of `text`, in order."""
        cut = runs(text)
        numbers = np.fromiter(map(self.__getitem__, cut), self._dtype, len(cut))
        marked = np.flatnonzero(numbers == self._marker).tolist()
        if not marked:
            return numbers
        parts: list[Array] = []
        start = 0
        for index in marked:
            several = np.array(self._several_of(cut[index]), dtype=self._dtype)
            parts += (numbers[start:index], several)
            start = index + 1
        return np.concatenate((*parts, numbers[start:]))

    def _several_of(self, run: bytes) -> Sequence[int]:
        """The numbers of all words of a run with the marker."""
        if len(run) > LONGEST_RUN:
            return self._numbers_of(run)
        # One word may have the marker as its number, though hardly any hash ever will.
        return self._several.get(run, (self._marker,))

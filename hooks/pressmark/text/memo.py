"""Caches of results that are needed many times while one text is processed.

Every rule and extractor reads the same lines. `lru_cache` has a fixed number of entries, so for a
text with more lines each result is evicted before it is needed again; and it holds as many giant
lines as short ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")

MAX_CARRIED = 4_096
MAX_CARRIED_CHARACTERS = 2_000_000
"""Results, and characters of them, that a cache may carry from one text to the next."""
MAX_CHARACTERS = 64_000_000
"""Characters of results for one text."""

_MEMOS: list[Memo[object]] = []


class Memo(dict[Key, str]):
    """Key → `make(key)`, computed on first use."""

    def __init__(self, make: Callable[[Key], str]) -> None:
        super().__init__()
        self._make = make
        self._characters = 0
        _MEMOS.append(self)  # type: ignore[arg-type]  # whatever its keys are

    def __missing__(self, key: Key) -> str:
        if self._characters > MAX_CHARACTERS:
            self.clear()
        result = self._make(key)
        self._characters += len(result)
        self[key] = result
        return result

    def clear(self) -> None:
        """Evict everything."""
        super().clear()
        self._characters = 0

    def begin(self) -> None:
        """Evict everything if it is more than may be carried into the next text."""
        if len(self) > MAX_CARRIED or self._characters > MAX_CARRIED_CHARACTERS:
            self.clear()


def begin_text() -> None:
    """Prepare all caches for another text."""
    for memo in _MEMOS:
        memo.begin()

"""What is asked for again and again while one text is read, and for the lines of the next one, too.

Every rule and extractor looks at the same lines. A cache of a fixed number of results (`lru_cache`)
is of no use for a text that has more lines than that: each result is gone when it is asked for
again. It also holds as many giant lines as others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")

KEEP = 4_096
KEEP_CHARACTERS = 2_000_000
"""Results, and characters of them, that are kept from one text to the next."""
MOST_CHARACTERS = 64_000_000
"""Characters that are kept for one text."""

_MEMOS: list[Memo[object]] = []


class Memo(dict[Key, str]):
    """Key → what `make` makes of it, made when it is first asked for."""

    def __init__(self, make: Callable[[Key], str]) -> None:
        super().__init__()
        self._make = make
        self._characters = 0
        _MEMOS.append(self)  # type: ignore[arg-type]  # whatever its keys are

    def __missing__(self, key: Key) -> str:
        if self._characters > MOST_CHARACTERS:
            self.clear()
        result = self._make(key)
        self._characters += len(result)
        self[key] = result
        return result

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self._characters = 0

    def begin(self) -> None:
        """Forget everything if it is much."""
        if len(self) > KEEP or self._characters > KEEP_CHARACTERS:
            self.clear()


def begin_text() -> None:
    """Make room: the lines of another text will be asked for."""
    for memo in _MEMOS:
        memo.begin()

"""Ids for headings, the same as those of Python-Markdown's `toc`, in linear time.

    Notes, Notes, Notes → notes, notes_1, notes_2

An id that is taken gets the next free number. `toc.unique` counts from the start each time.
"""

from __future__ import annotations

import re

from markdown.extensions.toc import slugify

_NUMBERED = re.compile(r"^(.*)_([0-9]{1,4000})$")
"""An id with a number. Python reads no numbers of more than 4,300 digits."""


class Anchors:
    """The ids of one page's headings."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._skip: dict[tuple[str, int], int] = {}
        """(base, number) → a later number; all numbers between are taken."""

    def name(self, text: str) -> str:
        """Give the heading `text` an id that no other heading of the page has.

        >>> anchors = Anchors()
        >>> [anchors.name("Notes") for _ in range(3)]
        ['notes', 'notes_1', 'notes_2']
        """
        name: str = slugify(text, "-")
        if not name or name in self._taken:
            name = self._numbered(name)
        self._taken.add(name)
        return name

    def _numbered(self, name: str) -> str:
        parts = _NUMBERED.match(name)
        base, number = (parts[1], int(parts[2])) if parts else (name, 0)
        passed, number = [number], self._skip.get((base, number), number + 1)
        while f"{base}_{number}" in self._taken:
            passed.append(number)
            number = self._skip.get((base, number), number + 1)
        # The name that is free now is about to be taken.
        self._skip |= {(base, taken): number + 1 for taken in passed}
        return f"{base}_{number}"

"""The classes of characters that make up words, from `characters.json`.

The same table is part of the index, where the search engine reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TEXT = Path(__file__).with_name("characters.json").read_text(encoding="ascii")
"""The table as JSON, as it goes into the index."""

TABLE: dict[str, Any] = json.loads(TEXT)

APOSTROPHES = frozenset(TABLE["apostrophes"])
ELISIONS = frozenset(TABLE["elisions"])


def code_ranges(gaps_and_lengths: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Expand `[gap, length, …]` to (first, last) pairs of code points.

    >>> list(code_ranges([48, 10, 7, 26]))
    [(48, 57), (65, 90)]
    """
    numbers = iter(gaps_and_lengths)
    first = 0
    for gap, length in zip(numbers, numbers, strict=True):
        first += gap
        yield first, first + length - 1
        first += length


def character_class(pairs: Iterable[tuple[int, int]]) -> str:
    """(first, last) pairs as the inside of the `[…]` of a regular expression."""
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in pairs)


def difference(
    ranges: Iterable[tuple[int, int]], removed: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """`ranges` without `removed`; both are sorted and disjoint.

    >>> difference([(1, 9)], [(0, 2), (5, 6)])
    [(3, 4), (7, 9)]
    """
    holes = list(removed)
    out: list[tuple[int, int]] = []
    for first, last in ranges:
        for low, high in holes:
            if high < first or low > last:
                continue
            if low > first:
                out.append((first, low - 1))
            first = high + 1
        if first <= last:
            out.append((first, last))
    return out


def _fold_map() -> dict[int, str]:
    """Code point → what it folds to, after compatibility decomposition (NFKD)."""
    out: dict[int, str] = {}
    for first, count, step, change in TABLE["lower"]:
        out.update((code, chr(code + change)) for code in range(first, first + count * step, step))
    for zero in TABLE["digits"]:
        out.update((zero + digit, str(digit)) for digit in range(10))
    for first, last in code_ranges(TABLE["dropped"]):
        out.update((code, "") for code in range(first, last + 1))
    out.update((ord(letter), to) for letter, to in TABLE["letters"].items())
    out.update((ord(hidden), "") for hidden in TABLE["hidden"])
    return out


FOLD_MAP = _fold_map()

_WORD = list(code_ranges(TABLE["word"]))
_UNITS = {script: list(code_ranges(ranges)) for script, ranges in TABLE["units"].items()}
_ALL_UNITS = sorted(pair for pairs in _UNITS.values() for pair in pairs)
_ATTACHED = character_class(code_ranges(TABLE["attached"]))
_SPACED = character_class(difference(_WORD, _ALL_UNITS))
_INSIDE = "".join(map(re.escape, TABLE["apostrophes"] + TABLE["hidden"]))

UNIT = re.compile(f"[{character_class(_ALL_UNITS)}][{_ATTACHED}]*")
"""One character of a script without spaces, with its marks."""

DENSE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")
"""A Chinese, Japanese or Korean character: as wide as two Latin letters, it says as much as
several. Blocks of Unicode rather than the table's letters, since punctuation is as wide.
"""

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff]"
)
"""A character of a script without spaces between words, in which words are counted by characters:
Thai, Lao, Burmese, Khmer, Japanese, Chinese. Korean is dense, but has spaces.
"""

PIECE = re.compile(
    "|".join(
        [f"[{_SPACED}]+(?:[{_INSIDE}]+[{_SPACED}]+)*"]
        + [f"(?:[{character_class(pairs)}][{_ATTACHED}]*)+" for pairs in _UNITS.values()]
    )
)
"""A word as written, or a run of one script without spaces."""

_CURSIVE = character_class(code_ranges(TABLE["cursive"]))
_PARTING = "".join(map(re.escape, TABLE["parting"]))

PARTED = re.compile(f"(?<=[{_CURSIVE}])[{_PARTING}]+(?=[{_CURSIVE}])")
"""Separators of words inside of a piece of a cursive script."""

ASCII_PIECE = re.compile("[0-9A-Za-z]+(?:'+[0-9A-Za-z]+)*")
"""`PIECE` for text that is all ASCII, several times faster."""

LETTERS = re.compile(f"[{character_class(_WORD)}]+")
"""Words of a folded piece."""

ASCII = re.compile(r"[\x00-\x7f]*")


def dense_count(text: str) -> int:
    """How many characters of `text` are Chinese, Japanese or Korean (`DENSE`).

    >>> dense_count("報 paper")
    1
    """
    return 0 if text.isascii() else len(DENSE.findall(text))

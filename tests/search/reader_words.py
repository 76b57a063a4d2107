"""How the second reader (`reader.py`) cuts texts into words, by the table of the index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

LONGEST = 64


class Words:
    """Cuts texts into words by the table of the index."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.map = self._map(table)
        self.elisions = set(table["elisions"])
        word = set(_codes(table["word"]))
        scripts = [set(_codes(ranges)) for ranges in table["units"].values()]
        units = set().union(*scripts)
        attached = f"[{_inside(_codes(table['attached']))}]*"
        inside = re.escape(table["apostrophes"] + table["hidden"])
        spaced = f"[{_inside(sorted(word - units))}]+"
        runs = [f"(?:[{_inside(sorted(script))}]{attached})+" for script in scripts]
        self.piece = re.compile("|".join([f"{spaced}(?:[{inside}]+{spaced})*", *runs]))
        self.unit = re.compile(f"[{_inside(sorted(units))}]{attached}")
        self.word = re.compile(f"[{_inside(sorted(word))}]+")
        self.hidden = re.compile(f"[{re.escape(table['hidden'])}]")
        self.apostrophes = re.compile(f"[{re.escape(table['apostrophes'])}]+")
        cursive = _inside(_codes(table["cursive"]))
        self.parted = re.compile(f"(?<=[{cursive}])[{re.escape(table['parting'])}]+(?=[{cursive}])")

    @staticmethod
    def _map(table: dict[str, Any]) -> dict[int, str]:
        out: dict[int, str] = {}
        for first, count, step, change in table["lower"]:
            out |= {first + n * step: chr(first + n * step + change) for n in range(count)}
        for zero in table["digits"]:
            out |= {zero + n: str(n) for n in range(10)}
        out |= dict.fromkeys(_codes(table["dropped"]), "")
        out |= {ord(character): "" for character in table["hidden"]}
        return out | {ord(letter): to for letter, to in table["letters"].items()}

    def fold(self, piece: str) -> str:
        parted = unicodedata.normalize("NFKD", piece)
        return unicodedata.normalize("NFC", parted.translate(self.map))

    def of(self, text: str) -> Iterator[str]:
        """The words of a document's title or text."""
        for piece in self.piece.findall(text):
            if self.unit.match(piece):
                units = [self.fold(unit) for unit in self.unit.findall(piece)]
                yield from (first + second for first, second in pairwise(units))
                yield units[-1]
                continue
            for word in self.parted.split(piece):
                yield from self._spaced(word)

    def _spaced(self, piece: str) -> Iterator[str]:
        parts = self.apostrophes.split(self.hidden.sub("", piece))
        if len(parts) > 1 and self.fold(parts[-1]) == "s":
            parts.pop()
        while len(parts) > 1 and self.fold(parts[0]) in self.elisions:
            yield from self._folded(parts.pop(0))
        yield from self._folded("".join(parts))

    def _folded(self, raw: str) -> Iterator[str]:
        for word in self.word.findall(self.fold(raw)):
            yield word[:LONGEST]


def _codes(ranges: Sequence[int]) -> Iterator[int]:
    at = 0
    for skipped, taken in zip(ranges[::2], ranges[1::2], strict=True):
        at += skipped
        yield from range(at, at + taken)
        at += taken


def _inside(codes: Iterable[int]) -> str:
    """`codes`, which rise, as the inside of a regular expression's `[…]`."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in runs)

"""The task `repair`: garbled lines come out as they were meant, and good ones as they went in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import ftfy

from pressmark.text.repair import FIXERS, mojibake, repair_line
from tests.evaluate.collection import digest
from tests.evaluate.scored import PRESSMARK, Scored

System = Callable[[str], str]
"""From a line to the line repaired."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line, and what it may become."""

    before: str
    after: frozenset[str]
    """With the encoding repaired, and with all that ftfy does besides."""


SYSTEMS: dict[str, System] = {PRESSMARK: repair_line, "ftfy": ftfy.fix_text}


def plain(text: str) -> str:
    """`text` as it is compared: after all of Pressmark's repairs but that of mojibake, so that
    white space, character references and what nobody sees make no difference.
    """
    for fix in FIXERS:
        if fix is not mojibake:
            text = fix(text)
    return text


def read(folder: Path) -> tuple[Case, ...]:
    """The cases in the files of `folder`, but those that ftfy's author knows that it fails."""
    return tuple(
        Case(row["original"], frozenset({row["fixed"], row.get("fixed-encoding", row["fixed"])}))
        for file in sorted(folder.glob("*.json"))
        for row in json.loads(file.read_text(encoding="utf-8"))
        if row["expect"] == "pass"
    )


def score(cases: Sequence[Case], system: System) -> dict[str, float]:
    """The share of garbled lines that are repaired exactly, and of good ones that stay."""
    repaired: list[bool] = []
    untouched: list[bool] = []
    for case in cases:
        expected = {plain(text) for text in case.after}
        good = plain(case.before) in expected
        (untouched if good else repaired).append(plain(system(case.before)) in expected)
    return {
        "repaired": fmean(repaired) if repaired else 1.0,
        "untouched": fmean(untouched) if untouched else 1.0,
    }


def evaluate(data: Path) -> Iterator[tuple[str, Scored]]:
    """The task, and a row for every system on each set of cases below `data`/encoding."""
    for folder in sorted(data.glob("encoding/*/test-cases")):
        cases = read(folder)
        for name, system in SYSTEMS.items():
            yield "repair", Scored(folder.parent.name, digest(folder), name, score(cases, system))

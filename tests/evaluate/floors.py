"""The scores that Pressmark must not fall under, each with a digest of the data it was reached on.

A floor is lowered only on purpose, by writing the file anew (`--floors`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from math import floor
from pathlib import Path
from typing import Any

from tests.evaluate.scored import PRESSMARK, Scored

FILE = Path(__file__).with_name("floors.json")
DIGITS = 4

Floors = dict[str, dict[str, Any]]
"""Task/set → `digest` and `scores`."""


def read(path: Path = FILE) -> Floors:
    """The floors in `path`; none where there is no such file."""
    if not path.exists():
        return {}
    found: Floors = json.loads(path.read_text(encoding="utf-8"))
    return found


def write(floors: Floors, path: Path = FILE) -> None:
    """Writes `floors` to `path`, always in the same order."""
    text = json.dumps(floors, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="")


def _own(results: Mapping[str, Sequence[Scored]]) -> Iterable[tuple[str, Scored]]:
    for task, rows in results.items():
        for row in rows:
            if row.system == PRESSMARK:
                yield f"{task}/{row.data}", row


def raised(floors: Floors, results: Mapping[str, Sequence[Scored]]) -> Floors:
    """`floors` with those of the sets in `results` replaced by what was reached, rounded down."""
    scale = 10**DIGITS
    reached = {
        name: {
            "digest": row.digest,
            "scores": {key: floor(value * scale) / scale for key, value in row.scores.items()},
        }
        for name, row in _own(results)
    }
    return floors | reached


def compare(floors: Floors, results: Mapping[str, Sequence[Scored]]) -> tuple[list[str], list[str]]:
    """A line for each score under its floor, and one for each set that has no floor to hold.

    Another set of the same name isn't what its floor was reached on, so it is only pointed out.
    """
    under, without = [], []
    for name, row in _own(results):
        floor_of = floors.get(name)
        if floor_of is None:
            without.append(f"{name}: has no floors yet")
            continue
        if floor_of["digest"] != row.digest:
            without.append(f"{name}: isn't the data that its floors were reached on")
            continue
        under += [
            f"{name}: {measure} is {row.scores[measure]:.{DIGITS}f}, under its floor {least}"
            for measure, least in floor_of["scores"].items()
            if row.scores[measure] < least
        ]
    return under, without

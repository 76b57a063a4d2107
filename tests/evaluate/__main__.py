"""`python -m tests.evaluate DATA`: scores Pressmark on labelled data, beside what others reach."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.evaluate import decoding, duplicates, floors, languages, reading, repairs, search, tidy
from tests.evaluate.scored import Scored
from tests.evaluate.table import placed, table

PARTS: tuple[Callable[[Path], Iterator[tuple[str, Scored]]], ...] = (
    decoding.evaluate,
    repairs.evaluate,
    reading.evaluate,
    tidy.evaluate,
    languages.evaluate,
    duplicates.evaluate,
    search.evaluate,
)
"""Each takes the folder of all data and scores every system on each set of its own. Gives the task
of each row.
"""

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "evaluation.md"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of labelled data")
    parser.add_argument("--write", action="store_true", help="write the tables into the guide")
    parser.add_argument("--floors", action="store_true", help="make these scores the floors")
    return parser


def write(results: dict[str, list[Scored]], page: Path = PAGE) -> None:
    """Writes the tables of `results` into `page`, with today's date."""
    text = page.read_text(encoding="utf-8")
    day = datetime.now(UTC).date().isoformat()
    for task, rows in results.items():
        text = placed(text, task, f"Measured on {day}.\n\n{table(rows)}")
    page.write_text(text, encoding="utf-8", newline="")


def main(arguments: Sequence[str] | None = None, kept: Path = floors.FILE) -> int:
    """Runs all tasks that `data` has sets for; `kept` is the file of floors.

    Ends with 1 when a score is under its floor, with 2 when there is nothing to score.
    """
    asked = _parser().parse_args(arguments)
    results: dict[str, list[Scored]] = {}
    for part in PARTS:
        for task, row in part(asked.data):
            results.setdefault(task, []).append(row)
    if not results:
        print(f"{asked.data}: no labelled data found.", file=sys.stderr)
        print("Say where it is: make evaluate DATA=DIR", file=sys.stderr)
        print("docs/guide/evaluation.md says how it must be laid out.", file=sys.stderr)
        return 2
    for task, rows in results.items():
        print(f"{task}\n\n{table(rows)}")
    if asked.write:
        write(results)
    if asked.floors:
        floors.write(floors.raised(floors.read(kept), results), kept)
    under, without = floors.compare(floors.read(kept), results)
    for line in (*without, *under):
        print(line, file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())

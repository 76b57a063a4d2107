"""`python -m tests.bench`: what Pressmark costs beside others, in one run on one machine."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.search import Indexed, Read, measured
from tests.evaluate.table import aligned, placed

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "search-costs.md"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--documents", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="N"
    )
    parser.add_argument("--runs", type=int, default=3, help="of each build; the middle one counts")
    parser.add_argument("--write", action="store_true", help="write the tables into the guide")
    return parser


def building(rows: Sequence[Indexed]) -> str:
    """The table of what indexes cost to build."""
    head = ["documents", "system", "seconds", "ms a document, all cores", "largest process, MB"]
    cells = [[*head, "all processes, MB", "files", "MB"]]
    for row in rows:
        each = 1000 * row.cost.processor / row.documents
        memory = [f"{row.cost.largest:,.0f}", f"{row.cost.together:,.0f}"]
        numbers = [f"{row.cost.seconds:.1f}", f"{each:.2f}", *memory]
        cells.append(
            [f"{row.documents:,}", row.system, *numbers, f"{row.files:,}", f"{row.megabytes:,.0f}"]
        )
    return aligned(cells, 2)


def reading(rows: Sequence[Read]) -> str:
    """The table of what searches cost to read."""
    head = ["query", "documents", "system", "requests", "kB in all", "kB for the search"]
    cells = [[*head, "ms to ten results", "ms for the search"]]
    for place, first in enumerate(rows[0].readings):
        for row in rows:
            one = row.readings[place]
            numbers = [str(one.requests), f"{one.kilobytes:.0f}", f"{one.searching:.0f}"]
            numbers += [f"{one.milliseconds:.0f}", f"{one.of_search:.0f}"]
            cells.append([first.kind, f"{row.documents:,}", row.system, *numbers])
    return aligned(cells, 3)


def typing(rows: Sequence[Read]) -> str:
    """The table of how long the page is kept from answering the keyboard."""
    cells = [["documents", "longest task while typing, ms"]]
    cells += [
        [f"{row.documents:,}", f"{row.longest_task:.0f}" if row.longest_task else "under 50"]
        for row in rows
        if row.longest_task is not None
    ]
    return aligned(cells, 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints, and writes where that is asked for."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        indexed, read = measured(asked.documents, Path(folder), asked.runs)
    tables = {"building": building(indexed), "reading": reading(read), "typing": typing(read)}
    for name, text in tables.items():
        print(f"{name}\n\n{text}")
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        day = datetime.now(UTC).date().isoformat()
        for name, text in tables.items():
            page = placed(page, name, f"Measured on {day}.\n\n{text}")
        PAGE.write_text(page, encoding="utf-8", newline="")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.bench`: what Pressmark costs beside others, in one run on one machine."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import search
from tests.bench import sites as site
from tests.bench.search import Indexed, Read
from tests.bench.sites import COLD, Built, Weight
from tests.conftest import ROOT
from tests.evaluate.table import aligned, placed

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
PAGES = {"sites": GUIDE / "build-costs.md", "search": GUIDE / "search-costs.md"}
"""What is measured → where its tables go."""


BEYOND = (1_000_000, 10_000_000)
"""Texts of archives that are too large to be measured here."""
_DATA = ROOT.parent / "shared" / "data"
REAL = (
    _DATA / "scale" / "tehrantimes" / "raw",
    *(_DATA / "metadata" / "fundus" / name for name in ("page.txt", "page.md")),
    *(_DATA / "metadata" / "fundus" / name for name in ("article.txt", "article.md")),
)
"""Real texts, where they are at hand."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--documents", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="N"
    )
    parser.add_argument("--runs", type=int, default=3, help="of each build; the middle one counts")
    parser.add_argument("--only", choices=PAGES, help="measure only this")
    parser.add_argument(
        "--real",
        type=Path,
        nargs="*",
        default=[folder for folder in REAL if folder.is_dir()],
        metavar="DIR",
        help="folders of text to build, too; those of the shared data where this is left out",
    )
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


def sites(rows: Sequence[Built]) -> str:
    """The table of what sites cost to build."""
    head = ["texts", "system", "build", "seconds", "of a cold build", "processor, s"]
    cells = [[*head, "all processes, MB", "files", "MB"]]
    cold = {(row.documents, row.system): row.cost.seconds for row in rows if row.step == COLD}
    for row in rows:
        share = row.cost.seconds / cold[row.documents, row.system]
        numbers = [f"{row.cost.seconds:.1f}", f"{share:.2f}", f"{row.cost.processor:.1f}"]
        size = [f"{row.cost.together:,.0f}", f"{row.files:,}", f"{row.megabytes:,.0f}"]
        cells.append([f"{row.documents:,}", row.system, row.step, *numbers, *size])
    return aligned(cells, 3)


def growth(rows: Sequence[Built]) -> str:
    """What a document costs in archives of different sizes."""
    cells = [["texts", "seconds", "ms a text", "of the size before", "processor, ms a text"]]
    cells[0] += ["MB in all processes", "files a text", "kB of site a text"]
    before = 0.0
    for row in _ours(rows):
        thousands = row.documents / 1000
        each = row.cost.seconds / thousands
        numbers = [f"{row.cost.seconds:,.1f}", f"{each:.2f}", f"{each / (before or each):.2f}"]
        numbers += [f"{row.cost.processor / thousands:.2f}", f"{row.cost.together:,.0f}"]
        numbers += [f"{row.files / row.documents:.2f}", f"{row.megabytes / thousands:.1f}"]
        cells.append([f"{row.documents:,}", *numbers])
        before = each
    return aligned(cells, 1)


def beyond(rows: Sequence[Built]) -> str:
    """What larger archives would cost, on the line through the two largest that were measured."""
    *_, one, two = _ours(rows)
    more = two.documents - one.documents

    def at(size: int, here: float, there: float) -> float:
        return there + (there - here) * (size - two.documents) / more

    cells = [["texts", "minutes", "GB in all processes", "files", "GB of site"]]
    for size in BEYOND:
        minutes = at(size, one.cost.seconds, two.cost.seconds) / 60
        memory = at(size, one.cost.together, two.cost.together) / 1000
        files, whole = at(size, one.files, two.files), at(size, one.megabytes, two.megabytes) / 1000
        cells.append(
            [f"{size:,}", f"{minutes:,.0f}", f"{memory:,.1f}", f"{files:,.0f}", f"{whole:,.1f}"]
        )
    return aligned(cells, 1)


def _ours(rows: Sequence[Built]) -> list[Built]:
    return [row for row in rows if row.system == "Pressmark" and row.step == COLD]


def where(size: int, found: Mapping[str, float]) -> str:
    """Where the time of a build in one process goes."""
    whole = found["all"]
    rest = whole - sum(seconds for stage, seconds in found.items() if stage != "all")
    cells = [["stage", "seconds", "ms a text", "share"]]
    for stage, seconds in [*((s, t) for s, t in found.items() if s != "all"), ("all else", rest)]:
        each, share = 1000 * seconds / size, 100 * seconds / whole
        cells.append([stage, f"{seconds:.1f}", f"{each:.2f}", f"{share:.0f} %"])
    return aligned(cells, 1)


def weights(rows: Sequence[Weight]) -> str:
    """The table of what a page weighs."""
    cells = [["texts", "system", "page, kB", "without its text, kB", "styles and scripts, kB"]]
    for row in rows:
        numbers = [f"{row.page:.1f}", f"{row.own:.1f}", f"{row.loads:.1f}"]
        cells.append([f"{row.documents:,}", row.system, *numbers])
    return aligned(cells, 2)


def tables(asked: argparse.Namespace, kind: str, folder: Path) -> dict[str, str]:
    """Measures one of `PAGES`; gives its tables by name."""
    if kind == "search":
        indexed, read = search.measured(asked.documents, folder, asked.runs)
        return {"building": building(indexed), "reading": reading(read), "typing": typing(read)}
    built, weighed = site.measured(asked.documents, folder / "sites", asked.runs)
    found = {"sites": sites(built), "weights": weights(weighed), "growth": growth(built)}
    if len(_ours(built)) > 1:
        found["beyond"] = beyond(built)
    size = min(max(asked.documents), site.PEERS_UP_TO)
    found["stages"] = where(size, site.stages(size, folder / "stages"))
    rows = [
        replace(row, system=f"{texts.parent.name}/{texts.name}")
        for texts in asked.real
        for row in site.real(texts, folder, asked.runs)
    ]
    return found | ({"real": sites(rows)} if rows else {})


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints, and writes where that is asked for."""
    asked = _parser().parse_args(arguments)
    for kind, file in PAGES.items():
        if asked.only not in (None, kind):
            continue
        with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
            found = tables(asked, kind, Path(folder))
        for name, text in found.items():
            print(f"{name}\n\n{text}", flush=True)
        if asked.write:
            page = file.read_text(encoding="utf-8")
            day = datetime.now(UTC).date().isoformat()
            times = "1 run" if asked.runs == 1 else f"{asked.runs} runs"
            for name, text in found.items():
                page = placed(page, name, f"Measured on {day}, {times} of each.\n\n{text}")
            file.write_text(page, encoding="utf-8", newline="")
    return 0


if __name__ == "__main__":
    sys.exit(main())

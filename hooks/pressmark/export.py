"""Exports: the corpus as plain files, for other programs and other site generators."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pressmark.build.describe_batch import with_family
from pressmark.build.first_pass import analyzed_once
from pressmark.corpus.read import Inventory
from pressmark.corpus.settings import Collection
from pressmark.document import FIELDS, Document
from pressmark.errors import Problem
from pressmark.relate.inferred import InferredFields, with_inferred
from pressmark.render.page import markdown_page, shown_path
from pressmark.render.record import json_line, record
from pressmark.runtime import spool
from pressmark.runtime.output import write
from pressmark.runtime.workers import WorkerSettings, batches, map_ordered
from pressmark.text.site_paths import page_path

_WriteOne = Callable[[Document], tuple[str, ...]]

COLUMNS = ("id", "path", "sha256", "encoding", *FIELDS, "words", "family")

_FORMULA = re.compile(r"""((?:\A|[;\t|\r\n])(?:[^\S\t\r\n]|["'])*)(?=[=+\-@＝＋－＠])""")
"""Where a cell begins, to some spreadsheet, and goes on like a formula."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A part of an export: lines of some documents, in order, and what is wrong with some."""

    problems: tuple[Problem, ...]
    lines: tuple[str, ...]


def records(inventory: Inventory, collection: Collection, workers: int = 0) -> Iterator[Exported]:
    """A line of JSON for each document, in order of path."""
    return _run(inventory, collection, workers, _record_line)


def to_jsonl(inventory: Inventory, collection: Collection, out: Path) -> Iterable[Problem]:
    """Write all records to the file `out`."""
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        for exported in records(inventory, collection):
            file.writelines(line + "\n" for line in exported.lines)
            yield from exported.problems


def to_csv(inventory: Inventory, collection: Collection, out: Path) -> Iterable[Problem]:
    """Write the fields of all documents to the table `out`; lists are parted by `; `."""
    with open(out, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(COLUMNS)
        for exported in _run(inventory, collection, 0, _csv_line):
            file.writelines(exported.lines)
            yield from exported.problems


def to_markdown(inventory: Inventory, collection: Collection, out: Path) -> Iterable[Problem]:
    """Write the Markdown page of each document below the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    for exported in _run(inventory, collection, 0, partial(_markdown_file, out)):
        yield from exported.problems


FORMATS = {"markdown": to_markdown, "jsonl": to_jsonl, "csv": to_csv}


def _run(
    inventory: Inventory, collection: Collection, workers: int, write_one: _WriteOne
) -> Iterator[Exported]:
    settings = WorkerSettings(workers)
    with analyzed_once(inventory, collection, settings) as (analyzed, pool, _):
        yield Exported(analyzed.problems, ())
        families = {s.id: s.family for s in analyzed.corpus.documents if s.family}
        locations = analyzed.spooled.locations if analyzed.spooled else {}
        jobs = [
            [(place, families.get(name), analyzed.inferred.get(name)) for name, place in part]
            for part in batches(list(locations.items()))
        ]
        for lines in map_ordered(pool.executor, partial(_batch, write_one), jobs, pool.number):
            yield Exported((), lines)


def _batch(
    write_one: _WriteOne, job: Sequence[tuple[spool.Location, str | None, InferredFields | None]]
) -> tuple[str, ...]:
    documents = spool.get([place for place, _, _ in job])
    known = (
        with_inferred(with_family(document, family), added)
        for document, (_, family, added) in zip(documents, job, strict=True)
    )
    return tuple(line for document in known for line in write_one(document))


def _record_line(document: Document) -> tuple[str, ...]:
    return (json_line(record(document, markdown_page(document).text)).decode(),)


def _csv_line(document: Document) -> tuple[str, ...]:
    r = document.record
    values = {
        "id": document.source.id,
        "path": shown_path(document.source.path),
        "sha256": document.source.sha256,
        "encoding": document.decoding.encoding,
        "words": str(r.words),
        "family": r.family or "",
    }
    for field in FIELDS:
        value = getattr(r, field)
        values[field] = "; ".join(value) if isinstance(value, tuple) else value or ""
    line = io.StringIO()
    cells = [_harmless(values[column]) for column in COLUMNS]
    csv.writer(line, lineterminator="\n").writerow(cells)
    return (line.getvalue(),)


def _harmless(cell: str) -> str:
    """A cell of which no spreadsheet takes a part for a formula, also one that parts cells at
    semicolons, tabs or bars (OWASP, "CSV Injection"): an apostrophe goes before.

    >>> _harmless("=1+1"), _harmless("x;=1+1"), _harmless("2+2; a - b")
    ("'=1+1", "x;'=1+1", '2+2; a - b')
    """
    return _FORMULA.sub(r"\1'", cell)


def _markdown_file(out: Path, document: Document) -> tuple[str, ...]:
    name = page_path(document.source.id).removeprefix("archive/").removesuffix(".html") + ".md"
    write(out, name, markdown_page(document).source.encode())
    return (name,)

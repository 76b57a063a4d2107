"""Export the corpus as plain files, for other programs and other site generators."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

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
from pressmark.text.address import address

_WriteOne = Callable[[Document], tuple[str, ...]]
"""Exports a document; gives the lines for it in a file that all documents share, if any."""

COLUMNS = ("id", "path", "sha256", "encoding", *FIELDS, "words", "family")
"""Columns of the table."""

_FORMULA = re.compile(r"""((?:\A|[;\t|\r\n])(?:[^\S\t\r\n]|["'])*)(?=[=+\-@＝＋－＠])""")
"""The place before a formula at the start of a cell, or where some spreadsheets see a start."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A part of an export: problems, and the lines of some documents, in order."""

    problems: tuple[Problem, ...]
    lines: tuple[str, ...]


def records(inventory: Inventory, collection: Collection, workers: int = 0) -> Iterator[Exported]:
    """Yield the records of all documents as lines of JSON, in order of path.

    `workers` is the number of processes; 0 is one for each core.
    """
    return _export(inventory, collection, workers, _record_line)


def to_jsonl(inventory: Inventory, collection: Collection, out: Path) -> Iterable[Problem]:
    """Write all records to the file `out`; yields the problems met."""
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        for exported in records(inventory, collection):
            file.writelines(line + "\n" for line in exported.lines)
            yield from exported.problems


def to_csv(inventory: Inventory, collection: Collection, out: Path) -> Iterable[Problem]:
    """Write the fields of all documents to the table `out`; yields the problems met.

    The values of a list are joined by `; `.
    """
    with open(out, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(COLUMNS)
        for exported in _export(inventory, collection, 0, _csv_line):
            file.writelines(exported.lines)
            yield from exported.problems


def to_markdown(inventory: Inventory, collection: Collection, out: Path) -> Iterable[Problem]:
    """Write the Markdown page of each document below the folder `out`; yields the problems met."""
    out.mkdir(parents=True, exist_ok=True)
    for exported in _export(inventory, collection, 0, partial(_markdown_file, out)):
        yield from exported.problems


FORMATS = {"markdown": to_markdown, "jsonl": to_jsonl, "csv": to_csv}
"""Format of `pressmark export` → its function."""


def _export(
    inventory: Inventory, collection: Collection, workers: int, write_one: _WriteOne
) -> Iterator[Exported]:
    """Analyze the corpus, and export each document by `write_one`, in workers."""
    settings = WorkerSettings(workers)
    with analyzed_once(inventory, collection, settings) as (analyzed, pool, _):
        yield Exported(analyzed.problems, ())
        families = {s.id: s.family for s in analyzed.corpus.documents if s.family}
        locations = analyzed.spooled.locations if analyzed.spooled else {}
        jobs = [
            [(location, families.get(id_), analyzed.inferred.get(id_)) for id_, location in batch]
            for batch in batches(list(locations.items()))
        ]
        export_batch = partial(_export_batch, write_one)
        for lines in map_ordered(pool.executor, export_batch, jobs, pool.number):
            yield Exported((), lines)


def _export_batch(
    write_one: _WriteOne, job: Sequence[tuple[spool.Location, str | None, InferredFields | None]]
) -> tuple[str, ...]:
    """Export documents, each given as its location in the spool, its family and its inferred
    fields.
    """
    documents = spool.get([location for location, _, _ in job])
    complete = (
        with_inferred(document, inferred, family)
        for document, (_, family, inferred) in zip(documents, job, strict=True)
    )
    return tuple(line for document in complete for line in write_one(document))


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
    cells = [_without_formulas(values[column]) for column in COLUMNS]
    csv.writer(line, lineterminator="\n").writerow(cells)
    return (line.getvalue(),)


def _without_formulas(cell: str) -> str:
    """Put an apostrophe before whatever a spreadsheet would run as a formula, even one that splits
    cells at semicolons, tabs or bars (OWASP, "CSV Injection").

    >>> _without_formulas("=1+1"), _without_formulas("x;=1+1"), _without_formulas("2+2; a - b")
    ("'=1+1", "x;'=1+1", '2+2; a - b')
    """
    return _FORMULA.sub(r"\1'", cell)


def _markdown_file(out: Path, document: Document) -> tuple[str, ...]:
    # Other generators make the page's address from this name, so it isn't the site's own.
    name = address(document.source.id) + ".md"
    write(out, name, markdown_page(document).source.encode())
    return (name,)

"""Load records and ledgers. Each file is read once, and of a document only its summary and the
location of its lines are held in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pressmark.build.shards import shard_count, shard_of
from pressmark.document import FIELDS
from pressmark.relate.corpus import Corpus, ordered_corpus
from pressmark.relate.document_summary import DocumentSummary
from pressmark.runtime.output import MARKER
from pressmark.text import edtf
from pressmark.text.address import address
from pressmark.verify.report import Report
from pressmark.verify.site import Marker

KEYS = (
    "id", "path", "sha256", "encoding", "title", "label", "date", "url", "publisher", "authors",
    "place", "language", "tags", "description", "words", "rights", "family", "text", "origins",
    "removed",
)  # fmt: skip
"""Keys of a record, in order."""
_STRINGS = ("id", "path", "sha256", "encoding", "label", "text")
_OPTIONAL_STRINGS = (
    "title", "date", "url", "publisher", "place", "language", "description", "rights", "family",
)  # fmt: skip
_LISTS = ("authors", "tags")
_LONGEST = 1 << 28
"""Bytes of the longest line that is read."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where the lines of a document's record and ledger are."""

    shard: int
    line: int
    """Number of the line in both files, from 1."""
    record: tuple[int, int]
    """Offset and size of the line in bytes."""
    ledger: tuple[int, int]


@dataclass(frozen=True, slots=True)
class LoadedRecords:
    """All documents of a site, as their records describe them."""

    corpus: Corpus
    locations: Mapping[str, Location]
    """Id → location."""
    raw_files: set[str]
    """Paths of the raw files that ledgers name."""


def records_name(shard: int) -> str:
    """The file of a shard's records."""
    return f"data/records-{shard:04d}.jsonl"


def ledger_name(shard: int) -> str:
    """The file of a shard's ledgers."""
    return f"data/ledger-{shard:04d}.jsonl"


def file_names(location: Location) -> tuple[str, str]:
    """The files of a document's record and ledger."""
    return records_name(location.shard), ledger_name(location.shard)


def load_records(
    site: Path, present: Mapping[str, bool], marker: Marker, report: Report
) -> LoadedRecords:
    """Read the records and ledgers of `site`. Unusable lines are reported and left out."""
    # A document has several files, so a site has more files than documents.
    shards = shard_count(min(marker.documents, len(present)))
    summaries: list[DocumentSummary] = []
    locations: dict[str, Location] = {}
    raw_files: set[str] = set()
    for shard in range(shards):
        names = records_name(shard), ledger_name(shard)
        exist = [bool(present.get(name)) for name in names]
        if any(exist) and not all(exist):
            report.fault(names[exist.index(False)], 0, "record", "is missing")
        pairs = zip_longest(*(
            _lines(site, name) if exists else iter(())
            for name, exists in zip(names, exist, strict=True)
        ))  # fmt: skip
        previous_id = ""
        for number, (record_line, ledger_line) in enumerate(pairs, 1):
            ledger = _parse_ledger(names[1], number, ledger_line, report)
            if ledger:
                raw_files.add(ledger["raw"])
            summary = _parse_record(names[0], number, record_line, report)
            if not (ledger and summary and record_line and ledger_line):
                continue
            id_ = summary.id
            if ledger["id"] != id_:
                message = f"is the ledger of {ledger['id']}, where the record is that of {id_}"
                report.fault(names[1], number, "ledger", message)
            elif id_ <= previous_id or id_ in locations or shard_of(id_, shards) != shard:
                message = f"the record of {id_} is here twice, or in the wrong place"
                report.fault(names[0], number, "record", message)
            else:
                previous_id = id_
                locations[id_] = Location(shard, number, record_line[:2], ledger_line[:2])
                summaries.append(summary)
    report.documents = len(locations)
    if marker.documents != len(locations):
        message = f"counts {marker.documents} documents, but there are records of {len(locations)}"
        report.fault(MARKER, 0, "count", message)
    return LoadedRecords(ordered_corpus(summaries), locations, raw_files)


Line = tuple[int, int, bytes]
"""Offset, size and bytes."""


def _lines(site: Path, name: str) -> Iterator[Line]:
    offset = 0
    with open(site / name, "rb") as file:
        while data := file.readline(_LONGEST):
            yield offset, len(data), data
            offset += len(data)


def _parse_ledger(
    name: str, number: int, line: Line | None, report: Report
) -> dict[str, Any] | None:
    try:
        value = _parse_object(line)
        for key in ("id", "path", "page", "raw", "sha256", "encoding"):
            if not isinstance(value[key], str):
                raise TypeError(f"`{key}` is no text")
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        report.fault(name, number, "ledger", f"can't be used ({_reason(error)})")
        return None
    return value


def _parse_record(
    name: str, number: int, line: Line | None, report: Report
) -> DocumentSummary | None:
    try:
        value = _parse_object(line)
        if tuple(value) != KEYS:
            raise ValueError("its keys aren't those of a record")
        for key in KEYS:
            if not _has_right_type(key, value[key]):
                raise TypeError(f"`{key}` isn't what it should be")
        if value["date"] is not None and not edtf.valid(value["date"]):
            raise ValueError(f"{value['date']} is no date")
        return summary_of(value)
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        report.fault(name, number, "record", f"can't be used ({_reason(error)})")
        return None


def _parse_object(line: Line | None) -> dict[str, Any]:
    if line is None:
        raise ValueError("there is no such line")
    value = json.loads(line[2])
    if not isinstance(value, dict):
        raise TypeError("is no object")
    return value


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _has_right_type(key: str, value: object) -> bool:
    if key in _STRINGS:
        return isinstance(value, str)
    if key in _OPTIONAL_STRINGS:
        return value is None or isinstance(value, str)
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if key == "words":
        return type(value) is int
    if key == "removed":
        return isinstance(value, list) and all(_is_removed_line(item) for item in value)
    return isinstance(value, dict) and all(
        isinstance(origin, dict)
        and origin.keys() == {"origin", "evidence"}
        and all(isinstance(part, str) for part in origin.values())
        for origin in value.values()
    )


def _is_removed_line(item: object) -> bool:
    return (
        isinstance(item, dict)
        and item.keys() == {"line", "rule", "text"}
        and type(item["line"]) is int
        and isinstance(item["rule"], str)
        and isinstance(item["text"], str)
    )


def summary_of(record: Mapping[str, Any]) -> DocumentSummary:
    """A document's summary, from its record. Counts of removed lines, which no page that is made
    again shows, are left out.
    """
    return DocumentSummary(
        id=record["id"],
        path=record["path"],
        address=address(record["id"]),
        label=record["label"],
        titled=record["title"] is not None,
        date=record["date"],
        publisher=record["publisher"],
        place=record["place"],
        language=record["language"],
        tags=tuple(record["tags"]),
        description=record["description"],
        rights=record["rights"],
        words=record["words"],
        encoding=record["encoding"],
        sha256=record["sha256"],
        removed=(),
        fields=tuple(name for name in FIELDS if record[name]),
        family=record["family"],
    )


def front_matter_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The front matter that a document's Markdown page must have, from its record."""
    values = {name: record[name] for name in FIELDS if record[name]}
    return values | {name: record[name] for name in ("id", "path", "sha256")}


def read_record_and_ledger(
    site: Path | str, location: Location
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read again the record and the ledger of a document that `load_records` has located."""
    out = []
    spans = (location.record, location.ledger)
    for name, (offset, size) in zip(file_names(location), spans, strict=True):
        with open(f"{site}/{name}", "rb") as file:
            file.seek(offset)
            out.append(json.loads(file.read(size)))
    record, ledger = out
    return record, ledger

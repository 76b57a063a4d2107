"""Records and ledgers: each is read once, and what all documents are to one another is made of them
as a build does it. Nothing of them is held but that and where they stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pressmark.build.shards import shard_count, shard_of
from pressmark.document import FIELDS
from pressmark.relate.corpus import Corpus, gather
from pressmark.relate.document_summary import DocumentSummary
from pressmark.runtime.output import MARKER
from pressmark.text import edtf
from pressmark.text.address import address
from pressmark.verify.findings import Findings
from pressmark.verify.site import Marker

KEYS = (
    "id", "path", "sha256", "encoding", "title", "label", "date", "url", "publisher", "authors",
    "place", "language", "tags", "description", "words", "rights", "family", "text", "origins",
    "removed",
)  # fmt: skip
"""Keys of a record, in order."""
_TEXTS = ("id", "path", "sha256", "encoding", "label", "text")
_OPTIONAL = (
    "title", "date", "url", "publisher", "place", "language", "description", "rights", "family",
)  # fmt: skip
_LISTS = ("authors", "tags")
_LONGEST = 1 << 28
"""Bytes of a line that is read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document's record and ledger stand."""

    shard: int
    line: int
    record: tuple[int, int]
    """Offset and size of the line in its file."""
    ledger: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """All documents, as their records describe them."""

    corpus: Corpus
    places: Mapping[str, Place]
    raw: set[str] = field(default_factory=set)
    """Paths of the raw files that ledgers name."""
    whole: bool = True
    """Whether every record could be used."""


def records_name(shard: int) -> str:
    """The file of a shard's records."""
    return f"data/records-{shard:04d}.jsonl"


def ledger_name(shard: int) -> str:
    """The file of a shard's ledgers."""
    return f"data/ledger-{shard:04d}.jsonl"


def names_of(place: Place) -> tuple[str, str]:
    """The files of a document's record and ledger."""
    return records_name(place.shard), ledger_name(place.shard)


def load(site: Path, present: Mapping[str, bool], marker: Marker, findings: Findings) -> Collection:
    """Read all records and ledgers of `site`."""
    # A document has several files: more documents than files can't be.
    shards = shard_count(min(marker.documents, len(present)))
    facts: list[DocumentSummary] = []
    places: dict[str, Place] = {}
    raw: set[str] = set()
    faults = len(findings.faults)
    for shard in range(shards):
        names = records_name(shard), ledger_name(shard)
        there = [bool(present.get(name)) for name in names]
        if any(there) and not all(there):
            findings.fault(names[there.index(False)], 0, "record", "is missing")
        pairs = zip_longest(*(
            _lines(site, name) if is_there else iter(())
            for name, is_there in zip(names, there, strict=True)
        ))  # fmt: skip
        previous = ""
        for line, (of_record, of_ledger) in enumerate(pairs, 1):
            book = _ledger(names[1], line, of_ledger, findings)
            if book:
                raw.add(book["raw"])
            described = _record(names[0], line, of_record, findings)
            if not (book and described and of_record and of_ledger):
                continue
            identity = described.id
            if book["id"] != identity:
                message = f"is the ledger of {book['id']}, where the record is that of {identity}"
                findings.fault(names[1], line, "ledger", message)
            elif identity <= previous or identity in places or shard_of(identity, shards) != shard:
                message = f"the record of {identity} stands here twice, or not in its place"
                findings.fault(names[0], line, "record", message)
            else:
                previous = identity
                places[identity] = Place(shard, line, of_record[:2], of_ledger[:2])
                facts.append(described)
    findings.documents = len(places)
    if marker.documents != len(places):
        message = f"speaks of {marker.documents} documents, but there are records of {len(places)}"
        findings.fault(MARKER, 0, "count", message)
    return Collection(gather(facts), places, raw, len(findings.faults) == faults)


Line = tuple[int, int, bytes]
"""Offset, size and bytes."""


def _lines(site: Path, name: str) -> Iterator[Line]:
    offset = 0
    with open(site / name, "rb") as file:
        while data := file.readline(_LONGEST):
            yield offset, len(data), data
            offset += len(data)


def _ledger(name: str, number: int, line: Line | None, findings: Findings) -> dict[str, Any] | None:
    try:
        value = _object(line)
        for key in ("id", "path", "page", "raw", "sha256", "encoding"):
            if not isinstance(value[key], str):
                raise TypeError(f"`{key}` is no text")
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        findings.fault(name, number, "ledger", f"can't be used ({_reason(error)})")
        return None
    return value


def _record(
    name: str, number: int, line: Line | None, findings: Findings
) -> DocumentSummary | None:
    try:
        value = _object(line)
        if tuple(value) != KEYS:
            raise ValueError("its keys aren't those of a record")
        for key in KEYS:
            if not _is_right(key, value[key]):
                raise TypeError(f"`{key}` isn't what it should be")
        if value["date"] is not None and not edtf.valid(value["date"]):
            raise ValueError(f"{value['date']} is no date")
        return facts_of(value)
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        findings.fault(name, number, "record", f"can't be used ({_reason(error)})")
        return None


def _object(line: Line | None) -> dict[str, Any]:
    if line is None:
        raise ValueError("there is no such line")
    value = json.loads(line[2])
    if not isinstance(value, dict):
        raise TypeError("is no object")
    return value


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _is_right(key: str, value: object) -> bool:
    if key in _TEXTS:
        return isinstance(value, str)
    if key in _OPTIONAL:
        return value is None or isinstance(value, str)
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if key == "words":
        return type(value) is int
    if key == "removed":
        return isinstance(value, list) and all(_is_removed(item) for item in value)
    return isinstance(value, dict) and all(
        isinstance(origin, dict)
        and origin.keys() == {"origin", "evidence"}
        and all(isinstance(part, str) for part in origin.values())
        for origin in value.values()
    )


def _is_removed(item: object) -> bool:
    return (
        isinstance(item, dict)
        and item.keys() == {"line", "rule", "text"}
        and type(item["line"]) is int
        and isinstance(item["rule"], str)
        and isinstance(item["text"], str)
    )


def facts_of(record: Mapping[str, Any]) -> DocumentSummary:
    """What the collection knows of a document, from its record."""
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


def values_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The front matter of a document's Markdown page, from its record."""
    values = {name: record[name] for name in FIELDS if record[name]}
    return values | {name: record[name] for name in ("id", "path", "sha256")}


def read_lines(site: Path | str, place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    """A document's record and ledger, which `load` has read before."""
    out = []
    for name, (offset, size) in zip(names_of(place), (place.record, place.ledger), strict=True):
        with open(f"{site}/{name}", "rb") as file:
            file.seek(offset)
            out.append(json.loads(file.read(size)))
    record, book = out
    return record, book

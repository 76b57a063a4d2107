"""Collections for search as they lie on the disk: documents, queries and judgements."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One document."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A collection, with the queries that somebody has judged."""

    name: str
    language: str
    """BCP 47: two letters at the beginning or the end of the name, parted by a hyphen; English
    without them."""
    digest: str
    texts: tuple[Text, ...]
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]
    """Query → document → grade; anything from 1 on is relevant."""
    left_out: dict[str, frozenset[str]]
    """Query → documents that its rankings are rid of before they are scored: the paper that the
    query was made from."""


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _judgements(path: Path) -> Iterator[tuple[str, str, int]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        yield query, document, int(grade)


def digest(folder: Path) -> str:
    """SHA-256 of the names and contents of a folder's files."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        found.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def read(folder: Path) -> Retrieval:
    """The collection in `folder`.

    `docs.jsonl` has `id`, `title` and `text`; `queries.jsonl` has `id` and `text`; `qrels.tsv` has
    query, document and grade. `qrels.codes.tsv`, where there is one, has the judges' own codes, of
    which -1 is a query's own source.
    """
    grades: dict[str, dict[str, int]] = {}
    for query, document, grade in _judgements(folder / "qrels.tsv"):
        if grade > 0:
            grades.setdefault(query, {})[document] = grade
    sources: dict[str, set[str]] = {}
    codes = folder / "qrels.codes.tsv"
    for query, document, code in _judgements(codes) if codes.exists() else ():
        if code == -1:
            sources.setdefault(query, set()).add(document)
    named = re.search(r"^(?P<first>[a-z]{2})-|-(?P<last>[a-z]{2})$", folder.name)
    return Retrieval(
        name=folder.name,
        language=(named["first"] or named["last"]) if named else "en",
        digest=digest(folder),
        texts=tuple(Text(d["id"], d["title"], d["text"]) for d in _lines(folder / "docs.jsonl")),
        queries={q["id"]: q["text"] for q in _lines(folder / "queries.jsonl") if q["id"] in grades},
        grades=grades,
        left_out={query: frozenset(found) for query, found in sources.items()},
    )

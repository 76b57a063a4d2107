"""Sets of texts with what people say is in them: `DATA/metadata/NAME`."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RENDERINGS = ("page.txt", "page.md", "article.txt", "article.md", "raw")
"""What a set may have of each page: all of it or the article, bare or marked; `raw`: one text."""

UNSEEN = frozenset({"newspaper", "readability", "scrapinghub"})
"""Sets that are scored and never learned from, so that they stand for sites never seen."""

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Words of a text as they are compared."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of one text. What isn't known is empty."""

    id: str
    title: str
    date: str
    """`YYYY-MM-DD`, or empty."""
    authors: tuple[str, ...]
    url: str
    publisher: str
    body: str
    must: tuple[str, ...]
    """Passages of the text's body."""
    must_not: tuple[str, ...]
    """Passages of the page that aren't."""
    visible: frozenset[str]
    """The fields whose value stands in this rendering."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One rendering of a set."""

    name: str
    """The set's and the rendering's."""
    folder: Path
    """`<id>.txt` for each text."""
    truths: tuple[Truth, ...]
    digest: str


def read(data: Path) -> Iterator[Labelled]:
    """Every rendering of every set below `data`/metadata."""
    for file in sorted(data.glob("metadata/*/truth.jsonl")):
        text = file.read_bytes()
        rows = [json.loads(line) for line in text.splitlines()]
        for rendering in RENDERINGS:
            folder = file.parent / rendering
            if not folder.is_dir():
                continue
            found = tuple(
                _truth(row, rendering, folder) for row in rows if _has(row, rendering, folder)
            )
            digest = hashlib.sha256(text)
            for truth in found:
                digest.update((folder / f"{truth.id}.txt").read_bytes())
            name = f"{file.parent.name} {rendering}".removesuffix(" raw")
            yield Labelled(name, folder, found, digest.hexdigest())


def _has(row: Mapping[str, Any], rendering: str, folder: Path) -> bool:
    return (folder / f"{row['id']}.txt").is_file() and (
        rendering == "raw" or rendering in row["raw"]
    )


def _truth(row: Mapping[str, Any], rendering: str, folder: Path) -> Truth:
    if rendering == "raw":
        # Tidy: all of it is body, and what was above it has been taken away, mostly.
        body = (folder / f"{row['id']}.txt").read_text(encoding="utf-8")
        title = words(row.get("title") or "")
        seen = {"title": bool(title) and any(words(line) == title for line in body.splitlines())}
    else:
        body, seen = row.get("body") or "", row["raw"][rendering]["visible"]
    return Truth(
        id=row["id"],
        title=row.get("title") or "",
        date=row.get("date") or "",
        authors=tuple(_authors(row.get("author") or ())),
        url=row.get("url") or "",
        publisher=row.get("publisher") or row.get("sitename") or "",
        body=body,
        must=tuple(row.get("must_contain") or ()),
        must_not=tuple(row.get("must_not_contain") or ()),
        visible=frozenset(field for field, state in seen.items() if state is True),
    )


def _authors(author: str | Sequence[str]) -> Iterator[str]:
    """The names in a list, or in one line: parted by semicolons, or else by commas and "and"."""
    if not isinstance(author, str):
        yield from (name.strip() for name in author if name.strip())
        return
    parts = author.split(";") if ";" in author else author.replace(" and ", ",").split(",")
    yield from (part.strip() for part in parts if part.strip())

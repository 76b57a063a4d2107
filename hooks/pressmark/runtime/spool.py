"""The spool: documents between the two passes, on disk, so that memory stays bounded.

Reading unpickles the dataclasses of the modules in `PARTS`, and nothing else: a file that somebody
else has written can't run code.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

PARTS = (
    "pressmark.document",
    "pressmark.relate.inferred",
    "pressmark.relate.document_summary",
    "pressmark.errors",
    "pressmark.search.build",
    "pressmark.search.columns",
    "pressmark.search.prepare",
    "pressmark.search.texts",
    "pressmark.search.tokens",
)
"""Modules whose dataclasses may be stored."""


@dataclass(frozen=True, slots=True)
class Location:
    """Location of a pickled document: file, offset and size in bytes."""

    file: str
    offset: int
    size: int


class _Reader(pickle.Unpickler):
    """Finds dataclasses of `PARTS` only."""

    def find_class(self, module: str, name: str) -> Any:
        found = getattr(sys.modules.get(module), name, None) if module in PARTS else None
        if isinstance(found, type) and is_dataclass(found) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")


def loads(data: bytes) -> Any:
    """Unpickle `data`. Raises `pickle.UnpicklingError` for other classes than those of `PARTS`, and
    other errors for damaged data.
    """
    return _Reader(io.BytesIO(data)).load()


def put(file: Path, documents: Iterable[object]) -> list[Location]:
    """Write `documents` to a new `file`; returns their locations."""
    places = []
    with open(file, "wb") as spool:
        for document in documents:
            data = pickle.dumps(document, protocol=pickle.HIGHEST_PROTOCOL)
            places.append(Location(str(file), spool.tell(), len(data)))
            spool.write(data)
    return places


def get(places: Sequence[Location]) -> list[Any]:
    """Read documents back, in the order asked for."""
    documents = []
    for place in places:
        with open(place.file, "rb") as spool:
            spool.seek(place.offset)
            documents.append(loads(spool.read(place.size)))
    return documents

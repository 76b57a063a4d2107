"""Where documents wait between the two passes over the corpus: on disk, so that memory stays
bounded. What is read back is made of the parts of documents, and of nothing else.
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
"""Modules whose parts may be stored."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a document lies."""

    file: str
    offset: int
    size: int


class _Reader(pickle.Unpickler):
    """Knows the parts of documents: a file that somebody else made can't have anything run."""

    def find_class(self, module: str, name: str) -> Any:
        found = getattr(sys.modules.get(module), name, None) if module in PARTS else None
        if isinstance(found, type) and is_dataclass(found) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")


def loads(data: bytes) -> Any:
    """What was stored as `data`. Raises `pickle.UnpicklingError` for what is no part of documents,
    and whatever a damaged pickle leads to.
    """
    return _Reader(io.BytesIO(data)).load()


def put(file: Path, documents: Iterable[object]) -> list[Location]:
    """Write `documents` to a new `file`."""
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

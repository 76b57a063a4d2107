"""Where documents wait between the two passes over the corpus: on disk, so that memory stays
bounded. A spool lives for one build and is read only by the program that wrote it.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressmark.document import Document


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies."""

    file: str
    offset: int
    size: int


def put(file: Path, documents: Iterable[Document]) -> list[Place]:
    """Write `documents` to a new `file`."""
    places = []
    with open(file, "wb") as spool:
        for document in documents:
            data = pickle.dumps(document, protocol=pickle.HIGHEST_PROTOCOL)
            places.append(Place(str(file), spool.tell(), len(data)))
            spool.write(data)
    return places


def get(places: Sequence[Place]) -> list[Document]:
    """Read documents back, in the order asked for."""
    documents = []
    for place in places:
        with open(place.file, "rb") as spool:
            spool.seek(place.offset)
            documents.append(pickle.loads(spool.read(place.size)))  # noqa: S301  # our own bytes
    return documents

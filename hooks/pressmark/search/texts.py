"""Writes the texts for results and excerpts, in groups of consecutive documents.

Groups are small, since a result loads a whole one. Many groups, a text volume, share a folder, so
that `root.js` has one hash for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.search.chunks import Files, encode_chunk, folder_hash
from pressmark.search.parameters import Parameters
from pressmark.search.search_document import SearchDocument


@dataclass(frozen=True, slots=True)
class TextGroup:
    """The texts of a few documents, ready to be written."""

    documents: int
    """Number of documents."""
    size: int
    """Bytes before compression."""
    chunk: bytes
    """As `encode_chunk` gives it."""


def _result_fields(document: SearchDocument, limit: int) -> bytes:
    """What results show of a document, as a JSON array: id, url, title, label, date, publisher, and
    at most `limit` characters of the text. The label is null if it equals the title.
    """
    label = None if document.label == document.title else document.label
    fields = (
        document.id, document.url, document.title, label, document.date, document.publisher,
        document.text[:limit],
    )  # fmt: skip
    row = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return row.encode("utf-8", "replace")


def text_groups(
    documents: Sequence[SearchDocument], parameters: Parameters
) -> tuple[TextGroup, ...]:
    """Group the texts of `documents`, about `parameters.texts` bytes a group.

    All groups have the same number of documents, so that `root.js` encodes it in few bytes.
    """
    rows = [_result_fields(document, parameters.text_characters) for document in documents]
    size = max(1, round(len(rows) * parameters.texts / max(1, sum(map(len, rows)))))
    groups = []
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        data = b"[" + b",".join(part) + b"]"
        groups.append(TextGroup(len(part), len(data), encode_chunk(data)))
    return tuple(groups)


class TextWriter:
    """Writes the groups of texts, added in order."""

    def __init__(self, files: Files, parameters: Parameters) -> None:
        self._files = files
        self._parameters = parameters
        self._groups: list[TextGroup] = []
        self._size = 0
        self.volumes: list[dict[str, Any]] = []
        """Per volume, as in `root.js`: its `folder`, and the number of `documents` in each
        chunk."""

    def add(self, groups: Sequence[TextGroup]) -> None:
        """Add the next groups."""
        for group in groups:
            if self._groups and self._size + group.size > self._parameters.text_volume:
                self.close()
            self._groups.append(group)
            self._size += group.size

    def close(self) -> None:
        """Write the open volume. Call it after the last group."""
        if not self._groups:
            return
        content = (b"%d " % group.documents + group.chunk for group in self._groups)
        folder = f"t.{folder_hash(content)}"
        for number, group in enumerate(self._groups):
            self._files.put(f"{folder}/{number}", group.chunk)
        documents = [group.documents for group in self._groups]
        self.volumes.append({"folder": folder, "documents": documents})
        self._groups = []
        self._size = 0

"""The texts that results and excerpts are made of, in groups of documents that follow each other.

Groups are small, since a result needs one; they share a folder by volumes, so that the root needs
one hash for many.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.search.chunks import Files, digest, squeeze
from pressmark.search.parameters import Parameters
from pressmark.search.search_document import SearchDocument


@dataclass(frozen=True, slots=True)
class Group:
    """The texts of a few documents, ready to be written."""

    documents: int
    size: int
    """Bytes before they were compressed."""
    chunk: bytes
    """As `chunks.squeeze` gives it."""


def shown(entry: SearchDocument, limit: int) -> bytes:
    """What a result shows of a document, as JSON: id, url, title, label, date, publisher, text.

    The label is null where it is the title.
    """
    label = None if entry.label == entry.title else entry.label
    fields = (entry.id, entry.url, entry.title, label, entry.date, entry.publisher)
    row = json.dumps([*fields, entry.text[:limit]], ensure_ascii=False, separators=(",", ":"))
    return row.encode("utf-8", "replace")


def groups(entries: Sequence[SearchDocument], layout: Parameters) -> tuple[Group, ...]:
    """The texts of `entries`, about so many bytes a group as the layout says.

    All groups have the same number of documents, so that the root takes few bytes to say how many.
    """
    rows = [shown(entry, layout.text_characters) for entry in entries]
    number = max(1, round(len(rows) * layout.texts / max(1, sum(map(len, rows)))))
    out = []
    for start in range(0, len(rows), number):
        part = rows[start : start + number]
        data = b"[" + b",".join(part) + b"]"
        out.append(Group(len(part), len(data), squeeze(data)))
    return tuple(out)


class Texts:
    """Takes the groups in order and writes them; `volumes` then says where they are."""

    def __init__(self, files: Files, layout: Parameters) -> None:
        self._files = files
        self._layout = layout
        self._groups: list[Group] = []
        self._size = 0
        self.volumes: list[dict[str, Any]] = []
        """`folder`, and the `documents` in each of its chunks."""

    def add(self, groups: Sequence[Group]) -> None:
        """Takes the next groups."""
        for group in groups:
            if self._groups and self._size + group.size > self._layout.text_volume:
                self.close()
            self._groups.append(group)
            self._size += group.size

    def close(self) -> None:
        """Writes the volume that is open."""
        if not self._groups:
            return
        folder = "t." + digest(b"%d " % group.documents + group.chunk for group in self._groups)
        for number, group in enumerate(self._groups):
            self._files.put(f"{folder}/{number}", group.chunk)
        documents = [group.documents for group in self._groups]
        self.volumes.append({"folder": folder, "documents": documents})
        self._groups = []
        self._size = 0

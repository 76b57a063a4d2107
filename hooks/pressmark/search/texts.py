"""The texts that results and excerpts are made of, in groups of documents that follow each other.

Groups are small, since a result needs one; they share a folder by volumes, so that the root needs
one hash for many.
"""

from __future__ import annotations

import json
from typing import Any

from pressmark.search.chunks import Emit, Part
from pressmark.search.entry import Entry
from pressmark.search.layout import Layout


def shown(entry: Entry, limit: int) -> bytes:
    """What a result shows of a document, as JSON: id, url, title, label, date, publisher, text."""
    fields = (entry.id, entry.url, entry.title, entry.label, entry.date, entry.publisher)
    row = json.dumps([*fields, entry.text[:limit]], ensure_ascii=False, separators=(",", ":"))
    return row.encode("utf-8", "replace")


class Texts:
    """Takes the documents in order and writes their texts; `volumes` then says where they are."""

    def __init__(self, emit: Emit, layout: Layout, directory: str | None = None) -> None:
        self._emit = emit
        self._layout = layout
        self._directory = directory
        self._rows: list[bytes] = []
        self._size = 0
        self._first = 0
        self.volumes: list[dict[str, Any]] = []
        """`first` document, `group` (documents to a chunk), `folder`."""

    def add(self, entry: Entry) -> None:
        """Takes the next document."""
        row = shown(entry, self._layout.text_characters)
        if self._rows and self._size + len(row) > self._layout.text_volume:
            self.close()
        self._rows.append(row)
        self._size += len(row)

    def close(self) -> None:
        """Writes the volume that is open."""
        rows = self._rows
        if not rows:
            return
        group = max(1, round(self._layout.texts * len(rows) / self._size))
        with Part("t", self._directory) as part:
            for number, start in enumerate(range(0, len(rows), group)):
                part.add(str(number), b"[" + b",".join(rows[start : start + group]) + b"]")
            folder = part.emit(self._emit)
        self.volumes.append({"first": self._first, "group": group, "folder": folder})
        self._first += len(rows)
        self._rows = []
        self._size = 0

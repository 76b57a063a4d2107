"""Writes the files of the index: each is a script that hands one compressed chunk to the engine.

Scripts load from a server and from a disk alike; from a disk, browsers read no other files. A chunk
carries its name and, like every gzip stream, a checksum, so that the engine detects files that are
truncated, stale or in the wrong place.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import deflate

from pressmark.runtime.output import put
from pressmark.search.encoding import records

LEVEL = 6
"""Compression level of libdeflate: higher ones take three times as long for positions, and save 1
%."""

HASH = 10
"""Hexadecimal digits of a folder's hash: 40 bits."""


def encode_chunk(data: bytes) -> bytes:
    """Compress a chunk to the form it has in its file: gzip (RFC 1952, without name or time) in
    base64.
    """
    return base64.b64encode(deflate.gzip_compress(data, LEVEL))


def folder_hash(parts: Iterable[bytes]) -> str:
    """Hash of the concatenated `parts`, for the name of the folder that is made of them."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:HASH]


@dataclass(frozen=True, slots=True)
class Files:
    """Writes chunks into the folder of an index."""

    folder: Path
    previous: Path | None = None
    """The folder of the previous index; its identical files are linked."""

    def put(self, name: str, chunk: bytes) -> None:
        """Write a `chunk`, as `encode_chunk` gives it; `name` is the file's path below the folder,
        without `.js`.
        """
        data = b'pressmarkChunk("%s","%s");\n' % (name.encode(), chunk)
        put(self.folder, f"{name}.js", data, self.previous)


def put_records(
    files: Files, prefix: str, first: int, encoded: Sequence[bytes], target: int
) -> list[int]:
    """Write `encoded` records in chunks of about `target` bytes. Records are numbered from `first`
    on; a chunk is named `prefix` and the number of its first record. Returns these numbers.
    """
    starts = []
    for start, end in size_ranges([len(record) for record in encoded], target):
        starts.append(first + start)
        files.put(f"{prefix}{first + start}", encode_chunk(records(encoded[start:end])))
    return starts


def size_ranges(lengths: Sequence[int], target: int) -> Iterator[tuple[int, int]]:
    """Ranges (start, end) of items whose lengths add up to at most `target`; a longer item has a
    range of its own.
    """
    start = size = 0
    for number, length in enumerate(lengths):
        if number > start and size + length > target:
            yield start, number
            start, size = number, 0
        size += length
    if lengths:
        yield start, len(lengths)

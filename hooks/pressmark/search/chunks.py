"""The files of the index: each is a script that hands one compressed chunk to the engine.

A script runs the same from a server and from a disk, where nothing else may be read. A chunk
carries its name and, as every gzip stream, a checksum of what is in it, so that a file that is cut
short, stale or in the wrong place is told from a good one.
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
"""Of libdeflate: higher ones take three times as long for positions, and gain a hundredth."""

HASH = 10
"""Hexadecimal digits of a folder's hash: two of 2**40 never meet."""


def squeeze(data: bytes) -> bytes:
    """A chunk as its file holds it: gzip (RFC 1952, without name or time) in base64."""
    return base64.b64encode(deflate.gzip_compress(data, LEVEL))


def digest(parts: Iterable[bytes]) -> str:
    """What a folder is named for."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()[:HASH]


@dataclass(frozen=True, slots=True)
class Files:
    """The folder of an index, and how much has been written there."""

    folder: Path
    sizes: list[int]
    stands: Path | None = None
    """The folder of an index that stands, whose files may be linked."""

    def put(self, name: str, squeezed: bytes) -> None:
        """Writes a chunk; `name` is the file's below the folder, without `.js`."""
        data = b'pressmarkChunk("%s","%s");\n' % (name.encode(), squeezed)
        put(self.folder, f"{name}.js", data, self.stands)
        self.sizes.append(len(data))


def put_records(
    files: Files, prefix: str, first: int, found: Sequence[bytes], target: int
) -> list[int]:
    """Writes records in chunks of about `target` bytes, each named for the number of its first
    record, of which the first of all has the number `first`. Returns these numbers.
    """
    starts = []
    for start, end in batches([len(record) for record in found], target):
        starts.append(first + start)
        files.put(f"{prefix}{first + start}", squeeze(records(found[start:end])))
    return starts


def batches(lengths: Sequence[int], target: int) -> Iterator[tuple[int, int]]:
    """Ranges of items whose lengths add up to about `target`; a larger item stands alone."""
    start = size = 0
    for number, length in enumerate(lengths):
        if number > start and size + length > target:
            yield start, number
            start, size = number, 0
        size += length
    if lengths:
        yield start, len(lengths)

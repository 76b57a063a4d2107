"""The files of the index: each is a script that hands one compressed chunk to the engine.

A script runs the same from a server and from a disk, where nothing else may be read. A chunk
carries its name and a checksum of what is in it, so that a file that is cut short, stale or in
the wrong place is told from a good one.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Self

from pressmark.search.pack import records

Emit = Callable[[str, bytes], None]
"""Takes a file's name, below the index's folder, and its bytes."""

LEVEL = 9
HASH = 10
"""Hexadecimal digits of a part's hash: two of 2**40 never meet."""

IN_MEMORY = 1 << 22
"""Bytes of a part that are kept in memory before they go to a file."""

AHEAD = 32
"""Chunks that may wait for their turn while others are compressed."""


def squeeze(data: bytes) -> tuple[str, bytes]:
    """A chunk's checksum (CRC-32 of the data, in hexadecimal) and its compressed, coded text."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return f"{zlib.crc32(data):08x}", base64.b64encode(packer.compress(data) + packer.flush())


def script(name: str, checksum: str, coded: bytes) -> bytes:
    """The file of a chunk. `name` is the file's, without `.js`."""
    return b'pressmarkChunk("%s","%s","%s");\n' % (name.encode(), checksum.encode(), coded)


class Part:
    """Chunks that are published in one folder, named for a hash of all that is in it.

    The name is known only when the last chunk is, so they wait in a temporary file. Used as
    a context: `add` chunks in an order that doesn't depend on chance, then `emit` once.
    """

    def __init__(self, kind: str, directory: str | None = None) -> None:
        self.kind = kind
        self._spool: IO[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (closed on exit)
            IN_MEMORY, dir=directory
        )
        self._index: list[tuple[str, str, int]] = []
        self._waiting: deque[tuple[str, Future[tuple[str, bytes]]]] = deque()
        self._pool = ThreadPoolExecutor()
        self._hash = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._spool.close()

    def add(self, name: str, data: bytes) -> None:
        """Queues a chunk; zlib works in threads."""
        self._waiting.append((name, self._pool.submit(squeeze, data)))
        if len(self._waiting) > AHEAD:
            self._settle()

    def _settle(self) -> None:
        name, future = self._waiting.popleft()
        checksum, coded = future.result()
        self._index.append((name, checksum, len(coded)))
        self._hash.update(f"{name} {checksum} {len(coded)}\n".encode() + coded)
        self._spool.write(coded)

    def emit(self, emit: Emit) -> str:
        """Hands every chunk to `emit`; returns the folder's name."""
        while self._waiting:
            self._settle()
        folder = f"{self.kind}.{self._hash.hexdigest()[:HASH]}"
        self._spool.seek(0)
        for name, checksum, size in self._index:
            path = f"{folder}/{name}"
            emit(f"{path}.js", script(path, checksum, self._spool.read(size)))
        return folder


class RecordChunks:
    """Records of one kind, in order, gathered into chunks of about `target` bytes.

    `starts` is the number of the first record in each chunk.
    """

    def __init__(self, part: Part, kind: str, target: int) -> None:
        self.part = part
        self.kind = kind
        self.target = target
        self.starts: list[int] = []
        self._records: list[bytes] = []
        self._size = 0
        self._count = 0

    def add(self, found: Sequence[bytes]) -> None:
        """Takes the next records."""
        for record in found:
            if self._records and self._size + len(record) > self.target:
                self.close()
            self._records.append(record)
            self._size += len(record)

    def close(self) -> None:
        """Writes what is gathered."""
        if self._records:
            self.part.add(f"{self.kind}{len(self.starts)}", records(self._records))
            self.starts.append(self._count)
            self._count += len(self._records)
            self._records = []
            self._size = 0


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

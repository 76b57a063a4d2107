"""Records and ledgers of the collection, some hundred documents a file.

A document's shard depends on its id and the rough size of the collection, so that one document more
changes one shard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pressmark.build.incremental import Incremental
from pressmark.runtime.workers import WorkerPool, batches, map_ordered

SHARD = 256
"""Documents in a shard, about."""
AT_A_TIME = 8
"""Shards in a batch."""
MOST_HELD = 4_000_000
"""Bytes of lines that are held in memory before they are written to temporary files."""


class Shards:
    """Collects the lines of documents. Lines wait in temporary files: those of all documents are
    too much to hold.
    """

    def __init__(self, documents: int, temporary: Path) -> None:
        self.temporary = temporary
        self.number = shard_count(documents)
        self.waiting: dict[int, list[bytes]] = {}
        self.size = 0

    def add(self, lines: Sequence[tuple[str, bytes]]) -> None:
        """Take the record and the ledger of documents, by their ids."""
        for identity, data in lines:
            self.waiting.setdefault(shard_of(identity, self.number), []).append(data)
            self.size += len(data)
        if self.size > MOST_HELD:
            self._flush()

    def _flush(self) -> None:
        for shard, lines in self.waiting.items():
            with open(self.temporary / str(shard), "ab") as file:
                file.writelines(lines)
        self.waiting, self.size = {}, 0

    def write(self, incremental: Incremental, pool: WorkerPool) -> None:
        """Write all shards, or link those of the previous site that have the same bytes."""
        self._flush()
        work = partial(_write_shards, incremental, self.temporary)
        for _ in map_ordered(
            pool.executor, work, batches(range(self.number), AT_A_TIME), pool.number
        ):
            pass


def _write_shards(incremental: Incremental, temporary: Path, shards: Sequence[int]) -> None:
    for shard in shards:
        file = temporary / str(shard)
        if not file.exists():
            continue
        lines = iter(file.read_bytes().split(b"\n"))
        pairs = sorted(zip(lines, lines, strict=False))
        for kind, column in zip(("records", "ledger"), zip(*pairs, strict=True), strict=True):
            data = b"".join(line + b"\n" for line in column)
            incremental.write(f"data/{kind}-{shard:04d}.jsonl", data)


def shard_count(documents: int) -> int:
    """How many shards a collection has: a power of two."""
    return 1 << max(0, (documents // SHARD).bit_length())


def shard_of(identity: str, shards: int) -> int:
    """The number of the shard that a document's record is in."""
    digest = hashlib.sha256(identity.encode()).digest()
    return int.from_bytes(digest[:4], "big") % shards

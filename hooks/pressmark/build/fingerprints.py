"""Fingerprints of the corpus: the digest of each file's bytes, kept with the file's stat, so that a
build reads only files that may have changed.

The idea is that of Git's index (racy-git in its documentation): a file is unchanged if its size,
its times and its inode are. A file that was written about when it was read may have been written
once more within the same tick of the clock, so its fingerprint isn't kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from pressmark.corpus import corpus_file
from pressmark.corpus.corpus_file import Unusable
from pressmark.corpus.read import Item
from pressmark.runtime.cache import Cache, digest_of

NAME = "corpus.fingerprints"
RACE = 3_000_000_000
"""Nanoseconds, longer than the tick of the coarsest clock among file systems: FAT's has 2 s."""

CorpusFileStat = tuple[int, int, int, int, int]
"""Size, mtime, ctime, inode and device; times in nanoseconds."""
Fingerprints = dict[str, tuple[CorpusFileStat, bytes]]
"""Path below the corpus → the file's stat when it was read, and the digest of its bytes."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it was read."""

    stat: CorpusFileStat
    digest: bytes
    settled: bool
    """Whether an equal stat proves from now on that the file is unchanged."""


def _stat(status: os.stat_result) -> CorpusFileStat:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev


def read(root: Path, path: str) -> FileRead | str:
    """Read a file of the corpus `root`; returns a message if it can't be used."""
    now = time_ns()
    try:
        status, digest = corpus_file.fingerprint(root, path)
    except Unusable as error:
        return str(error)
    stat = _stat(status)
    return FileRead(stat, digest, max(stat[1], stat[2]) + RACE < now)


def load(cache: Cache) -> Fingerprints:
    """The fingerprints that the last build has kept; none if they can't be used."""
    fingerprints, _ = cache.get(NAME)
    return fingerprints if isinstance(fingerprints, dict) else {}


def save(cache: Cache, fingerprints: Fingerprints) -> None:
    """Keep fingerprints for the next build."""
    cache.put(NAME, fingerprints)


def item_key(cache: Cache, root: Path, item: Item, fingerprints: Fingerprints) -> str | None:
    """Cache key of an item from the fingerprints of its files; None if one may have changed."""
    digests = []
    for path in files(item):
        fingerprint = fingerprints.get(path)
        try:
            if fingerprint is None or _stat(os.stat(os.path.join(root, path))) != fingerprint[0]:
                return None
        except OSError:
            return None
        digests.append(fingerprint[1])
    return _key(cache, item, digests)


def read_item(cache: Cache, root: Path, item: Item) -> tuple[str, Fingerprints]:
    """Cache key of an item from the bytes of its files, and the fingerprints to keep."""
    digests = []
    settled: Fingerprints = {}
    for path in files(item):
        result = read(root, path)
        if isinstance(result, str):
            digests.append(result.encode())
            continue
        digests.append(result.digest)
        if result.settled:
            settled[path] = result.stat, result.digest
    return _key(cache, item, digests), settled


def files(item: Item) -> Iterable[str]:
    """The paths of the files that an item is made of: the text, and its sidecar if it has one."""
    return (item.path, item.sidecar) if item.sidecar else (item.path,)


def _key(cache: Cache, item: Item, digests: Sequence[bytes]) -> str:
    """Cache key of an item: its path, the digests of its files' bytes, its row of the table."""
    return digest_of(
        cache.version.encode(),
        os.fsencode(item.path),
        *digests,
        repr(item.row).encode(errors="backslashreplace"),
    )

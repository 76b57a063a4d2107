"""The digest of each file's bytes, remembered with what the file system says of the file, so that a
build reads only files that may have changed.

The idea is that of Git's index (racy-git in its documentation): a file is as it was if its size,
its times and its number are. One that was written about when it was read may have been written
once more within the same tick of the clock, so it isn't trusted.
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
from pressmark.runtime import cache
from pressmark.runtime.cache import Cache

NAME = "corpus.fingerprints"
RACE = 3_000_000_000
"""Nanoseconds, longer than the tick of the coarsest clock among file systems: FAT's has 2 s."""

Stamp = tuple[int, int, int, int, int]
"""Size, time of the last change of its bytes and of what is known of it, number, device."""
Fingerprints = dict[str, tuple[Stamp, bytes]]
"""Path below the corpus → its stamp when it was read, and the digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read."""

    stamp: Stamp
    digest: bytes
    settled: bool
    """Whether its stamp alone says from now on that it is the same."""


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev


def read(root: Path, path: str) -> Read | str:
    """Read a file of the corpus `root`, or tell what is wrong with it."""
    now = time_ns()
    try:
        status, digest = corpus_file.fingerprint(root, path)
    except Unusable as error:
        return str(error)
    stamp = _stamp(status)
    return Read(stamp, digest, max(stamp[1], stamp[2]) + RACE < now)


def recall(kept: Cache) -> Fingerprints:
    """What was remembered in the last build; nothing where that can't be used."""
    found, _ = cache.recall(kept.folder / NAME)
    return found if isinstance(found, dict) else {}


def keep(kept: Cache, found: Fingerprints) -> None:
    """Remember it for the next build."""
    cache.keep(kept.folder / NAME, found)


def item_key(kept: Cache, root: Path, item: Item, known: Fingerprints) -> str | None:
    """What an item is known by as far as its files are what they were, or None."""
    digests = []
    for path in files(item):
        before = known.get(path)
        try:
            if before is None or _stamp(os.stat(os.path.join(root, path))) != before[0]:
                return None
        except OSError:
            return None
        digests.append(before[1])
    return _key(kept, item, digests)


def read_item(kept: Cache, root: Path, item: Item) -> tuple[str, Fingerprints]:
    """What an item is known by, from the bytes of its files; and what to remember of these."""
    digests = []
    settled: Fingerprints = {}
    for path in files(item):
        found = read(root, path)
        if isinstance(found, str):
            digests.append(found.encode())
            continue
        digests.append(found.digest)
        if found.settled:
            settled[path] = found.stamp, found.digest
    return _key(kept, item, digests), settled


def files(item: Item) -> Iterable[str]:
    """The files that an item is made of."""
    return (item.path, item.sidecar) if item.sidecar else (item.path,)


def _key(kept: Cache, item: Item, digests: Sequence[bytes]) -> str:
    """The cache key of an item: its path, the digests of its files' bytes, its row of the table."""
    return cache.digest_of(
        kept.maker.encode(),
        os.fsencode(item.path),
        *digests,
        repr(item.row).encode(errors="backslashreplace"),
    )

"""What the first pass makes of a batch of files, kept from one build to the next.

A batch is known by all that it was made from: the bytes of its files and of what stands beside
them, the collection's settings, and the program itself. So nothing that is kept can be out of date;
what no build asks for any more is removed at the end of the next one.

Each batch has a file of its own beside its shingles, words and documents, which names their
checksums and is written last: a build that is killed leaves batches that are whole or unknown. A
batch whose files aren't what they were is made again.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache as cached
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from pressmark.errors import CuratorError
from pressmark.runtime.spool import loads

PARTS = (".shingles", ".terms", ".documents")
"""The files of a batch."""
NOTE = ".batch"
"""The file that says what the others hold."""
TEXT = ".text"
"""That of one text."""
UNFINISHED = ".unfinished"
CHECKSUM = 4
"""Bytes at its beginning: a CRC-32 of the rest."""
CODE = ("*.py", "*.tsv", "*.txt")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of batches."""

    folder: Path
    maker: str
    """What batches are made by: the program and the settings, as a digest."""


def opened(folder: Path, settings: object) -> Cache:
    """The cache in `folder`, which is made where it is missing, for these settings; raises
    `CuratorError` where a file stands in its place.
    """
    if folder.exists() and not folder.is_dir():
        raise CuratorError(
            f"{folder}: is a file, where builds keep what they need again; remove it"
        )
    folder.mkdir(parents=True, exist_ok=True)
    return Cache(folder, digest_of(_program(), repr(settings).encode()))


@cached
def _program() -> bytes:
    """This running program, the packages that it may use, and Python."""
    here = Path(__file__).parents[1]
    files = sorted(path for pattern in CODE for path in here.rglob(pattern))
    parts = [part for path in files for part in (str(path).encode(), path.read_bytes())]
    packages = sorted(f"{found.name} {found.version}" for found in distributions())
    return digest_of(*parts, *(name.encode() for name in packages), sys.version.encode()).encode()


def digest_of(*parts: bytes) -> str:
    """SHA-256 of `parts`, in hexadecimal; where one ends and the next begins counts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


def key(parts: Iterable[str]) -> str:
    """What is known by all of `parts`, in this order."""
    return digest_of(*(part.encode(errors="backslashreplace") for part in parts))


def value_key(shared: str, value: object) -> str:
    """What a value of plain data is known by, together with what it shares with others. Equal ones
    may have different keys, but never different ones the same.
    """
    return digest_of(shared.encode(), pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))


def keep(file: Path, made: Any) -> None:
    """Write what was made, in one step."""
    data = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
    unfinished = file.with_suffix(UNFINISHED)
    unfinished.write_bytes(zlib.crc32(data).to_bytes(CHECKSUM, "little") + data)
    unfinished.replace(file)


def recall(file: Path) -> tuple[Any, bool]:
    """What was kept in a file, or None; and whether there is something that can't be used."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None, False
    except OSError:
        return None, True
    if len(data) <= CHECKSUM or int.from_bytes(data[:CHECKSUM], "little") != zlib.crc32(
        data[CHECKSUM:]
    ):
        return None, True
    try:
        return loads(data[CHECKSUM:]), False
    except (ValueError, TypeError, pickle.UnpicklingError):
        return None, True


def remembered(kept: Cache, name: str, key: str, make: Callable[[], str]) -> str:
    """What `make` gives, or gave in the last build if that was for the same `key`."""
    file = kept.folder / (name + TEXT)
    found, _ = recall(file)
    if found is not None and found[0] == key:
        return str(found[1])
    made = make()
    keep(file, (key, made))
    return made


def save(stem: Path, made: Sequence[Any]) -> None:
    """Keep what a batch is, apart from its files, which stand beside `stem`."""
    keep(stem.with_suffix(NOTE), (_checksums(stem), made))


def load(stem: Path) -> tuple[Sequence[Any] | None, bool]:
    """What was kept of a batch, or None; and whether there is something that can't be used."""
    found, spoilt = recall(stem.with_suffix(NOTE))
    if found is None:
        return None, spoilt
    checksums, made = found
    try:
        return (made, False) if checksums == _checksums(stem) else (None, True)
    except OSError:
        return None, True


def _checksums(stem: Path) -> tuple[int, ...]:
    return tuple(zlib.crc32(stem.with_suffix(part).read_bytes()) for part in PARTS)


def prune(cache: Cache, used: set[str], endings: Sequence[str]) -> None:
    """Remove the files with one of these endings but those with the keys `used`, and what was left
    unfinished.
    """
    for path in cache.folder.iterdir():
        unused = path.suffix in endings and path.stem not in used
        if (unused or path.suffix == UNFINISHED) and path.is_file():
            path.unlink()

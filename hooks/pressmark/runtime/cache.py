"""The cache: what one build keeps for the next, in a folder of files.

A value is looked up by a name and trusted by a key: a digest of everything that it was made from,
the program included. A build that is killed leaves values that are whole or absent, since a file is
renamed into its place once it is written. Checksums tell damaged ones, which count as absent.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from pressmark.errors import CuratorError
from pressmark.runtime.program import program_digest
from pressmark.runtime.spool import loads

UNFINISHED = ".unfinished"
CHECKSUM = 4
"""Bytes at the beginning of a file: a CRC-32 of the rest."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of values."""

    folder: Path
    version: str
    """Digest of what makes the values: the program, the packages, Python and the settings."""

    def get(self, name: str) -> tuple[Any, bool]:
        """The value with this name, or None; and whether there is one that is corrupt."""
        try:
            data = (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None, False
        except OSError:
            return None, True
        checksum, body = data[:CHECKSUM], data[CHECKSUM:]
        if not body or int.from_bytes(checksum, "little") != zlib.crc32(body):
            return None, True
        try:
            return loads(body), False
        except (ValueError, TypeError, pickle.UnpicklingError):
            return None, True

    def put(self, name: str, value: object) -> None:
        """Keep a value, in one step."""
        data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        unfinished = self.folder / (name + UNFINISHED)
        unfinished.write_bytes(zlib.crc32(data).to_bytes(CHECKSUM, "little") + data)
        unfinished.replace(self.folder / name)

    def discard(self, name: str) -> None:
        """Forget a value, if there is one."""
        (self.folder / name).unlink(missing_ok=True)

    def get_or_make(self, name: str, key: str, make: Callable[[], str]) -> str:
        """The text with this name if it was kept for the same `key`, else what `make` returns."""
        entry, _ = self.get(name)
        if entry is not None and entry[0] == key:
            return str(entry[1])
        made = make()
        self.put(name, (key, made))
        return made

    def put_with_files(self, stem: str, ending: str, files: Sequence[str], value: object) -> None:
        """Keep a value that goes with the files `stem` + each of `files` in the folder."""
        self.put(stem + ending, (self._checksums(stem, files), value))

    def get_with_files(self, stem: str, ending: str, files: Sequence[str]) -> tuple[Any, bool]:
        """What `put_with_files` has kept, or None; and whether it or a file of it is corrupt."""
        entry, corrupt = self.get(stem + ending)
        if entry is None:
            return None, corrupt
        checksums, value = entry
        try:
            return (value, False) if checksums == self._checksums(stem, files) else (None, True)
        except OSError:
            return None, True

    def _checksums(self, stem: str, files: Sequence[str]) -> tuple[int, ...]:
        return tuple(zlib.crc32((self.folder / (stem + file)).read_bytes()) for file in files)

    def evict(self, endings: Sequence[str], used: set[str]) -> None:
        """Remove the files with one of these endings but those `used`, by their names; and what
        killed builds have left unfinished.
        """
        for path in self.folder.iterdir():
            unused = path.suffix in endings and path.name not in used
            if (unused or path.suffix == UNFINISHED) and path.is_file():
                path.unlink()


def open_cache(folder: Path, settings: object) -> Cache:
    """The cache in `folder`, which is made if it is missing, for builds with these settings. Raises
    `CuratorError` if a file has the folder's name.
    """
    if folder.exists() and not folder.is_dir():
        raise CuratorError(
            f"{folder}: is a file, where builds keep what they need again; remove it"
        )
    folder.mkdir(parents=True, exist_ok=True)
    return Cache(folder, digest_of(maker(), repr(settings).encode()))


def maker() -> bytes:
    """This running program, all packages that it may use, and Python."""
    packages = sorted(f"{package.name} {package.version}" for package in distributions())
    return "\n".join([program_digest(), *packages, sys.version]).encode()


def digest_of(*parts: bytes) -> str:
    """SHA-256 of `parts`, in hexadecimal; where one ends and the next begins counts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


def key_of(*parts: str) -> str:
    """Cache key of several texts, in this order."""
    return digest_of(*(part.encode(errors="backslashreplace") for part in parts))


def canonical_bytes(value: object) -> bytes:
    """A value of plain data and dataclasses as bytes: equal values, and they alone, give equal
    bytes. Sets have no order, so there must be none in it.

    >>> one, other = "ab", "".join(["a", "b"])
    >>> canonical_bytes((one, one)) == canonical_bytes((one, other))
    True
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
    # Otherwise pickle refers back to objects that it has seen, so that bytes depend on whether two
    # equal strings are one object.
    pickler.fast = True
    pickler.dump(value)
    return buffer.getvalue()

"""Opens files of the corpus safely. All bytes of the corpus are read here.

Between the scan of the corpus and the reading of a file anything may replace it: a link to
`/etc/passwd`, a folder that is a link, a pipe that never ends. So each folder of the path is opened
by itself, without following links, and the type of the open file is checked. A link to a file is
followed if it leads to a place inside the corpus, which is then opened in the same way.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pressmark.errors import Problem


def _flags(*names: str) -> int:
    """Flags of `os.open`, those that the system lacks left out."""
    return sum(getattr(os, f"O_{name}", 0) for name in ("RDONLY", "CLOEXEC", "BINARY", *names))


_ROOT = _flags("DIRECTORY")
_FOLDER = _flags("DIRECTORY", "NOFOLLOW")
_FILE = _flags("NOFOLLOW", "NONBLOCK", "NOCTTY")
"""`NONBLOCK`: opening a pipe without a writer would wait for ever."""
_BENEATH = os.open in os.supports_dir_fd
"""Whether the system can open a file relative to an open folder. Elsewhere the path is checked
first, so a file that replaces it in that moment is read.
"""
NOT_A_FILE = "is no ordinary file; remove it"
PART = 1 << 20
"""Bytes per read."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file and its stat."""

    data: bytes
    stat: os.stat_result
    """Of the open file, before reading."""


class Unusable(Exception):
    """A file of the corpus can't be read. `kind` and the message make a `Problem`."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def problem(self, path: str) -> Problem:
        """This fault as an error of the file at `path`."""
        return Problem(path, 0, self.kind, str(self), "error")


class _IsALink(Exception):
    """The file is a symbolic link."""


def read(root: Path, path: str, limit: int, advice: str = "make it smaller") -> Content:
    """Read the file at `path` in the corpus `root`, of at most `limit` bytes. Raises `Unusable`.

    `advice` tells the curator what to do with a file that is too large.
    """
    with _opened(root, path) as (descriptor, status):
        if status.st_size > limit:
            raise too_large(status.st_size, limit, advice)
        data = b"".join(_parts(descriptor, limit + 1))
    if len(data) > limit:
        message = "has grown past the limit while it was read; leave it alone and build again"
        raise Unusable("too-large", message)
    return Content(data, status)


def fingerprint(root: Path, path: str) -> tuple[os.stat_result, bytes]:
    """Stat and SHA-256 of the file at `path` in the corpus `root`. Raises `Unusable`.

    Of a file that grows meanwhile, one byte more than its first size is read.
    """
    digest = hashlib.sha256()
    with _opened(root, path) as (descriptor, status):
        for part in _parts(descriptor, status.st_size + 1):
            digest.update(part)
    return status, digest.digest()


@contextmanager
def _opened(root: Path, path: str) -> Iterator[tuple[int, os.stat_result]]:
    """Descriptor and stat of an open plain file. Errors, also of the body, become `Unusable`."""
    try:
        descriptor = _open(root, path)
        try:
            status = os.fstat(descriptor)
            _check_mode(status.st_mode)
            yield descriptor, status
        finally:
            os.close(descriptor)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"can't be read ({reason}); check who may read it"
        raise Unusable("unreadable", message) from None


def _parts(descriptor: int, limit: int) -> Iterator[bytes]:
    """The first `limit` bytes of a file, in parts."""
    while limit and (part := os.read(descriptor, min(limit, PART))):
        yield part
        limit -= len(part)


def too_large(size: int, limit: int, advice: str) -> Unusable:
    """The error of a file of `size` bytes."""
    message = f"has {size / 10**6:.1f} MB, more than the limit of {limit / 10**6:g} MB"
    return Unusable("too-large", f"{message}; {advice}")


def text(data: bytes) -> str:
    """Decode a file that must be UTF-8. Raises `Unusable`."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"can't be read: line {line} is not UTF-8 (byte {error.start}); save it as UTF-8"
        raise Unusable("not-utf-8", message) from None


def _open(root: Path, path: str) -> int:
    """Open the file at `path` in `root`; returns its descriptor. Raises `OSError` or `Unusable`."""
    try:
        if _BENEATH:
            return _open_beneath(root, path)
        raise _IsALink
    except _IsALink:
        target = (root / path).resolve(strict=True)
        inside = root.resolve(strict=True)
        if not target.is_relative_to(inside):
            message = "is a link out of the corpus; only what lies inside is published"
            raise Unusable("link-out", f"{message}: copy the file here") from None
    if not _BENEATH:
        _check_mode(target.lstat().st_mode)
        return os.open(target, _FILE)
    try:
        return _open_beneath(inside, target.relative_to(inside).as_posix())
    except _IsALink:
        raise Unusable("unreadable", "has become a link while it was read") from None


def _open_beneath(root: Path, path: str) -> int:
    """Open a file folder by folder.

    Raises `_IsALink` if the file is a link, `OSError` if a folder is one.
    """
    *folders, name = path.split("/")
    if ".." in folders or name in ("", "..", "."):
        raise Unusable("unreadable", "is no path of a file in the corpus")
    parent = os.open(root, _ROOT)
    try:
        for folder in folders:
            child = os.open(folder, _FOLDER, dir_fd=parent)
            os.close(parent)
            parent = child
        # Opening a device may have effects, so the type is checked first.
        mode = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode):
            raise _IsALink
        _check_mode(mode)
        return os.open(name, _FILE, dir_fd=parent)
    finally:
        os.close(parent)


def _check_mode(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise Unusable("not-a-file", NOT_A_FILE)

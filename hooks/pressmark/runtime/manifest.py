"""The manifest of a site: the SHA-256 of each of its files, as `sha256sum -c` reads it, sorted by
the bytes of their paths; and the digest of the whole release: the manifest's own SHA-256.

A page that showed this digest couldn't be in the manifest itself. So the digest stands in a script
of one line, which is a pure function of it, and the About page loads that. The manifest lists every
file but this script and itself.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pressmark.runtime.cache import Cache
from pressmark.runtime.output import MARKER, leads_out
from pressmark.runtime.output import write as write_file

MANIFEST = "manifest-sha256.txt"
RELEASE = "assets/pressmark/release.js"
UNLISTED = frozenset({MANIFEST, RELEASE})
"""Files that no manifest can list; each is checked against the other."""

DIGESTS = "site.digests"
"""File of the cache: path → file stat and digest."""
_DIGEST = "site.release"
"""File of the cache: the digest of the release, and that of `pressmark.json`."""
_LINE = re.compile(rb"(\\?)([0-9a-f]{64})  ([^\0\n]+)\n")
_LONGEST_LINE = 1 << 16
_CHUNK = 1 << 20
_ESCAPES = {b"\\": rb"\\", b"\n": rb"\n", b"\r": rb"\r"}
_UNESCAPES = {escape: plain for plain, escape in _ESCAPES.items()}

FileStat = tuple[int, int, int]
"""Size, mtime and inode."""


class ManifestError(ValueError):
    """A line of the manifest can't be used."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that the manifest lists."""

    path: str
    digest: str


def digest_of(path: str | Path, *, follow: bool = True) -> str:
    """SHA-256 of a file's bytes; with `follow` false raises `OSError` for a symbolic link."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    if not follow:
        # O_NONBLOCK: opening a FIFO must not wait for a writer.
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    file = os.open(path, flags)
    try:
        digest = hashlib.sha256()
        # `hashlib.file_digest` clears a buffer of 256 kB for each file, and most have 20.
        size = min(os.fstat(file).st_size + 1, _CHUNK)
        while data := os.read(file, size):
            digest.update(data)
        return digest.hexdigest()
    finally:
        os.close(file)


def line_of(path: str, digest: str) -> bytes:
    r"""The line of a file. Like `sha256sum`, it escapes a name that would break the line.

    >>> line_of("a b.txt", 64 * "0").endswith(b"0  a b.txt\n")
    True
    >>> line_of("a\nb", 64 * "0")[:2], line_of("a\nb", 64 * "0")[-6:]
    (b'\\0', b' a\\nb\n')
    """
    name = os.fsencode(path)
    escaped = re.sub(rb"[\\\n\r]", lambda match: _ESCAPES[match[0]], name)
    mark = b"\\" if escaped != name else b""
    return b"%s%s  %s\n" % (mark, digest.encode("ascii"), escaped)


def parse(lines: Iterable[bytes]) -> Iterator[Entry | ManifestError]:
    """The entries of a manifest, and in their place what is wrong with a line: no line counts that
    `write` wouldn't have written, where it wouldn't have written it.
    """
    previous = b""
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if not match:
            yield ManifestError(number, "is no line of a digest, two spaces and a path")
            continue
        escaped = match[3]
        name = re.sub(rb"\\[\\nr]", lambda m: _UNESCAPES[m[0]], escaped) if match[1] else escaped
        entry = Entry(os.fsdecode(name), match[2].decode("ascii"))
        if line_of(entry.path, entry.digest) != line:
            yield ManifestError(number, "isn't escaped as sha256sum does it")
        elif leads_out(entry.path) or not all(part.strip(".") for part in _short(entry.path)):
            yield ManifestError(number, f"{entry.path} is no path inside the site")
        elif entry.path in UNLISTED:
            yield ManifestError(number, f"{entry.path} can't be listed")
        elif name <= previous:
            yield ManifestError(number, f"{entry.path} is out of order, or listed twice")
        else:
            previous = name
            yield entry


def _short(path: str) -> Iterator[str]:
    """Parts of a path that may be empty, `.` or `..`; a name may well be `...`."""
    return (part for part in path.split("/") if len(part) < 3)


def lines_of(site: Path) -> Iterator[bytes]:
    """The lines of a site's manifest; one that is too long comes in pieces."""
    with open(site / MANIFEST, "rb") as file:
        while line := file.readline(_LONGEST_LINE):
            yield line


def read(site: Path) -> dict[str, str]:
    """Path → SHA-256 of the files that the manifest of `site` lists. Raises `ManifestError` for a
    line that can't be used, and `OSError` where there is no manifest.
    """
    digests = {}
    for entry in parse(lines_of(site)):
        if isinstance(entry, ManifestError):
            raise entry
        digests[entry.path] = entry.digest
    return digests


def files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Path and file stat of everything below `folder` that is no folder; links aren't followed."""
    stack = [""]
    while stack:
        below = stack.pop()
        with os.scandir(f"{folder}/{below}") as items:
            for item in items:
                path = below + item.name
                if item.is_dir(follow_symlinks=False):
                    stack.append(path + "/")
                else:
                    yield path, item.stat(follow_symlinks=False)


def write(folder: Path, kept: Cache | None = None) -> str:
    """Write the manifest of the finished site in `folder`, and the script with the digest of the
    release; gives that digest. A file that `kept` knows by its stat isn't hashed again.
    """
    previous, _ = kept.get(DIGESTS) if kept else ({}, False)
    previous = previous if isinstance(previous, dict) else {}
    digests: dict[str, tuple[FileStat, bytes]] = {}
    for path, stat in files(folder):
        if path in UNLISTED:
            continue
        file_stat = stat.st_size, stat.st_mtime_ns, stat.st_ino
        reused = previous.get(path)
        if reused and reused[0] == file_stat:
            digests[path] = reused
        else:
            digests[path] = file_stat, bytes.fromhex(digest_of(f"{folder}/{path}"))
    manifest = b"".join(
        line_of(path, digests[path][1].hex()) for path in sorted(digests, key=os.fsencode)
    )
    release = hashlib.sha256(manifest).hexdigest()
    write_file(folder, MANIFEST, manifest)
    write_file(folder, RELEASE, release_script(release))
    if kept:
        kept.put(DIGESTS, digests)
        marker = digests[MARKER][1].hex() if MARKER in digests else ""
        kept.put(_DIGEST, (release, marker))
    return release


def release_script(digest: str) -> bytes:
    """The script that shows the digest of the release on the About page."""
    return (
        f'for(const e of document.querySelectorAll("[data-pm-release]"))e.textContent="{digest}";\n'
    ).encode("ascii")


def release_of(site: Path) -> str | None:
    """The digest of the release in `site`; None where its manifest or its script is missing, or the
    two don't belong together.
    """
    try:
        digest = digest_of(site / MANIFEST)
        script = release_script(digest)
        with open(site / RELEASE, "rb") as file:
            return digest if file.read(len(script) + 1) == script else None
    except OSError:
        return None


def is_as_built(site: Path, kept: Cache) -> bool:
    """Whether the manifest of `site`, its script and `pressmark.json` are those of the last build;
    raises `OSError` where one can't be read.
    """
    digests, _ = kept.get(_DIGEST)
    return digests is not None and digests == (release_of(site), digest_of(site / MARKER))

"""From a file's name to its address in the site.

An address is made of the name alone, so that it never changes while the file keeps its name. It is
safe on every file system that a copy of the site may land on (a USB stick is FAT or exFAT), and
different names give different addresses.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

_UNSAFE = re.compile(r'[<>:"|?*\\%#\x00-\x1f\x7f\ud800-\udfff]')
"""Forbidden on FAT, NTFS or exFAT, or with a meaning in an address; and bytes that aren't UTF-8."""
CACHE = 1024
"""Names whose addresses are remembered: a page and its neighbours ask for the same ones."""

MAX_BYTES = 200
"""A part's longest name in UTF-8. File systems allow 255; endings and temporary names need room."""


def identify(path: str) -> str:
    """A document's id: its path below the corpus without its ending.

    Bytes of a file name that aren't UTF-8 are shown as `\\xe9`.

    >>> identify("letters/a.b.txt")
    'letters/a.b'
    """
    stem, _ = os.path.splitext(path)
    return os.fsencode(stem).decode("utf-8", "backslashreplace")


@lru_cache(CACHE)
def address(name: str) -> str:
    """The path in the site for a document's id or a file's path.

    >>> address('a b/..'), address('what?'), address("x" * 300)[-14:]
    ('a b/%2E%2E', 'what%3F', 'x-0d4e2ca9e9cb')
    """
    return "/".join(_part(part) for part in name.split("/"))


def _part(part: str) -> str:
    safe = _UNSAFE.sub(_escaped, part)
    if safe.strip(".") == "":
        safe = "%2E" * len(safe)
    elif safe[-1] in ". ":
        # FAT and NTFS drop dots and spaces at the end of a name.
        safe = safe[:-1] + f"%{ord(safe[-1]):02X}"
    if len(os.fsencode(safe)) <= MAX_BYTES:
        return safe
    digest = hashlib.sha256(os.fsencode(part)).hexdigest()[:12]
    cut = os.fsencode(safe)[: MAX_BYTES - 13].decode("utf-8", "ignore").rpartition("%")
    # A cut inside `%E9` would leave a broken escape.
    kept = cut[0] if cut[1] and len(cut[2]) < 2 else "".join(cut)
    return f"{kept}-{digest}"


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in os.fsencode(found[0]))


def collision_key(address: str) -> str:
    """Equal for addresses that some file system takes for the same: case, Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", address).casefold())


def href(path: str) -> str:
    """`path` percent-encoded for an `href`, `/` kept.

    >>> href("a b/ü%2F.html")
    'a%20b/%C3%BC%252F.html'
    """
    # Without "./" a name with a colon in its first part would read as a scheme.
    return quote(path, safe="/-._~!$'()*+,;=@")


def climb(path: str) -> str:
    """What leads from the page at `path` up to the site's root: `../` a folder."""
    return "../" * path.count("/")

"""Makes the address of a document in the site from the name of its file.

The address depends on the name alone, so it stays as long as the file keeps its name. It is safe on
every file system that the site may be copied to (a USB stick is FAT or exFAT), and different names
get different addresses.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

_UNSAFE = re.compile(r'[<>:"|?*\\%#\x00-\x1f\x7f\ud800-\udfff]')
"""Characters that FAT, NTFS or exFAT forbid, or that have a meaning in an address; surrogates stand
for bytes that aren't UTF-8.
"""
CACHE = 1024
"""Cached addresses: a page and its neighbours link to the same ones."""

MAX_BYTES = 200
"""UTF-8 bytes of a path's part. File systems allow 255; endings and temporary names need room."""


def identify(path: str) -> str:
    """Id of the document at `path` in the corpus: the path without its ending.

    Bytes of a file name that aren't UTF-8 become `\\xe9`.

    >>> identify("letters/a.b.txt")
    'letters/a.b'
    """
    stem, _ = os.path.splitext(path)
    return os.fsencode(stem).decode("utf-8", "backslashreplace")


@lru_cache(CACHE)
def address(name: str) -> str:
    """Path in the site for the id of a document or the path of a file.

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
    beginning = cut[0] if cut[1] and len(cut[2]) < 2 else "".join(cut)
    return f"{beginning}-{digest}"


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in os.fsencode(match[0]))


def collision_key(address: str) -> str:
    """Key that two addresses share if some file system ignores their difference: case or
    Unicode form.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", address).casefold())


def href(path: str) -> str:
    """`path` percent-encoded for the attribute `href`; `/` stays.

    >>> href("a b/ü%2F.html")
    'a%20b/%C3%BC%252F.html'
    """
    # Without "./" a name with a colon in its first part would read as a scheme.
    return quote(path, safe="/-._~!$'()*+,;=@")


def climb(path: str) -> str:
    """Relative path from the page at `path` to the site's root: one `../` for each folder."""
    return "../" * path.count("/")

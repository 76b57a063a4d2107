"""Reading a site whose files may have been replaced by anything."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.runtime import manifest
from pressmark.runtime.output import MARKER, leads_out
from pressmark.runtime.program import program_digest

LARGEST = 1 << 30
"""Bytes of the largest file that is read."""


BAD_DATA_ERRORS = (
    ValueError, TypeError, LookupError, AttributeError, OSError, RecursionError, ArithmeticError
)  # fmt: skip
"""What code written for a build's own files may raise when it is given others."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The content of `pressmark.json`: what the build said of the site."""

    documents: int
    generator: str = ""
    program: str = ""
    """Digest of the program that built the site (`program_digest`)."""
    title: str = ""
    url: str = ""
    per_page: int = 1

    @property
    def same_program(self) -> bool:
        """Whether this very program built the site: only then can it make the same files again."""
        return self.program == program_digest()


def read_marker(site: Path) -> Marker:
    """Read the marker of `site`; raises `OSError` or `ValueError` if it can't be used."""
    try:
        value: Any = json.loads(read(site, MARKER))
    except RecursionError:
        raise ValueError("is nested too deep") from None
    if not isinstance(value, dict) or type(value.get("documents")) is not int:
        raise ValueError("doesn’t say how many documents there are")
    types = {"documents": int, "generator": str, "program": str, "title": str, "url": str,
             "per_page": int}  # fmt: skip
    for name, expected in types.items():
        if type(value.get(name, expected())) is not expected:
            raise ValueError(f"`{name}` isn’t what it should be")
    if value.get("per_page", 1) < 1 or value["documents"] < 0:
        raise ValueError("a number in it is too small")
    return Marker(**{name: value[name] for name in types if name in value})


def read(site: Path | str, name: str) -> bytes:
    """The bytes of the regular file `name` of the site.

    Raises `OSError` or `ValueError` for a link, a device, a path out of the site, or a file of more
    than `LARGEST` bytes.
    """
    if leads_out(name):
        raise ValueError(f"{name} leads out of the site")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(f"{site}/{name}", flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ValueError(f"{name} is no plain file")
        if status.st_size > LARGEST:
            raise ValueError(f"{name} is larger than any file of a site")
        return file.read(LARGEST)


def list_present(site: Path) -> dict[str, bool]:
    """Path → whether it is a regular file, for everything in the site but folders."""
    return {path: stat.S_ISREG(status.st_mode) for path, status in manifest.files(site)}

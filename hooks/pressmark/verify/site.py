"""A site as it lies there: somebody may have put anything in the place of a file."""

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
"""Bytes of a file that is read at once."""


ANYTHING = (
    ValueError, TypeError, LookupError, AttributeError, OSError, RecursionError, ArithmeticError
)  # fmt: skip
"""What garbage leads to, in place of a file that a build has written."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What a site says of itself."""

    documents: int
    generator: str = ""
    program: str = ""
    title: str = ""
    url: str = ""
    per_page: int = 1

    @property
    def same_program(self) -> bool:
        """Whether this very program has made the site, so that it can make its parts again."""
        return self.program == program_digest()


def read_marker(site: Path) -> Marker:
    """Raises `OSError` or `ValueError` for one that can't be used."""
    try:
        value: Any = json.loads(read(site, MARKER))
    except RecursionError:
        raise ValueError("is nested too deep") from None
    if not isinstance(value, dict) or type(value.get("documents")) is not int:
        raise ValueError("doesn’t say how many documents there are")
    kinds = {"documents": int, "generator": str, "program": str, "title": str, "url": str,
             "per_page": int}  # fmt: skip
    for name, kind in kinds.items():
        if type(value.get(name, kind())) is not kind:
            raise ValueError(f"`{name}` isn’t what it should be")
    if value.get("per_page", 1) < 1 or value["documents"] < 0:
        raise ValueError("a number in it is too small")
    return Marker(**{name: value[name] for name in kinds if name in value})


def read(site: Path | str, name: str) -> bytes:
    """The bytes of a plain file of the site; raises `OSError` or `ValueError` for anything else."""
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


def present(site: Path) -> dict[str, bool]:
    """Path → whether it is a plain file, of everything in the site that is no folder."""
    return {path: stat.S_ISREG(found.st_mode) for path, found in manifest.files(site)}

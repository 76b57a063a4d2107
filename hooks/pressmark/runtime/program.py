"""The version of this program, and a digest that tells it from every other one."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

VERSION = "0.1.0"
"""Of Pressmark."""
PACKAGES = ("deflate", "Jinja2", "Markdown", "MarkupSafe", "numpy", "PyStemmer", "rcssmin")
"""Packages whose versions decide what a page or the index says."""
_CODE = ("*.py", "*.tsv", "*.txt", "*.json", "*.html", "*.css", "*.js")


@cache
def program_digest() -> str:
    """Digest of this program, of the packages that decide what it writes, and of Unicode's version.
    Only programs with the same digest make the same site of the same texts.
    """
    home = Path(__file__).parents[1]
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    for package in PACKAGES:
        digest.update(f"{package} {_version(package)}\n".encode())
    for path in sorted({path for pattern in _CODE for path in home.rglob(pattern)}):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(home).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""

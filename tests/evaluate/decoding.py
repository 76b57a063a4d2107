"""The task `decoding`: how many files in old encodings are read as the text that they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import chardet
import charset_normalizer

from pressmark.text.decode import decode
from tests.evaluate.scored import PRESSMARK, Scored

System = Callable[[bytes], str | None]
"""From a file's bytes to its text; None where there is no answer."""

LONG = 200
"""Bytes from which a file gives a detector something to go by."""

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class File:
    """One file, and what its text is known by."""

    path: str
    data: bytes
    sha1: str
    """SHA-1 of the text in UTF-8: as its encoding gives it, without a byte order mark. Line ends
    and Unicode form are the file's own."""


@dataclass(frozen=True, slots=True)
class Files:
    """A set of files in many encodings."""

    name: str
    digest: str
    files: tuple[File, ...]


def pressmark(data: bytes) -> str | None:
    """The text before any repair, as `text/decode.py` gives it."""
    return decode(data).text


def by_chardet(data: bytes) -> str | None:
    """The text in the encoding that chardet names, strictly."""
    name = chardet.detect(data)["encoding"]
    try:
        return None if name is None else data.decode(name)
    except (LookupError, UnicodeError):
        return None


def by_charset_normalizer(data: bytes) -> str | None:
    """The text of charset-normalizer's best match."""
    best = charset_normalizer.from_bytes(data).best()
    return None if best is None else str(best)


SYSTEMS: dict[str, System] = {
    PRESSMARK: pressmark,
    "chardet": by_chardet,
    "charset-normalizer": by_charset_normalizer,
}


def read(folder: Path) -> Files:
    """The set in `folder`.

    `manifest.jsonl` has `file`, its path below the folder, and `utf8_sha1` (see `File`).
    """
    manifest = (folder / "manifest.jsonl").read_bytes()
    digest = hashlib.sha256(manifest)
    files = []
    for row in map(json.loads, manifest.splitlines()):
        data = (folder / row["file"]).read_bytes()
        digest.update(data)
        files.append(File(row["file"], data, row["utf8_sha1"]))
    return Files(folder.name, digest.hexdigest(), tuple(files))


def right(text: str | None, file: File) -> bool:
    """Whether `text` is the file's to the last character. A mark at its beginning is no text."""
    if text is None:
        return False
    body = text.removeprefix(BOM).encode("utf-8", "surrogatepass")
    return hashlib.sha1(body, usedforsecurity=False).hexdigest() == file.sha1


def score(files: Files, system: System) -> dict[str, float]:
    """The share of files that `system` reads right: of all, and of those that aren't tiny."""
    judged = [(right(system(file.data), file), len(file.data)) for file in files.files]
    long = [good for good, size in judged if size >= LONG]
    return {
        "all files": fmean(good for good, _ in judged),
        f"{LONG} bytes or more": fmean(long) if long else 1.0,
    }


def evaluate(data: Path) -> Iterator[tuple[str, Scored]]:
    """The task, and a row for every system on each set with a manifest below `data`/encoding."""
    for manifest in sorted(data.glob("encoding/*/manifest.jsonl")):
        files = read(manifest.parent)
        for name, system in SYSTEMS.items():
            yield "decoding", Scored(files.name, files.digest, name, score(files, system))

"""The search index: made again from the records, it has the same files, byte for byte."""

from __future__ import annotations

import base64
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pressmark.build.second_pass import SEARCH
from pressmark.runtime.workers import WorkerPool
from pressmark.search.build import build
from pressmark.search.prepare import Prepared
from pressmark.verify.findings import Findings
from pressmark.verify.site import read

_FILE = re.compile(rb'pressmarkChunk\("([^"]+)","([A-Za-z0-9+/=]*)"\);\n')
LARGEST = 1 << 28
"""Bytes that a chunk may unpack to."""


def prove(
    site: Path, present: Mapping[str, bool], batches: Iterable[Prepared], crew: WorkerPool,
    findings: Findings,
) -> None:  # fmt: skip
    """Hold the index of `site` against one that is made from `batches`."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as temporary:
        made = Path(temporary)
        build(batches, made / SEARCH, temp_dir=made, pool=crew)
        expected = {
            path.relative_to(made).as_posix(): path for path in made.glob(f"{SEARCH}/**/*.js")
        }
        for name in sorted(expected.keys() | _names(present)):
            if name not in expected:
                findings.fault(name, 0, "index", "belongs to no index of these records")
            elif not present.get(name):
                findings.fault(name, 0, "index", "is missing, so searches that need it fail")
            elif (fault := chunk_fault(site, name)) is not None:
                findings.fault(name, 0, "index", fault)
            elif read(site, name) != expected[name].read_bytes():
                findings.fault(name, 0, "index", "isn’t what the records give")


def check(site: Path, present: Mapping[str, bool], findings: Findings) -> None:
    """Look whether each chunk can be read, where the index can't be made again."""
    for name in sorted(_names(present)):
        if (fault := chunk_fault(site, name)) is not None:
            findings.fault(name, 0, "index", fault)


def _names(present: Mapping[str, bool]) -> set[str]:
    return {name for name in present if name.startswith(SEARCH + "/")}


def chunk_fault(site: Path, name: str) -> str | None:
    """What is wrong with the form of a chunk."""
    try:
        file = _FILE.fullmatch(read(site, name))
        if not file:
            return "is no chunk of an index"
        if f"{SEARCH}/{file[1].decode()}.js" != name:
            return f"says that it is {file[1].decode()}"
        stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        stream.decompress(base64.b64decode(file[2], validate=True), LARGEST)
        if not stream.eof or stream.unused_data or stream.unconsumed_tail:
            return "is cut short, or something follows it"
    except (OSError, ValueError, zlib.error) as error:
        return f"can’t be unpacked ({error})"
    return None


def drain(batches: Iterable[Prepared | None]) -> Iterator[Prepared]:
    """The batches that could be prepared."""
    return (batch for batch in batches if batch is not None)

"""Check the search index: made again from the records, its files must be the same."""

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
from pressmark.verify.report import Report
from pressmark.verify.site import read

_CHUNK = re.compile(rb'pressmarkChunk\("([^"]+)","([A-Za-z0-9+/=]*)"\);\n')
LARGEST = 1 << 28
"""Bytes that a chunk may unpack to."""


def compare(
    site: Path, present: Mapping[str, bool], batches: Iterable[Prepared], pool: WorkerPool,
    report: Report,
) -> None:  # fmt: skip
    """Build an index from `batches`, and compare its files with those of `site`."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as temporary:
        folder = Path(temporary)
        build(batches, folder / SEARCH, temp_dir=folder, pool=pool)
        expected = {
            path.relative_to(folder).as_posix(): path for path in folder.glob(f"{SEARCH}/**/*.js")
        }
        for name in sorted(expected.keys() | _index_files(present)):
            if name not in expected:
                report.fault(name, 0, "index", "belongs to no index of these records")
            elif not present.get(name):
                report.fault(name, 0, "index", "is missing, so searches that need it fail")
            elif (fault := chunk_fault(site, name)) is not None:
                report.fault(name, 0, "index", fault)
            elif read(site, name) != expected[name].read_bytes():
                report.fault(name, 0, "index", "isn’t what the records give")


def check_chunks(site: Path, present: Mapping[str, bool], report: Report) -> None:
    """Unpack every chunk. This is all that can be checked where the index can't be built again."""
    for name in sorted(_index_files(present)):
        if (fault := chunk_fault(site, name)) is not None:
            report.fault(name, 0, "index", fault)


def _index_files(present: Mapping[str, bool]) -> set[str]:
    return {name for name in present if name.startswith(SEARCH + "/")}


def chunk_fault(site: Path, name: str) -> str | None:
    """Why the file `name` isn't a chunk that can be unpacked; None if it is one."""
    try:
        chunk = _CHUNK.fullmatch(read(site, name))
        if not chunk:
            return "is no chunk of an index"
        if f"{SEARCH}/{chunk[1].decode()}.js" != name:
            return f"says that it is {chunk[1].decode()}"
        stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        stream.decompress(base64.b64decode(chunk[2], validate=True), LARGEST)
        if not stream.eof or stream.unused_data or stream.unconsumed_tail:
            return "is cut short, or something follows it"
    except (OSError, ValueError, zlib.error) as error:
        return f"can’t be unpacked ({error})"
    return None


def only_prepared(batches: Iterable[Prepared | None]) -> Iterator[Prepared]:
    """Leave out batches that couldn't be prepared, for which a fault has been reported."""
    return (batch for batch in batches if batch is not None)

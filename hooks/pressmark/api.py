"""The public face of the library. Everything else may change with any version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pressmark import export
from pressmark.build.site import BuildResult
from pressmark.corpus.read import Item, scan
from pressmark.corpus.settings import Collection, SiteSettings, read_collection
from pressmark.document import Document
from pressmark.errors import CuratorError
from pressmark.pipeline import RULE_NAMES, process


def build_site(
    corpus: str | Path,
    site: str | Path,
    *,
    site_url: str = "",
    workers: int = 0,
    strict: bool = False,
) -> BuildResult:
    """Build the archive of the texts in the folder `corpus` as the folder `site`.

    `site_url` is the address where it will be published, if that is known; `workers` the number of
    worker processes, 0 for one a core. With `strict`, a problem of the corpus leaves the previous
    site as it was. The settings of the collection are in the corpus (`corpus.yml`).

    Raises `CuratorError` if the site can't be built; the previous one is then untouched.
    """
    # MkDocs takes a third of a second to load, and only builds need it.
    from pressmark.mkdocs_adapter.driver import build  # noqa: PLC0415

    settings = SiteSettings(site_url=site_url, workers=workers)
    return build(Path(corpus), Path(site), settings, strict=strict)


def read(source: str | Path | bytes) -> Document:
    """Read one text, from a file or from its bytes, as a collection of its own: cleaned, described,
    with the fate of each of its lines. A file's sidecar and settings beside it don't count.

    Raises `CuratorError` if the text can't be published.
    """
    if isinstance(source, bytes):
        with TemporaryDirectory(prefix="pressmark-") as folder:
            path = Path(folder) / "text.txt"
            path.write_bytes(source)
            return read(path)
    path = Path(source).absolute()
    outcome = process(path.parent, Item(path.name, None, None), Collection())
    if outcome.document is None:
        raise CuratorError(outcome.problems)
    return outcome.document


def records(corpus: str | Path) -> Iterator[dict[str, Any]]:
    """The record of each text in the folder `corpus`, in order of path: what `pressmark records`
    prints, a dictionary each.

    Raises `CuratorError` if the settings of the collection can't be used.
    """
    folder = Path(corpus)
    collection = read_collection(folder, RULE_NAMES)
    for exported in export.records(scan(folder, collection), collection):
        yield from map(json.loads, exported.lines)

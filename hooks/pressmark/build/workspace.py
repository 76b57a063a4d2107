"""Where the tasks of a build read and write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pressmark.document import Document
from pressmark.runtime import output, spool
from pressmark.runtime.spool import Location


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of the next site, and documents by their keys. A key is a digest of all that the
    document was made from: whoever asks by key can't be shown what the key doesn't say.
    """

    next_site: Path
    corpus: Path
    """The folder of the raw files."""
    documents: Mapping[str, Location] = field(default_factory=dict)
    """Document key → where the document lies between the two passes."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the next site; raises `ValueError` for a path that leads out of it."""
        output.write(self.next_site, path, data)

    def read(self, key: str) -> Document:
        """The document with this key, as the first pass has described it."""
        [document] = spool.get([self.documents[key]])
        return document  # type: ignore[no-any-return]

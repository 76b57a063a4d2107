"""What a batch of documents gives to the index: the part of the work that can be done anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.search.columns import Row, row
from pressmark.search.parameters import STANDARD, Parameters
from pressmark.search.search_document import SearchDocument
from pressmark.search.texts import Group, groups
from pressmark.search.tokens import Tokens, tokenise


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch of documents, cut into words, its texts compressed. The same for the same batch, but
    for the order of its words.
    """

    tokens: Tokens
    rows: tuple[Row, ...]
    """Of each document: what goes into the columns."""
    groups: tuple[Group, ...]
    digests: tuple[bytes, ...]
    """Of each document: of all that its words depend on."""


def prepare(entries: Sequence[SearchDocument], layout: Parameters = STANDARD) -> Prepared:
    """Prepares `entries`, which follow each other in the index."""
    return Prepared(
        tokenise(entries),
        tuple(map(row, entries)),
        groups(entries, layout),
        tuple(map(_digest, entries)),
    )


def _digest(entry: SearchDocument) -> bytes:
    found = hashlib.sha256()
    for part in (entry.language or "", entry.title or "", entry.text):
        data = part.encode("utf-8", "surrogatepass")
        found.update(b"%d " % len(data) + data)
    return found.digest()

"""Prepares a batch of documents for the index, in any process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.search.columns import ColumnRow, column_row
from pressmark.search.parameters import STANDARD, Parameters
from pressmark.search.search_document import SearchDocument
from pressmark.search.texts import TextGroup, text_groups
from pressmark.search.tokens import Tokens, tokenise


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch of documents, cut into words, its texts compressed. Depends on the batch alone,
    except for the order of its distinct words.
    """

    tokens: Tokens
    rows: tuple[ColumnRow, ...]
    """Per document: its values in the columns."""
    groups: tuple[TextGroup, ...]
    digests: tuple[bytes, ...]
    """Per document: SHA-256 of everything that its words depend on."""


def prepare(documents: Sequence[SearchDocument], parameters: Parameters = STANDARD) -> Prepared:
    """Prepare `documents`, which are consecutive in the index."""
    return Prepared(
        tokenise(documents),
        tuple(map(column_row, documents)),
        text_groups(documents, parameters),
        tuple(map(_digest, documents)),
    )


def _digest(document: SearchDocument) -> bytes:
    digest = hashlib.sha256()
    for part in (document.language or "", document.title or "", document.text):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d " % len(data) + data)
    return digest.digest()

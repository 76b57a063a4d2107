"""What is in memory of all documents of a corpus at once: a few hundred bytes each."""

from __future__ import annotations

from dataclasses import dataclass

from pressmark.document import compact
from pressmark.text import edtf
from pressmark.text.site_paths import page_path_at


@compact
@dataclass(frozen=True, slots=True)
class ListEntry:
    """A document as lists and other documents' pages show it."""

    address: str
    label: str
    date: str | None
    publisher: str | None
    place: str | None
    language: str | None

    @property
    def href(self) -> str:
        """The page's path from the site's root."""
        return page_path_at(self.address)


@compact
@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """The fields of a document's record that lists and relations need, without its text."""

    id: str
    path: str
    address: str
    label: str
    titled: bool
    date: str | None
    publisher: str | None
    place: str | None
    language: str | None
    tags: tuple[str, ...]
    description: str | None
    rights: str | None
    words: int
    encoding: str
    sha256: str
    removed: tuple[tuple[str, int], ...]
    """(rule, number of lines) of removed lines, without blank ones."""
    fields: tuple[str, ...]
    """Names of the fields that have a value, as in `document.FIELDS`."""
    family: str | None = None
    """Id of its family of near-copies (`relate.families`)."""
    defaults: tuple[str, ...] = ()
    """Names of the fields whose value is the collection's default."""
    names: tuple[str, ...] = ()
    """Keys of the names in its text (`document.Name.key`); empty once tags are chosen among
    them."""
    host: str = ""
    """Host of its `url`; empty once publishers are inferred."""

    @property
    def href(self) -> str:
        """The page's path from the site's root."""
        return page_path_at(self.address)

    def listed(self) -> ListEntry:
        """The entry of this document in lists."""
        return ListEntry(
            self.address, self.label, self.date, self.publisher, self.place, self.language
        )

    def order(self) -> tuple[tuple[int, int, int], str]:
        """Sort key by which documents are numbered: date (undated first), then id."""
        return edtf.sort_key(self.date), self.id

    def time(self) -> tuple[bool, tuple[int, int, int], str]:
        """Sort key by time, for readers: like `order`, but documents without a year are last."""
        key, identity = self.order()
        return key[0] <= 0, key, identity

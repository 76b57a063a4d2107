"""What is held of every document of the corpus at once: a few hundred bytes each."""

from __future__ import annotations

from dataclasses import dataclass

from pressmark.document import compact
from pressmark.text import edtf
from pressmark.text.site_paths import page_path_at


@compact
@dataclass(frozen=True, slots=True)
class ListEntry:
    """A document as lists and the pages of others show it."""

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
    """What the collection knows of a document."""

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
    """(rule, lines), blank lines left out."""
    fields: tuple[str, ...]
    """Fields that are known."""
    family: str | None = None
    """The id of its family of near-copies (`relate.families`)."""
    defaults: tuple[str, ...] = ()
    """Fields that are the collection's defaults."""
    names: tuple[str, ...] = ()
    """Keys of the names that recur in it, until tags are chosen among them."""
    host: str = ""
    """Of the address that it came from, until publishers are known."""

    @property
    def href(self) -> str:
        """The page's path from the site's root."""
        return page_path_at(self.address)

    def listed(self) -> ListEntry:
        """What others show of it."""
        return ListEntry(
            self.address, self.label, self.date, self.publisher, self.place, self.language
        )

    def order(self) -> tuple[tuple[int, int, int], str]:
        """What documents are numbered by: date, the undated first, then id."""
        return edtf.sort_key(self.date), self.id

    def time(self) -> tuple[bool, tuple[int, int, int], str]:
        """Order for readers who ask what came first: documents without a year are last."""
        key, identity = self.order()
        return key[0] <= 0, key, identity

"""What only the whole corpus can say: the order of documents, their neighbours, the facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pressmark.relate.document_summary import DocumentSummary, ListEntry
from pressmark.text import edtf
from pressmark.text.address import address

FACETS = ("publisher", "place", "language", "tag")


COPIES_SHOWN = 6
"""Near-copies that a document's page names: those nearest to it in time."""


@dataclass(frozen=True, slots=True)
class Copies:
    """A document's near-copies."""

    family: str
    """The family's id."""
    total: int
    """Documents in the family, this one among them."""
    others: tuple[ListEntry, ...]
    """In order of time; at most `COPIES_SHOWN`."""


def family_path(family: str) -> str:
    """The page of a family, from the site's root, not yet encoded."""
    return f"browse/family/{address(family)}.html"


@dataclass(frozen=True, slots=True)
class Relations:
    """A document's place among the others."""

    previous: ListEntry | None
    next: ListEntry | None
    copies: Copies | None = None
    near: tuple[ListEntry, ...] = ()
    """Related documents, the nearest first."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All documents in order of date (the undated first, then by id)."""

    documents: tuple[DocumentSummary, ...]

    def relations(
        self, near: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> dict[str, Relations]:
        """Id → relations. Neighbours are documents with a year; the others have neighbours of
        their own kind. `near` has the ids of those that are related (`relate.neighbours`).
        """
        listed = {document.id: document.listed() for document in self.documents}
        related: dict[str, Relations] = {}
        docs = self.documents
        for at, here in enumerate(docs):
            before = docs[at - 1] if at else None
            after = docs[at + 1] if at + 1 < len(docs) else None
            related[here.id] = Relations(
                listed[before.id] if before and _alike(here, before) else None,
                listed[after.id] if after and _alike(here, after) else None,
                near=tuple(listed[other] for other in near.get(here.id, ())),
            )
        for family, members in self.families():
            for at, here in enumerate(members):
                others = tuple(listed[other.id] for other in _around(members, at))
                copies = Copies(family, len(members), others)
                related[here.id] = replace(related[here.id], copies=copies)
        return related

    def families(self) -> list[tuple[str, list[DocumentSummary]]]:
        """(id, members in order of time), families in order of their first members."""
        groups: dict[str, list[DocumentSummary]] = {}
        for document in sorted((d for d in self.documents if d.family), key=DocumentSummary.time):
            groups.setdefault(document.family or "", []).append(document)
        return list(groups.items())

    def facet(self, name: str) -> list[tuple[str, list[DocumentSummary]]]:
        """(value, documents) of `publisher`, `language`, `place` or `tag`, in order of name."""
        groups: dict[str, list[DocumentSummary]] = {}
        for document in self.documents:
            for value in values(document, name):
                groups.setdefault(value, []).append(document)
        return sorted(groups.items(), key=lambda pair: (pair[0].casefold(), pair[0]))

    def years(self) -> list[tuple[str, list[DocumentSummary]]]:
        """(year, documents), latest first; documents without a year are not in it."""
        groups: dict[str, list[DocumentSummary]] = {}
        for document in self.documents:
            year = edtf.parts(document.date)[0] if document.date else None
            if year:
                groups.setdefault(year, []).append(document)
        return sorted(groups.items(), reverse=True)

    def undated(self) -> list[DocumentSummary]:
        """Documents whose year isn't known."""
        return [d for d in self.documents if not d.date or edtf.parts(d.date)[0] is None]

    def removed(self) -> tuple[Counter[str], Counter[str]]:
        """Rule → lines, rule → documents."""
        lines: Counter[str] = Counter()
        documents: Counter[str] = Counter()
        for document in self.documents:
            for rule, count in document.removed:
                lines[rule] += count
                documents[rule] += 1
        return lines, documents

    def known(self) -> Counter[str]:
        """Field → documents that have it."""
        return Counter(field for document in self.documents for field in document.fields)


def _around(members: Sequence[DocumentSummary], at: int) -> tuple[DocumentSummary, ...]:
    """The members nearest to the one at this place, without it."""
    first = max(0, min(at - COPIES_SHOWN // 2, len(members) - COPIES_SHOWN - 1))
    near = range(first, min(first + COPIES_SHOWN + 1, len(members)))
    return tuple(members[place] for place in near if place != at)


def _alike(here: DocumentSummary, other: DocumentSummary) -> bool:
    return _has_year(here) == _has_year(other)


def _has_year(document: DocumentSummary) -> bool:
    return bool(document.date) and edtf.sort_key(document.date)[0] > 0


def values(document: DocumentSummary, facet: str) -> Sequence[str]:
    """The values that a document has in a facet."""
    if facet == "tag":
        return document.tags
    value = getattr(document, facet)
    return (value,) if value else ()


def gather(facts: Iterable[DocumentSummary]) -> Corpus:
    """Put documents in order, whatever order they come in."""
    return Corpus(tuple(sorted(facts, key=DocumentSummary.order)))


def counts(values: Iterable[str | None]) -> Mapping[str, int]:
    """Value → number, most frequent first, ties by name."""
    counted = Counter(value for value in values if value)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

"""Orders the documents of a corpus, and finds the relations and groups that pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pressmark.facets import facet_values
from pressmark.relate.document_summary import DocumentSummary, ListEntry
from pressmark.text import edtf
from pressmark.text.address import address

COPIES_SHOWN = 6
"""Near-copies on a document's page, at most: the nearest ones in time."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The near-copies of a document."""

    family: str
    """Id of the family."""
    total: int
    """Number of documents in the family, including this one."""
    others: tuple[ListEntry, ...]
    """At most `COPIES_SHOWN` others, in order of time."""


def family_path(family: str) -> str:
    """Path of a family's page from the site's root, not percent-encoded."""
    return f"browse/family/{address(family)}.html"


@dataclass(frozen=True, slots=True)
class Relations:
    """The position of a document among the others, and the documents that its page links to."""

    previous: ListEntry | None
    next: ListEntry | None
    copies: Copies | None = None
    related: tuple[ListEntry, ...] = ()
    """Related documents, the nearest first."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All documents, in `DocumentSummary.order`."""

    documents: tuple[DocumentSummary, ...]

    def relations(
        self, related: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> dict[str, Relations]:
        """Id → relations. `related` has the ids of the related documents of each id.

        The previous and the next document of one with a year have a year too, and those of one
        without have none.
        """
        entries = {document.id: document.listed() for document in self.documents}
        relations: dict[str, Relations] = {}
        documents = self.documents
        for index, document in enumerate(documents):
            previous, following = (
                entries[documents[other].id]
                if 0 <= other < len(documents) and _equally_dated(document, documents[other])
                else None
                for other in (index - 1, index + 1)
            )
            relations[document.id] = Relations(
                previous,
                following,
                related=tuple(entries[other] for other in related.get(document.id, ())),
            )
        for family, members in self.families():
            for index, document in enumerate(members):
                others = tuple(entries[other.id] for other in _nearest(members, index))
                copies = Copies(family, len(members), others)
                relations[document.id] = replace(relations[document.id], copies=copies)
        return relations

    def families(self) -> list[tuple[str, list[DocumentSummary]]]:
        """(family id, members in order of time), in the order of the first members."""
        groups: dict[str, list[DocumentSummary]] = {}
        for document in sorted((d for d in self.documents if d.family), key=DocumentSummary.time):
            groups.setdefault(document.family or "", []).append(document)
        return list(groups.items())

    def facet(self, name: str) -> list[tuple[str, list[DocumentSummary]]]:
        """(value, documents) of the facet `name`, sorted by value."""
        groups: dict[str, list[DocumentSummary]] = {}
        for document in self.documents:
            for value in facet_values(document, name):
                groups.setdefault(value, []).append(document)
        return sorted(groups.items(), key=lambda pair: (pair[0].casefold(), pair[0]))

    def years(self) -> list[tuple[str, list[DocumentSummary]]]:
        """(year, documents), the latest first, without documents that have no year."""
        groups: dict[str, list[DocumentSummary]] = {}
        for document in self.documents:
            year = edtf.parts(document.date)[0] if document.date else None
            if year:
                groups.setdefault(year, []).append(document)
        return sorted(groups.items(), reverse=True)

    def undated(self) -> list[DocumentSummary]:
        """Documents without a year."""
        return [d for d in self.documents if not d.date or edtf.parts(d.date)[0] is None]

    def removed_counts(self) -> tuple[Counter[str], Counter[str]]:
        """Rule → number of lines that it removed, rule → number of documents with such lines."""
        lines: Counter[str] = Counter()
        documents: Counter[str] = Counter()
        for document in self.documents:
            for rule, count in document.removed:
                lines[rule] += count
                documents[rule] += 1
        return lines, documents

    def field_counts(self) -> Counter[str]:
        """Field → number of documents that have it."""
        return Counter(field for document in self.documents for field in document.fields)


def _nearest(members: Sequence[DocumentSummary], index: int) -> tuple[DocumentSummary, ...]:
    """The `COPIES_SHOWN` members nearest to the one at `index`, without it."""
    first = max(0, min(index - COPIES_SHOWN // 2, len(members) - COPIES_SHOWN - 1))
    near = range(first, min(first + COPIES_SHOWN + 1, len(members)))
    return tuple(members[other] for other in near if other != index)


def _equally_dated(one: DocumentSummary, other: DocumentSummary) -> bool:
    """True if both have a year or neither has."""
    return _has_year(one) == _has_year(other)


def _has_year(document: DocumentSummary) -> bool:
    return bool(document.date) and edtf.sort_key(document.date)[0] > 0


def ordered_corpus(summaries: Iterable[DocumentSummary]) -> Corpus:
    """The corpus of documents given in any order."""
    return Corpus(tuple(sorted(summaries, key=DocumentSummary.order)))


def counts(values: Iterable[str | None]) -> Mapping[str, int]:
    """Value → number of its occurrences, the most frequent first, ties sorted by value. Empty
    values aren't counted.
    """
    counter = Counter(value for value in values if value)
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))

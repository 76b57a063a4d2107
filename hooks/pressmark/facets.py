"""Facets: the fields that readers browse by and narrow a search with, in one table."""

from __future__ import annotations

from dataclasses import dataclass

YEAR_RANK = 2
"""Position of the year among the facets of the search page. It is no facet of its own, since it is
read from the date."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with few values, each shared by several documents."""

    name: str
    """In addresses (`browse/publisher/…`), in the index and in the browser interface."""
    field: str
    """Attribute of `DocumentSummary` and `SearchDocument`: a string, None, or a tuple of strings.
    """
    label: str
    """Heading on the search page."""
    plural: str
    """Heading on the pages to browse."""
    search_rank: int
    """Position on the search page and in the index."""


FACETS = {
    facet.name: facet
    for facet in (
        Facet("publisher", "publisher", "Publisher", "Publishers", search_rank=1),
        Facet("place", "place", "Place", "Places", search_rank=4),
        Facet("language", "language", "Language", "Languages", search_rank=3),
        Facet("tag", "tags", "Subject", "Subjects", search_rank=5),
    )
}
"""Name → facet, in the order of the pages to browse."""

SEARCH_ORDER = tuple(sorted(FACETS, key=lambda name: FACETS[name].search_rank))
"""Names of the facets in the order of the search page."""


def facet_values(document: object, name: str) -> tuple[str, ...]:
    """The values of a document (with an attribute `Facet.field`) for the facet `name`.

    >>> from types import SimpleNamespace
    >>> document = SimpleNamespace(publisher="Gazette", place=None, tags=("Leeds", "Clocks"))
    >>> [facet_values(document, name) for name in ("publisher", "place", "tag")]
    [('Gazette',), (), ('Leeds', 'Clocks')]
    """
    value = getattr(document, FACETS[name].field)
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()

"""The site's name and address, and links to the pages of facets and years; values for readers."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pressmark.facets import FACETS, SEARCH_ORDER, YEAR_RANK
from pressmark.relate.corpus import Corpus
from pressmark.render import languages
from pressmark.render.views import DateView, Link
from pressmark.text import edtf
from pressmark.text.address import href

BROWSE = {
    "date": "Dates",
    **{facet.name: facet.plural for facet in FACETS.values()},
    "title": "Titles",
}
"""Kind of browse page → its name for readers, in the order in which they are shown."""

_SEARCH_LABELS = [(FACETS[name].search_rank, name, FACETS[name].label) for name in SEARCH_ORDER]
SEARCH_FACETS = {
    name: label for _, name, label in sorted([*_SEARCH_LABELS, (YEAR_RANK, "year", "Year")])
}
"""Facets and the year → headings of the search page, in its order."""

UNDATED = "undated"
"""Name of the page of documents without a year."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site as its pages need it; small enough to send to every worker."""

    name: str
    url: str
    """The site's address with a slash at its end; empty if it isn't known."""
    slugs: Mapping[tuple[str, str], str]
    """(facet, value) → file name of its first page, without ending."""

    def absolute(self, path: str) -> str | None:
        """The absolute address of a path; None if the site's address isn't known."""
        return self.url + href(path) if self.url else None

    def facet(self, root: str, facet: str, value: str, count: int = 0) -> Link:
        """A link to the page of a facet's value, with the number of its documents.

        `root` leads from the page that has the link to the site's root.
        """
        shown = languages.name(value) if facet == "language" else value
        path = f"browse/{facet}/{self.slugs[facet, value]}.html"
        return Link(shown, root + href(path), count)

    def year(self, root: str, date: str | None, count: int = 0) -> Link:
        """A link to the page of a date's year, or of all documents without one."""
        year = edtf.parts(date)[0] if date else None
        path = f"browse/date/{year or UNDATED}.html"
        return Link(year or "Undated", root + path, count)


def slugs(corpus: Corpus) -> dict[tuple[str, str], str]:
    """(facet, value) → a file name without ending, different for all values of a facet."""
    names: dict[tuple[str, str], str] = {}
    for facet in FACETS:
        taken: set[str] = set()
        groups = [(value, slugify(value), len(group)) for value, group in corpus.facet(facet)]
        most_pages: dict[str, int] = {}
        for _, slug, documents in groups:
            most_pages[slug] = max(documents, most_pages.get(slug, 0))
        for value, slug, _ in groups:
            if slug in taken or _is_further_page(slug, most_pages):
                slug += "-" + _digest(value)
            taken.add(slug)
            names[facet, value] = slug
    return names


def _is_further_page(slug: str, most_pages: Mapping[str, int]) -> bool:
    """Whether `slug` may be the name of a later page of another value's list.

    The list of `radio` goes on at `radio-2`. `most_pages` has the number of documents of each slug,
    since there are at most as many pages.
    """
    base, _, number = slug.rpartition("-")
    return number.isdigit() and 1 < int(number) <= most_pages.get(base, 0)


def slugify(value: str) -> str:
    """A file name for a value: its ASCII letters and digits, and a digest if most are others.

    >>> slugify("Radio Habana Cuba"), slugify("مجلة الحرف")
    ('radio-habana-cuba', '9daca2e9')
    """
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    letters = sum(c.isalnum() for c in value)
    if 2 * sum(c.isalnum() for c in slug) < letters or not slug:
        slug = "-".join(filter(None, (slug, _digest(value))))
    return slug


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:8]


def date_view(date: str | None) -> DateView | None:
    """The view of a date in EDTF; None without one."""
    if not date:
        return None
    return DateView(date, edtf.readable(date), edtf.iso(date), edtf.parts(date)[0])


def size(number: int) -> str:
    """A number of bytes for readers.

    >>> size(999), size(5690), size(12_345_678)
    ('999 bytes', '5.7 kB', '12.3 MB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number} bytes"


def facet_links(site: Site, root: str, corpus: Corpus, facet: str) -> Iterable[Link]:
    """Links to all values of a facet, those with most documents first."""
    groups = sorted(corpus.facet(facet), key=lambda pair: (-len(pair[1]), pair[0].casefold()))
    return (site.facet(root, facet, value, len(group)) for value, group in groups)

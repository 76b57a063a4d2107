"""What all pages of a site share: its name, its address, and where each facet's page is."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pressmark.relate.corpus import FACETS, Corpus
from pressmark.render import languages
from pressmark.render.views import DateView, Link
from pressmark.text import edtf
from pressmark.text.address import href

BROWSE = {
    "date": "Dates",
    "publisher": "Publishers",
    "place": "Places",
    "language": "Languages",
    "tag": "Subjects",
    "title": "Titles",
}
"""Ways to browse, in the order in which they are shown."""

SEARCH_FACETS = {
    "publisher": "Publisher",
    "year": "Year",
    "language": "Language",
    "place": "Place",
    "tag": "Subject",
}
"""What narrows a search, in the order of the search page."""

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Site:
    """The site as its pages need it; small enough to be sent to every worker."""

    name: str
    url: str
    """With a slash at its end; empty when it isn't known."""
    slugs: Mapping[tuple[str, str], str]
    """(facet, value) → the file name of its first page, without ending."""

    def absolute(self, path: str) -> str | None:
        """The absolute address of a path from the root."""
        return self.url + href(path) if self.url else None

    def facet(self, root: str, facet: str, value: str, count: int = 0) -> Link:
        """A link to a facet's page."""
        shown = languages.name(value) if facet == "language" else value
        path = f"browse/{facet}/{self.slugs[facet, value]}.html"
        return Link(shown, root + href(path), count)

    def year(self, root: str, date: str | None, count: int = 0) -> Link:
        """A link to the page of a date's year, or of all documents without one."""
        year = edtf.parts(date)[0] if date else None
        path = f"browse/date/{year or UNDATED}.html"
        return Link(year or "Undated", root + path, count)


def slugs(corpus: Corpus) -> dict[tuple[str, str], str]:
    """A file name for each value of each facet."""
    found: dict[tuple[str, str], str] = {}
    for facet in FACETS:
        taken: set[str] = set()
        groups = [(value, slugify(value), len(group)) for value, group in corpus.facet(facet)]
        pages: dict[str, int] = {}
        for _, slug, number in groups:
            pages[slug] = max(number, pages.get(slug, 0))
        for value, slug, _ in groups:
            if slug in taken or _is_further_page(slug, pages):
                slug += "-" + _digest(value)
            taken.add(slug)
            found[facet, value] = slug
    return found


def _is_further_page(slug: str, pages: Mapping[str, int]) -> bool:
    """Whether another value's list may go on at this file name: that of `radio` at `radio-2`, if
    there are so many documents, whatever goes on a page.
    """
    base, _, number = slug.rpartition("-")
    return number.isdigit() and 1 < int(number) <= pages.get(base, 0)


def slugify(value: str) -> str:
    """A file name for a value: its letters and digits, or a digest where that says too little.

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
    """A date for readers."""
    if not date:
        return None
    return DateView(date, edtf.readable(date), edtf.iso(date), edtf.parts(date)[0])


def size(number: int) -> str:
    """Bytes for readers.

    >>> size(999), size(5690), size(12_345_678)
    ('999 bytes', '5.7 kB', '12.3 MB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number} bytes"


def facet_links(site: Site, root: str, corpus: Corpus, facet: str) -> Iterable[Link]:
    """A facet's values, most documents first."""
    groups = sorted(corpus.facet(facet), key=lambda pair: (-len(pair[1]), pair[0].casefold()))
    return (site.facet(root, facet, value, len(group)) for value, group in groups)

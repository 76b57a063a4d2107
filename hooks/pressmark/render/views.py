"""Views: the values that templates show.

Values are plain text, which templates escape; only fields of the type `Markup` hold HTML. Each
`href` is percent-encoded, and relative to the page that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pressmark.relate.document_summary import ListEntry


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its text; `count` is the number of documents that it leads to."""

    name: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class DateView:
    """A date, which may be known in part."""

    edtf: str
    text: str
    """For readers: `2 February 2025`, `February 2025`, `2 February, year unknown`."""
    iso: str | None
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY` for `<time datetime>` and metadata; None if unknown."""
    year: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The document before or after by date."""

    title: str
    href: str
    date: str | None
    language: str | None
    direction: str
    """`ltr` or `rtl`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as a line of a list."""

    title: str
    href: str
    date: DateView | None
    publisher: str | None
    place: str | None
    language: str | None
    direction: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class CopiesView:
    """The near-copies of a document."""

    total: int
    """Members of the family, this document included."""
    href: str
    """The family's page, which compares them."""
    others: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RemovedView:
    """A removed line."""

    line: int
    rule: str
    """The rule's name: `image-placeholder`."""
    why: str
    """What the rule removes, in a sentence."""
    text: str


@dataclass(frozen=True, slots=True)
class OriginView:
    """A field, and where its value comes from."""

    label: str
    """`Date`"""
    value: str
    origin: str
    """For readers: `read in the text`, `from the sidecar` …"""
    evidence: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document page."""

    id: str
    root: str
    """Relative path to the site's root: `../`, `../../` …"""
    site_name: str
    title: str
    """The title; if there is none, the first words of the text."""
    title_known: bool
    language: str | None
    """BCP 47, for `lang`."""
    language_name: str | None
    direction: str
    """`ltr` or `rtl`"""
    date: DateView | None
    date_link: Link | None
    publisher: Link | None
    place: Link | None
    language_link: Link | None
    authors: tuple[str, ...]
    tags: tuple[Link, ...]
    description: str | None
    rights: str | None
    words: int
    minutes: int
    """Reading time."""
    canonical: str | None
    """Absolute address of the page; None if the site's own isn't known."""
    source_url: str | None
    """http(s) only."""
    source_host: str | None
    wayback_url: str | None
    raw: Link
    raw_size: str
    """For readers: `5.6 kB`."""
    sha256: str
    encoding: str
    markdown: Link
    notes: tuple[str, ...]
    """Warnings for readers, such as a guessed encoding."""
    removed: tuple[RemovedView, ...]
    blank_lines: int
    origins: tuple[OriginView, ...]
    copies: CopiesView | None
    related: tuple[Entry, ...]
    previous: Neighbour | None
    next: Neighbour | None
    citations: tuple[tuple[str, str], ...]
    """(format's name, text): Plain, BibTeX, RIS, CSL-JSON."""
    meta: tuple[tuple[str, str, str], ...]
    """(`name` or `property`, key, value) of the head's meta elements."""
    jsonld: Markup
    """schema.org, already safe inside a script element."""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with the documents under it."""

    heading: str
    documents: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class BrowseView:
    """A browse page: either a list of links (an overview) or of documents, one page of several."""

    root: str
    title: str
    kind: str
    """`date`, `publisher`, `language`, `place`, `tag` or `title`."""
    total: int
    trail: tuple[Link, ...]
    """Breadcrumbs: Browse › Publishers."""
    facets: tuple[Link, ...]
    """Links to the overviews of all kinds; that of the current kind has an empty href."""
    overview: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    """(heading or empty, links)."""
    groups: tuple[Group, ...] = ()
    pages: tuple[Link | None, ...] = ()
    """The first and the last page of this list and those near the current one, which has an empty
    href; None for a gap. Empty when there is one page only.
    """
    page: int = 1
    of: int = 1
    """Number of pages of the list."""
    previous: str = ""
    """Address of the page before; empty if there is none."""
    next: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """A run of words in a comparison; `kind` is `same`, `old`, `new` or `gap`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a family, and how its text differs from that of the first."""

    entry: Entry
    words: int
    compared: bool
    old: int = 0
    """Words that only the first member has."""
    new: int = 0
    """Words that only this one has."""
    places: tuple[tuple[PartView, ...], ...] = ()
    """Where the texts differ, each with some words around it."""
    more: int = 0
    """Number of further places, which aren't shown."""
    cut: bool = False
    """Whether only the beginnings of both were compared."""


@dataclass(frozen=True, slots=True)
class FamilyView:
    """The page of a family of near-copies."""

    root: str
    title: str
    trail: tuple[Link, ...]
    members: tuple[MemberView, ...]
    """In order of time, those without a year last."""


@dataclass(frozen=True, slots=True)
class RuleTally:
    """A cleaning rule, and how much it removed."""

    name: str
    why: str
    lines: int
    documents: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the timeline."""

    label: str
    """`1994` or `March 1994`."""
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """The whole collection, for the home and about pages."""

    root: str
    title: str
    description: str
    documents: int
    words: int
    dated: int
    first_date: str | None
    last_date: str | None
    publishers: tuple[Link, ...]
    """Most documents first."""
    languages: tuple[Link, ...]
    places: tuple[Link, ...]
    tags: tuple[Link, ...]
    timeline: tuple[Bar, ...]
    """Months, years or decades, depending on the span; empty ones included."""
    undated: Link | None
    latest: tuple[Entry, ...]
    sample: tuple[Entry, ...]
    """A random sample, the same in every build of the same collection."""
    rules: tuple[RuleTally, ...]
    """All rules, even those that removed nothing."""
    missing: tuple[tuple[str, int], ...]
    """(field's label, documents without it)."""
    held_back: tuple[tuple[str, int], ...]
    """(reason, number of files and folders that couldn't be published)."""
    left_out: tuple[tuple[str, int], ...]
    """(ending, number of files that aren't texts by their names); the ending may be empty."""
    encodings: tuple[tuple[str, int], ...]
    rights: tuple[tuple[str, int], ...]
    cite: str
    """How to cite the archive."""
    feed: str | None = None

"""What the templates are given: plain values, ready to be shown, never markup.

Every `href` is relative to the page that shows it and percent-encoded. Templates escape
(autoescape is on); the only fields that hold markup are of the type `Markup`.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pressmark.relate.document_summary import ListEntry


@dataclass(frozen=True, slots=True)
class Link:
    """A name with where it leads; `count` is how many documents stand behind it."""

    name: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class DateView:
    """A date as far as it is known."""

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
    """One line of a list of documents."""

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
    """This one among them."""
    href: str
    """The family's page, where they are compared."""
    others: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RemovedView:
    """One removed line."""

    line: int
    rule: str
    """The rule's name: `image-placeholder`."""
    why: str
    """What the rule removes, in a sentence."""
    text: str


@dataclass(frozen=True, slots=True)
class OriginView:
    """One metadata field and where it comes from."""

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
    """What leads from this page to the site's root: `../` (or `../../` …)."""
    site_name: str
    title: str
    """The title, or the first words of the text when there is none."""
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
    """Absolute address of the page; None when the site's own address is not known."""
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
    """What a reader should know: a guessed encoding, a title that is only the first words."""
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
    """The way here: Browse › Publishers."""
    facets: tuple[Link, ...]
    """The other ways to browse; the current one has an empty href."""
    overview: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    """(heading or empty, links)."""
    groups: tuple[Group, ...] = ()
    pages: tuple[Link | None, ...] = ()
    """The first and the last page of this list and those near the current one, which has an empty
    href; None for a gap. Empty when there is one page only.
    """
    page: int = 1
    of: int = 1
    """How many pages there are."""
    previous: str = ""
    """Where the page before is, if there is one."""
    next: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """Words in a row: `kind` is `same`, `old`, `new` or `gap`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """A document of a family, and how its text differs from the first one's."""

    entry: Entry
    words: int
    compared: bool
    old: int = 0
    """Words that only the first has."""
    new: int = 0
    """Words that only this one has."""
    places: tuple[tuple[PartView, ...], ...] = ()
    more: int = 0
    """Places that aren't shown."""
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
class Rule:
    """A cleaning rule with what it did."""

    name: str
    why: str
    lines: int
    documents: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the timeline."""

    label: str
    """`1994` or `March 1994`."""
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """The collection as a whole: home and about pages."""

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
    """Years, or months when the collection spans few; gaps filled with empty bars."""
    undated: Link | None
    latest: tuple[Entry, ...]
    sample: tuple[Entry, ...]
    """Chosen at random, the same at every build of the same collection."""
    rules: tuple[Rule, ...]
    """Every rule, also those that found nothing."""
    missing: tuple[tuple[str, int], ...]
    """(field's label, documents without it)."""
    held_back: tuple[tuple[str, int], ...]
    """(reason, files and folders) of what could not be published."""
    left_out: tuple[tuple[str, int], ...]
    """(ending, files) of what is no text by its name; the ending may be empty."""
    encodings: tuple[tuple[str, int], ...]
    rights: tuple[tuple[str, int], ...]
    cite: str
    """How to cite the archive."""
    feed: str | None = None

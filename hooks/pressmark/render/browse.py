"""Browse pages: static, paginated lists by date, publisher, place, language, tag and title."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from pressmark.facets import FACETS
from pressmark.relate.corpus import Corpus, family_path
from pressmark.relate.document_summary import DocumentSummary, ListEntry
from pressmark.render import languages
from pressmark.render.site_links import BROWSE, UNDATED, Site, date_view, facet_links
from pressmark.render.views import BrowseView, Entry, Group, Link
from pressmark.text import edtf
from pressmark.text.address import climb, href

INDEX = "browse/index.html"
DEPTHS = frozenset({1, 2})
"""Folder depths at which browse pages lie."""
NEAR_COPIES = "Near-copies"
AROUND = 3
"""Page links on each side of the current page; the outermost is shown as a gap."""
TOP = 12
"""Values of a facet that the first browse page shows."""


def entry(listed: ListEntry, root: str, excerpt: str = "") -> Entry:
    """A document as a line of a list on a page; `root` leads from that page to the site's root."""
    return Entry(
        title=listed.label,
        href=root + href(listed.href),
        date=date_view(listed.date),
        publisher=listed.publisher,
        place=listed.place,
        language=listed.language,
        direction=languages.direction(listed.language, listed.label),
        excerpt=excerpt,
    )


def excerpt_of(summary: DocumentSummary) -> str:
    """The description. If the text's first words are shown as its title, they aren't repeated."""
    text = summary.description or ""
    first_words = summary.label.removesuffix("…")
    if not summary.titled and text.startswith(first_words):
        rest = text.removeprefix(first_words).lstrip(" …")
        return f"… {rest}" if rest else ""
    return text


def pages(corpus: Corpus, site: Site, per_page: int) -> Iterator[tuple[str, BrowseView]]:
    """Yield (path, page) of every browse page, with at most `per_page` documents on each."""
    yield INDEX, _index(corpus, site)
    yield from _dates(corpus, site, per_page)
    for facet in FACETS:
        yield from _facet(corpus, site, facet, per_page)
    by_title = sorted(corpus.documents, key=lambda d: (_title_key(d.label), d.id))
    groups = [(letter, list(docs)) for letter, docs in groupby(by_title, key=_letter)]
    yield from _list("browse/title/all", "All titles", "title", groups, per_page)
    yield from _families(corpus)


def overview_path(kind: str) -> str:
    """Path of the page that lists all values of `kind`, a key of `BROWSE` or `family`."""
    exceptions = {"title": "browse/title/all.html", "family": "browse/families.html"}
    return exceptions.get(kind, f"browse/{kind}/index.html")


def _kind_links(root: str, kind: str) -> tuple[Link, ...]:
    """Links to all overviews; that of the current `kind` has no address."""
    return tuple(
        Link(name, "" if other == kind else root + overview_path(other))
        for other, name in BROWSE.items()
    )


def _breadcrumbs(root: str, kind: str) -> tuple[Link, ...]:
    overview = () if kind == "title" else (Link(BROWSE[kind], root + overview_path(kind)),)
    return (Link("Browse", root + INDEX), *overview)


def _index(corpus: Corpus, site: Site) -> BrowseView:
    root = climb(INDEX)
    overview: list[tuple[str, tuple[Link, ...]]] = []
    years = tuple(_year_links(corpus, site, root))
    if years:
        overview.append((BROWSE["date"], years[:TOP] + _more(len(years), root, "date")))
    for facet in FACETS:
        links = tuple(facet_links(site, root, corpus, facet))
        if links:
            overview.append((BROWSE[facet], links[:TOP] + _more(len(links), root, facet)))
    families = tuple(_family_links(corpus, root))
    if families:
        overview.append((NEAR_COPIES, families[:TOP] + _more(len(families), root, "family")))
    total = len(corpus.documents)
    overview.append((BROWSE["title"], (Link("All titles", root + overview_path("title"), total),)))
    return BrowseView(root, "Browse", "", total, (), _kind_links(root, ""), tuple(overview))


def _more(number: int, root: str, kind: str) -> tuple[Link, ...]:
    """A link to the overview, if it has more values than are shown."""
    return (Link(f"All {number}", root + overview_path(kind)),) if number > TOP else ()


def _year_links(corpus: Corpus, site: Site, root: str) -> Iterator[Link]:
    for year, documents in corpus.years():
        yield site.year(root, year, len(documents))
    undated = corpus.undated()
    if undated:
        yield Link("Undated", f"{root}browse/date/{UNDATED}.html", len(undated))


def _dates(corpus: Corpus, site: Site, per_page: int) -> Iterator[tuple[str, BrowseView]]:
    path = overview_path("date")
    root = climb(path)
    decades = [
        (heading, tuple(links))
        for heading, links in groupby(_year_links(corpus, site, root), key=_decade)
    ]
    total = len(corpus.documents)
    trail = (Link("Browse", root + INDEX),)
    yield path, BrowseView(root, BROWSE["date"], "date", total, trail, _kind_links(root, "date"),
                           tuple(decades))  # fmt: skip
    for year, documents in corpus.years():
        months = [(month, list(docs)) for month, docs in groupby(documents, key=_month)]
        yield from _list(f"browse/date/{year}", year, "date", months, per_page)
    undated = corpus.undated()
    if undated:
        by_title = sorted(undated, key=lambda d: (_title_key(d.label), d.id))
        path = f"browse/date/{UNDATED}"
        yield from _list(path, "Without a year", "date", [("", by_title)], per_page)


def _decade(link: Link) -> str:
    return f"{link.name[:3]}0s" if link.name.isdigit() else ""


def _month(summary: DocumentSummary) -> str:
    _, month, _ = edtf.parts(summary.date) if summary.date else (None, None, None)
    return edtf.MONTHS[int(month) - 1] if month else "Month unknown"


def _facet(
    corpus: Corpus, site: Site, facet: str, per_page: int
) -> Iterator[tuple[str, BrowseView]]:
    path = overview_path(facet)
    root = climb(path)
    groups = corpus.facet(facet)
    links = [site.facet(root, facet, value, len(docs)) for value, docs in groups]
    links.sort(key=lambda link: (link.name.casefold(), link.name))
    lettered = [(letter, tuple(part)) for letter, part in groupby(links, key=_first)]
    overview = [("", tuple(links))] if len(links) <= 3 * TOP else lettered
    total = len({d.id for _, docs in groups for d in docs})
    trail = (Link("Browse", root + INDEX),)
    yield path, BrowseView(root, BROWSE[facet], facet, total, trail, _kind_links(root, facet),
                           tuple(overview) if links else ())  # fmt: skip
    for value, documents in groups:
        slug = site.slugs[facet, value]
        title = languages.name(value) if facet == "language" else value
        newest = list(reversed(documents))
        by_year = [(year, list(docs)) for year, docs in groupby(newest, key=_year)]
        yield from _list(f"browse/{facet}/{slug}", title, facet, by_year, per_page)


def _family_links(corpus: Corpus, root: str) -> Iterator[Link]:
    for family, members in corpus.families():
        yield Link(members[0].label, root + href(family_path(family)), len(members))


def _families(corpus: Corpus) -> Iterator[tuple[str, BrowseView]]:
    """Yield the page of all families, grouped by the years of their first members; nothing if there
    are no families.
    """
    path = overview_path("family")
    root = climb(path)
    links = list(_family_links(corpus, root))
    if not links:
        return
    years = [_year(members[0]) for _, members in corpus.families()]
    by_year = tuple(
        (year, tuple(link for _, link in run))
        for year, run in groupby(zip(years, links, strict=True), key=lambda pair: pair[0])
    )
    trail = (Link("Browse", root + INDEX),)
    total = sum(link.count for link in links)
    kinds = _kind_links(root, "")
    yield path, BrowseView(root, NEAR_COPIES, "family", total, trail, kinds, by_year)


def _year(summary: DocumentSummary) -> str:
    year = edtf.parts(summary.date)[0] if summary.date else None
    return year or "Without a year"


def _title_key(title: str) -> str:
    """Sort key of a title: its letters and digits, without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in plain if c.isalnum() or c == " ").strip()


def _letter(summary: DocumentSummary) -> str:
    key = _title_key(summary.label)
    return key[0].upper() if key and key[0].isalpha() else "#"


def _first(link: Link) -> str:
    key = _title_key(link.name)
    return key[0].upper() if key and key[0].isalpha() else "#"


def _list(
    path: str,
    title: str,
    kind: str,
    groups: Sequence[tuple[str, list[DocumentSummary]]],
    per_page: int,
) -> Iterator[tuple[str, BrowseView]]:
    """Yield (path, page) of the pages of one list, `per_page` documents each.

    `path` is that of the first, without ending; `groups` are (heading, documents).
    """
    flat = [(heading, summary) for heading, documents in groups for summary in documents]
    parts = [flat[start : start + per_page] for start in range(0, len(flat), per_page)]
    names = [f"{path}.html", *(f"{path}-{n}.html" for n in range(2, len(parts) + 1))]
    root = climb(path)
    addresses = [root + href(name) for name in names]
    for number, part in enumerate(parts):
        shown = tuple(
            Group(heading, tuple(summary.listed() for _, summary in run))
            for heading, run in groupby(part, key=lambda pair: pair[0])
        )
        yield names[number], BrowseView(
            root, title, kind, len(flat), _breadcrumbs(root, kind), _kind_links(root, kind),
            groups=shown,
            pages=tuple(_page_links(addresses, number)) if len(parts) > 1 else (),
            page=number + 1,
            of=len(parts),
            previous=addresses[number - 1] if number else "",
            next=addresses[number + 1] if number + 1 < len(parts) else "",
        )  # fmt: skip


def _page_links(addresses: Sequence[str], current: int) -> Iterator[Link | None]:
    """Yield links to the first and last page and to those around the `current` one; None for a gap.

    All links on all pages would be a million in a list of a thousand pages.
    """
    last = len(addresses) - 1
    around = range(max(0, current - AROUND), min(last, current + AROUND) + 1)
    for number in sorted({0, last, *around}):
        if 0 < number < last and abs(number - current) == AROUND:
            yield None
        else:
            yield Link(str(number + 1), "" if number == current else addresses[number])

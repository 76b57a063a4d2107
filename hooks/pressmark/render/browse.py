"""Browse pages: by date, publisher, place, language, tag and title; paginated and static."""

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
"""How many folders deep browse pages lie."""
NEAR_COPIES = "Near-copies"
AROUND = 3
"""Pages of a list before and after one that its links lead to; the farthest is a gap."""
TOP = 12
"""Values of a facet that the first browse page names."""


def entry(listed: ListEntry, root: str, excerpt: str = "") -> Entry:
    """A document as a line of a list."""
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


def excerpt_of(facts: DocumentSummary) -> str:
    """The description; after a title that is the text's first words, what follows them."""
    text = facts.description or ""
    first_words = facts.label.removesuffix("…")
    if not facts.titled and text.startswith(first_words):
        rest = text.removeprefix(first_words).lstrip(" …")
        return f"… {rest}" if rest else ""
    return text


def pages(corpus: Corpus, site: Site, per_page: int) -> Iterator[tuple[str, BrowseView]]:
    """(path, page) of every browse page."""
    yield INDEX, _index(corpus, site)
    yield from _dates(corpus, site, per_page)
    for facet in FACETS:
        yield from _facet(corpus, site, facet, per_page)
    by_title = sorted(corpus.documents, key=lambda d: (_title_key(d.label), d.id))
    groups = [(letter, list(docs)) for letter, docs in groupby(by_title, key=_letter)]
    yield from _list("browse/title/all", "All titles", "title", groups, per_page)
    yield from _families(corpus)


def overview_path(kind: str) -> str:
    """The page that lists all values of a way to browse."""
    apart = {"title": "browse/title/all.html", "family": "browse/families.html"}
    return apart.get(kind, f"browse/{kind}/index.html")


def _ways(root: str, kind: str) -> tuple[Link, ...]:
    return tuple(
        Link(name, "" if way == kind else root + overview_path(way)) for way, name in BROWSE.items()
    )


def _trail(root: str, kind: str) -> tuple[Link, ...]:
    here = () if kind == "title" else (Link(BROWSE[kind], root + overview_path(kind)),)
    return (Link("Browse", root + INDEX), *here)


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
    return BrowseView(root, "Browse", "", total, (), _ways(root, ""), tuple(overview))


def _more(number: int, root: str, kind: str) -> tuple[Link, ...]:
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
    yield path, BrowseView(root, BROWSE["date"], "date", total, trail, _ways(root, "date"),
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


def _month(facts: DocumentSummary) -> str:
    _, month, _ = edtf.parts(facts.date) if facts.date else (None, None, None)
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
    few = [("", tuple(links))] if len(links) <= 3 * TOP else lettered
    total = len({d.id for _, docs in groups for d in docs})
    trail = (Link("Browse", root + INDEX),)
    yield path, BrowseView(root, BROWSE[facet], facet, total, trail, _ways(root, facet),
                           tuple(few) if links else ())  # fmt: skip
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
    """The page of all families, by the years of their first members, if there are any."""
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
    yield path, BrowseView(root, NEAR_COPIES, "family", total, trail, _ways(root, ""), by_year)


def _year(facts: DocumentSummary) -> str:
    year = edtf.parts(facts.date)[0] if facts.date else None
    return year or "Without a year"


def _title_key(title: str) -> str:
    """What titles are ordered by: letters without case and accents, quotation marks left out."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in plain if c.isalnum() or c == " ").strip()


def _letter(facts: DocumentSummary) -> str:
    key = _title_key(facts.label)
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
    """The pages of one list, `per_page` documents each."""
    flat = [(heading, facts) for heading, documents in groups for facts in documents]
    parts = [flat[at : at + per_page] for at in range(0, len(flat), per_page)]
    names = [f"{path}.html", *(f"{path}-{n}.html" for n in range(2, len(parts) + 1))]
    root = climb(path)
    places = [root + href(name) for name in names]
    for number, part in enumerate(parts):
        shown = tuple(
            Group(heading, tuple(facts.listed() for _, facts in run))
            for heading, run in groupby(part, key=lambda pair: pair[0])
        )
        yield names[number], BrowseView(
            root, title, kind, len(flat), _trail(root, kind), _ways(root, kind),
            groups=shown,
            pages=tuple(_page_links(places, number)) if len(parts) > 1 else (),
            page=number + 1,
            of=len(parts),
            previous=places[number - 1] if number else "",
            next=places[number + 1] if number + 1 < len(parts) else "",
        )  # fmt: skip


def _page_links(places: Sequence[str], here: int) -> Iterator[Link | None]:
    """Links to the first and the last of the pages at `places` and to those near the one `here`:
    all of them on each would be a million in a list of a thousand pages.
    """
    last = len(places) - 1
    for at in sorted({0, last, *range(max(0, here - AROUND), min(last, here + AROUND) + 1)}):
        if 0 < at < last and abs(at - here) == AROUND:
            yield None
        else:
            yield Link(str(at + 1), "" if at == here else places[at])

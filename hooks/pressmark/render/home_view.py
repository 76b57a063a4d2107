"""View of the whole collection, for the home and about pages."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from pressmark.clean.rules import WHY
from pressmark.corpus.settings import Collection
from pressmark.document import BLANK_LINE, FIELDS
from pressmark.errors import Problem, printable
from pressmark.facets import FACETS
from pressmark.relate.corpus import Corpus, counts
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render.browse import entry, excerpt_of
from pressmark.render.document_view import LABELS
from pressmark.render.feeds import FEED
from pressmark.render.page import shown_path
from pressmark.render.site_links import UNDATED, Site, facet_links
from pressmark.render.views import Bar, Link, RuleTally, SiteView
from pressmark.text import edtf

LATEST = 6
SAMPLE = 4
"""Documents that the home page shows: the latest, and a random sample."""
MONTHS_UP_TO = 3
"""Years that the timeline shows by month, if the collection spans no more."""
YEARS_UP_TO = 60
"""Years that the timeline shows by year; a longer span is shown by decade."""

REASONS = {
    "empty-file": "empty",
    "blank-file": "nothing but white space",
    "binary": "no text",
    "too-large": "too large",
    "same-address": "another file has the same address",
    "long-address": "too long a name",
    "too-many-lines": "too many lines",
    "unreadable": "can’t be read",
    "broken-link": "a broken link",
    "link-out": "a link out of the corpus",
    "not-a-file": "no ordinary file",
    "hidden-file": "hidden",
    "link-to-folder": "a link to a folder",
    "fault": "a fault in Pressmark",
}
"""Kind of problem → why a file or folder was held back, for readers."""
FOLDERS = ("link-to-folder", "unreadable")
"""Kinds of problems that may hold back a whole folder."""

_PLAIN_NAMES = frozenset(
    {"raw", "data", "text", "texts", "txt", "corpus", "files", "docs", "input"}
)
"""Folder names that say nothing of the content."""


def site_view(
    corpus: Corpus,
    site: Site,
    collection: Collection,
    held: Mapping[str, str],
    ignored: Mapping[str, int],
    problems: Iterable[Problem] = (),
) -> SiteView:
    """The view of the collection. Its links are relative to the site's root.

    `held` maps the path of each text that isn't published to the kind of its problem, `ignored` the
    endings of files that aren't texts to their numbers.
    """
    folders = {p.path: p.kind for p in problems if p.kind in FOLDERS and p.path not in held}
    documents = corpus.documents
    removed_lines, removed_documents = corpus.removed_counts()
    with_field = corpus.field_counts()
    undated = corpus.undated()
    years = [year for year, _ in corpus.years()]
    facets = {name: tuple(facet_links(site, "", corpus, name)) for name in FACETS}
    missing = [(LABELS.get(f, f.capitalize()), len(documents) - with_field[f]) for f in FIELDS]
    dated = [d for d in documents if d.date and edtf.parts(d.date)[0]]
    return SiteView(
        root="",
        title=site.name,
        description=collection.description,
        documents=len(documents),
        words=sum(d.words for d in documents),
        dated=len(documents) - len(undated),
        first_date=years[-1] if years else None,
        last_date=years[0] if years else None,
        publishers=facets["publisher"],
        languages=facets["language"],
        places=facets["place"],
        tags=facets["tag"],
        timeline=tuple(_timeline(corpus, site)),
        undated=Link("Undated", f"browse/date/{UNDATED}.html", len(undated)) if undated else None,
        latest=tuple(entry(d.listed(), "", excerpt_of(d)) for d in reversed(dated[-LATEST:])),
        sample=tuple(entry(d.listed(), "", excerpt_of(d)) for d in _sample(documents)),
        rules=tuple(
            RuleTally(name, why, removed_lines[name], removed_documents[name])
            for name, why in WHY.items()
            if name != BLANK_LINE
        ),
        missing=tuple((label, number) for label, number in missing if number),
        held_back=tuple(_by_reason({**held, **folders})),
        left_out=tuple(sorted(ignored.items(), key=lambda item: (-item[1], item[0]))),
        encodings=tuple(counts(d.encoding for d in documents).items()),
        rights=tuple(counts(d.rights for d in documents).items()),
        cite=f"{site.name}. {len(documents)} documents. " + (f"{site.url}" if site.url else ""),
        feed=FEED,
    )


def _by_reason(held: Mapping[str, str]) -> list[tuple[str, int]]:
    """(reason for readers, number) of what was held back, most frequent first."""
    return [(REASONS.get(kind, kind), n) for kind, n in counts(held.values()).items()]


def _sample(documents: tuple[DocumentSummary, ...]) -> list[DocumentSummary]:
    """A random sample that is the same in every build: the documents whose ids hash lowest."""
    return sorted(documents, key=lambda d: hashlib.sha256(d.id.encode()).digest())[:SAMPLE]


def _timeline(corpus: Corpus, site: Site) -> list[Bar]:
    """Bars from the first year to the last, by month, year or decade; empty ones included."""
    by_year = {int(year): documents for year, documents in corpus.years()}
    if not by_year:
        return []
    first, last = min(by_year), max(by_year)
    if last - first < MONTHS_UP_TO:
        return _months(by_year, first, last, site)
    if last - first < YEARS_UP_TO:
        return _years(by_year, first, last, site)
    decades: Counter[int] = Counter()
    for year, documents in by_year.items():
        decades[year // 10] += len(documents)
    return [
        Bar(f"{decade:03}0s", decades[decade], f"browse/date/index.html#{decade:03}0s")
        for decade in range(first // 10, last // 10 + 1)
    ]


def _years(
    by_year: Mapping[int, list[DocumentSummary]], first: int, last: int, site: Site
) -> list[Bar]:
    return [_bar(site, f"{y:04}", len(by_year.get(y, ()))) for y in range(first, last + 1)]


def _bar(site: Site, year: str, number: int) -> Bar:
    return Bar(year, number, site.year("", year).href if number else "")


def _months(
    by_year: Mapping[int, list[DocumentSummary]], first: int, last: int, site: Site
) -> list[Bar]:
    months: Counter[tuple[int, int]] = Counter()
    for year, documents in by_year.items():
        for document in documents:
            month_text = edtf.parts(document.date)[1] if document.date else None
            if month_text:
                months[year, int(month_text)] += 1
    if not months:
        return _years(by_year, first, last, site)
    bars = []
    (year, month), end = min(months), max(months)
    while (year, month) <= end:
        number = months[year, month]
        label = f"{edtf.MONTHS[month - 1]} {year}"
        bars.append(Bar(label, number, site.year("", f"{year:04}").href if number else ""))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return bars


def title_of(folder: Path) -> str:
    """A title for a collection without one: its folder's name, or that of the folder above where it
    says nothing.
    """
    name = shown_path(folder.name)
    if name.lower().strip("._- ") in _PLAIN_NAMES and folder.parent.name:
        name = shown_path(folder.parent.name)
    words = name.replace("_", " ").replace("-", " ").strip()
    return printable(words[:1].upper() + words[1:]) if words else "Archive"

"""Browse pages, families, feed and sitemap: made again from the records and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from pressmark.relate.corpus import Corpus, family_path
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render.browse import pages as browse_pages
from pressmark.render.family import MOST_COMPARED, family_view
from pressmark.render.feeds import FEED, atom, robots, sitemaps
from pressmark.render.page_mold import ListSlots
from pressmark.render.site_links import Site
from pressmark.render.templates import family_slots, list_slots
from pressmark.render.views import BrowseView
from pressmark.verify.documents import Context
from pressmark.verify.findings import Findings, difference
from pressmark.verify.frame import Frames, NotThereError, cut, list_parts
from pressmark.verify.links import Links, on_disk
from pressmark.verify.markup import scan
from pressmark.verify.records import Place, read_lines
from pressmark.verify.site import ANYTHING, read

_LOC = re.compile(r"<loc>([^<]*)</loc>")


@dataclass(frozen=True, slots=True)
class Family:
    """A family of near-copies, with where the records of those that are compared stand."""

    name: str
    members: Sequence[DocumentSummary]
    places: Sequence[Place]


@dataclass(slots=True)
class ProvedLists:
    """What was found of a batch of pages."""

    findings: Findings = field(default_factory=Findings)
    frames: Frames = field(default_factory=Frames)


def list_pages(
    corpus: Corpus, site: Site, per_page: int, paths: list[str]
) -> Iterator[tuple[str, BrowseView]]:
    """(path, page) of every browse page; the paths are put among `paths`."""
    for path, view in browse_pages(corpus, site, per_page):
        paths.append(path)
        yield path, view


def families(corpus: Corpus, places: Mapping[str, Place]) -> Iterator[Family]:
    """Every family of the collection."""
    for name, members in corpus.families():
        yield Family(name, members, [places[facts.id] for facts in members[:MOST_COMPARED]])


def prove_lists(context: Context, pages: Sequence[tuple[str, BrowseView] | Family]) -> ProvedLists:
    """Prove a batch of browse pages and pages of families."""
    proved = ProvedLists()
    links = Links(str(context.folder), context.base, on_disk(context.folder))
    for page in pages:
        path = family_path(page.name) if isinstance(page, Family) else page[0]
        try:
            _prove(context, path, _slots(context, page), links, proved)
        except ANYTHING as error:
            message = f"can’t be proved ({type(error).__name__}: {error})"
            proved.findings.fault(path, 0, "page", message)
    return proved


def _slots(context: Context, page: tuple[str, BrowseView] | Family) -> ListSlots:
    if not isinstance(page, Family):
        return list_slots(page[1], context.site.name)
    texts = (read_lines(context.folder, place)[0]["text"] for place in page.places)
    return family_slots(family_view(page.name, page.members, texts), context.site.name)


def _prove(
    context: Context, path: str, slots: ListSlots, links: Links, proved: ProvedLists
) -> None:
    text = read(context.folder, path).decode("utf-8")
    proved.findings.pages += 1
    try:
        proved.frames.note(path, cut(text, list_parts(slots)))
    except NotThereError as error:
        message = f"its {error.name} isn’t what the records say: {error}"
        proved.findings.fault(path, 0, "page", message)
        for fault in scan(text, context.trusted, lambda address: links.resolve(path, address)):
            fault.name(path, proved.findings)
    links.check(path, text, proved.findings)


def prove_feeds(
    folder: Path, corpus: Corpus, site: Site, lists: Sequence[str], present: Mapping[str, bool],
    findings: Findings,
) -> None:  # fmt: skip
    """Hold feed, sitemap and robots.txt against the records."""
    expected = {FEED: atom(corpus, site), "robots.txt": robots(site)}
    documents = [facts.href for facts in corpus.documents]
    documents += [family_path(name) for name, _ in corpus.families()]
    own = _own_pages(folder, site, {*lists, *documents}, present) if site.url else []
    expected |= dict(sitemaps([*own, *lists, *documents], site))
    for name, data in expected.items():
        try:
            actual = read(folder, name)
        except (OSError, ValueError) as error:
            findings.fault(name, 0, "feed", f"can’t be read ({error})")
            continue
        if actual != data:
            parted = difference(data.decode("utf-8"), actual.decode("utf-8", "replace"))
            findings.fault(name, 0, "feed", f"isn’t what the records say: {parted}")


def _own_pages(
    folder: Path, site: Site, made: set[str], present: Mapping[str, bool]
) -> Iterator[str]:
    """The pages of the sitemap that aren't made from records, in its order."""
    for name in sorted(name for name in present if re.fullmatch(r"sitemap(-\d+)?\.xml", name)):
        try:
            text = read(folder, name).decode("utf-8", "replace")
        except (OSError, ValueError):
            continue
        for address in _LOC.findall(text):
            path = unquote(address.removeprefix(site.url)) or "index.html"
            if address.startswith(site.url) and path not in made and present.get(path):
                yield path

"""Check browse pages, family pages, feed and site map: made again from the records, they must be
the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from pressmark.verify.documents import BatchResult, Context
from pressmark.verify.frame import PartDiffersError, cut_frame, list_parts
from pressmark.verify.links import LinkChecker, is_file_in
from pressmark.verify.markup import find_faults
from pressmark.verify.records import Location, read_record_and_ledger
from pressmark.verify.report import Report, difference
from pressmark.verify.site import BAD_DATA_ERRORS, read

_LOC = re.compile(r"<loc>([^<]*)</loc>")


@dataclass(frozen=True, slots=True)
class FamilyJob:
    """A family of near-copies whose page is to be checked."""

    name: str
    members: Sequence[DocumentSummary]
    compared: Sequence[Location]
    """The records of the members whose texts the page compares."""


BrowseJob = tuple[str, BrowseView]
"""Path of a browse page to be checked, and what it must show."""


def browse_jobs(corpus: Corpus, site: Site, per_page: int, paths: list[str]) -> Iterator[BrowseJob]:
    """Yield every browse page, and append its path to `paths`."""
    for path, view in browse_pages(corpus, site, per_page):
        paths.append(path)
        yield path, view


def family_jobs(corpus: Corpus, locations: Mapping[str, Location]) -> Iterator[FamilyJob]:
    """Yield every family; `locations` are those of all documents' records, by id."""
    for name, members in corpus.families():
        yield FamilyJob(name, members, [locations[d.id] for d in members[:MOST_COMPARED]])


def check_lists(context: Context, jobs: Sequence[BrowseJob | FamilyJob]) -> BatchResult:
    """Check a batch of browse and family pages."""
    result = BatchResult()
    links = LinkChecker(str(context.folder), context.base, is_file_in(context.folder))
    for job in jobs:
        path = family_path(job.name) if isinstance(job, FamilyJob) else job[0]
        try:
            _check_page(context, path, _expected_slots(context, job), links, result)
        except BAD_DATA_ERRORS as error:
            message = f"can’t be proved ({type(error).__name__}: {error})"
            result.report.fault(path, 0, "page", message)
    return result


def _expected_slots(context: Context, job: BrowseJob | FamilyJob) -> ListSlots:
    if not isinstance(job, FamilyJob):
        return list_slots(job[1], context.site.name)
    texts = (
        read_record_and_ledger(context.folder, location)[0]["text"] for location in job.compared
    )
    return family_slots(family_view(job.name, job.members, texts), context.site.name)


def _check_page(
    context: Context, path: str, slots: ListSlots, links: LinkChecker, result: BatchResult
) -> None:
    """Compare the page at `path` with the `slots` that it must be cast from."""
    text = read(context.folder, path).decode("utf-8")
    report = result.report
    report.pages += 1
    try:
        result.frames.add(path, cut_frame(text, list_parts(slots)))
    except PartDiffersError as error:
        report.fault(path, 0, "page", f"its {error.name} isn’t what the records say: {error}")
        for fault in find_faults(text, context.trusted, lambda href: links.resolve(path, href)):
            fault.add_to(report, path)
    links.check(path, text, report)


def check_feeds(
    folder: Path, corpus: Corpus, site: Site, lists: Sequence[str], present: Mapping[str, bool],
    report: Report,
) -> None:  # fmt: skip
    """Compare feed, site map and robots.txt with the records; `lists` are paths of browse pages."""
    expected = {FEED: atom(corpus, site), "robots.txt": robots(site)}
    documents = [document.href for document in corpus.documents]
    documents += [family_path(name) for name, _ in corpus.families()]
    own = _other_pages(folder, site, {*lists, *documents}, present) if site.url else []
    expected |= dict(sitemaps([*own, *lists, *documents], site))
    for name, data in expected.items():
        try:
            actual = read(folder, name)
        except (OSError, ValueError) as error:
            report.fault(name, 0, "feed", f"can’t be read ({error})")
            continue
        if actual != data:
            parted = difference(data.decode("utf-8"), actual.decode("utf-8", "replace"))
            report.fault(name, 0, "feed", f"isn’t what the records say: {parted}")


def _other_pages(
    folder: Path, site: Site, generated: set[str], present: Mapping[str, bool]
) -> Iterator[str]:
    """The pages in the site map that aren't made from records, in its order."""
    for name in sorted(name for name in present if re.fullmatch(r"sitemap(-\d+)?\.xml", name)):
        try:
            text = read(folder, name).decode("utf-8", "replace")
        except (OSError, ValueError):
            continue
        for address in _LOC.findall(text):
            path = unquote(address.removeprefix(site.url)) or "index.html"
            if address.startswith(site.url) and path not in generated and present.get(path):
                yield path

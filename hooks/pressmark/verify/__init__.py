"""Prove what a site claims, from the site alone.

manifest      every file has the SHA-256 that the manifest lists, and there are no others
fixity        every raw file has the SHA-256 that its ledger names
restoring     every raw file can be restored from its Markdown page and its ledger
agreement     records, ledgers, Markdown pages, pages, lists, feed and index agree: each is made
              again from the others and compared
scripts       no page runs a script, follows an address or loads a file that a build wouldn't write
links         every link inside the site leads to a file (and, with `#`, to an element)
release       this copy is the release with a given digest

Without a release digest, all of this still holds for a copy that somebody has changed with care,
manifest included: whether everything was exchanged can't be told from the copy alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

from pressmark.errors import CuratorError
from pressmark.relate.corpus import Relations, family_path
from pressmark.relate.document_summary import ListEntry
from pressmark.relate.related_documents import MOST_RELATED
from pressmark.render.policy import has_policy
from pressmark.render.site_links import Site, slugs
from pressmark.runtime.output import MARKER
from pressmark.runtime.workers import (
    IN_PROCESS,
    WorkerPool,
    batches,
    content_defined_batches,
    map_ordered,
)
from pressmark.text.site_paths import PAGE_FOLDER, RAW_FOLDER, markdown_path
from pressmark.verify import files, index, ledgers, lists
from pressmark.verify.documents import BatchResult, Context, DocumentJob, check_documents
from pressmark.verify.frame import Frames
from pressmark.verify.links import LinkChecker, base_path
from pressmark.verify.markup import NO_POLICY, find_faults, style_faults
from pressmark.verify.records import LoadedRecords, file_names, load_records
from pressmark.verify.report import Report
from pressmark.verify.scripts import TrustedScripts, find_trusted_scripts
from pressmark.verify.site import BAD_DATA_ERRORS, Marker, list_present, read, read_marker

__all__ = ["Report", "count_documents", "verify"]

_RELATED = re.compile(r'<section class="pm-kin pm-related".*?</section>', re.DOTALL)
_HREF = re.compile(r'<li><a href="([^"]*)"')
_GENERATED_FOLDERS = (PAGE_FOLDER, "browse/", RAW_FOLDER, "data/")
"""Folders in which every file is made from texts."""
LISTS_PER_BATCH = 32


def verify(site: Path, release: str | None = None, pool: WorkerPool = IN_PROCESS) -> Report:
    """Check everything in the folder `site`.

    `release` is the digest that the copy should have. Whatever is wrong with a site is a fault in
    the report. Raises `CuratorError` if Pressmark hasn't built what is in the folder.
    """
    if not (site / MARKER).is_file():
        raise CuratorError(f"{site}: is no site that Pressmark has built ({MARKER} is missing)")
    report = Report()
    present = list_present(site)
    files.check(site, present, report)
    if release is not None:
        files.check_release(release, report)
    try:
        marker = read_marker(site)
    except (OSError, ValueError) as error:
        report.fault(MARKER, 0, "marker", f"can’t be used: {error}")
        return report
    vouched = release is not None and not report.faults
    trusted = find_trusted_scripts(site, present, marker.same_program, vouched, report)
    compared: set[str] = set()
    if marker.same_program:
        try:
            compared = _compare_generated(site, present, marker, trusted, pool, report)
        except BAD_DATA_ERRORS as error:
            message = f"the site can’t be made again from them ({type(error).__name__}: {error})"
            report.fault("data", 0, "record", message)
    else:
        report.limits.append(
            f"another program has made this site ({marker.generator or 'an older one'}), so its "
            "pages, lists and index can’t be made again and compared; use that one, or --release"
        )
        ledgers.check(site, present, marker, report)
        index.check_chunks(site, present, report)
    links = LinkChecker(str(site), base_path(marker.url), lambda path: bool(present.get(path)))
    _check_other_files(present, compared, trusted, links, report)
    return report


def count_documents(site: Path) -> int:
    """The number of documents that the site's marker names; 0 if it can't be used."""
    try:
        return read_marker(site).documents
    except (OSError, ValueError):
        return 0


def _compare_generated(
    site: Path,
    present: Mapping[str, bool],
    marker: Marker,
    trusted: TrustedScripts,
    pool: WorkerPool,
    report: Report,
) -> set[str]:
    """Make again all that is made from records, and compare it; gives the paths of the pages."""
    records = load_records(site, present, marker, report)
    corpus = records.corpus
    links = Site(marker.title, marker.url, slugs(corpus))
    context = Context(site, links, base_path(marker.url), trusted)
    _compare_documents(context, records, present, pool, report)
    paths = _compare_lists(context, records, marker.per_page, pool, report)
    lists.check_feeds(site, corpus, links, paths, present, report)
    pages = {*paths, *(document.href for document in corpus.documents)}
    pages |= {family_path(name) for name, _ in corpus.families()}
    expected = pages | {markdown_path(document.id) for document in corpus.documents}
    expected |= records.raw_files
    expected |= {name for location in records.locations.values() for name in file_names(location)}
    for path in sorted(p for p in present.keys() - expected if p.startswith(_GENERATED_FOLDERS)):
        report.fault(path, 0, "no-record", "belongs to no record")
    return pages


def _compare_documents(
    context: Context,
    records: LoadedRecords,
    present: Mapping[str, bool],
    pool: WorkerPool,
    report: Report,
) -> None:
    """Check all documents, and compare the index that they give."""
    documents = records.corpus.documents
    relations = records.corpus.relations()
    by_path = {document.href: document.listed() for document in documents}
    jobs = (
        [
            DocumentJob(
                document.id,
                records.locations[document.id],
                _with_related(context.folder, document.href, relations[document.id], by_path),
            )
            for document in batch
        ]
        for batch in content_defined_batches(documents, lambda document: document.id)
    )
    frames = Frames()
    check = partial(check_documents, context)
    results = _merging(map_ordered(pool.executor, check, jobs, pool.number), frames, report)
    prepared = index.only_prepared(result.search for result in results)
    index.compare(context.folder, present, prepared, pool, report)
    frames.check(("metadata", "title", "heading", "text", "source"), context.trusted, report)


def _compare_lists(
    context: Context, records: LoadedRecords, per_page: int, pool: WorkerPool, report: Report
) -> list[str]:
    """Check all browse and family pages; gives the paths of the browse pages, in order."""
    paths: list[str] = []
    jobs = chain(
        lists.browse_jobs(records.corpus, context.site, per_page, paths),
        lists.family_jobs(records.corpus, records.locations),
    )
    frames = Frames()
    check = partial(lists.check_lists, context)
    results = map_ordered(pool.executor, check, batches(jobs, LISTS_PER_BATCH), pool.number)
    for _ in _merging(results, frames, report):
        pass
    frames.check(("title", "list"), context.trusted, report)
    return paths


def _merging(
    results: Iterator[BatchResult], frames: Frames, report: Report
) -> Iterator[BatchResult]:
    """Pass `results` on; on the way, add their frames and faults to `frames` and `report`."""
    for result in results:
        frames.merge(result.frames)
        report.merge(result.report)
        yield result


def _with_related(
    site: Path, path: str, relations: Relations, by_path: Mapping[str, ListEntry]
) -> Relations:
    """Add the related documents to `relations`: those that the page at `path` links to, since the
    records don't have them.
    """
    try:
        text = read(site, path).decode("utf-8", "replace")
    except (OSError, ValueError):
        return relations
    section = _RELATED.search(text)
    addresses = _HREF.findall(section[0])[:MOST_RELATED] if section else []
    root = "../" * path.count("/")
    paths = (unquote(html.unescape(address)).removeprefix(root) for address in addresses)
    return replace(relations, related=tuple(by_path[path] for path in paths if path in by_path))


def _check_other_files(
    present: Mapping[str, bool],
    compared: set[str],
    trusted: TrustedScripts,
    links: LinkChecker,
    report: Report,
) -> None:
    """Search the pages that weren't `compared`, and all style sheets, for faults."""
    for path in sorted(path for path, is_regular in present.items() if is_regular):
        try:
            if path.endswith(".html") and path not in compared:
                report.pages += 1
                text = read(links.site, path).decode("utf-8")
                for fault in find_faults(text, trusted, partial(links.resolve, path)):
                    fault.add_to(report, path)
                if not has_policy(text):
                    report.fault(path, 0, "markup", NO_POLICY)
                links.check(path, text, report)
            elif path.endswith(".css"):
                for fault in style_faults(read(links.site, path).decode("utf-8")):
                    fault.add_to(report, path)
        except (OSError, ValueError) as error:
            report.fault(path, 0, "unreadable", f"can’t be read ({error})")

"""Prove what a site claims, from the site alone.

manifest      every file has the SHA-256 that the manifest lists, and there are no others
fixity        every raw file has the SHA-256 that its ledger names
restoring     every raw file can be made again from its Markdown page and its ledger
agreement     records, ledgers, Markdown pages, pages, lists, feed and index say the same: each is
              made again from the others and compared
scripts       no page runs a script, follows an address or loads a file that a build wouldn't write
links         every link inside the site leads to a file (and, with `#`, to an element)
release       this copy is the release with a given digest

All but the last hold for a copy that somebody has changed with care, manifest and all; what nobody
can tell from the copy alone is whether all of it was exchanged.
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
from pressmark.relate.neighbours import NEIGHBOURS
from pressmark.render.policy import is_kept
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
from pressmark.verify.documents import Case, Context, Proved, prove_batch
from pressmark.verify.findings import Findings
from pressmark.verify.frame import Frames
from pressmark.verify.links import Links, base_of
from pressmark.verify.markup import NO_POLICY, css, scan
from pressmark.verify.records import load, names_of
from pressmark.verify.scripts import Trusted, trusted
from pressmark.verify.site import ANYTHING, Marker, present, read, read_marker

__all__ = ["Findings", "documents_of", "verify"]

_RELATED = re.compile(r'<section class="pm-kin pm-related".*?</section>', re.DOTALL)
_HREF = re.compile(r'<li><a href="([^"]*)"')
_MADE = (PAGE_FOLDER, "browse/", RAW_FOLDER, "data/")
"""Folders in which everything is made from texts."""
LISTS_AT_A_TIME = 32


def verify(site: Path, release: str | None = None, crew: WorkerPool = IN_PROCESS) -> Findings:
    """Look at everything in the folder `site`; raises `CuratorError` if it is no site of ours."""
    if not (site / MARKER).is_file():
        raise CuratorError(f"{site}: is no site that Pressmark has built ({MARKER} is missing)")
    findings = Findings()
    there = present(site)
    files.check(site, there, findings)
    if release is not None:
        files.check_release(release, findings)
    try:
        marker = read_marker(site)
    except (OSError, ValueError) as error:
        findings.fault(MARKER, 0, "marker", f"can’t be used: {error}")
        return findings
    vouched = release is not None and not findings.faults
    scripts = trusted(site, there, marker.same_program, vouched, findings)
    links = Links(str(site), base_of(marker.url), lambda path: bool(there.get(path)))
    made: set[str] = set()
    if marker.same_program:
        try:
            made = _made_again(site, there, marker, scripts, crew, findings)
        except ANYTHING as error:
            message = f"the site can’t be made again from them ({type(error).__name__}: {error})"
            findings.fault("data", 0, "record", message)
    else:
        findings.limits.append(
            f"another program has made this site ({marker.generator or 'an older one'}), so its "
            "pages, lists and index can’t be made again and compared; use that one, or --release"
        )
        ledgers.check(site, there, marker, findings)
        index.check(site, there, findings)
    _others(site, there, made, scripts, links, findings)
    return findings


def documents_of(site: Path) -> int:
    """How many documents a site says that it has; 0 where it says nothing that can be used."""
    try:
        return read_marker(site).documents
    except (OSError, ValueError):
        return 0


def _made_again(
    site: Path,
    there: Mapping[str, bool],
    marker: Marker,
    scripts: Trusted,
    crew: WorkerPool,
    findings: Findings,
) -> set[str]:
    """Make everything again that is made from records, and compare; gives the paths of the pages
    that were compared.
    """
    collection = load(site, there, marker, findings)
    corpus = collection.corpus
    context = Context(
        site, Site(marker.title, marker.url, slugs(corpus)), base_of(marker.url), scripts
    )
    relations = corpus.relations()
    by_path = {facts.href: facts.listed() for facts in corpus.documents}
    jobs = (
        [
            Case(
                facts.id,
                collection.places[facts.id],
                _related(site, facts.href, relations[facts.id], by_path),
            )
            for facts in part
        ]
        for part in content_defined_batches(corpus.documents, lambda facts: facts.id)
    )
    frames = Frames()
    work = partial(prove_batch, context)
    results = _joined(map_ordered(crew.executor, work, jobs, crew.number), frames, findings)
    index.prove(site, there, index.drain(proved.search for proved in results), crew, findings)
    frames.check(("metadata", "title", "heading", "text", "source"), scripts, findings)
    paths: list[str] = []
    every = chain(
        lists.list_pages(corpus, context.site, marker.per_page, paths),
        lists.families(corpus, collection.places),
    )
    frames = Frames()
    for proved in map_ordered(
        crew.executor,
        partial(lists.prove_lists, context),
        batches(every, LISTS_AT_A_TIME),
        crew.number,
    ):
        frames.add(proved.frames)
        findings.add(proved.findings)
    frames.check(("title", "list"), scripts, findings)
    lists.prove_feeds(site, corpus, context.site, paths, there, findings)
    made = {*paths, *by_path, *(family_path(name) for name, _ in corpus.families())}
    known = made | {markdown_path(facts.id) for facts in corpus.documents} | collection.raw
    known |= {name for place in collection.places.values() for name in names_of(place)}
    for path in sorted(path for path in there.keys() - known if path.startswith(_MADE)):
        findings.fault(path, 0, "no-record", "belongs to no record")
    return made


def _joined(results: Iterator[Proved], frames: Frames, findings: Findings) -> Iterator[Proved]:
    for proved in results:
        frames.add(proved.frames)
        findings.add(proved.findings)
        yield proved


def _related(
    site: Path, path: str, relations: Relations, by_path: Mapping[str, ListEntry]
) -> Relations:
    """`relations` with the related documents that the page names, which records can't tell."""
    try:
        text = read(site, path).decode("utf-8", "replace")
    except (OSError, ValueError):
        return relations
    section = _RELATED.search(text)
    addresses = _HREF.findall(section[0])[:NEIGHBOURS] if section else []
    root = "../" * path.count("/")
    paths = (unquote(html.unescape(address)).removeprefix(root) for address in addresses)
    return replace(relations, near=tuple(by_path[path] for path in paths if path in by_path))


def _others(
    site: Path,
    there: Mapping[str, bool],
    made: set[str],
    scripts: Trusted,
    links: Links,
    findings: Findings,
) -> None:
    """Look through the files that aren't made from records: pages, styles, pictures."""
    for path in sorted(path for path, plain in there.items() if plain):
        try:
            if path.endswith(".html") and path not in made:
                findings.pages += 1
                text = read(site, path).decode("utf-8")
                for fault in scan(text, scripts, partial(links.resolve, path)):
                    fault.name(path, findings)
                if not is_kept(text):
                    findings.fault(path, 0, "markup", NO_POLICY)
                links.check(path, text, findings)
            elif path.endswith(".css"):
                for fault in css(read(site, path).decode("utf-8")):
                    fault.name(path, findings)
        except (OSError, ValueError) as error:
            findings.fault(path, 0, "unreadable", f"can’t be read ({error})")

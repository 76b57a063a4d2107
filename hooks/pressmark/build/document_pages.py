"""The pages of documents, batch by batch: made, or taken from the site that stands.

documents + their relations → page, Markdown and raw file of each, record, ledger, words
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pressmark import ledger
from pressmark.build import describe_batch, previous_site
from pressmark.build.previous_site import PreviousSite, Stamp
from pressmark.corpus import corpus_file
from pressmark.corpus.corpus_file import Unusable
from pressmark.document import Document
from pressmark.errors import Problem
from pressmark.proof import barely, told
from pressmark.relate.corpus import Relations
from pressmark.relate.inferred import InferredFields, with_inferred
from pressmark.render.document_view import document_view, raw_path
from pressmark.render.page import MarkdownPage, markdown_page, shown_path
from pressmark.render.page_mold import Molds
from pressmark.render.record import json_line, record
from pressmark.render.site_links import Site
from pressmark.render.templates import document_slots
from pressmark.runtime import cache
from pressmark.runtime import spool as store
from pressmark.runtime.output import write
from pressmark.search.prepare import Prepared, prepare
from pressmark.search.search_document import SearchDocument
from pressmark.text.memo import begin_text
from pressmark.text.site_paths import markdown_path, page_path


@dataclass(frozen=True, slots=True)
class Output:
    """What every worker needs to write pages."""

    folder: Path
    site: Site
    molds: Molds
    lists: Molds
    """Those of browse pages."""
    root: Path
    """The corpus, for the raw files."""
    spool: Path | None = None
    """Where files wait that all workers must see; the system's folder for them if there is none."""
    previous: PreviousSite | None = None
    """What may be taken from the site that stands."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch of documents to be written."""

    documents: Sequence[tuple[store.Location, Relations, InferredFields | None]]
    name: str
    """What the batch is kept by: the document that it ends with, as it does when others come or
    go."""
    keys: Sequence[str]
    """What the page of each is known by; empty where it isn't kept."""
    shared: str
    """What all pages depend on."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch leaves for the files that many documents share."""

    search: Prepared
    records: list[tuple[str, bytes]]
    """(id, record and ledger, a line of JSON each)."""
    spoilt: bool = False
    """Whether what was kept of it couldn't be used."""
    problems: tuple[Problem, ...] = ()
    """Of documents that are published plainly."""


_Page = tuple[list[Stamp], tuple[str, bytes]]
"""The files of a document, and what there is to it in `Written.records`."""


def write_batch(output: Output, job: Job) -> Written:
    """The pages of a batch. Those that would be as they stand are links to these."""
    describe_batch.forget()
    stands = output.previous if all(job.keys) else None
    kept, spoilt = cache.recall(stands.pages(job.name)) if stands else (None, False)
    pages: dict[str, _Page] = {}
    search: Prepared | None = None
    if kept and kept[0] == job.shared:
        _, pages, search = kept
    now: list[_Page] = []
    entries: list[SearchDocument | None] = []
    problems: list[Problem] = []
    for key, one in zip(job.keys, job.documents, strict=True):
        page, entry = pages.get(key), None
        if not (page and stands and previous_site.take(stands, page[0])):
            made = _made(output, *one)
            page = previous_site.stamps(output.folder, made.paths) if stands else [], made.lines
            entry = made.entry
            problems += made.problems
        now.append(page)
        entries.append(entry)
    records = [found for _, found in now]
    if search is None or records != [found for _, found in pages.values()]:
        search, silent = _prepared(
            [entry or _entry(*found) for entry, (_, found) in zip(entries, now, strict=True)]
        )
        problems += silent
    if stands and now != [*pages.values()] and not problems:
        # A batch with problems isn't kept: each build makes it again, and so reports them again.
        known = dict(zip(job.keys, now, strict=True))
        cache.keep(stands.pages(job.name), (job.shared, known, search))
    return Written(search, records, spoilt, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Made:
    """A document as it was written."""

    paths: tuple[str, ...]
    lines: tuple[str, bytes]
    entry: SearchDocument
    problems: tuple[Problem, ...] = ()


def _made(
    output: Output, place: store.Location, relations: Relations, added: InferredFields | None
) -> _Made:
    """Write the files of a document, barely if a fault of ours keeps it from its full page."""
    document = _document(place, relations, added)
    try:
        return _written(output, document, relations)
    except OSError:
        # A disk that is full is no fault of the document's.
        raise
    except Exception as error:  # noqa: BLE001  # a fault of ours costs one page, not the build
        made = _written(output, barely(document), relations)
        return replace(made, problems=(told(document, error),))


def _document(
    place: store.Location, relations: Relations, added: InferredFields | None
) -> Document:
    """A document of the first pass with what the others add to it."""
    begin_text()
    [waiting] = store.get([place])
    family = relations.copies.family if relations.copies else None
    return with_inferred(waiting, added, family)


def _written(output: Output, document: Document, relations: Relations) -> _Made:
    page = markdown_page(document)
    own = record(document, page.text)
    lines = b"%s\n%s\n" % (json_line(own), json_line(ledger_of(document, page)))
    paths = _write_document(output, document, page, relations)
    return _Made(paths, (own["id"], lines), search_entry(own))


def rehearse(
    site: Site, documents: Sequence[tuple[store.Location, Relations, InferredFields | None]]
) -> list[Problem]:
    """What would go wrong with the pages of `documents`: they are made, and not written."""
    problems = []
    for place, relations, added in documents:
        document = _document(place, relations, added)
        try:
            page = markdown_page(document)
            document_slots(document_view(document, page, relations, site), page.html)
            ledger_of(document, page)
            prepare([search_entry(record(document, page.text))])
        except Exception as error:  # noqa: BLE001  # reported as a problem; the others are still tried
            problems.append(told(document, error))
    return problems


def _prepared(entries: Sequence[SearchDocument]) -> tuple[Prepared, list[Problem]]:
    """What search gets of a batch; a text that can't be prepared is found by nothing."""
    try:
        return prepare(entries), []
    except Exception:  # noqa: BLE001  # which of them it is, is looked for now
        pairs = [_preparable(entry) for entry in entries]
        return prepare([entry for entry, _ in pairs]), [p for _, found in pairs for p in found]


def _preparable(entry: SearchDocument) -> tuple[SearchDocument, list[Problem]]:
    try:
        prepare([entry])
    except Exception as error:  # noqa: BLE001  # a fault of ours costs one text, not the index
        message = (
            f"met a fault in Pressmark, so search doesn't find it; please report it: {error!r}"
        )
        problem = Problem(entry.id, 0, "published-plainly", message)
        return replace(entry, title=None, text=""), [problem]
    return entry, []


def _write_document(
    output: Output, document: Document, page: MarkdownPage, relations: Relations
) -> tuple[str, str, str]:
    """Write the page, its Markdown and the raw file; gives their paths."""
    path = page_path(document.source.id)
    view = document_view(document, page, relations, output.site)
    html = output.molds[path.count("/")].cast(document_slots(view, page.html))
    source = markdown_path(document.source.id)
    raw = raw_path(document)
    files = (
        (path, html.encode("utf-8", "xmlcharrefreplace")),
        (source, page.source.encode()),
        (raw, _raw(output.root, document, page)),
    )
    for name, data in files:
        write(output.folder, name, data)
    return path, source, raw


def _raw(root: Path, document: Document, page: MarkdownPage) -> bytes:
    """The raw file as it was read; should it have changed since, as the ledger gives it back."""
    try:
        data = corpus_file.read(root, document.source.path, document.source.size).data
    except Unusable:
        data = b""
    if hashlib.sha256(data).hexdigest() == document.source.sha256:
        return data
    return ledger.restore(ledger_of(document, page), page.lines, page.values)


def ledger_of(document: Document, page: MarkdownPage) -> ledger.Ledger:
    """The ledger of a document with where its page and its raw file are in the site."""
    book = ledger.build(document, page.lines, page.places, page.values)
    book["path"] = shown_path(document.source.path)
    book["page"] = markdown_path(document.source.id)
    book["raw"] = raw_path(document)
    # What the page says of how the file was read: `verify` makes the page again from all this.
    if not document.decoding.confident:
        book["guessed"] = True
    if document.notes:
        book["notes"] = list(document.notes)
    return book


def _entry(_: str, lines: bytes) -> SearchDocument:
    """What search was given of a document, from what it has in `Written.records`."""
    return search_entry(json.loads(lines.partition(b"\n")[0]))


def search_entry(record: Mapping[str, Any]) -> SearchDocument:
    """What search is given of a document, which is all in its record."""
    return SearchDocument(
        id=record["id"],
        url=page_path(record["id"]),
        title=record["title"],
        label=record["label"],
        date=record["date"],
        publisher=record["publisher"],
        language=record["language"],
        place=record["place"],
        tags=tuple(record["tags"]),
        family=record["family"],
        text=record["text"],
    )

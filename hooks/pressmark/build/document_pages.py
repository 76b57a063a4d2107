"""The pages of documents, in batches.

documents + their relations → page, Markdown page and raw file of each, record, ledger, words
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressmark import ledger
from pressmark.build.describe_batch import free_memory
from pressmark.build.incremental import Incremental, Made, Task
from pressmark.build.workspace import Workspace
from pressmark.corpus import corpus_file
from pressmark.corpus.corpus_file import Unusable
from pressmark.document import Document
from pressmark.errors import Problem
from pressmark.proof import as_minimal, fault_warning
from pressmark.relate.corpus import Relations
from pressmark.relate.inferred import InferredFields, with_inferred
from pressmark.render.document_view import document_view, raw_path
from pressmark.render.page import MarkdownPage, markdown_page, shown_path
from pressmark.render.page_mold import Molds
from pressmark.render.record import json_line, record
from pressmark.render.site_links import Site
from pressmark.render.templates import document_slots
from pressmark.search.prepare import Prepared, prepare
from pressmark.search.search_document import SearchDocument, search_document
from pressmark.text.memo import begin_text
from pressmark.text.site_paths import markdown_path, page_path


@dataclass(frozen=True, slots=True)
class PageContext:
    """What all document pages have in common."""

    site_name: str
    site_url: str
    molds: Molds


@dataclass(frozen=True, slots=True)
class PageInput:
    """All that the page of a document may show."""

    document: str
    """The document's key."""
    relations: Relations
    inferred: InferredFields | None
    links: tuple[tuple[tuple[str, str], str], ...]
    """((facet, value), file name of its page) for each value that the document has."""


DocumentLines = tuple[str, bytes]
"""Id of a document, and its record and its ledger, a line of JSON each."""

PAGE, WORDS = "page", "words"
"""Names of the tasks."""

_Page = Task[PageContext, PageInput, DocumentLines]
_Words = Task[None, tuple[DocumentLines, ...], Prepared]


def page_task(context: PageContext) -> _Page:
    """The task that writes a document's page, Markdown page and raw file."""
    return Task(PAGE, context, write_page)


def words_task() -> _Words:
    """The task that cuts the documents of a batch into words for the index."""
    return Task(WORDS, None, prepare_batch)


@dataclass(frozen=True, slots=True)
class Job:
    """A batch of documents to be written."""

    name: str
    """Names the group of results: the last document's id, so that it stays when others come or go.
    """
    pages: Sequence[PageInput]
    workspace: Workspace


@dataclass(frozen=True, slots=True)
class WrittenBatch:
    """What a batch gives to the files that many documents share."""

    words: Prepared
    lines: Sequence[DocumentLines]
    problems: Sequence[Problem]
    """Of documents that are published plainly, or not found by search."""
    corrupt: int


def write_batch(incremental: Incremental, context: PageContext, job: Job) -> WrittenBatch:
    """Write or link the pages of a batch."""
    free_memory()
    pages = incremental.run(page_task(context), job.name, job.pages, job.workspace)
    words = incremental.run(words_task(), job.name, [tuple(pages.values)], job.workspace)
    problems = (*pages.problems, *words.problems)
    corrupt = pages.corrupt + words.corrupt
    return WrittenBatch(words.values[0], pages.values, problems, corrupt)


def write_page(context: PageContext, page: PageInput, workspace: Workspace) -> Made[DocumentLines]:
    """Write the files of a document; those of a bare page if a fault of ours keeps it from its full
    one.
    """
    site = Site(context.site_name, context.site_url, dict(page.links))
    document = complete(workspace, page)
    try:
        return _write(context, site, document, page.relations, workspace)
    except OSError:
        # A disk that is full is no fault of the document's.
        raise
    except Exception as error:  # noqa: BLE001  # a fault of ours costs one page, not the build
        made = _write(context, site, as_minimal(document), page.relations, workspace)
        return replace(made, problems=(fault_warning(document, error),))


def complete(workspace: Workspace, page: PageInput) -> Document:
    """The document of a page, with all that only the whole collection could say."""
    begin_text()
    copies = page.relations.copies
    family = copies.family if copies else None
    return with_inferred(workspace.read(page.document), page.inferred, family)


def _write(
    context: PageContext, site: Site, document: Document, relations: Relations, workspace: Workspace
) -> Made[DocumentLines]:
    page = markdown_page(document)
    own = record(document, page.text)
    lines = b"%s\n%s\n" % (json_line(own), json_line(ledger_of(document, page)))
    path = page_path(document.source.id)
    view = document_view(document, page, relations, site)
    html = context.molds[path.count("/")].cast(document_slots(view, page.html))
    files = {
        path: html.encode("utf-8", "xmlcharrefreplace"),
        markdown_path(document.source.id): page.source.encode(),
        raw_path(document): _raw(workspace, document, page),
    }
    for name, data in files.items():
        workspace.write(name, data)
    return Made(tuple(files), (own["id"], lines))


def rehearse_pages(site: Site, job: Job) -> list[Problem]:
    """What would go wrong with the pages of a batch: they are made, and not written."""
    problems = []
    for page in job.pages:
        document = complete(job.workspace, page)
        try:
            markdown = markdown_page(document)
            document_slots(document_view(document, markdown, page.relations, site), markdown.html)
            ledger_of(document, markdown)
            prepare([search_document(record(document, markdown.text))])
        except Exception as error:  # noqa: BLE001  # reported as a problem; the others are still tried
            problems.append(fault_warning(document, error))
    return problems


def prepare_batch(
    _: None, lines: tuple[DocumentLines, ...], _workspace: Workspace
) -> Made[Prepared]:
    """Cut documents into words; one that can't be is not found by any."""
    documents = [search_document(json.loads(data.partition(b"\n")[0])) for _, data in lines]
    try:
        return Made((), prepare(documents))
    except Exception:  # noqa: BLE001  # they are tried one by one to see which it is
        tried = [_preparable(document) for document in documents]
        problems = [problem for _, found in tried for problem in found]
        return Made((), prepare([document for document, _ in tried]), problems)


def _preparable(document: SearchDocument) -> tuple[SearchDocument, list[Problem]]:
    try:
        prepare([document])
    except Exception as error:  # noqa: BLE001  # a fault of ours costs one text, not the index
        message = (
            f"met a fault in Pressmark, so search doesn't find it; please report it: {error!r}"
        )
        problem = Problem(document.id, 0, "published-plainly", message)
        return replace(document, title=None, text=""), [problem]
    return document, []


def _raw(workspace: Workspace, document: Document, page: MarkdownPage) -> bytes:
    """The raw file as it was read; should it have changed since, as the ledger restores it."""
    source = document.source
    try:
        data = corpus_file.read(workspace.corpus, source.path, source.size).data
    except Unusable:
        data = b""
    if hashlib.sha256(data).hexdigest() == source.sha256:
        return data
    return ledger.restore(ledger_of(document, page), page.lines, page.values)


def ledger_of(document: Document, page: MarkdownPage) -> ledger.Ledger:
    """The ledger of a document, with the paths of its page and its raw file in the site."""
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

"""The second pass over a corpus, in workers; the first is in `gather.py`.

    documents + facts → pages, raw files, records, ledgers, search index

Batches share nothing; their results come back in order, so the number of workers changes nothing.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pressmark import ledger, store
from pressmark.document import Document
from pressmark.gather import Gathered, Progress, with_family
from pressmark.publish import write
from pressmark.relate.added import Added, complete
from pressmark.relate.corpus import Relations, family_path
from pressmark.relate.facts import Facts
from pressmark.relate.neighbours import related_documents
from pressmark.render.cast import Molds
from pressmark.render.context import Site
from pressmark.render.family import MOST_COMPARED, family_view
from pressmark.render.feeds import FEED, atom, robots, sitemaps
from pressmark.render.page import MarkdownPage, markdown_page, shown_path
from pressmark.render.record import json_line, record
from pressmark.render.show import document_view, page_path, raw_path
from pressmark.render.templates import document_slots, family_slots, list_slots
from pressmark.render.views import BrowseView
from pressmark.search.build import build as build_search
from pressmark.search.entry import Entry
from pressmark.search.prepare import Prepared, prepare
from pressmark.workers import ALONE, Crew, batches, count, pool, run

SHARD = 256
"""Documents in a file of records or ledgers, about."""


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


@dataclass(frozen=True, slots=True)
class _Written:
    """What a batch leaves for the files that many documents share."""

    search: Prepared
    records: list[tuple[int, str, str]]
    """(shard, record, ledger), as lines of JSON."""


def second_pass(gathered: Gathered, output: Output, workers: int, progress: Progress) -> None:
    """Write the pages of all documents, and what is made of all of them together."""
    corpus = gathered.corpus
    number = count(workers, len(corpus.documents))
    shards = _Shards(output.folder, len(corpus.documents))
    work = partial(_write_batch, output, shards.number)
    with pool(number) as executor:
        related = corpus.relations(near(gathered, Crew(executor, number)))
        jobs = [
            [(gathered.places[f.id], related[f.id], gathered.added.get(f.id)) for f in part]
            for part in batches(corpus.documents)
        ]
        results = run(executor, work, jobs, number)
        prepared = _drain(results, shards, progress, len(corpus.documents))
        build_search(prepared, output.folder / "search", crew=Crew(executor, number))
        families = [
            (family, members, [gathered.places[f.id] for f in members[:MOST_COMPARED]])
            for family, members in corpus.families()
        ]
        for _ in run(executor, partial(_write_families, output), batches(families, 16), number):
            pass
    shards.close()


def near(gathered: Gathered, crew: Crew = ALONE) -> dict[str, list[str]]:
    """Id → the ids of related documents, the nearest first."""
    ids = list(gathered.places)
    family_of = {f.id: f.family or f.id for f in gathered.corpus.documents}
    numbers: dict[str, int] = {}
    families = [numbers.setdefault(family_of[name], len(numbers)) for name in ids]
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        found = related_documents(gathered.terms, families, Path(folder), crew)
    return {
        name: [ids[other] for other in row if other >= 0]
        for name, row in zip(ids, found.tolist(), strict=True)
    }


def _drain(
    results: Iterator[_Written], shards: _Shards, progress: Progress, total: int
) -> Iterator[Prepared]:
    done = 0
    for written in results:
        shards.add(written.records)
        yield written.search
        done += len(written.records)
        progress("written", done, total)


class _Shards:
    """Records and ledgers, some hundred documents a file.

    A document's shard depends on its id and the rough size of the corpus, so that one more
    document changes one shard.
    """

    def __init__(self, folder: Path, documents: int) -> None:
        self.folder = folder
        self.number = 1 << max(0, (documents // SHARD).bit_length())
        self.lines: dict[int, list[tuple[str, str]]] = {}

    def add(self, records: Sequence[tuple[int, str, str]]) -> None:
        for shard, line, book in records:
            self.lines.setdefault(shard, []).append((line, book))

    def close(self) -> None:
        for shard, lines in sorted(self.lines.items()):
            lines.sort()
            for kind, part in (("records", 0), ("ledger", 1)):
                data = "".join(pair[part] + "\n" for pair in lines).encode()
                write(self.folder, f"data/{kind}-{shard:04d}.jsonl", data)


def shard_of(identity: str, shards: int) -> int:
    """The number of the shard that a document's record is in."""
    digest = hashlib.sha256(identity.encode()).digest()
    return int.from_bytes(digest[:4], "big") % shards


def _write_batch(
    output: Output, shards: int, job: Sequence[tuple[store.Place, Relations, Added | None]]
) -> _Written:
    entries, records = [], []
    documents = store.get([place for place, _, _ in job])
    for waiting, (_, relations, added) in zip(documents, job, strict=True):
        family = relations.copies.family if relations.copies else None
        document = complete(with_family(waiting, family), added)
        page = markdown_page(document)
        _write_document(output, document, page, relations)
        entries.append(search_entry(document, page.text))
        shard = shard_of(document.source.id, shards)
        line = json_line(record(document, page.text))
        records.append((shard, line, json_line(ledger_of(document, page))))
    return _Written(prepare(entries), records)


def _write_document(
    output: Output, document: Document, page: MarkdownPage, relations: Relations
) -> None:
    path = page_path(document.source.id)
    view = document_view(document, page, relations, output.site)
    html = output.molds[path.count("/")].cast(document_slots(view, page.html))
    write(output.folder, path, html.encode("utf-8", "xmlcharrefreplace"))
    write(output.folder, path.removesuffix(".html") + ".md", page.source.encode())
    raw = _raw(output.root, document, page)
    write(output.folder, raw_path(document.source.path), raw)


def _write_families(
    output: Output, jobs: Sequence[tuple[str, Sequence[Facts], Sequence[store.Place]]]
) -> None:
    """Write the pages of families: id, members in order of time, where those compared lie."""
    for family, members, places in jobs:
        documents = (document for place in places for document in store.get([place]))
        texts = (markdown_page(document).text for document in documents)
        view = family_view(family, members, texts)
        path = family_path(family)
        html = output.lists[path.count("/")].cast(family_slots(view, output.site.name))
        write(output.folder, path, html.encode("utf-8", "xmlcharrefreplace"))


def _raw(root: Path, document: Document, page: MarkdownPage) -> bytes:
    """The raw file as it was read; should it have changed since, as the ledger gives it back."""
    try:
        data = (root / document.source.path).read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() == document.source.sha256:
        return data
    return ledger.restore(ledger_of(document, page), page.lines, page.values)


def ledger_of(document: Document, page: MarkdownPage) -> ledger.Ledger:
    """The ledger of a document with where its page and its raw file are in the site."""
    book = ledger.build(document, page.lines, page.places, page.values)
    book["path"] = shown_path(document.source.path)
    book["page"] = page_path(document.source.id).removesuffix(".html") + ".md"
    book["raw"] = raw_path(document.source.path)
    return book


def search_entry(document: Document, text: str) -> Entry:
    """What search is given of a document."""
    r = document.record
    return Entry(
        id=document.source.id,
        url=page_path(document.source.id),
        title=r.title,
        label=r.label,
        date=r.date,
        publisher=r.publisher,
        language=r.language,
        place=r.place,
        tags=r.tags,
        family=r.family,
        text=text,
    )


def write_lists(
    lists: Sequence[tuple[str, BrowseView]], folder: Path, site: Site, molds: Molds
) -> None:
    """Write the browse pages."""
    for path, view in lists:
        html = molds[path.count("/")].cast(list_slots(view, site.name))
        write(folder, path, html.encode())


def write_feeds(gathered: Gathered, folder: Path, site: Site, paths: Sequence[str]) -> None:
    """Write the feed, the sitemap of `paths` and all documents, and robots.txt."""
    write(folder, FEED, atom(gathered.corpus, site))
    documents = [d.href for d in gathered.corpus.documents]
    documents += [family_path(family) for family, _ in gathered.corpus.families()]
    for name, data in sitemaps([*paths, *documents], site):
        write(folder, name, data)
    write(folder, "robots.txt", robots(site))

"""The second pass over a corpus, in workers; the first is in `first_pass.py`.

    documents + summaries → pages, raw files, records, ledgers, search index

Batches share nothing; their results come back in order, so the number of workers changes nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from pressmark.build.collection_pages import ListContext, write_families
from pressmark.build.document_pages import (
    PAGE,
    WORDS,
    Job,
    PageContext,
    PageInput,
    WrittenBatch,
    write_batch,
)
from pressmark.build.first_pass import AnalyzedCorpus
from pressmark.build.incremental import Made, Task
from pressmark.build.resources import Resources, document_locations
from pressmark.build.shards import Shards
from pressmark.build.workspace import Workspace
from pressmark.facets import FACETS, facet_values
from pressmark.relate.corpus import Relations
from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.related_documents import related_documents
from pressmark.render.site_links import Site
from pressmark.runtime.cache import key_of
from pressmark.runtime.stopwatch import Stopwatch
from pressmark.runtime.workers import IN_PROCESS, WorkerPool, content_defined_batches, map_ordered
from pressmark.search.build import Lexicon, PreviousIndex
from pressmark.search.build import build as build_index
from pressmark.search.prepare import Prepared

SEARCH = "search"
"""The index's folder."""


def write_documents(
    analyzed: AnalyzedCorpus,
    site: Site,
    contexts: tuple[PageContext, ListContext],
    resources: Resources,
) -> Mapping[str, float]:
    """Write the pages of all documents and families, the records, and the index. Returns the
    seconds of each stage; while workers write pages, only those that were waited for.
    """
    pages, lists = contexts
    pool = resources.pool
    watch = Stopwatch()
    with tempfile.TemporaryDirectory(dir=resources.temporary, prefix="shards-") as temporary:
        shards = Shards(len(analyzed.corpus.documents), Path(temporary))
        near = related_ids(analyzed, pool, resources.temporary)
        jobs = page_jobs(analyzed, near, site, resources.next_site, resources.corpus)
        watch.lap("relate")
        work = partial(write_batch, resources.incremental, pages)
        batches = map_ordered(pool.executor, work, jobs, pool.number)
        total = len(analyzed.corpus.documents)
        _write_index(_collected(batches, shards, total, resources, watch), resources)
        watch.lap("index")
        write_families(analyzed.corpus, dict(analyzed.keys), lists, resources)
        shards.write(resources.incremental, pool)
        groups = {_group(batch) for batch in _batches(analyzed)}
        resources.incremental.evict((PAGE, WORDS), groups)
        watch.lap("pages")
    return watch.times


def page_jobs(
    analyzed: AnalyzedCorpus,
    near: Mapping[str, Sequence[str]],
    site: Site,
    next_site: Path,
    raw_files: Path,
) -> Iterator[Job]:
    """The batches of documents to be written into the folder `next_site`, in the order of the
    collection. `near` has the ids of related documents, `raw_files` is the corpus.
    """
    locations = document_locations(analyzed)
    related = analyzed.corpus.relations(near)
    for part in _batches(analyzed):
        inputs = [page_input(analyzed, summary, related[summary.id], site) for summary in part]
        own = {page.document: locations[page.document] for page in inputs}
        workspace = Workspace(next_site, raw_files, own)
        yield Job(_group(part), inputs, workspace)


def _batches(analyzed: AnalyzedCorpus) -> list[Sequence[DocumentSummary]]:
    return content_defined_batches(analyzed.corpus.documents, lambda summary: summary.id)


def _group(batch: Sequence[DocumentSummary]) -> str:
    """Names the results of a batch for its last document: it stays when others come or go."""
    return key_of(batch[-1].id)


def page_input(
    analyzed: AnalyzedCorpus, summary: DocumentSummary, relations: Relations, site: Site
) -> PageInput:
    """All that the page of a document may show."""
    facets = ((facet, value) for facet in FACETS for value in facet_values(summary, facet))
    return PageInput(
        analyzed.keys[summary.id],
        relations,
        analyzed.inferred.get(summary.id),
        tuple((facet, site.slugs[facet]) for facet in facets),
    )


def related_ids(
    analyzed: AnalyzedCorpus,
    pool: WorkerPool = IN_PROCESS,
    temporary: Path | None = None,
) -> dict[str, list[str]]:
    """Id → the ids of related documents, the nearest first. Temporary files go to `temporary`, or
    where the system keeps them.
    """
    if analyzed.spooled is None:
        raise ValueError("the words of an analysis in brief are not known")
    ids = list(analyzed.spooled.locations)
    family_of = {s.id: s.family or s.id for s in analyzed.corpus.documents}
    numbers: dict[str, int] = {}
    families = [numbers.setdefault(family_of[name], len(numbers)) for name in ids]
    with tempfile.TemporaryDirectory(dir=temporary, prefix="pressmark-") as folder:
        rows = related_documents(analyzed.spooled.terms, families, Path(folder), pool)
    return {
        name: [ids[other] for other in row if other >= 0]
        for name, row in zip(ids, rows.tolist(), strict=True)
    }


def _collected(
    batches: Iterator[WrittenBatch],
    shards: Shards,
    total: int,
    resources: Resources,
    watch: Stopwatch,
) -> Iterator[Prepared]:
    """The words of each batch, once its records are in the shards and its problems are counted."""
    done = 0
    watch.lap("index")
    for batch in batches:
        shards.add(batch.lines)
        resources.tally.corrupt += batch.corrupt
        resources.tally.problems += batch.problems
        done += len(batch.lines)
        watch.lap("pages")
        yield batch.words
        watch.lap("index")
        resources.progress("written", done, total)


def _write_index(batches: Iterator[Prepared], resources: Resources) -> None:
    """Write the index. Its words are a result of their own: documents that get other publishers,
    places or tags leave them as they are.
    """
    previous = resources.incremental.previous.site / SEARCH
    folder = resources.next_site / SEARCH

    def words(name: str, make: Callable[[], Lexicon]) -> Lexicon:
        def made(_context: None, _name: str, _workspace: Workspace) -> Made[Lexicon]:
            lexicon = make()
            files = (folder / name).glob("*")
            return Made([f"{SEARCH}/{name}/{file.name}" for file in files], lexicon)

        return resources.run(Task("lexicon", None, made), "index", [name]).values[0]

    build_index(
        batches,
        folder,
        temp_dir=resources.temporary,
        pool=resources.pool,
        previous=PreviousIndex(previous, words),
    )

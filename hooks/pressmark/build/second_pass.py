"""The second pass over a corpus, in workers; the first is in `gather.py`.

    documents + facts → pages, raw files, records, ledgers, search index

Batches share nothing; their results come back in order, so the number of workers changes nothing.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from pressmark.build import previous_site
from pressmark.build.document_pages import Job, Output, Written, rehearse, write_batch
from pressmark.build.first_pass import AnalyzedCorpus, Progress
from pressmark.build.previous_site import PreviousSite
from pressmark.errors import Problem
from pressmark.relate.corpus import family_path
from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.related_documents import related_documents
from pressmark.render.family import MOST_COMPARED, family_view
from pressmark.render.feeds import FEED, atom, robots, sitemaps
from pressmark.render.page import markdown_page
from pressmark.render.site_links import Site, slugs
from pressmark.render.templates import family_slots, list_slots
from pressmark.render.views import BrowseView
from pressmark.runtime import cache, spool
from pressmark.runtime.output import put, write
from pressmark.runtime.stopwatch import Stopwatch
from pressmark.runtime.workers import (
    IN_PROCESS,
    WorkerPool,
    batches,
    content_defined_batches,
    map_ordered,
)
from pressmark.search.build import Lexicon, PreviousIndex
from pressmark.search.build import build as build_search
from pressmark.search.prepare import Prepared

SHARD = 256
"""Documents in a file of records or ledgers, about."""
SHARDS = 8
"""Such files in a batch."""
LISTS = "lists"
"""The part of the site that the browse pages are."""
LISTS_AT_A_TIME = 32
"""Browse pages in a batch."""
WAITING = 4_000_000
"""Bytes of them that are held before they are put into files."""
SEARCH = "search"
"""The index's folder."""


@dataclass(frozen=True, slots=True)
class _Families:
    """A batch of families whose pages are to be written."""

    families: Sequence[tuple[str, Sequence[DocumentSummary], Sequence[spool.Location]]]
    """Id, members in order of time, where those that are compared lie."""
    key: str
    """What it is kept by; empty where it isn't."""


@dataclass(frozen=True, slots=True)
class Pass:
    """How the second pass went."""

    spoilt: int
    """Batches of which what was kept couldn't be used."""
    times: dict[str, float]
    """Stage → seconds; while others write pages, only what was waited for them."""
    problems: tuple[Problem, ...] = ()
    """Of documents that are published plainly."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the batches of the second pass tell beside what they write."""

    spoilt: list[bool]
    """Of each whether what was kept of it couldn't be used."""
    problems: list[Problem]


def second_pass(
    gathered: AnalyzedCorpus, output: Output, crew: WorkerPool, progress: Progress
) -> Pass:
    """Write the pages of all documents, and what is made of all of them together."""
    clock = Stopwatch()
    corpus = gathered.corpus
    told = _Told([], [])
    with tempfile.TemporaryDirectory(dir=output.spool, prefix="shards-") as folder:
        shards = _Shards(output.folder, len(corpus.documents), Path(folder))
        keys = set[str]()
        jobs = _jobs(gathered, output, near(gathered, crew, output.spool), keys)
        clock.lap("relate")
        results = map_ordered(crew.executor, partial(write_batch, output), jobs, crew.number)
        prepared = _drain(results, shards, progress, len(corpus.documents), told, clock)
        stands = output.previous
        before = (
            PreviousIndex(stands.site / SEARCH, partial(_lexicon, stands, told.spoilt))
            if stands
            else None
        )
        search = output.folder / SEARCH
        built = build_search(prepared, search, temp_dir=output.spool, pool=crew, previous=before)
        if stands:
            _keep_lexicon(stands, built.lexicon)
        clock.lap("index")
        families = _families(gathered, output)
        for bad, faults in map_ordered(
            crew.executor, partial(_write_families, output), families, crew.number
        ):
            told.spoilt.append(bad)
            told.problems.extend(faults)
        shards.close(stands.site if stands else None, crew)
        clock.lap("pages")
    if stands:
        keys.update(job.key for job in families)
        cache.prune(stands.kept, keys, (previous_site.PAGES,))
    return Pass(sum(told.spoilt), clock.times, tuple(sorted(told.problems)))


def _jobs(
    gathered: AnalyzedCorpus, output: Output, near: Mapping[str, Sequence[str]], used: set[str]
) -> Iterator[Job]:
    """The batches, whose keys are put among those `used`. What only they need is held as long as
    there are more of them.
    """
    related = gathered.corpus.relations(near)
    keys: dict[str, str] = {}
    shared = ""
    if output.previous:
        keys = previous_site.page_keys(gathered, related, output.site)
        shared = previous_site.shared_key(output.previous.kept, output.site, output.molds)
    for part in content_defined_batches(gathered.corpus.documents, lambda facts: facts.id):
        documents = [(gathered.places[f.id], related[f.id], gathered.added.get(f.id)) for f in part]
        own = [keys.get(f.id, "") for f in part]
        job = Job(documents, cache.key([part[-1].id]), own, shared)
        used.add(job.name)
        yield job


def rehearsal(gathered: AnalyzedCorpus, crew: WorkerPool) -> list[Problem]:
    """What would go wrong in the second pass: each page is made, and none is written."""
    related = gathered.corpus.relations()
    site = Site("", "", slugs(gathered.corpus))
    documents = [
        (place, related[name], gathered.added.get(name)) for name, place in gathered.places.items()
    ]
    work = partial(rehearse, site)
    return [*chain.from_iterable(map_ordered(crew.executor, work, batches(documents), crew.number))]


def _lexicon(before: PreviousSite, spoilt: list[bool], folder: str) -> Lexicon | None:
    """The words of the index that stands, linked, if they are those of `folder`: texts that get
    other publishers, places or tags leave them as they are.
    """
    found, bad = previous_site.recall(before, before.words(folder))
    spoilt.append(bad)
    return Lexicon(folder, *found) if found else None


def _keep_lexicon(before: PreviousSite, made: Lexicon) -> None:
    words = f"{SEARCH}/{made.folder}"
    paths = (f"{words}/{file.name}" for file in (before.folder / words).glob("*"))
    said = made.manifest, made.words
    previous_site.keep(before.words(made.folder), previous_site.stamps(before.folder, paths), said)
    cache.prune(before.kept, {made.folder}, (previous_site.WORDS,))


def _families(gathered: AnalyzedCorpus, output: Output) -> list[_Families]:
    shared = ""
    if output.previous:
        shared = previous_site.shared_key(output.previous.kept, output.site, output.lists)
    jobs = []
    for part in content_defined_batches(gathered.corpus.families(), lambda family: family[0]):
        families = [
            (name, members, [gathered.places[f.id] for f in members[:MOST_COMPARED]])
            for name, members in part
        ]
        key = ""
        if output.previous:
            key = previous_site.families_key(gathered, [members for _, members in part], shared)
        jobs.append(_Families(families, key))
    return jobs


def near(
    gathered: AnalyzedCorpus, crew: WorkerPool = IN_PROCESS, directory: Path | None = None
) -> dict[str, list[str]]:
    """Id → the ids of related documents, the nearest first. Temporary files go to `directory`, or
    where the system keeps them.
    """
    ids = list(gathered.places)
    family_of = {f.id: f.family or f.id for f in gathered.corpus.documents}
    numbers: dict[str, int] = {}
    families = [numbers.setdefault(family_of[name], len(numbers)) for name in ids]
    with tempfile.TemporaryDirectory(dir=directory, prefix="pressmark-") as folder:
        found = related_documents(gathered.terms, families, Path(folder), crew)
    return {
        name: [ids[other] for other in row if other >= 0]
        for name, row in zip(ids, found.tolist(), strict=True)
    }


def _drain(
    results: Iterator[Written],
    shards: _Shards,
    progress: Progress,
    total: int,
    told: _Told,
    clock: Stopwatch,
) -> Iterator[Prepared]:
    done = 0
    clock.lap("index")
    for written in results:
        shards.add(written.records)
        told.spoilt.append(written.spoilt)
        told.problems.extend(written.problems)
        clock.lap("pages")
        yield written.search
        clock.lap("index")
        done += len(written.records)
        progress("written", done, total)


class _Shards:
    """Records and ledgers, some hundred documents a file.

    A document's shard depends on its id and the rough size of the corpus, so that one more
    document changes one shard. Lines wait in files: those of all documents are too much to hold.
    """

    def __init__(self, folder: Path, documents: int, spool_dir: Path) -> None:
        self.folder = folder
        self.spool = spool_dir
        self.number = 1 << max(0, (documents // SHARD).bit_length())
        self.waiting: dict[int, list[bytes]] = {}
        self.size = 0

    def add(self, records: Sequence[tuple[str, bytes]]) -> None:
        for identity, data in records:
            self.waiting.setdefault(shard_of(identity, self.number), []).append(data)
            self.size += len(data)
        if self.size > WAITING:
            self._flush()

    def _flush(self) -> None:
        for shard, lines in self.waiting.items():
            with open(self.spool / str(shard), "ab") as file:
                file.writelines(lines)
        self.waiting, self.size = {}, 0

    def close(self, stands: Path | None, crew: WorkerPool) -> None:
        """Put them into their files, or link those of the site that `stands`."""
        self._flush()
        work = partial(_put_shards, self.folder, self.spool, stands)
        for _ in map_ordered(crew.executor, work, batches(range(self.number), SHARDS), crew.number):
            pass


def _put_shards(folder: Path, spool_dir: Path, stands: Path | None, shards: Sequence[int]) -> None:
    for shard in shards:
        file = spool_dir / str(shard)
        if not file.exists():
            continue
        lines = iter(file.read_bytes().split(b"\n"))
        pairs = sorted(zip(lines, lines, strict=False))
        for kind, column in zip(("records", "ledger"), zip(*pairs, strict=True), strict=True):
            data = b"".join(line + b"\n" for line in column)
            put(folder, f"data/{kind}-{shard:04d}.jsonl", data, stands)


def shard_of(identity: str, shards: int) -> int:
    """The number of the shard that a document's record is in."""
    digest = hashlib.sha256(identity.encode()).digest()
    return int.from_bytes(digest[:4], "big") % shards


def _write_families(output: Output, job: _Families) -> tuple[bool, list[Problem]]:
    """The pages of families, or links to those that stand; gives whether what was kept of them
    couldn't be used, and what went wrong.
    """
    if not output.previous or not job.key:
        return False, _write_families_anew(output, job)[1]
    file = output.previous.pages(job.key)
    found, spoilt = previous_site.recall(output.previous, file)
    problems: list[Problem] = []
    if found is None:
        paths, problems = _write_families_anew(output, job)
        if not problems:
            previous_site.keep(file, previous_site.stamps(output.folder, paths), ())
    return spoilt, problems


def _write_families_anew(output: Output, job: _Families) -> tuple[list[str], list[Problem]]:
    paths, problems = [], []
    for family, members, places in job.families:
        documents = (document for place in places for document in spool.get([place]))
        texts = (markdown_page(document).text for document in documents)
        path = family_path(family)
        try:
            view = family_view(family, members, texts)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001  # a fault of ours costs the comparison
            view = family_view(family, members)
            message = (
                "met a fault in Pressmark, so the page of its near-copies doesn't show what "
                f"differs; please report it: {error!r}"
            )
            problems.append(Problem(members[0].path, 0, "published-plainly", message))
        html = output.lists[path.count("/")].cast(family_slots(view, output.site.name))
        write(output.folder, path, html.encode("utf-8", "xmlcharrefreplace"))
        paths.append(path)
    return paths, problems


def write_lists(
    lists: Iterable[tuple[str, BrowseView]], output: Output, crew: WorkerPool = IN_PROCESS
) -> list[tuple[str, str]]:
    """Write the browse pages, or link those that stand; gives the path of each and what it is known
    by.
    """
    stands, shared = output.previous, ""
    known: dict[str, tuple[str, previous_site.Stamp]] = {}
    if stands:
        known = previous_site.files_of_part(stands, LISTS)
        shared = previous_site.shared_key(stands.kept, output.site, output.lists)
    jobs = batches(((path, view, known.get(path)) for path, view in lists), LISTS_AT_A_TIME)
    work = partial(_write_lists, output, shared)
    return list(chain.from_iterable(map_ordered(crew.executor, work, jobs, crew.number)))


_List = tuple[str, BrowseView, tuple[str, previous_site.Stamp] | None]
"""The path of a browse page, what is on it, and how the one that stands is known."""


def _write_lists(output: Output, shared: str, lists: Sequence[_List]) -> list[tuple[str, str]]:
    written = []
    for path, view, known in lists:
        key = cache.value_key(shared, view)
        stamps = [known[1]] if known and known[0] == key else []
        if not (stamps and output.previous and previous_site.take(output.previous, stamps)):
            html = output.lists[path.count("/")].cast(list_slots(view, output.site.name))
            write(output.folder, path, html.encode("utf-8", "xmlcharrefreplace"))
        written.append((path, key))
    return written


def write_feeds(gathered: AnalyzedCorpus, folder: Path, site: Site, paths: Sequence[str]) -> None:
    """Write the feed, the sitemap of `paths` and all documents, and robots.txt."""
    write(folder, FEED, atom(gathered.corpus, site))
    documents = [d.href for d in gathered.corpus.documents]
    documents += [family_path(family) for family, _ in gathered.corpus.families()]
    for name, data in sitemaps([*paths, *documents], site):
        write(folder, name, data)
    write(folder, "robots.txt", robots(site))

"""The first pass over a corpus, in workers: files → documents (spooled) + summaries (in memory).

Batches share nothing; their results come back in order, so the number of workers changes nothing.
What only the whole corpus can say is inferred at the end, from the summaries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pressmark.build import fingerprints
from pressmark.build.describe_batch import BATCH, FILES, Batch, Job, describe_batch, free_memory
from pressmark.build.fingerprints import Fingerprints
from pressmark.corpus.read import Inventory
from pressmark.corpus.settings import Collection
from pressmark.describe import language_model
from pressmark.errors import Problem
from pressmark.relate.corpus import Corpus, ordered_corpus
from pressmark.relate.families import families
from pressmark.relate.inferred import InferredFields, infer_fields, summary_with_inferred
from pressmark.relate.terms import Terms
from pressmark.runtime.cache import Cache, key_of, open_cache
from pressmark.runtime.spool import Location
from pressmark.runtime.workers import (
    IN_PROCESS,
    WorkerPool,
    WorkerSettings,
    content_defined_batches,
    map_ordered,
    open_pool,
)

Progress = Callable[[str, int, int], None]
"""Called with (what is done, number of documents done, number in all)."""

ANALYSIS = "corpus.analysis"
"""Cache: key of the corpus, and its analysis in brief."""
BATCHES = "corpus.batches"
"""Cache: version of the cache, and last path of each batch → key of the batch."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """A `Progress` that shows nothing."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """What only the second pass needs."""

    locations: Mapping[str, Location]
    """Id → where the document lies, in order of path."""
    terms: tuple[Terms, ...]
    """Their words, in the same order."""


@dataclass(frozen=True, slots=True)
class AnalyzedCorpus:
    """The corpus after the first pass."""

    corpus: Corpus
    inferred: Mapping[str, InferredFields]
    """Id → fields inferred from the other documents; of documents that have some."""
    keys: Mapping[str, str]
    """Id → key of the document, in order of path."""
    held: Mapping[str, str]
    """Path → why the file isn't published."""
    ignored: Mapping[str, int]
    """Ending → number of files that are no texts by their name."""
    problems: tuple[Problem, ...]
    spooled: Spooled | None
    """None if nothing has changed since the last build, so that nothing had to be read."""
    times: Mapping[str, float]
    """Stage → seconds, added up over all workers."""
    corrupt: int = 0
    """Batches whose cache couldn't be used."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What the cache says of the files of an inventory, before any of them is read."""

    cache: Cache
    inventory: Inventory
    fingerprints: Fingerprints
    keys: Mapping[str, str | None]
    """Path of an item → its cache key; None if it has to be read."""

    def corpus_key(self, keys: Mapping[str, str | None]) -> str:
        """Cache key of the analysis, with the `keys` of all items."""
        inventory = self.inventory
        rest = (
            inventory.problems,
            sorted(inventory.held.items()),
            sorted(inventory.ignored.items()),
        )
        return key_of(*(str(keys[item.path]) for item in inventory.items), repr(rest))


def find_changes(inventory: Inventory, cache: Cache) -> Changes:
    """Compare the stats of the files with the fingerprints of the last build."""
    prints, root = fingerprints.load(cache), inventory.root
    keys = {i.path: fingerprints.item_key(cache, root, i, prints) for i in inventory.items}
    return Changes(cache, inventory, prints, keys)


def load_if_unchanged(changes: Changes) -> AnalyzedCorpus | None:
    """The analysis of the last build, without `spooled`, if nothing has changed since."""
    if None in changes.keys.values():
        return None
    entry, _ = changes.cache.get(ANALYSIS)
    if entry is None or entry[0] != changes.corpus_key(changes.keys):
        return None
    documents, inferred, keys, held, ignored, problems = entry[1]
    return AnalyzedCorpus(
        Corpus(documents), inferred, keys, held, ignored, problems, spooled=None, times={}
    )


def analyze_corpus(
    changes: Changes,
    collection: Collection,
    pool: WorkerPool = IN_PROCESS,
    progress: Progress = no_progress,
) -> AnalyzedCorpus:
    """Read and describe every file, and infer what only the whole collection can say. Documents are
    spooled to files of the cache.
    """
    cache, inventory = changes.cache, changes.inventory
    parts = content_defined_batches(inventory.items, lambda item: item.path)
    kept, _ = cache.get(BATCHES)
    previous = kept[1] if kept and kept[0] == cache.version else {}
    jobs = (
        Job(items, [changes.keys[i.path] for i in items], previous.get(items[-1].path, ""))
        for items in parts
    )
    work = partial(describe_batch, cache, inventory.root, collection)
    corrupt = 0
    # Workers that are forked after the first batch share what it has loaded: models, tables.
    if None in changes.keys.values():
        corrupt += language_model.prepare(cache)
    batches: list[Batch] = []
    done = 0
    first = map(work, islice(jobs, 1))
    for batch in chain(first, map_ordered(pool.executor, work, jobs, pool.number)):
        batches.append(batch)
        done += len(batch.keys)
        progress("read", done, len(inventory.items))
        corrupt += batch.corrupt
    if pool.executor:
        free_memory()
    ends = {items[-1].path: batch.key for items, batch in zip(parts, batches, strict=True)}
    cache.put(BATCHES, (cache.version, ends))
    endings = (*FILES, BATCH)
    cache.evict(endings, {key + ending for key in ends.values() for ending in endings})
    _save_fingerprints(changes, batches)
    analyzed = _related(inventory, collection, batches, corrupt)
    _save_analysis(changes, batches, analyzed)
    return analyzed


def _save_fingerprints(changes: Changes, batches: Sequence[Batch]) -> None:
    """Keep those of all files that are still there."""
    read = {path: print_ for batch in batches for path, print_ in batch.fingerprints.items()}
    if read:
        paths = {path for item in changes.inventory.items for path in fingerprints.files(item)}
        prints = changes.fingerprints | read
        fingerprints.save(changes.cache, {p: f for p, f in prints.items() if p in paths})


def _related(
    inventory: Inventory, collection: Collection, batches: Sequence[Batch], corrupt: int
) -> AnalyzedCorpus:
    """Infer what only the whole collection can say."""
    summaries = [summary for batch in batches for summary in batch.summaries]
    locations = [location for batch in batches for location in batch.locations]
    keys = {path: key for batch in batches for path, key in batch.keys.items()}
    outcomes = [outcome for batch in batches for outcome in batch.outcomes]
    held = dict(inventory.held) | {path: reason for path, reason, _ in outcomes if reason}
    problems = [*inventory.problems, *(p for _, _, problems in outcomes for p in problems)]
    family_of = families(summaries, [batch.sketches for batch in batches])
    inferred = infer_fields(summaries, collection.rules)
    return AnalyzedCorpus(
        ordered_corpus(
            summary_with_inferred(s, inferred.get(s.id), family_of.get(s.id)) for s in summaries
        ),
        inferred,
        {summary.id: keys[summary.path] for summary in summaries},
        held,
        inventory.ignored,
        tuple(sorted(problems)),
        Spooled(
            {s.id: location for s, location in zip(summaries, locations, strict=True)},
            tuple(batch.terms for batch in batches),
        ),
        sum((batch.times for batch in batches), Counter()),
        corrupt,
    )


def _save_analysis(changes: Changes, batches: Sequence[Batch], analyzed: AnalyzedCorpus) -> None:
    """Keep what `load_if_unchanged` returns."""
    keys = {path: key for batch in batches for path, key in batch.keys.items()}
    brief = (
        analyzed.corpus.documents,
        analyzed.inferred,
        analyzed.keys,
        analyzed.held,
        analyzed.ignored,
        analyzed.problems,
    )
    changes.cache.put(ANALYSIS, (changes.corpus_key(keys), brief))


@contextmanager
def analyzed_once(
    inventory: Inventory, collection: Collection, settings: WorkerSettings
) -> Iterator[tuple[AnalyzedCorpus, WorkerPool, Path]]:
    """An analysis of which nothing is kept: with the workers that have made it, and a folder for
    temporary files.
    """
    with (
        TemporaryDirectory(prefix="pressmark-") as temporary,
        open_pool(settings, len(inventory.items)) as pool,
    ):
        folder = Path(temporary)
        changes = find_changes(inventory, open_cache(folder / "cache", collection))
        yield analyze_corpus(changes, collection, pool), pool, folder

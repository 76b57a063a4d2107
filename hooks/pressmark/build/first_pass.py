"""The first pass over a corpus, in workers: files → documents (kept on disk) + facts (in memory).

Batches share nothing; their results come back in order, so the number of workers changes nothing.
What only the whole corpus can say is found at the end, from the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from pressmark.build import fingerprints
from pressmark.build.describe_batch import Job, describe_files, forget, remembered
from pressmark.build.fingerprints import Fingerprints
from pressmark.corpus.read import Inventory
from pressmark.corpus.settings import Collection
from pressmark.describe import language_model
from pressmark.errors import Problem
from pressmark.relate.corpus import Corpus, ordered_corpus
from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.families import families
from pressmark.relate.inferred import InferredFields, infer_fields, summary_with_inferred
from pressmark.relate.sketch import Sketches
from pressmark.relate.terms import Terms
from pressmark.runtime import cache, spool
from pressmark.runtime.cache import Cache
from pressmark.runtime.workers import IN_PROCESS, WorkerPool, content_defined_batches, map_ordered

Progress = Callable[[str, int, int], None]
"""Told of (what is done, how many are done, how many there are)."""


GATHERED = "corpus.gathered"
"""The file that has what was gathered in the last build."""
BATCHES = "corpus.batches"
"""The file that says what each batch of the last build is kept by: its last file's path → that."""


def unseen(_what: str, _done: int, _total: int) -> None:
    """The `Progress` of who doesn't watch."""


@dataclass(frozen=True, slots=True)
class AnalyzedCorpus:
    """A corpus after the first pass."""

    corpus: Corpus
    added: Mapping[str, InferredFields]
    """Id → what the others add to a document, where they do."""
    places: Mapping[str, spool.Location]
    """Id → where the document waits; in order of path."""
    keys: Mapping[str, str]
    """Id → what the document is known by, where documents are kept."""
    terms: tuple[Terms, ...]
    """Their words, in the same order."""
    problems: tuple[Problem, ...]
    held: Mapping[str, str]
    """Path → why it isn't published."""
    times: Mapping[str, float]
    """Stage → seconds, added up over all workers."""
    ignored: Mapping[str, int]
    """Ending → number of files that are no texts by their name."""
    spoilt: int = 0
    """Batches whose cache couldn't be used."""
    brief: bool = False
    """Whether `places` and `terms` are left out, which only the second pass needs."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a corpus before any of its files is read."""

    kept: Cache
    fingerprints: Fingerprints
    keys: Mapping[str, str | None]
    """Path of an item → what it is known by; None for one that has to be read."""


def find_changes(inventory: Inventory, kept: Cache) -> Known:
    """What the builds before have kept of the files of an inventory."""
    prints, root = fingerprints.recall(kept), inventory.root
    keys = {i.path: fingerprints.item_key(kept, root, i, prints) for i in inventory.items}
    return Known(kept, prints, keys)


def load_if_unchanged(inventory: Inventory, known: Known) -> AnalyzedCorpus | None:
    """What was gathered in the last build, in brief, if nothing has changed since."""
    if None in known.keys.values():
        return None
    found, _ = cache.recall(known.kept.folder / GATHERED)
    if found is None or found[0] != _whole(inventory, known.keys):
        return None
    documents, added, own, problems, held, ignored = found[1]
    return AnalyzedCorpus(
        Corpus(documents), added, {}, own, (), problems, held, {}, ignored, brief=True
    )


def analyze_corpus(
    inventory: Inventory,
    collection: Collection,
    spool_dir: Path,
    crew: WorkerPool = IN_PROCESS,
    progress: Progress = unseen,
    known: Known | None = None,
) -> AnalyzedCorpus:
    """Read and describe every file, and relate them; documents wait in `spool_dir`, or where
    they are kept from one build to the next.
    """
    kept = known.kept if known else None
    parts = content_defined_batches(inventory.items, lambda item: item.path)
    before = _batches_before(kept) if kept else {}
    jobs = (
        Job(
            items,
            spool_dir / f"{at:06d}",
            [known.keys[i.path] for i in items] if known else (),
            before.get(items[-1].path, ""),
        )
        for at, items in enumerate(parts)
    )
    read = Fingerprints()
    work = partial(remembered, kept) if kept else describe_files
    work = partial(work, inventory.root, collection)
    used: list[str] = []
    spoilt = 0
    facts: list[DocumentSummary] = []
    sketches: list[Sketches] = []
    terms: list[Terms] = []
    places: dict[str, spool.Location] = {}
    item_keys: dict[str, str] = {}
    problems = list(inventory.problems)
    held = dict(inventory.held)
    times: Counter[str] = Counter()
    # Workers that are forked after the first batch share what it has loaded: models, tables.
    if known and None in known.keys.values():
        spoilt += language_model.prepare(known.kept)
    first = map(work, islice(jobs, 1))
    for batch in chain(first, map_ordered(crew.executor, work, jobs, crew.number)):
        facts += batch.facts
        sketches.append(batch.sketches)
        terms.append(batch.terms)
        places |= {f.id: place for f, place in zip(batch.facts, batch.places, strict=True)}
        item_keys |= batch.keys
        for path, reason, wrong in batch.outcomes:
            problems += wrong
            if reason:
                held[path] = reason
        times.update(batch.times)
        read |= batch.fingerprints
        used.append(batch.key)
        spoilt += batch.spoilt
        progress("read", len(facts) + len(held), len(inventory.items))
    if known:
        ends = [items[-1].path for items in parts]
        names = dict(zip(ends, used, strict=True))
        cache.keep(known.kept.folder / BATCHES, (known.kept.maker, names))
        cache.prune(known.kept, set(used), (*cache.PARTS, cache.NOTE))
        if read:
            paths = {path for item in inventory.items for path in fingerprints.files(item)}
            prints = known.fingerprints | read
            fingerprints.keep(known.kept, {p: f for p, f in prints.items() if p in paths})
    if crew.executor:
        forget()
    family_of = families(facts, sketches)
    added = infer_fields(facts, collection.rules)
    gathered = AnalyzedCorpus(
        ordered_corpus(
            summary_with_inferred(f, added.get(f.id), family_of.get(f.id)) for f in facts
        ),
        added,
        places,
        {f.id: item_keys[f.path] for f in facts} if kept else {},
        tuple(terms),
        tuple(sorted(problems)),
        held,
        times,
        inventory.ignored,
        spoilt,
    )
    if kept and all(item_keys.values()):
        _keep(kept, _whole(inventory, item_keys), gathered)
    return gathered


def _batches_before(kept: Cache) -> dict[str, str]:
    """The last path of each batch of the last build → what it is kept by, if the same program has
    made it, with the same settings.
    """
    found, _ = cache.recall(kept.folder / BATCHES)
    return found[1] if found and found[0] == kept.maker else {}


def _whole(inventory: Inventory, keys: Mapping[str, str | None]) -> str:
    """What all that is gathered of an inventory is known by."""
    rest = (inventory.problems, sorted(inventory.held.items()), sorted(inventory.ignored.items()))
    return cache.key([*(str(keys[item.path]) for item in inventory.items), repr(rest)])


def _keep(kept: Cache, key: str, gathered: AnalyzedCorpus) -> None:
    """Keep what `as_before` gives."""
    values = (
        gathered.corpus.documents,
        gathered.added,
        gathered.keys,
        gathered.problems,
        gathered.held,
        gathered.ignored,
    )
    cache.keep(kept.folder / GATHERED, (key, values))

"""The first pass over a corpus, in workers: files → documents (kept on disk) + facts (in memory).

Batches share nothing; their results come back in order, so the number of workers changes nothing.
What only the whole corpus can say is found at the end, from the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np

from pressmark import cache, fingerprints, ledger, store
from pressmark.address import address
from pressmark.cache import Cache
from pressmark.clean.rules import BLANK_LINE
from pressmark.config import Collection
from pressmark.describe import language_model
from pressmark.document import FIELDS, Document
from pressmark.errors import Problem
from pressmark.fingerprints import Fingerprints
from pressmark.pipeline import Outcome, process
from pressmark.read import Inventory, Item
from pressmark.relate import shingles
from pressmark.relate.added import Added, additions, with_added
from pressmark.relate.corpus import Corpus, gather
from pressmark.relate.facts import Facts
from pressmark.relate.families import families
from pressmark.relate.shingles import word_hashes
from pressmark.relate.siblings import host_of
from pressmark.relate.sketch import BANDS, Sketches, sketch
from pressmark.relate.terms import Terms, Words
from pressmark.relate.terms import count as count_words
from pressmark.render.markup import plain_text
from pressmark.workers import ALONE, Crew, run, settled

Progress = Callable[[str, int, int], None]
"""Told of (what is done, how many are done, how many there are)."""


GATHERED = "corpus.gathered"
"""The file that has what was gathered in the last build."""


def unseen(_what: str, _done: int, _total: int) -> None:
    """The `Progress` of who doesn't watch."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A corpus after the first pass."""

    corpus: Corpus
    added: Mapping[str, Added]
    """Id → what the others add to a document, where they do."""
    places: Mapping[str, store.Place]
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
class _Batch:
    """What came of one batch of files."""

    facts: list[Facts]
    sketches: Sketches
    terms: Terms
    places: list[store.Place]
    outcomes: list[tuple[str, str | None, tuple[Problem, ...]]]
    times: Counter[str] = field(default_factory=Counter)
    key: str = ""
    """What it is kept by."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Path → what the file is known by; empty where it can't be."""
    spoilt: bool = False
    """Whether what was kept of it couldn't be used."""
    fingerprints: Fingerprints = field(default_factory=dict)
    """Of the files that had to be read for its key."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a corpus before any of its files is read."""

    kept: Cache
    fingerprints: Fingerprints
    keys: Mapping[str, str | None]
    """Path of an item → what it is known by; None for one that has to be read."""


def look_up(inventory: Inventory, kept: Cache) -> Known:
    """What the builds before have kept of the files of an inventory."""
    prints, root = fingerprints.recall(kept), inventory.root
    keys = {i.path: fingerprints.item_key(kept, root, i, prints) for i in inventory.items}
    return Known(kept, prints, keys)


def as_before(inventory: Inventory, known: Known) -> Gathered | None:
    """What was gathered in the last build, in brief, if nothing has changed since."""
    if None in known.keys.values():
        return None
    found, _ = cache.recall(known.kept.folder / GATHERED)
    if found is None or found[0] != _whole(inventory, known.keys):
        return None
    documents, added, own, problems, held, ignored = found[1]
    return Gathered(Corpus(documents), added, {}, own, (), problems, held, {}, ignored, brief=True)


def first_pass(
    inventory: Inventory,
    collection: Collection,
    spool: Path,
    crew: Crew = ALONE,
    progress: Progress = unseen,
    known: Known | None = None,
) -> Gathered:
    """Read and describe every file, and relate them; documents wait in the folder `spool`, or where
    they are kept from one build to the next.
    """
    kept = known.kept if known else None
    parts = settled(inventory.items, lambda item: item.path)
    jobs = (
        _Job(items, spool / f"{at:06d}", [known.keys[i.path] for i in items] if known else ())
        for at, items in enumerate(parts)
    )
    read = Fingerprints()
    work = partial(_remembered, kept) if kept else _gather
    work = partial(work, inventory.root, collection)
    used: set[str] = set()
    spoilt = 0
    facts: list[Facts] = []
    sketches: list[Sketches] = []
    terms: list[Terms] = []
    places: dict[str, store.Place] = {}
    item_keys: dict[str, str] = {}
    problems = list(inventory.problems)
    held = dict(inventory.held)
    times: Counter[str] = Counter()
    # Workers that are forked after the first batch share what it has loaded: models, tables.
    if known and None in known.keys.values():
        spoilt += language_model.prepare(known.kept)
    first = map(work, islice(jobs, 1))
    for batch in chain(first, run(crew.executor, work, jobs, crew.number)):
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
        used.add(batch.key)
        spoilt += batch.spoilt
        progress("read", len(facts) + len(held), len(inventory.items))
    if known:
        cache.prune(known.kept, used, (*cache.PARTS, cache.NOTE))
        if read:
            paths = {path for item in inventory.items for path in fingerprints.files(item)}
            prints = known.fingerprints | read
            fingerprints.keep(known.kept, {p: f for p, f in prints.items() if p in paths})
    if crew.executor:
        forget()
    family_of = families(facts, sketches)
    added = additions(facts, collection.rules)
    gathered = Gathered(
        gather(with_added(f, added.get(f.id), family_of.get(f.id)) for f in facts),
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


def forget() -> None:
    """Frees what this process has loaded for the first pass, when nothing is left of it."""
    language_model.forget()
    shingles.forget()


@dataclass(frozen=True, slots=True)
class _Job:
    """A batch of files to be described."""

    items: Sequence[Item]
    stem: Path
    """Where what is made of them goes, without its ending, where nothing is kept."""
    keys: Sequence[str | None] = ()
    """What each is known by, as far as that is known without reading it."""


def _whole(inventory: Inventory, keys: Mapping[str, str | None]) -> str:
    """What all that is gathered of an inventory is known by."""
    rest = (inventory.problems, sorted(inventory.held.items()), sorted(inventory.ignored.items()))
    return cache.key([*(str(keys[item.path]) for item in inventory.items), repr(rest)])


def _keep(kept: Cache, key: str, gathered: Gathered) -> None:
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


def _remembered(kept: Cache, root: Path, collection: Collection, job: _Job) -> _Batch:
    """A batch as it was kept, or made and kept."""
    keys, prints = list(job.keys), Fingerprints()
    for at, item in enumerate(job.items):
        if keys[at] is None:
            keys[at], read = fingerprints.read_item(kept, root, item)
            prints |= read
    name = cache.key(map(str, keys))
    stem = kept.folder / name
    made, spoilt = cache.load(stem)
    if made is not None:
        batch = _restored(stem, made)
    else:
        batch = replace(_gather(root, collection, replace(job, stem=stem)), spoilt=spoilt)
        # A file that was changed in between has been read as it is now, which its key doesn't say.
        now = [fingerprints.read_item(kept, root, item)[0] for item in job.items]
        if now == keys:
            cache.save(stem, _stored(batch))
        keys = [one if one == other else "" for one, other in zip(keys, now, strict=True)]
    known = dict(zip((item.path for item in job.items), map(str, keys), strict=True))
    return replace(batch, key=name, keys=known, fingerprints=prints)


def _stored(batch: _Batch) -> tuple[Any, ...]:
    """What there is to a batch besides its files, as plain values."""
    return (
        batch.facts,
        batch.sketches.counts.tobytes(),
        batch.sketches.keys.tobytes(),
        batch.terms.lengths.tobytes(),
        batch.terms.places,
        [(place.offset, place.size) for place in batch.places],
        batch.outcomes,
    )


def _restored(stem: Path, made: Sequence[Any]) -> _Batch:
    """The batch that `_stored` gave the values of; its files stand beside `stem`."""
    facts, counts, keys, lengths, number, places, outcomes = made
    file = str(stem.with_suffix(".documents"))
    return _Batch(
        list(map(_interned, facts)),
        Sketches(
            stem.with_suffix(".shingles"),
            np.frombuffer(counts, dtype=np.int64),
            np.frombuffer(keys, dtype=np.uint32).reshape(len(facts), BANDS),
        ),
        Terms(stem.with_suffix(".terms"), np.frombuffer(lengths, dtype=np.int64), number),
        [store.Place(file, offset, size) for offset, size in places],
        outcomes,
    )


def _interned(facts: Facts) -> Facts:
    """Names and hosts recur, and need to be held once."""
    if not facts.names and not facts.host:
        return facts
    return replace(facts, names=tuple(map(intern, facts.names)), host=intern(facts.host))


def _gather(root: Path, collection: Collection, job: _Job) -> _Batch:
    file = job.stem
    outcomes = [process(root, item, collection) for item in job.items]
    documents = [outcome.document for outcome in outcomes if outcome.document]
    times: Counter[str] = Counter()
    for outcome in outcomes:
        times.update(outcome.times)
    words = [_words(document) for document in documents]
    return _Batch(
        [facts_of(document) for document in documents],
        sketch([found.text for found in words], file.with_suffix(".shingles")),
        count_words(words, file.with_suffix(".terms")),
        store.put(file.with_suffix(".documents"), documents),
        [_report(outcome) for outcome in outcomes if outcome.problems],
        times,
    )


def _words(document: Document) -> Words:
    body = (block for block in document.blocks if block.fate.kind == "body")
    text = word_hashes(plain_text(body, document.markdown))
    record = document.record
    return Words(record.language, word_hashes(record.title or ""), text)


def _report(outcome: Outcome) -> tuple[str, str | None, tuple[Problem, ...]]:
    return outcome.path, outcome.held, outcome.problems


def facts_of(document: Document) -> Facts:
    """What the others may know of `document`."""
    r, source = document.record, document.source
    removed = Counter(
        fate.name
        for fate in ledger.fates(document).values()
        if fate.kind == "removed" and fate.name != BLANK_LINE
    )
    return Facts(
        id=source.id,
        path=source.path,
        address=address(source.id),
        label=r.label,
        titled=r.title is not None,
        date=r.date,
        publisher=r.publisher,
        place=r.place,
        language=r.language,
        tags=r.tags,
        description=r.description,
        rights=r.rights,
        words=r.words,
        encoding=document.decoding.encoding,
        sha256=source.sha256,
        removed=tuple(sorted(removed.items())),
        fields=tuple(name for name in FIELDS if getattr(r, name)),
        names=tuple(intern(name.key) for name in document.names),
        host=intern(host_of(r.url)),
        defaults=tuple(name for name, o in r.origins.items() if o.origin == "default"),
    )


def with_family(document: Document, family: str | None) -> Document:
    """`document` with what only the whole corpus knew."""
    return replace(document, record=replace(document.record, family=family))

"""The first pass over a corpus, in workers: files → documents (kept on disk) + facts (in memory).

Batches share nothing; their results come back in order, so the number of workers changes nothing.
What only the whole corpus can say is found at the end, from the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np

from pressmark import cache, ledger, store
from pressmark.address import address
from pressmark.cache import Cache
from pressmark.clean.rules import BLANK_LINE
from pressmark.config import Collection
from pressmark.document import FIELDS, Document
from pressmark.errors import Problem
from pressmark.pipeline import Outcome, process
from pressmark.read import Inventory, Item
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
    keys: tuple[str, ...] = ()
    """What each of its documents is known by."""
    spoilt: bool = False
    """Whether what was kept of it couldn't be used."""


def first_pass(
    inventory: Inventory,
    collection: Collection,
    spool: Path,
    crew: Crew = ALONE,
    progress: Progress = unseen,
    kept: Cache | None = None,
) -> Gathered:
    """Read and describe every file, and relate them; documents wait in the folder `spool`, or where
    they are `kept` from one build to the next.
    """
    parts = settled(inventory.items, lambda item: item.path)
    jobs = [(items, spool / f"{at:06d}") for at, items in enumerate(parts)]
    work = partial(_known, kept) if kept else _gather
    work = partial(work, inventory.root, collection)
    used: set[str] = set()
    spoilt = 0
    facts: list[Facts] = []
    sketches: list[Sketches] = []
    terms: list[Terms] = []
    places: dict[str, store.Place] = {}
    keys: dict[str, str] = {}
    problems = list(inventory.problems)
    held = dict(inventory.held)
    times: Counter[str] = Counter()
    for batch in run(crew.executor, work, jobs, crew.number):
        facts += batch.facts
        sketches.append(batch.sketches)
        terms.append(batch.terms)
        places |= {f.id: place for f, place in zip(batch.facts, batch.places, strict=True)}
        keys |= zip((f.id for f in batch.facts), batch.keys, strict=bool(kept))
        for path, reason, found in batch.outcomes:
            problems += found
            if reason:
                held[path] = reason
        times.update(batch.times)
        used.add(batch.key)
        spoilt += batch.spoilt
        progress("read", len(facts) + len(held), len(inventory.items))
    if kept:
        cache.prune(kept, used, (*cache.PARTS, cache.NOTE))
    family_of = families(facts, sketches)
    added = additions(facts, collection.rules)
    return Gathered(
        gather(with_added(f, added.get(f.id), family_of.get(f.id)) for f in facts),
        added,
        places,
        keys,
        tuple(terms),
        tuple(sorted(problems)),
        held,
        times,
        inventory.ignored,
        spoilt,
    )


Job = tuple[Sequence[Item], Path]
"""Files, and where what is made of them goes: a path without its ending."""


def _known(kept: Cache, root: Path, collection: Collection, job: Job) -> _Batch:
    """A batch as it was kept, or made and kept."""
    items, _ = job
    keys = [cache.item_key(kept, root, item) for item in items]
    name = cache.key(keys)
    stem = kept.folder / name
    made, spoilt = cache.load(stem)
    if made is not None:
        batch = _restored(stem, made)
    else:
        batch = replace(_gather(root, collection, (items, stem)), spoilt=spoilt)
        # A file that was changed in between has been read as it is now, which its key doesn't say.
        now = [cache.item_key(kept, root, item) for item in items]
        if now == keys:
            cache.save(stem, _stored(batch))
        keys = [one if one == other else "" for one, other in zip(keys, now, strict=True)]
    known = dict(zip((item.path for item in items), keys, strict=True))
    return replace(batch, key=name, keys=tuple(known[f.path] for f in batch.facts))


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


def _gather(root: Path, collection: Collection, job: Job) -> _Batch:
    items, file = job
    outcomes = [process(root, item, collection) for item in items]
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

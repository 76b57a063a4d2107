"""A batch of the first pass: its files described, or taken from what the last build kept of them.

    files → documents (kept on disk) + facts, sketches and words (in memory, or beside these)

Of a batch that has changed only those files are described whose keys are new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np

from pressmark import ledger
from pressmark.build import fingerprints
from pressmark.build.fingerprints import Fingerprints
from pressmark.corpus.read import Item
from pressmark.corpus.settings import Collection
from pressmark.describe import language_model
from pressmark.document import BLANK_LINE, FIELDS, Document
from pressmark.errors import Problem
from pressmark.pipeline import Outcome, process
from pressmark.relate import shingles
from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.publisher_inference import host_of
from pressmark.relate.shingles import word_hashes
from pressmark.relate.sketch import BANDS, Sketches, sketch
from pressmark.relate.terms import Terms, Words
from pressmark.relate.terms import count as count_words
from pressmark.render.markup import plain_text
from pressmark.runtime import cache, spool
from pressmark.runtime.cache import Cache
from pressmark.text.address import address

NONE: Mapping[str, Outcome] = {}
"""Of no file it is known."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch of files to be described."""

    items: Sequence[Item]
    stem: Path
    """Where what is made of them goes, without its ending, where nothing is kept."""
    keys: Sequence[str | None] = ()
    """What each is known by, as far as that is known without reading it."""
    before: str = ""
    """What the batch was kept by that ended with the same file in the last build."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of one batch of files."""

    facts: list[DocumentSummary]
    sketches: Sketches
    terms: Terms
    places: list[spool.Location]
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


def forget() -> None:
    """Frees what this process has loaded for the first pass, when nothing is left of it."""
    language_model.forget()
    shingles.forget()


def remembered(kept: Cache, root: Path, collection: Collection, job: Job) -> Batch:
    """A batch as it was kept, or made and kept."""
    keys, prints = list(job.keys), Fingerprints()
    for at, item in enumerate(job.items):
        if keys[at] is None:
            keys[at], read = fingerprints.read_item(kept, root, item)
            prints |= read
    name = cache.key(map(str, keys))
    known = dict(zip((item.path for item in job.items), map(str, keys), strict=True))
    stem = kept.folder / name
    made, spoilt = cache.load(stem)
    if made is not None:
        batch = _restored(stem, made)
    else:
        same, lost = _unchanged(kept.folder / job.before, known) if job.before else ({}, False)
        batch = describe_files(root, collection, replace(job, stem=stem), same)
        batch = replace(batch, spoilt=spoilt or lost)
        # A file that was changed in between has been read as it is now, which its key doesn't say.
        now = [
            key if item.path in same else fingerprints.read_item(kept, root, item)[0]
            for item, key in zip(job.items, keys, strict=True)
        ]
        if now == keys:
            cache.save(stem, _stored(batch, known))
        pairs = zip(known.items(), now, strict=True)
        known = {path: own if own == other else "" for (path, own), other in pairs}
    return replace(batch, key=name, keys=known, fingerprints=prints)


def _unchanged(stem: Path, keys: Mapping[str, str]) -> tuple[dict[str, Outcome], bool]:
    """What came of those files of the batch at `stem` that have the same keys now, by their paths;
    and whether the batch can't be used.
    """
    made, spoilt = cache.load(stem)
    if made is None:
        return {}, spoilt
    before = _restored(stem, made)
    problems = {path: wrong for path, _, wrong in before.outcomes}
    places = {f.path: place for f, place in zip(before.facts, before.places, strict=True)}
    same = {}
    for path, key in before.keys.items():
        if keys.get(path) == key:
            document = spool.get([places[path]])[0] if path in places else None
            same[path] = Outcome(path, document, problems.get(path, ()))
    return same, False


def _stored(batch: Batch, keys: Mapping[str, str]) -> tuple[Any, ...]:
    """What there is to a batch besides its files, as plain values."""
    return (
        batch.facts,
        batch.sketches.counts.tobytes(),
        batch.sketches.keys.tobytes(),
        batch.terms.lengths.tobytes(),
        batch.terms.places,
        [(place.offset, place.size) for place in batch.places],
        batch.outcomes,
        keys,
    )


def _restored(stem: Path, made: Sequence[Any]) -> Batch:
    """The batch that `_stored` gave the values of; its files stand beside `stem`."""
    facts, counts, keys, lengths, number, places, outcomes, known = made
    file = str(stem.with_suffix(".documents"))
    return Batch(
        list(map(_interned, facts)),
        Sketches(
            stem.with_suffix(".shingles"),
            np.frombuffer(counts, dtype=np.int64),
            np.frombuffer(keys, dtype=np.uint32).reshape(len(facts), BANDS),
        ),
        Terms(stem.with_suffix(".terms"), np.frombuffer(lengths, dtype=np.int64), number),
        [spool.Location(file, offset, size) for offset, size in places],
        outcomes,
        keys=known,
    )


def _interned(facts: DocumentSummary) -> DocumentSummary:
    """Names and hosts recur, and need to be held once."""
    if not facts.names and not facts.host:
        return facts
    return replace(facts, names=tuple(map(intern, facts.names)), host=intern(facts.host))


def describe_files(
    root: Path, collection: Collection, job: Job, same: Mapping[str, Outcome] = NONE
) -> Batch:
    """Describe the files of a batch but those of which it is known what came of them."""
    file = job.stem
    outcomes = [same.get(item.path) or process(root, item, collection) for item in job.items]
    published = [(o.document, o.text) for o in outcomes if o.document]
    documents = [document for document, _ in published]
    times: Counter[str] = Counter()
    for outcome in outcomes:
        times.update(outcome.times)
    words = [_words(document, text) for document, text in published]
    return Batch(
        [facts_of(document) for document in documents],
        sketch([found.text for found in words], file.with_suffix(".shingles")),
        count_words(words, file.with_suffix(".terms")),
        spool.put(file.with_suffix(".documents"), documents),
        [_report(outcome) for outcome in outcomes if outcome.problems],
        times,
    )


def _words(document: Document, text: str | None) -> Words:
    if text is None:
        body = (block for block in document.blocks if block.fate.kind == "body")
        text = plain_text(body, document.markdown)
    record = document.record
    return Words(record.language, word_hashes(record.title or ""), word_hashes(text))


def _report(outcome: Outcome) -> tuple[str, str | None, tuple[Problem, ...]]:
    return outcome.path, outcome.held, outcome.problems


def facts_of(document: Document) -> DocumentSummary:
    """What the others may know of `document`."""
    r, source = document.record, document.source
    removed = Counter(
        fate.name
        for fate in ledger.fates(document).values()
        if fate.kind == "removed" and fate.name != BLANK_LINE
    )
    return DocumentSummary(
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

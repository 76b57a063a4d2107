"""A batch of the first pass: its files described, or what the last build has kept of them.

    files → documents (spooled to disk) + summaries, sketches and words (in memory, or beside)

Of a batch that has changed, only files with new keys are described.
"""

from __future__ import annotations

import uuid
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
from pressmark.relate.terms import DocumentWords, Terms, count_words
from pressmark.render.markup import plain_text
from pressmark.runtime import spool
from pressmark.runtime.cache import Cache, key_of
from pressmark.runtime.spool import Location
from pressmark.text.address import address

SHINGLES, TERMS, DOCUMENTS = FILES = (".shingles", ".terms", ".documents")
"""Endings of the files that a batch consists of."""
BATCH = ".batch"
"""Ending of the value that goes with them in the cache."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch of files to be described."""

    items: Sequence[Item]
    keys: Sequence[str | None]
    """Cache key of each item; None if its files must be read to know it."""
    previous: str = ""
    """Key of the last build's batch that ended with the same file."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of one batch of files."""

    summaries: list[DocumentSummary]
    sketches: Sketches
    terms: Terms
    locations: list[Location]
    outcomes: list[tuple[str, str | None, tuple[Problem, ...]]]
    """Path, why the file is held back, and its problems; of files with problems only."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Path → cache key of the document."""
    times: Counter[str] = field(default_factory=Counter)
    key: str = ""
    corrupt: bool = False
    """Whether kept work couldn't be used."""
    fingerprints: Fingerprints = field(default_factory=dict)
    """Of the files that had to be read to know their keys."""


def free_memory() -> None:
    """Free what this process has loaded for the first pass."""
    language_model.cache_clear()
    shingles.clear_memo()


def describe_batch(cache: Cache, root: Path, collection: Collection, job: Job) -> Batch:
    """The kept batch for these files, or a new one, which is kept."""
    keys, prints = list(job.keys), Fingerprints()
    for index, item in enumerate(job.items):
        if keys[index] is None:
            keys[index], read = fingerprints.read_item(cache, root, item)
            prints |= read
    name = key_of(*map(str, keys))
    document_keys = dict(zip((item.path for item in job.items), map(str, keys), strict=True))
    value, corrupt = cache.get_with_files(name, BATCH, FILES)
    if value is not None:
        batch = _restore(cache, name, value)
    else:
        reused, previous_corrupt = _unchanged(cache, job.previous, document_keys)
        batch = _describe(cache.folder / name, root, collection, job.items, reused)
        batch = replace(batch, keys=document_keys, corrupt=corrupt or previous_corrupt)
        now = [
            key if item.path in reused else fingerprints.read_item(cache, root, item)[0]
            for item, key in zip(job.items, keys, strict=True)
        ]
        if now == keys:
            cache.put_with_files(name, BATCH, FILES, _stored(batch))
        # A file that was edited meanwhile has been read as it is now, which its key doesn't say:
        # its document gets a key that no other build will ask for.
        changed = [item.path for item, a, b in zip(job.items, keys, now, strict=True) if a != b]
        batch = replace(batch, keys=document_keys | {path: uuid.uuid4().hex for path in changed})
    return replace(batch, key=name, fingerprints=prints)


def _unchanged(
    cache: Cache, previous: str, keys: Mapping[str, str]
) -> tuple[dict[str, Outcome], bool]:
    """Path → outcome of the files of the `previous` batch that have the same keys now; and whether
    that batch is corrupt.
    """
    value, corrupt = cache.get_with_files(previous, BATCH, FILES) if previous else (None, False)
    if value is None:
        return {}, corrupt
    batch = _restore(cache, previous, value)
    problems = {path: wrong for path, _, wrong in batch.outcomes}
    locations = {s.path: where for s, where in zip(batch.summaries, batch.locations, strict=True)}
    unchanged = {}
    for path, key in batch.keys.items():
        if keys.get(path) == key:
            document = spool.get([locations[path]])[0] if path in locations else None
            unchanged[path] = Outcome(path, document, problems.get(path, ()))
    return unchanged, False


def _stored(batch: Batch) -> tuple[Any, ...]:
    """A batch as plain values, besides its files."""
    return (
        batch.summaries,
        batch.sketches.counts.tobytes(),
        batch.sketches.keys.tobytes(),
        batch.terms.lengths.tobytes(),
        batch.terms.counters,
        [(location.offset, location.size) for location in batch.locations],
        batch.outcomes,
        batch.keys,
    )


def _restore(cache: Cache, name: str, value: Sequence[Any]) -> Batch:
    """The batch that `_stored` gave `value` of."""
    summaries, counts, bands, lengths, places, locations, outcomes, keys = value
    stem = cache.folder / name
    file = str(stem.with_suffix(DOCUMENTS))
    return Batch(
        list(map(_interned, summaries)),
        Sketches(
            stem.with_suffix(SHINGLES),
            np.frombuffer(counts, dtype=np.int64),
            np.frombuffer(bands, dtype=np.uint32).reshape(len(summaries), BANDS),
        ),
        Terms(stem.with_suffix(TERMS), np.frombuffer(lengths, dtype=np.int64), places),
        [Location(file, offset, size) for offset, size in locations],
        outcomes,
        keys,
    )


def _interned(summary: DocumentSummary) -> DocumentSummary:
    """Names and hosts recur, and need to be held once."""
    if not summary.names and not summary.host:
        return summary
    return replace(summary, names=tuple(map(intern, summary.names)), host=intern(summary.host))


def _describe(
    stem: Path,
    root: Path,
    collection: Collection,
    items: Sequence[Item],
    reused: Mapping[str, Outcome],
) -> Batch:
    """Describe the files of a batch, and write its files to `stem` + `FILES`."""
    outcomes = [reused.get(item.path) or process(root, item, collection) for item in items]
    published = [(o.document, o.text) for o in outcomes if o.document]
    documents = [document for document, _ in published]
    times: Counter[str] = Counter()
    for outcome in outcomes:
        times.update(outcome.times)
    words = [_words(document, text) for document, text in published]
    return Batch(
        [summary_of(document) for document in documents],
        sketch([each.text for each in words], stem.with_suffix(SHINGLES)),
        count_words(words, stem.with_suffix(TERMS)),
        spool.put(stem.with_suffix(DOCUMENTS), documents),
        [(o.path, o.held, o.problems) for o in outcomes if o.problems],
        times=times,
    )


def _words(document: Document, text: str | None) -> DocumentWords:
    if text is None:
        body = (block for block in document.blocks if block.fate.kind == "body")
        text = plain_text(body, document.markdown)
    record = document.record
    return DocumentWords(record.language, word_hashes(record.title or ""), word_hashes(text))


def summary_of(document: Document) -> DocumentSummary:
    """What the rest of the collection may know of `document`."""
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

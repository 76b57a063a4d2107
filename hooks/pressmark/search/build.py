"""Builds the whole index from a stream of documents, in bounded memory.

The stream is read once. What has to wait for the end (words, until their final numbers are known)
waits in volumes, in temporary files; texts are written as they come.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pressmark.search import dictionary
from pressmark.search.characters import TEXT as CHARACTERS
from pressmark.search.chunks import Emit, Part, RecordChunks, script, squeeze
from pressmark.search.columns import Columns
from pressmark.search.entry import Entry
from pressmark.search.layout import FORMAT, STANDARD, TITLE_SPACE, Layout
from pressmark.search.pack import Ints, gaps
from pressmark.search.postings import Rows, class_records, position_records, ranges, weighted
from pressmark.search.runs import CODE_BITS, Run, Spool
from pressmark.search.texts import Texts
from pressmark.search.tokens import DocTokens
from pressmark.search.vocabulary import Numbering, Vocabulary, number, order


@dataclass(frozen=True, slots=True)
class Built:
    """What was built."""

    documents: int
    words: int
    """Distinct words."""
    files: int
    bytes: int
    """Of all files, as written."""


def build(
    documents: Iterable[tuple[Entry, DocTokens]],
    emit: Emit,
    *,
    layout: Layout = STANDARD,
    directory: Path | None = None,
) -> Built:
    """Writes the index of `documents`, which come in the order of their numbers (by date).

    `emit` is handed each file once: its name below the index's folder, and its bytes; `root.js`
    comes last. Temporary files go to `directory`, or where the system keeps them.
    """
    files = size = 0

    def counted(name: str, data: bytes) -> None:
        nonlocal files, size
        files += 1
        size += len(data)
        emit(name, data)

    with tempfile.TemporaryDirectory(dir=directory, prefix="pressmark-") as temporary:
        place = Path(temporary)
        vocabulary, columns, spool = Vocabulary(), Columns(), Spool(place, layout.volume)
        texts = Texts(counted, layout, temporary)
        lengths: list[int] = []
        for entry, tokens in documents:
            ids = np.frombuffer(tokens.ids, dtype="<u4")
            spool.add(vocabulary.forms(tokens)[ids], tokens.title)
            lengths.append(len(ids))
            columns.add(entry)
            texts.add(entry)
        texts.close()
        numbering = number(vocabulary)
        del vocabulary
        corpus = _Corpus(
            spool.runs(numbering), numbering, np.array(lengths, dtype=np.int64), layout.volume
        )
        root: dict[str, Any] = {"format": FORMAT, "documents": columns.count}
        root["span"] = columns.span
        root["titleSpace"] = TITLE_SPACE
        with Part("w", temporary) as part:
            root["words"] = _write_words(corpus, part, layout)
            root["words"]["folder"] = part.emit(counted)
        with Part("c", temporary) as part:
            where = columns.write(part, layout)
            root["columns"] = {"in": where, "folder": part.emit(counted)}
        root["texts"] = texts.volumes
        body = json.dumps(root, ensure_ascii=False, separators=(",", ":"))
        body = f'{body[:-1]},"characters":{CHARACTERS.replace(chr(10), "")}}}'
        counted("root.js", script("root", *squeeze(body.encode())))
    return Built(columns.count, len(set(numbering.words)), files, size)


@dataclass(frozen=True, slots=True)
class _Corpus:
    """All that the words part is made from."""

    runs: list[Run]
    numbering: Numbering
    lengths: Ints
    """Words of each document."""
    volume: int
    """Postings or positions that are worked on at a time."""

    @property
    def average(self) -> float:
        return float(self.lengths.mean()) if len(self.lengths) else 0.0


def _write_words(corpus: _Corpus, part: Part, layout: Layout) -> dict[str, Any]:
    postings = RecordChunks(part, "p", layout.postings)
    forms = RecordChunks(part, "f", layout.forms)
    positions = RecordChunks(part, "x", layout.positions)
    numbering = corpus.numbering
    keys = _gram_keys(corpus.runs)
    names = _gram_names(keys, numbering)
    held = [
        *_postings(corpus, postings, forms),
        *_gram_postings(corpus, keys, names, postings, forms),
    ]
    in_documents = np.concatenate(held) if held else np.empty(0, dtype=np.int64)
    _positions(corpus, positions)
    _gram_positions(corpus, keys, positions)
    for chunks in (postings, forms, positions):
        chunks.close()
    counts = in_documents.tolist()
    first_gram = len(numbering.words)
    classes = len(numbering.stop)
    grams = (
        (name, 0, [(classes + place, counts[first_gram + place], True)])
        for place, name in enumerate(names)
    )
    return {
        "dictionary": dictionary.write(part, "d", _entries(numbering, counts), layout.dictionary),
        "grams": dictionary.write(part, "g", grams, layout.dictionary),
        "postings": gaps(postings.starts),
        "forms": gaps(forms.starts),
        "positions": gaps(positions.starts),
    }


def _entries(
    numbering: Numbering, counts: list[int]
) -> Iterator[tuple[str, int, dictionary.Links]]:
    """Dictionary entries in order; a word has a link for each form (one a language)."""
    words = numbering.words
    class_of, stop = numbering.class_of.tolist(), numbering.stop.tolist()
    linked: dict[str, dictionary.Links] = {}
    for form, word in enumerate(words):
        cls = class_of[form]
        linked.setdefault(word, []).append((cls, counts[form], stop[cls]))
    for word in sorted(linked, key=order):
        yield word, numbering.common.get(word, 0), linked[word]


def _postings(corpus: _Corpus, postings: RecordChunks, forms: RecordChunks) -> Iterator[Ints]:
    """Writes the records of all classes; yields how many documents each form is in."""
    numbering, runs = corpus.numbering, corpus.runs
    total = len(numbering.words)
    sizes = sum((np.bincount(run.form, minlength=total) for run in runs), np.zeros(total, np.int64))
    for first, last in ranges(sizes, corpus.volume, numbering.class_of):
        parts = [(run, *np.searchsorted(run.form, (first, last)).tolist()) for run in runs]
        form = np.concatenate([run.form[a:b] for run, a, b in parts]).astype(np.int64)
        doc = np.concatenate([run.doc[a:b] for run, a, b in parts]).astype(np.int64)
        weight = np.concatenate([weighted(run.body[a:b], run.title[a:b]) for run, a, b in parts])
        by_form = np.argsort(form, kind="stable")
        class_of = numbering.class_of[first:last]
        records, lists, held = class_records(
            Rows(first, last, form[by_form], doc[by_form], weight[by_form]),
            class_of,
            numbering.words[first:last],
            numbering.stop[class_of[0] : class_of[-1] + 1],
            corpus.lengths,
            corpus.average,
        )
        postings.add(records)
        forms.add(lists)
        yield held


def _positions(corpus: _Corpus, positions: RecordChunks) -> None:
    runs, total = corpus.runs, len(corpus.numbering.words)
    sizes = sum(
        (np.bincount(run.at_form, minlength=total) for run in runs), np.zeros(total, np.int64)
    )
    for first, last in ranges(sizes, corpus.volume // 2):
        parts = [(run, *np.searchsorted(run.at_form, (first, last)).tolist()) for run in runs]
        form = np.concatenate([run.at_form[a:b] for run, a, b in parts]).astype(np.int64)
        doc = np.concatenate([run.at_doc[a:b] for run, a, b in parts]).astype(np.int64)
        at = np.concatenate([run.at[a:b] for run, a, b in parts]).astype(np.int64)
        near = np.concatenate([run.near[a:b] for run, a, b in parts])
        by_form = np.argsort(form, kind="stable")
        positions.add(
            position_records(first, last, form[by_form], doc[by_form], at[by_form], near[by_form])
        )


def _gram_keys(runs: list[Run]) -> Ints:
    keys = [np.unique(run.gram) for run in runs]
    return np.unique(np.concatenate(keys)) if keys else np.empty(0, dtype=np.int64)


def _gram_names(keys: Ints, numbering: Numbering) -> list[str]:
    words = ["", *numbering.common]
    mask = (1 << CODE_BITS) - 1
    return [
        " ".join(
            filter(None, (words[k >> 2 * CODE_BITS], words[k >> CODE_BITS & mask], words[k & mask]))
        )
        for k in keys.tolist()
    ]


def _gram_postings(
    corpus: _Corpus, keys: Ints, names: list[str], postings: RecordChunks, forms: RecordChunks
) -> Iterator[Ints]:
    """The same for the grams, whose forms and classes are numbered after those of the words."""
    runs = corpus.runs
    sizes = np.zeros(len(keys), dtype=np.int64)
    for run in runs:
        sizes += np.bincount(np.searchsorted(keys, run.gram), minlength=len(keys))
    for first, last in ranges(sizes, corpus.volume):
        wanted = (keys[first], keys[last - 1] + 1)
        parts = [(run, *np.searchsorted(run.gram, wanted).tolist()) for run in runs]
        gram = np.searchsorted(keys, np.concatenate([run.gram[a:b] for run, a, b in parts]))
        doc = np.concatenate([run.gram_doc[a:b] for run, a, b in parts]).astype(np.int64)
        by_gram = np.argsort(gram, kind="stable")
        records, lists, held = class_records(
            Rows(
                first,
                last,
                gram[by_gram],
                doc[by_gram],
                np.ones(len(doc), dtype=np.int64),
                before=len(corpus.numbering.words),
            ),
            np.arange(first, last),
            names[first:last],
            np.ones(last - first, dtype=bool),
            corpus.lengths,
            corpus.average,
        )
        postings.add(records)
        forms.add(lists)
        yield held


def _gram_positions(corpus: _Corpus, keys: Ints, positions: RecordChunks) -> None:
    runs = corpus.runs
    sizes = np.zeros(len(keys), dtype=np.int64)
    for run in runs:
        sizes += np.bincount(np.searchsorted(keys, run.triple), minlength=len(keys))
    for first, last in ranges(sizes, corpus.volume):
        wanted = (keys[first], keys[last - 1] + 1)
        parts = [(run, *np.searchsorted(run.triple, wanted).tolist()) for run in runs]
        gram = np.searchsorted(keys, np.concatenate([run.triple[a:b] for run, a, b in parts]))
        doc = np.concatenate([run.triple_doc[a:b] for run, a, b in parts]).astype(np.int64)
        at = np.concatenate([run.triple_at[a:b] for run, a, b in parts]).astype(np.int64)
        by_gram = np.argsort(gram, kind="stable")
        positions.add(position_records(first, last, gram[by_gram], doc[by_gram], at[by_gram], None))

"""Builds the whole index from a stream of prepared batches, in bounded memory.

The stream is read once. What has to wait for the end (words, until their final numbers are known)
waits in volumes, in temporary files; texts are written as they come. Volumes are sorted, and spans
of words written, by jobs that share nothing, in any number of processes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import numpy as np

from pressmark.runtime.arrays import Ints
from pressmark.runtime.workers import IN_PROCESS, WorkerPool, map_ordered
from pressmark.search import dictionary
from pressmark.search.affixes import affixes
from pressmark.search.chunks import Files, digest, squeeze
from pressmark.search.columns import Columns
from pressmark.search.encoding import gaps
from pressmark.search.form_ranges import Shelf, Span, Written, write_span
from pressmark.search.parameters import FORMAT, STANDARD, TITLE_SPACE, Parameters
from pressmark.search.postings import ranges
from pressmark.search.prepare import Prepared
from pressmark.search.texts import Texts
from pressmark.search.vocabulary import Numbering, Vocabulary, in_order, number
from pressmark.search.volumes import (
    KEYS,
    STARTS,
    Spool,
    gram_name,
    load,
    save_numbering,
    sort_volume,
)
from pressmark.text import characters
from pressmark.text.characters import TEXT as CHARACTERS


@dataclass(frozen=True, slots=True)
class Built:
    """What was built."""

    documents: int
    words: int
    """Distinct words."""
    files: int
    bytes: int
    """Of all files, as written."""
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The part of an index that is made of the documents' words: a folder of files, which has the
    same name wherever these are the same.
    """

    folder: str
    root: dict[str, Any]
    """What `root.js` says of it."""
    words: int
    """Distinct ones."""


Reuse = Callable[[str, Callable[[], Lexicon]], Lexicon]
"""Gives the lexicon in the folder of this name, its files in place: one that is kept, or else what
the function makes.
"""


def make_anew(_folder: str, make: Callable[[], Lexicon]) -> Lexicon:
    """A `Reuse` that keeps nothing."""
    return make()


@dataclass(frozen=True, slots=True)
class PreviousIndex:
    """What the last build has left of the index."""

    folder: Path | None = None
    """Its folder: files with the same bytes are linked."""
    reuse: Reuse = make_anew


NO_INDEX = PreviousIndex()


def build(
    batches: Iterable[Prepared],
    folder: Path,
    *,
    layout: Parameters = STANDARD,
    directory: Path | None = None,
    crew: WorkerPool = IN_PROCESS,
    previous: PreviousIndex = NO_INDEX,
) -> Built:
    """Writes the index of the documents in `batches`, which come in the order of their numbers (by
    date), into `folder`; `root.js` comes last.

    Temporary files go to `directory`, or where the system keeps them. The files don't depend on
    how many are in the crew, nor on the batches' sizes but for the texts'. Files that have the same
    bytes in the index `previous` are linked.
    """
    files = Files(folder, [], previous.folder)
    with tempfile.TemporaryDirectory(dir=directory, prefix="pressmark-") as temporary:
        place = Path(temporary)
        vocabulary, columns = Vocabulary(), Columns()
        unnumbered = [vocabulary]
        spool, texts = Spool(place, layout.volume), Texts(files, layout)
        digests = [_recipe()]
        for batch in batches:
            tokens = batch.tokens
            spool.add(vocabulary.numbers(tokens), tokens.lengths, tokens.titles)
            for row in batch.rows:
                columns.add(row)
            texts.add(batch.groups)
            digests += batch.digests
        texts.close()
        spool.close()
        words = f"w.{digest(digests)}"

        def make() -> Lexicon:
            # Not held here any longer: it is large, and of no use once words have numbers.
            numbering = number(unnumbered.pop(), layout)
            save_numbering(place, numbering)
            runs = tuple(map_ordered(crew.executor, sort_volume, spool.volumes, crew.number))
            lengths = [np.empty(0, dtype=np.int32), *(load(each, "measured") for each in runs)]
            np.save(place / "lengths.npy", np.concatenate(lengths))
            shelf = Shelf(runs, folder, words, layout, place / "lengths.npy")
            root = _write_words(shelf, numbering, files, crew)
            return Lexicon(words, root, len(set(numbering.words)))

        del vocabulary
        lexicon = previous.reuse(words, make)
        root: dict[str, Any] = {"format": FORMAT, "documents": columns.count}
        root["span"] = columns.span
        root["titleSpace"] = TITLE_SPACE
        root["words"] = {"folder": words} | lexicon.root
        root["columns"] = columns.write(files, layout)
        root["texts"] = texts.volumes
        body = json.dumps(root, ensure_ascii=False, separators=(",", ":"))
        body = f'{body[:-1]},"characters":{CHARACTERS.replace(chr(10), "")}}}'
        files.put("root", squeeze(body.encode()))
    sizes = [path.stat().st_size for path in folder.rglob("*.js")]
    return Built(columns.count, lexicon.words, len(sizes), sum(sizes), lexicon)


@cache
def _recipe() -> bytes:
    """A digest of all, beside the documents, that decides what is written about their words: so
    that two files of one name never differ.
    """
    text = Path(characters.__file__).parent
    sources = sorted(Path(__file__).parent.glob("*.py"))
    sources += [text / name for name in ("characters.py", "stems.py", "words.py", "stop_words.txt")]
    parts = [path.read_bytes() for path in sources]
    parts += [CHARACTERS.encode(), f"PyStemmer {version('PyStemmer')}".encode()]
    return digest(parts).encode()


def _write_words(
    shelf: Shelf, numbering: Numbering, files: Files, crew: WorkerPool
) -> dict[str, Any]:
    keys = _grams(shelf.runs)
    common = ["", *numbering.common]
    grams = [gram_name(key, common) for key in keys[0].tolist()]
    spans = chain(_word_spans(shelf, numbering), _gram_spans(shelf, numbering, keys, grams))
    done = list(map_ordered(crew.executor, partial(write_span, shelf), spans, crew.number))
    for written in done:
        files.sizes.extend(written.sizes)
    held = np.concatenate([written.held for written in done] or [np.empty(0, dtype=np.int64)])

    def starts(of: Callable[[Written], list[int]]) -> list[int]:
        return gaps([first for written in done for first in of(written)])

    first_gram, classes = len(numbering.words), len(numbering.stop)
    gram_entries = dictionary.Entries(
        grams,
        codes=np.zeros(len(grams), dtype=np.int64),
        links=np.ones(len(grams), dtype=np.int64),
        classes=np.arange(classes, classes + len(grams)),
        held=held[first_gram:],
        stop=np.ones(len(grams), dtype=bool),
    )
    # Here and one after the other: sent to workers, all words would be held several times.
    gram_firsts = _write_dictionary(shelf, files, "g", gram_entries)
    del gram_entries, grams
    related = affixes(numbering)
    entries = _entries(numbering, held, related.stems)
    dictionary_firsts = _write_dictionary(shelf, files, "d", entries)
    return {
        "dictionary": dictionary_firsts,
        "affixes": related.rules,
        "grams": gram_firsts,
        "postings": starts(lambda written: written.postings),
        "forms": starts(lambda written: written.forms),
        "positions": starts(lambda written: written.positions),
    }


def _write_dictionary(
    shelf: Shelf, files: Files, kind: Literal["d", "g"], entries: dictionary.Entries
) -> list[str]:
    """Writes the dictionary of words or of grams in chunks. Gives the first word of each chunk."""
    target = {"d": shelf.layout.dictionary, "g": shelf.layout.grams}[kind]
    firsts: list[str] = []
    for first, data in dictionary.chunks(entries, target):
        files.put(f"{shelf.words}/{kind}{len(firsts)}", squeeze(data))
        firsts.append(first)
    return firsts


def _entries(numbering: Numbering, held: Ints, stems: dict[str, str]) -> dictionary.Entries:
    """The words in order; one has a link for each of its forms."""
    by_word = numbering.by_word
    names = [numbering.words[form] for form in by_word.tolist()]
    new = np.array([at == 0 or name != names[at - 1] for at, name in enumerate(names)], dtype=bool)
    first = np.flatnonzero(new)
    classes = numbering.class_of[by_word]
    words = [names[at] for at in first.tolist()] + list(stems)
    places = in_order(words)
    none = np.zeros(len(stems), dtype=np.int64)
    return dictionary.Entries(
        [words[place] for place in places],
        codes=np.concatenate((numbering.common_of[by_word][first], none))[places],
        links=np.concatenate((np.diff(first, append=len(names)), none))[places],
        classes=classes,
        held=held[by_word],
        stop=numbering.stop[classes],
        instead=stems,
    )


def _word_spans(shelf: Shelf, numbering: Numbering) -> Iterator[Span]:
    total = len(numbering.words)
    sizes = np.zeros(total, dtype=np.int64)
    for folder in shelf.runs:
        sizes += sum(np.diff(load(folder, name)) for name in STARTS)
    spans = list(ranges(sizes, shelf.layout.span, numbering.class_of))
    bounds = [0, *(last for _, last in spans)]
    rows, places = (
        _all_cuts((load(folder, name)[bounds] for folder in shelf.runs), len(spans))
        for name in STARTS
    )
    for at, (first, last) in enumerate(spans):
        class_of = numbering.class_of[first:last]
        yield Span(
            first,
            last,
            tuple(numbering.words[first:last]),
            class_of,
            numbering.stop[class_of[0] : class_of[-1] + 1],
            rows[:, at : at + 2],
            places[:, at : at + 2],
        )


def _grams(runs: Sequence[Path]) -> tuple[Ints, Ints]:
    """The keys of all grams, in order, and how many rows each has in all volumes."""
    keys = _all_keys(runs)
    rows = np.zeros(len(keys), dtype=np.int64)
    for folder in runs:
        own, counts = (load(folder, name) for name in KEYS)
        rows[np.searchsorted(keys, own)] += counts
    return keys, rows


def _all_keys(runs: Sequence[Path]) -> Ints:
    """The keys of all grams in order. Volumes have most of them in common, so that those of all
    volumes side by side would be many times as many.
    """
    if len(runs) <= 1:
        return load(runs[0], KEYS[0]) if runs else np.empty(0, np.int64)
    middle = len(runs) // 2
    return np.union1d(_all_keys(runs[:middle]), _all_keys(runs[middle:]))


def _gram_spans(
    shelf: Shelf, numbering: Numbering, grams: tuple[Ints, Ints], names: Sequence[str]
) -> Iterator[Span]:
    """Grams are forms and classes too, numbered after those of the words."""
    keys, counts = grams
    spans = list(ranges(counts, shelf.layout.span))
    bounds = keys[[first for first, _ in spans]]
    rows, places = (
        _all_cuts((_cuts(load(folder, name)["gram"], bounds) for folder in shelf.runs), len(spans))
        for name in ("grams", "triples")
    )
    forms, classes = len(numbering.words), len(numbering.stop)
    for at, (first, last) in enumerate(spans):
        yield Span(
            forms + first,
            forms + last,
            tuple(names[first:last]),
            np.arange(classes + first, classes + last),
            np.ones(last - first, dtype=bool),
            rows[:, at : at + 2],
            places[:, at : at + 2],
            keys[first:last],
        )


def _cuts(column: Ints, bounds: Ints) -> Ints:
    """Where a sorted column is cut by what parts begin with, and its end."""
    return np.append(np.searchsorted(column, bounds), len(column))


def _all_cuts(runs: Iterable[Ints], spans: int) -> Ints:
    """The cuts of all volumes, a row each."""
    return np.array([*runs], dtype=np.int64).reshape(-1, spans + 1)

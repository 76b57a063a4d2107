"""Builds the whole index from a stream of prepared batches, in bounded memory.

The stream is read once. Texts are written as they come; words wait in temporary files, the volumes,
until their final numbers are known. Jobs that share nothing then sort the volumes and write ranges
of forms, in any number of processes.
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

from pressmark.facets import SEARCH_ORDER
from pressmark.runtime.arrays import Ints
from pressmark.runtime.workers import IN_PROCESS, WorkerPool, map_ordered
from pressmark.search.affixes import affixes
from pressmark.search.chunks import Files, encode_chunk, folder_hash
from pressmark.search.columns import FILTERS, ColumnWriter
from pressmark.search.dictionary import DictionaryEntries, dictionary_chunks
from pressmark.search.encoding import gaps
from pressmark.search.form_ranges import (
    FormRange,
    IndexContext,
    WrittenRange,
    write_form_range,
)
from pressmark.search.parameters import FORMAT, NEIGHBOUR_WORDS, STANDARD, TITLE_SPACE, Parameters
from pressmark.search.postings import BITMAP, IMPACTS, TITLES, weight_ranges
from pressmark.search.prepare import Prepared
from pressmark.search.texts import TextWriter
from pressmark.search.vocabulary import Numbering, Vocabulary, number, sorted_indices
from pressmark.search.volumes import (
    KEYS,
    STARTS,
    VolumeWriter,
    gram_name,
    load,
    save_numbering,
    sort_volume,
)
from pressmark.text import characters
from pressmark.text.characters import TEXT as CHARACTERS
from pressmark.text.words import LONGEST


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The part of an index about the documents' words: a folder of files. Its name contains a hash
    of everything that they depend on, so folders with the same name have the same files.
    """

    folder: str
    manifest: dict[str, Any]
    """Its entry in `root.js`, without the folder."""
    words: int
    """Number of distinct words."""


@dataclass(frozen=True, slots=True)
class Built:
    """Figures of a built index, and its lexicon."""

    documents: int
    words: int
    """Number of distinct words."""
    files: int
    bytes: int
    """Size of all files."""
    lexicon: Lexicon


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
    parameters: Parameters = STANDARD,
    temp_dir: Path | None = None,
    pool: WorkerPool = IN_PROCESS,
    previous: PreviousIndex = NO_INDEX,
) -> Built:
    """Write the index of the documents in `batches` into `folder`, `root.js` last.

    Documents are numbered in the order of the batches, which has to be by date. Temporary files go
    to `temp_dir`, by default the system's. Files are the same for any number of workers; only those
    of the texts depend on how documents are batched. Files that `previous` has are linked.
    """
    files = Files(folder, previous.folder)
    with tempfile.TemporaryDirectory(dir=temp_dir, prefix="pressmark-") as temporary:
        spool = Path(temporary)
        vocabulary, columns = Vocabulary(), ColumnWriter()
        unnumbered = [vocabulary]
        volumes, texts = VolumeWriter(spool, parameters.volume), TextWriter(files, parameters)
        digests = [_recipe()]
        for batch in batches:
            tokens = batch.tokens
            volumes.add(vocabulary.numbers(tokens), tokens.lengths, tokens.titles)
            for row in batch.rows:
                columns.add(row)
            texts.add(batch.groups)
            digests += batch.digests
        texts.close()
        volumes.close()
        words_folder = f"w.{folder_hash(digests)}"

        def make() -> Lexicon:
            # Not held any longer than needed: the vocabulary is large.
            numbering = number(unnumbered.pop(), parameters)
            save_numbering(spool, numbering)
            sorted_volumes = _sort(volumes.volumes, spool / LENGTHS, pool)
            context = IndexContext(
                sorted_volumes, folder, words_folder, parameters, spool / LENGTHS
            )
            manifest = _write_words(context, numbering, files, pool)
            return Lexicon(words_folder, manifest, len(set(numbering.words)))

        del vocabulary
        lexicon = previous.reuse(words_folder, make)
        root = {
            "format": FORMAT,
            "documents": columns.count,
            "span": columns.span,
            "titleSpace": TITLE_SPACE,
            "parameters": PARAMETERS,
            "words": {"folder": words_folder} | lexicon.manifest,
            "columns": columns.write(files, parameters),
            "texts": texts.volumes,
        }
        files.put("root", encode_chunk(_root_json(root)))
    sizes = [path.stat().st_size for path in folder.rglob("*.js")]
    return Built(columns.count, lexicon.words, len(sizes), sum(sizes), lexicon)


LENGTHS = "lengths.npy"
"""Temporary file with the weighted length of each document."""

PARAMETERS = {
    "longestWord": LONGEST,
    "neighbours": NEIGHBOUR_WORDS,
    "flags": {"bitmap": BITMAP, "impacts": IMPACTS, "titles": TITLES},
    "facets": SEARCH_ORDER,
    "filters": FILTERS,
}
"""Parameters of the format that the engine reads from `root.js`."""


def _root_json(root: dict[str, Any]) -> bytes:
    """`root` as JSON, with the table of characters."""
    body = json.dumps(root, ensure_ascii=False, separators=(",", ":"))
    return f'{body[:-1]},"characters":{CHARACTERS.replace(chr(10), "")}}}'.encode()


@cache
def _recipe() -> bytes:
    """Digest of all code and data, apart from documents, that decides what the lexicon's files
    hold: so that two files with one name never differ.
    """
    text = Path(characters.__file__).parent
    sources = sorted(Path(__file__).parent.glob("*.py"))
    names = ("characters.py", "run_memo.py", "stems.py", "words.py", "stop_words.txt")
    sources += [text / name for name in names]
    parts = [path.read_bytes() for path in sources]
    parts += [CHARACTERS.encode(), f"PyStemmer {version('PyStemmer')}".encode()]
    return folder_hash(parts).encode()


def _sort(
    volumes: Sequence[tuple[Path, int]], lengths_file: Path, pool: WorkerPool
) -> tuple[Path, ...]:
    """Sort the volumes and write the lengths of all documents. Returns the volumes' folders."""
    folders = tuple(map_ordered(pool.executor, sort_volume, volumes, pool.number))
    lengths = [np.empty(0, dtype=np.int32), *(load(folder, "measured") for folder in folders)]
    np.save(lengths_file, np.concatenate(lengths))
    return folders


def _write_words(
    context: IndexContext, numbering: Numbering, files: Files, pool: WorkerPool
) -> dict[str, Any]:
    """Write the lexicon. Returns its `Lexicon.manifest`."""
    keys, rows = _grams(context.volumes)
    common = ["", *numbering.common]
    grams = [gram_name(key, common) for key in keys.tolist()]
    jobs = chain(
        _word_ranges(context, numbering), _gram_ranges(context, numbering, (keys, rows), grams)
    )
    work = partial(write_form_range, context)
    ranges = list(map_ordered(pool.executor, work, jobs, pool.number))
    frequencies = np.concatenate(
        [written.frequencies for written in ranges] or [np.empty(0, dtype=np.int64)]
    )

    def first_gaps(firsts_of: Callable[[WrittenRange], list[int]]) -> list[int]:
        return gaps(first for written in ranges for first in firsts_of(written))

    forms, classes = len(numbering.words), len(numbering.stop)
    gram_entries = DictionaryEntries(
        grams,
        codes=np.zeros(len(grams), dtype=np.int64),
        links=np.ones(len(grams), dtype=np.int64),
        classes=np.arange(classes, classes + len(grams)),
        frequencies=frequencies[forms:],
        stop=np.ones(len(grams), dtype=bool),
    )
    # In this process, one after the other: several would each hold all words.
    gram_firsts = _write_dictionary(context, files, "g", gram_entries)
    del gram_entries, grams
    rules = affixes(numbering)
    entries = _entries(numbering, frequencies, rules.stems)
    dictionary_firsts = _write_dictionary(context, files, "d", entries)
    return {
        "dictionary": dictionary_firsts,
        "affixes": rules.rules,
        "grams": gram_firsts,
        "postings": first_gaps(lambda written: written.postings),
        "forms": first_gaps(lambda written: written.forms),
        "positions": first_gaps(lambda written: written.positions),
    }


def _write_dictionary(
    context: IndexContext, files: Files, kind: Literal["d", "g"], entries: DictionaryEntries
) -> list[str]:
    """Write the dictionary of words (`d`) or grams (`g`). Returns the first word of each chunk."""
    target = {"d": context.parameters.dictionary, "g": context.parameters.grams}[kind]
    firsts: list[str] = []
    for first, data in dictionary_chunks(entries, target):
        files.put(f"{context.words_folder}/{kind}{len(firsts)}", encode_chunk(data))
        firsts.append(first)
    return firsts


def _entries(
    numbering: Numbering, frequencies: Ints, word_with_stem: dict[str, str]
) -> DictionaryEntries:
    """The entries of all words, with a link for each form, and of the stems in `word_with_stem`."""
    by_word = numbering.by_word
    names = [numbering.words[form] for form in by_word.tolist()]
    is_first = np.array([i == 0 or name != names[i - 1] for i, name in enumerate(names)], bool)
    first = np.flatnonzero(is_first)
    classes = numbering.class_of[by_word]
    words = [names[index] for index in first.tolist()] + list(word_with_stem)
    order = sorted_indices(words)
    none = np.zeros(len(word_with_stem), dtype=np.int64)
    return DictionaryEntries(
        [words[index] for index in order],
        codes=np.concatenate((numbering.common_of[by_word][first], none))[order],
        links=np.concatenate((np.diff(first, append=len(names)), none))[order],
        classes=classes,
        frequencies=frequencies[by_word],
        stop=numbering.stop[classes],
        word_with_stem=word_with_stem,
    )


def _word_ranges(context: IndexContext, numbering: Numbering) -> Iterator[FormRange]:
    """The ranges of the forms of words."""
    total = len(numbering.words)
    sizes = np.zeros(total, dtype=np.int64)
    for folder in context.volumes:
        sizes += sum(np.diff(load(folder, name)) for name in STARTS)
    ranges = list(weight_ranges(sizes, context.parameters.form_range, numbering.class_of))
    bounds = [0, *(last for _, last in ranges)]
    posting_rows, position_rows = (
        _stack_cuts((load(folder, name)[bounds] for folder in context.volumes), len(ranges))
        for name in STARTS
    )
    for index, (first, last) in enumerate(ranges):
        class_of = numbering.class_of[first:last]
        yield FormRange(
            first,
            last,
            tuple(numbering.words[first:last]),
            class_of,
            numbering.stop[class_of[0] : class_of[-1] + 1],
            posting_rows[:, index : index + 2],
            position_rows[:, index : index + 2],
        )


def _grams(volumes: Sequence[Path]) -> tuple[Ints, Ints]:
    """The keys of all grams, sorted, and per key its number of rows in all volumes."""
    keys = _all_keys(volumes)
    rows = np.zeros(len(keys), dtype=np.int64)
    for folder in volumes:
        volume_keys, counts = (load(folder, name) for name in KEYS)
        rows[np.searchsorted(keys, volume_keys)] += counts
    return keys, rows


def _all_keys(volumes: Sequence[Path]) -> Ints:
    """The distinct keys of all grams, sorted. Merges volumes two by two: they share most keys, so
    that concatenating all of them first would take many times the memory.
    """
    if len(volumes) <= 1:
        return load(volumes[0], KEYS[0]) if volumes else np.empty(0, np.int64)
    middle = len(volumes) // 2
    return np.union1d(_all_keys(volumes[:middle]), _all_keys(volumes[middle:]))


def _gram_ranges(
    context: IndexContext, numbering: Numbering, grams: tuple[Ints, Ints], names: Sequence[str]
) -> Iterator[FormRange]:
    """The ranges of the grams (see `_grams`), which are numbered as forms and classes after those
    of the words.
    """
    keys, counts = grams
    ranges = list(weight_ranges(counts, context.parameters.form_range))
    bounds = keys[[first for first, _ in ranges]]
    posting_rows, position_rows = (
        _stack_cuts(
            (_cuts(load(folder, name)["gram"], bounds) for folder in context.volumes), len(ranges)
        )
        for name in ("grams", "triples")
    )
    forms, classes = len(numbering.words), len(numbering.stop)
    for index, (first, last) in enumerate(ranges):
        yield FormRange(
            forms + first,
            forms + last,
            tuple(names[first:last]),
            np.arange(classes + first, classes + last),
            np.ones(last - first, dtype=bool),
            posting_rows[:, index : index + 2],
            position_rows[:, index : index + 2],
            keys[first:last],
        )


def _cuts(column: Ints, bounds: Ints) -> Ints:
    """Indices that cut a sorted column at the values `bounds`, and its length."""
    return np.append(np.searchsorted(column, bounds), len(column))


def _stack_cuts(cuts: Iterable[Ints], ranges: int) -> Ints:
    """The cuts of all volumes into so many ranges, a row per volume."""
    return np.array([*cuts], dtype=np.int64).reshape(-1, ranges + 1)

"""The task `duplicates`: which documents are near-copies of which."""

from __future__ import annotations

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import datasketch

from pressmark.relate.families import THRESHOLD, group_copies
from pressmark.relate.shingles import WIDTH, word_hashes
from pressmark.relate.sketch import BANDS, ROWS, sketch
from pressmark.runtime.workers import batches
from pressmark.text.words import words
from tests.evaluate.collection import digest
from tests.evaluate.scored import PRESSMARK, Scored

Pair = tuple[int, int]
"""Numbers of two documents, the lower one first."""
Finder = Callable[["Copies"], Iterable[Sequence[int]]]
"""Finds the groups of documents that are near-copies of each other."""

CLOSE = 0.8
"""Jaccard similarity of pairs that any means must find."""


@dataclass(frozen=True, slots=True)
class Copies:
    """A set of documents, with the pairs that somebody calls near-copies."""

    name: str
    digest: str
    texts: tuple[str, ...]
    labelled: frozenset[Pair]


def read(folder: Path, name: str) -> Copies:
    """The set in `folder`.

    `docs.jsonl` has `id` and `text`. Pairs are in `pairs.tsv` (two ids), or in `pairs_jaccard5.tsv`
    (two ids and their similarity; those from `THRESHOLD` on count).
    """
    lines = (folder / "docs.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    number = {row["id"]: place for place, row in enumerate(rows)}
    pairs: set[Pair] = set()
    for file, measured in (("pairs.tsv", False), ("pairs_jaccard5.tsv", True)):
        if (folder / file).exists():
            for line in (folder / file).read_text(encoding="utf-8").splitlines():
                one, other, *rest = line.split("\t")
                if not measured or float(rest[0]) >= THRESHOLD:
                    pairs.add(_pair(number[one], number[other]))
    return Copies(name, digest(folder), tuple(row["text"] for row in rows), frozenset(pairs))


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def true_overlap(texts: Sequence[str]) -> dict[Pair, float]:
    """The exact similarity of every pair that has a tenth of its runs of `WIDTH` words in common.

    With sets of words, not of hashes, and without any short cut but this one: pairs that have no
    run in common are never looked at.
    """
    sets = [_runs(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, runs in enumerate(sets):
        for run in runs:
            holders[run].append(number)
    common: Counter[Pair] = Counter()
    for numbers in holders.values():
        common.update(combinations(numbers, 2))
    found = {
        (one, other): shared / (len(sets[one]) + len(sets[other]) - shared)
        for (one, other), shared in common.items()
    }
    return {pair: similarity for pair, similarity in found.items() if similarity >= 0.1}


def _runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    width = min(WIDTH, len(found))
    return (
        {tuple(found[at : at + width]) for at in range(len(found) - width + 1)} if found else set()
    )


def pressmark(copies: Copies) -> Iterable[Sequence[int]]:
    """Families, as a site has them."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        parts = list(batches(copies.texts))
        found = [
            sketch([word_hashes(text) for text in part], Path(folder) / str(at))
            for at, part in enumerate(parts)
        ]
        return _groups(group_copies(found, range(len(copies.texts))).tolist())


def minhash(copies: Copies) -> Iterable[Sequence[int]]:
    """`datasketch`: as many keys and minima, and every two that share a key are near-copies."""
    index = datasketch.MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    first_of = list(range(len(copies.texts)))

    def root(number: int) -> int:
        while first_of[number] != number:
            number = first_of[number]
        return number

    for number, text in enumerate(copies.texts):
        runs = sorted(" ".join(run).encode("utf-8", "surrogatepass") for run in _runs(text))
        if not runs:
            continue
        sketched = datasketch.MinHash(num_perm=BANDS * ROWS)
        sketched.update_batch(runs)
        for met in index.query(sketched):
            low, high = sorted((root(met), root(number)))
            first_of[high] = low
        index.insert(number, sketched)
    return _groups([root(number) for number in first_of])


def same_words(copies: Copies) -> Iterable[Sequence[int]]:
    """Texts that have the same words in the same order."""
    first: dict[tuple[str, ...], int] = {}
    return _groups(
        [first.setdefault(tuple(words(text)), place) for place, text in enumerate(copies.texts)]
    )


def _groups(first_of: Sequence[int]) -> Iterable[Sequence[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(first_of):
        groups[first].append(number)
    return groups.values()


SYSTEMS: Mapping[str, Finder] = {
    PRESSMARK: pressmark,
    "MinHash alone": minhash,
    "the same words": same_words,
}


def score(
    groups: Iterable[Sequence[int]], true: Mapping[Pair, float], labelled: frozenset[Pair]
) -> dict[str, float]:
    """How well `groups` hold the pairs that are alike by their true overlap, and those that the set
    itself names.
    """
    told = {_pair(*pair) for group in groups for pair in combinations(group, 2)}
    alike = {pair for pair, similarity in true.items() if similarity >= THRESHOLD}
    close = {pair for pair, similarity in true.items() if similarity >= CLOSE}
    precision, recall = _share(told, alike), _share(alike, told)
    named = _share(told, labelled), _share(labelled, told)
    return {
        f"recall {CLOSE}": _share(close, told),
        "precision": precision,
        "recall": recall,
        "F1": _mean(precision, recall),
        "labels: precision": named[0],
        "labels: recall": named[1],
        "labels: F1": _mean(*named),
    }


def _share(pairs: Iterable[Pair], among: Iterable[Pair]) -> float:
    """The share of `pairs` that are `among` others; 1 where there are none."""
    of, found = set(pairs), set(among)
    return len(of & found) / len(of) if of else 1.0


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def evaluate(data: Path) -> Iterator[tuple[str, Scored]]:
    """The task, and a row for every system on each set below `data`/duplicates."""
    root = data / "duplicates"
    for file in sorted(root.rglob("docs.jsonl")):
        copies = read(file.parent, " ".join(file.parent.relative_to(root).parts))
        true = true_overlap(copies.texts)
        for system, find in SYSTEMS.items():
            scores = score(find(copies), true, copies.labelled)
            yield "duplicates", Scored(copies.name, copies.digest, system, scores)

"""Chooses tags among the names in texts: those that connect a document with others.

A name becomes a tag if several documents mention it, but not most of them. `Netanyahu` in one
document and `Benjamin Netanyahu` in others are one tag, the full name; a surname of several people
is none. A country is one tag in all languages.

Memory: the names, at most `describe.names.MOST` per document. Documents are sorted by id, so the
result doesn't depend on the order in which they were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pressmark.describe.names import initials, last_word
from pressmark.text.words import fold

LEAST_DOCUMENTS = 3
"""Documents of a tag, at least."""
ONE_IN = 1000
"""A tag of a large collection has at least one in so many of its documents."""
MOST_SHARE = 0.3
"""Share of all documents that a tag has at most: one in more of them tells nothing of any."""
MOST_TAGS = 5
"""Tags of a document, at most."""
RARE = 0.5
"""A longer form of a name is a mere variant of the shorter one if it has less than this share of
its documents."""
DOMINANT = 0.8
"""A surname stands for a full name that has at least this share of the documents with full names of
that surname."""


@dataclass(frozen=True, slots=True)
class TagCandidates:
    """The names in one document, and its declared tags."""

    id: str
    names: tuple[str, ...]
    """Keys of names (`document.Name.key`), the most telling first."""
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of one document."""

    tag: str
    name: str
    """Key of the name that it stands for."""
    documents: int
    """Number of documents with this tag."""


def choose_tags(candidates: Iterable[TagCandidates]) -> dict[str, tuple[Tag, ...]]:
    """Id → tags, for the documents that get any."""
    documents = sorted(candidates, key=lambda document: document.id)
    tag_of = _tag_of_names(documents)
    least = max(LEAST_DOCUMENTS, -(-len(documents) // ONE_IN))
    most = len(documents) * MOST_SHARE
    mentions = Counter(tag for d in documents for tag in _tags(d, tag_of))
    useful = {tag for tag, number in mentions.items() if least <= number <= most}
    best = {d.id: _best(d, tag_of, useful) for d in documents}
    declared = Counter(tag for d in documents for tag in d.declared)
    counts = Counter(tag for tags in best.values() for tag in tags) + declared
    # Declared tags decide how a tag is capitalised.
    declared_spelling = {tag.casefold(): tag for tag in sorted(declared)}
    spelling = {tag: declared_spelling.get(tag.casefold(), tag) for tag in counts}
    chosen = {}
    for identity, tags in best.items():
        frequent = tuple(
            Tag(spelling[tag], key, counts[tag])
            for tag, key in tags.items()
            if counts[tag] >= least
        )
        if frequent:
            chosen[identity] = frequent
    return chosen


def _tags(document: TagCandidates, tag_of: Mapping[str, str]) -> dict[str, str]:
    """Tag → key of the first name in the document that gives this tag."""
    tags: dict[str, str] = {}
    for key in document.names:
        tag = tag_of[key]
        if tag:
            tags.setdefault(tag, key)
    return tags


def _best(document: TagCandidates, tag_of: Mapping[str, str], useful: set[str]) -> dict[str, str]:
    tags = [(tag, key) for tag, key in _tags(document, tag_of).items() if tag in useful]
    return dict(tags[:MOST_TAGS])


def _tag_of_names(documents: Sequence[TagCandidates]) -> dict[str, str]:
    """Key of a name → its tag; empty for an ambiguous name."""
    counts = Counter(key for document in documents for key in document.names)
    countries = _countries(counts)
    names = {key: key.partition("\t")[2] for key in counts if key not in countries}
    spelling_of = _spellings({name: counts[key] for key, name in names.items()})
    spelling_counts: Counter[str] = Counter()
    for key, name in names.items():
        spelling_counts[spelling_of[name]] += counts[key]
    longer_names = _tails(spelling_counts)
    full_names = _full_names(spelling_counts)
    tag_of = dict(countries)
    for key, name in names.items():
        spelling = spelling_of[name]
        tag = full_names.get(spelling, spelling)
        tag_of[key] = longer_names.get(tag, tag)
    return tag_of


def _countries(counts: Mapping[str, int]) -> dict[str, str]:
    """Key → the country's most frequent name, for keys of countries. `counts`: key → documents."""
    names_of: dict[str, list[tuple[int, str]]] = {}
    for key, count in counts.items():
        code, _, name = key.partition("\t")
        if code:
            names_of.setdefault(code, []).append((-count, name))
    most_frequent = {code: min(names)[1] for code, names in names_of.items()}
    return {key: most_frequent[code] for key in counts if (code := key.partition("\t")[0])}


def _spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Name → its most frequent spelling: `Antonio Guterres` → `António Guterres`."""
    spellings: dict[str, list[tuple[int, str]]] = {}
    for name, count in counts.items():
        spellings.setdefault(_folded(name), []).append((-count, name))
    return {name: min(spellings[_folded(name)])[1] for name in counts}


def _folded(name: str) -> str:
    return fold(name).replace("-", " ").replace("’", "'")


def _tails(counts: Mapping[str, int]) -> dict[str, str]:
    """Name → the same name with a word more or less in front: the longer one, unless it is rare."""
    preferred: dict[str, str] = {}
    for name in sorted(counts):
        tail = name.partition(" ")[2]
        if " " in tail and tail in counts:
            is_rare = counts[name] < RARE * counts[tail]
            preferred[name if is_rare else tail] = tail if is_rare else name
    return {name: preferred.get(other, other) for name, other in preferred.items()}


def _full_names(counts: Mapping[str, int]) -> dict[str, str]:
    """Surname or acronym → the full name; empty if it may stand for several."""
    by_last: dict[str, list[tuple[int, str]]] = {}
    by_initials: dict[str, list[tuple[int, str]]] = {}
    for name, count in counts.items():
        words = name.split(" ")
        if len(words) > 1:
            by_last.setdefault(last_word(words), []).append((-count, name))
            for letters in set(initials(words)):
                by_initials.setdefault(letters, []).append((-count, name))
    full: dict[str, str] = {}
    for name, count in counts.items():
        acronym = name.isupper()
        longer = [] if " " in name else (by_initials if acronym else by_last).get(last_word([name]))
        if not longer:
            continue
        total = -sum(negative for negative, _ in longer)
        best = min(longer)
        if -best[0] >= DOMINANT * total and (acronym or -best[0] >= count):
            full[name] = best[1]
        elif total >= count and not acronym:
            full[name] = ""
    return full

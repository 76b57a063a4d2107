"""Tags: of the names that texts propose, those that lead from one document to others.

A name becomes a tag when several documents are about it, and not most of them. What one document
calls `Netanyahu` and others `Benjamin Netanyahu` is one tag, by its full name; a surname that
belongs to several people is none. Countries are one tag whatever the language of the texts.

Only the names are held, at most `names.MOST` short texts a document, each once. The documents are
taken in order of id, so the result doesn't depend on who read them, or when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pressmark.describe.names import initials, last_word
from pressmark.text.words import fold

LEAST = 3
"""Documents that a tag leads to."""
ONE_IN = 1000
"""In a large collection a tag leads to at least one document of so many."""
SHARE = 0.3
"""A name in more of the documents than this says nothing of any of them."""
MOST = 5
"""Tags of a document."""
RARE = 0.5
"""The share of a shorter name's documents under which a longer one is only a way to speak of it."""
DOMINANT = 0.8
"""The share of full names with one last word that has to be one name, for it to be meant by that
word alone."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one document gives: its names' keys, most telling first, and the tags it was given."""

    id: str
    names: tuple[str, ...]
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of one document."""

    tag: str
    name: str
    """The key of the name that it was made of."""
    documents: int
    """How many are tagged with it."""


def choose(proposals: Iterable[Proposal]) -> dict[str, tuple[Tag, ...]]:
    """Id → tags, for the documents that get any."""
    documents = sorted(proposals, key=lambda proposal: proposal.id)
    meant = _meanings(documents)
    least = max(LEAST, -(-len(documents) // ONE_IN))
    most = len(documents) * SHARE
    standing = Counter(tag for d in documents for tag in _resolved(d, meant))
    kept = {tag for tag, number in standing.items() if least <= number <= most}
    taken = {d.id: _best(d, meant, kept) for d in documents}
    given = Counter(tag for d in documents for tag in d.given)
    counted = Counter(tag for tags in taken.values() for tag in tags) + given
    spelled = {tag.casefold(): tag for tag in sorted(given)}
    shown = {tag: spelled.get(tag.casefold(), tag) for tag in counted}
    out = {}
    for identity, tags in taken.items():
        chosen = tuple(
            Tag(shown[tag], key, counted[tag]) for tag, key in tags.items() if counted[tag] >= least
        )
        if chosen:
            out[identity] = chosen
    return out


def _resolved(document: Proposal, meant: Mapping[str, str]) -> dict[str, str]:
    """Tag → the first name of the document that means it."""
    tags: dict[str, str] = {}
    for key in document.names:
        tag = meant[key]
        if tag:
            tags.setdefault(tag, key)
    return tags


def _best(document: Proposal, meant: Mapping[str, str], kept: set[str]) -> dict[str, str]:
    tags = [(tag, key) for tag, key in _resolved(document, meant).items() if tag in kept]
    return dict(tags[:MOST])


def _meanings(documents: Sequence[Proposal]) -> dict[str, str]:
    """Key → what it is called as a tag; empty for a name that can't be told from others."""
    number = Counter(key for document in documents for key in document.names)
    countries = _countries(number)
    names = {key: key.partition("\t")[2] for key in number if key not in countries}
    usual = _spellings({name: number[key] for key, name in names.items()})
    times: Counter[str] = Counter()
    for key, name in names.items():
        times[usual[name]] += number[key]
    whole = _tails(times)
    full = _full_names(times)
    meant = dict(countries)
    for key, name in names.items():
        called = usual[name]
        called = full.get(called, called)
        meant[key] = whole.get(called, called)
    return meant


def _countries(number: Mapping[str, int]) -> dict[str, str]:
    """Key → name of the country as most documents write it."""
    forms: dict[str, list[tuple[int, str]]] = {}
    for key, times in number.items():
        code, _, name = key.partition("\t")
        if code:
            forms.setdefault(code, []).append((-times, name))
    usual = {code: min(names)[1] for code, names in forms.items()}
    return {key: usual[code] for key in number if (code := key.partition("\t")[0])}


def _spellings(number: Mapping[str, int]) -> dict[str, str]:
    """Name → the spelling that most documents have: `António Guterres`, `Antonio Guterres`."""
    forms: dict[str, list[tuple[int, str]]] = {}
    for name, times in number.items():
        forms.setdefault(_folded(name), []).append((-times, name))
    return {name: min(forms[_folded(name)])[1] for name in number}


def _folded(name: str) -> str:
    return fold(name).replace("-", " ").replace("’", "'")


def _tails(number: Mapping[str, int]) -> dict[str, str]:
    """Name → the same with a word more or less before it: the longer one, unless it is rare."""
    same: dict[str, str] = {}
    for name in sorted(number):
        tail = name.partition(" ")[2]
        if " " in tail and tail in number:
            rare = number[name] < RARE * number[tail]
            same[name if rare else tail] = tail if rare else name
    return {name: same.get(usual, usual) for name, usual in same.items()}


def _full_names(number: Mapping[str, int]) -> dict[str, str]:
    """A surname or an acronym → the full name, or nothing where it may be several."""
    by_last: dict[str, list[tuple[int, str]]] = {}
    by_initials: dict[str, list[tuple[int, str]]] = {}
    for name, times in number.items():
        words = name.split(" ")
        if len(words) > 1:
            by_last.setdefault(last_word(words), []).append((-times, name))
            for letters in set(initials(words)):
                by_initials.setdefault(letters, []).append((-times, name))
    full: dict[str, str] = {}
    for name, times in number.items():
        acronym = name.isupper()
        longer = [] if " " in name else (by_initials if acronym else by_last).get(last_word([name]))
        if not longer:
            continue
        total = -sum(count for count, _ in longer)
        best = min(longer)
        if -best[0] >= DOMINANT * total and (acronym or -best[0] >= times):
            full[name] = best[1]
        elif total >= times and not acronym:
            full[name] = ""
    return full

"""Runs of capitalised words in a text: what may be a name, by how it is written.

What a language has beside its names (titles, small words inside of names, words that are never
names) is in `name_words.tsv`: language, kind, words. A hyphen in small words stands for a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from babel.dates import get_day_names, get_month_names

from pressmark.describe.countries import of_a_people
from pressmark.describe.language import primary
from pressmark.text.stems import language_name, stop_words

_UPPER = "".join(filter(str.isupper, map(chr, range(0x41, 0x590))))
"""Capital letters of Latin, Greek, Cyrillic and Armenian."""
_LETTER = r"[^\W\d_]"
_WORD = (
    r"(?:(?:[A-Z]\.){2,}"  # U.S.
    r"|(?:Mrs?|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Rev)\.(?= )"
    rf"|(?:al-|el-)?[{re.escape(_UPPER)}](?:[-'’&]?{_LETTER})*)"
)
_GENITIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_ELIDED = re.compile(r"[LDld]['’](?=\w)")
_AND_MORE = re.compile(rf" and [{re.escape(_UPPER)}]")
_ELIDING = frozenset({"ca", "fr", "it"})
CACHE = 8192
"""Runs of which the names are kept: a collection has the same ones again and again."""
_SENTENCE = ".!?…:;\n•–—*|"
_OPENING = " \"'“”‘’„«»()[]"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a language has beside its names."""

    language: str
    titles: frozenset[str]
    """Words before a person's name."""
    ranks: frozenset[str]
    """The same, but parts of a name before generic words: `General Assembly`."""
    common: frozenset[str]
    """Words with a capital that are no names: months, days, what is no subject by itself."""
    generic: frozenset[str]
    """Words of names that say nothing among themselves: `Foreign Ministry`."""
    cut: frozenset[str]
    """Words after which a genitive belongs to the name: `United Nations Children’s Fund`."""
    media: tuple[str, ...]
    """Ends of the names of those who report, and are seldom what is reported."""
    stops: frozenset[str]
    run: re.Pattern[str]
    """Capitalised words, with the small words inside of names."""
    source: tuple[str, ...]
    """What stands before the name of one who reports: `told`, `according to the`."""

    def weak(self, word: str) -> bool:
        """Whether a word makes no name by itself."""
        return (
            word in self.common
            or word in self.generic
            or (self.language == "en" and of_a_people(word))
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A name as it stands in a text."""

    words: tuple[str, ...]
    at: int
    end: int
    inside: bool
    """Whether it stands inside of a sentence, where only names have capitals."""
    article: bool
    """Whether an English article stands before it."""


@cache
def vocabulary(language: str) -> Vocabulary | None:
    """What is known of a BCP 47 language; None where its names can't be told by their capitals."""
    rows = files("pressmark.describe").joinpath("name_words.tsv").read_text(encoding="utf-8")
    tongue = primary(language)
    kinds: dict[str, list[str]] = {}
    for row in rows.splitlines():
        of, kind, words = row.split("\t")
        if of == tongue:
            kinds[kind] = words.split()
    if not kinds:
        return None
    spaced = {kind: [word.replace("-", " ") for word in kinds.get(kind, ())] for kind in kinds}
    links = "|".join(map(re.escape, sorted(spaced["link"], key=len, reverse=True)))
    return Vocabulary(
        language=tongue,
        titles=frozenset(kinds["title"]),
        ranks=frozenset(kinds.get("rank", ())),
        common=frozenset(kinds["common"]) | _calendar(tongue),
        generic=frozenset(kinds.get("generic", ())),
        cut=frozenset(kinds.get("cut", ())),
        media=tuple(" " + word for word in spaced.get("media", ())),
        stops=stop_words(language_name(tongue)),
        run=re.compile(rf"(?<![\w.@#/]){_WORD}(?: (?:(?:{links}) )?{_WORD})*(?!\.?[/@\w])"),
        source=tuple(before for word in spaced.get("source", ()) for before in _before(word)),
    )


def _before(word: str) -> tuple[str, ...]:
    """What stands between a sentence's other words and a name after `word`."""
    return f"{word} ", f"{word} the ", f"{word.capitalize()} ", f"{word.capitalize()} the "


def _calendar(language: str) -> frozenset[str]:
    """Months and days of the week, as CLDR has them."""
    names: list[str] = []
    for width in ("wide", "abbreviated"):
        names += get_month_names(width, "format", language).values()
        names += get_day_names(width, "format", language).values()
    return frozenset(name.rstrip(".").capitalize() for name in names)


def runs(text: str, known: Vocabulary) -> Iterator[Run]:
    """The names in `text`, titles and what only begins a sentence taken off.

    >>> english = vocabulary("en")
    >>> found = runs("The printers met Mayor Ada Byron of Leeds.", english)
    >>> [" ".join(run.words) for run in found]
    ['Ada Byron of Leeds']
    """
    for match in known.run.finditer(text):
        place = match.start()
        before = text[max(0, place - 20) : place]
        if before.endswith(known.source) or _is_part(text, match, known):
            continue
        before = before.rstrip(_OPENING)
        begins = not before or before[-1] in _SENTENCE
        article = before.endswith((" the", " The"))
        for run in _names_in(match[0], begins, known.language):
            first = article and not run.at
            yield Run(run.words, place + run.at, place + run.end, run.inside, run.article or first)


@lru_cache(CACHE)
def _names_in(run: str, begins: bool, language: str) -> tuple[Run, ...]:
    """The names in a run by itself; `begins` says whether a sentence begins with it."""
    known = vocabulary(language)
    found: list[Run] = []
    if known is None:
        return ()
    for words, start, end in _parts(run, known):
        first = begins and not start
        rest, article = _without_start(words, first, known)
        name = _without_titles(rest, known)
        if name:
            inside = not first or len(rest) < len(words)
            found.append(Run(tuple(name), start, end, inside, article))
    return tuple(found)


def _is_part(text: str, match: re.Match[str], known: Vocabulary) -> bool:
    """Whether an English run is half of a name with `and`: `Health and Human Services`."""
    if known.language != "en":
        return False
    if " of " in match[0] and _AND_MORE.match(text, match.end()):
        return True
    before = text[max(0, match.start() - 60) : match.start()]
    if " " not in match[0] or not before.endswith(" and "):
        return False
    words = before[: -len(" and ")].split(" ")
    return words[-1] in known.generic or (len(words) > 1 and words[-2] in ("of", "for"))


def _parts(run: str, known: Vocabulary) -> Iterator[tuple[list[str], int, int]]:
    """(words, start, end) of a run, cut after a genitive: `Iran's Foreign Ministry`."""
    words: list[str] = []
    start = at = 0
    for word in run.split(" "):
        marked = known.language == "en" and ("'" in word or "’" in word)
        bare = _GENITIVE.sub("", word) if marked else word
        if not words:
            start = at
            if known.language in _ELIDING:
                bare = _ELIDED.sub("", bare, count=1)
        words.append(bare)
        at += len(word) + 1
        if known.language == "en" and bare != word:
            if bare not in known.cut:
                yield words, start, at - 1
            words = []
    if words:
        yield words, start, len(run)


def _without_start(words: list[str], begins: bool, known: Vocabulary) -> tuple[list[str], bool]:
    """A run without the words that have a capital for another reason; and whether one was `The`."""
    article = False
    while words:
        word = words[0].replace("’", "'")
        stop = word.lower() in known.stops and not (word.isupper() and len(word) > 1)
        if not stop and not (begins and word in known.common):
            break
        article = article or word == "The"
        words = words[1:]
    return words, article


def _without_titles(words: list[str], known: Vocabulary) -> list[str]:
    """A name without the titles before it; nothing for titles alone, or words between them."""
    last = max((i for i, word in enumerate(words) if word.rstrip(".") in known.titles), default=-1)
    rest = words[last + 1 :]
    while len(rest) > 1 and rest[0] in known.ranks and rest[1] not in known.generic:
        rest = rest[1:]
    if not rest or (rest[0][0].islower() and not rest[0].startswith(("al-", "el-"))):
        return []
    if len(rest) == 2 and rest[1].isupper() and known.weak(rest[0]):
        # `the Turkish TSE`: what it is called is the second word.
        return rest[1:]
    return rest

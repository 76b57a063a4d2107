"""Capitalized words in a text that may be names.

`name_words.tsv` has the words of each language that surround names or are parts of them: titles,
small words inside of names, capitalized words that are no names. Its columns: language, kind,
words; a hyphen in small words stands for a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from babel.dates import get_day_names, get_month_names

from pressmark.describe.countries import is_nationality
from pressmark.describe.language import primary_language
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
"""Runs of capitalized words whose names are cached: a collection repeats them."""
_SENTENCE = ".!?…:;\n•–—*|"
_OPENING = " \"'“”‘’„«»()[]"


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words of a language that surround names or are parts of them."""

    language: str
    titles: frozenset[str]
    """Words before a person's name."""
    ranks: frozenset[str]
    """Titles that belong to the name before generic words: `General Assembly`."""
    common: frozenset[str]
    """Capitalized words that are no names: months, days, words that are no subject alone."""
    generic: frozenset[str]
    """Words that make no name without another: `Foreign Ministry`."""
    cut: frozenset[str]
    """Genitives that don't end a name: `United Nations Children’s Fund`."""
    media: tuple[str, ...]
    """Last words of the names of news media, which report and are seldom reported on."""
    stop_words: frozenset[str]
    run: re.Pattern[str]
    """Matches capitalized words in a row, with small words inside of names."""
    source: tuple[str, ...]
    """Words before the name of a reporter: `told`, `according to the`."""

    def weak(self, word: str) -> bool:
        """Whether a word is no name by itself."""
        return (
            word in self.common
            or word in self.generic
            or (self.language == "en" and is_nationality(word))
        )


@dataclass(frozen=True, slots=True)
class CapitalizedName:
    """A name at a place in a text."""

    words: tuple[str, ...]
    start: int
    """Index of its first character."""
    end: int
    inside: bool
    """Whether it stands inside of a sentence, where only names are capitalized."""
    article: bool
    """Whether an English article stands before it."""


@cache
def name_words(language: str) -> NameWords | None:
    """Name words of a BCP 47 language; None if the table has none, since its names can't be told by
    their capitals.
    """
    rows = files("pressmark.describe").joinpath("name_words.tsv").read_text(encoding="utf-8")
    language_code = primary_language(language)
    kinds: dict[str, list[str]] = {}
    for row in rows.splitlines():
        row_language, kind, words = row.split("\t")
        if row_language == language_code:
            kinds[kind] = words.split()
    if not kinds:
        return None
    spaced = {kind: [word.replace("-", " ") for word in kinds.get(kind, ())] for kind in kinds}
    links = "|".join(map(re.escape, sorted(spaced["link"], key=len, reverse=True)))
    return NameWords(
        language=language_code,
        titles=frozenset(kinds["title"]),
        ranks=frozenset(kinds.get("rank", ())),
        common=frozenset(kinds["common"]) | _calendar(language_code),
        generic=frozenset(kinds.get("generic", ())),
        cut=frozenset(kinds.get("cut", ())),
        media=tuple(" " + word for word in spaced.get("media", ())),
        stop_words=stop_words(language_name(language_code)),
        run=re.compile(rf"(?<![\w.@#/]){_WORD}(?: (?:(?:{links}) )?{_WORD})*(?!\.?[/@\w])"),
        source=tuple(start for word in spaced.get("source", ()) for start in _source_starts(word)),
    )


def _source_starts(word: str) -> tuple[str, ...]:
    """Forms of `word` right before a name: with and without an article, at a sentence's start."""
    return f"{word} ", f"{word} the ", f"{word.capitalize()} ", f"{word.capitalize()} the "


def _calendar(language: str) -> frozenset[str]:
    """Names of months and days of the week, from CLDR."""
    names: list[str] = []
    for width in ("wide", "abbreviated"):
        names += get_month_names(width, "format", language).values()
        names += get_day_names(width, "format", language).values()
    return frozenset(name.rstrip(".").capitalize() for name in names)


def capitalized_names(text: str, lexicon: NameWords) -> Iterator[CapitalizedName]:
    """Names in `text`, without titles and without words that only begin a sentence.

    >>> english = name_words("en")
    >>> names = capitalized_names("The printers met Mayor Ada Byron of Leeds.", english)
    >>> [" ".join(name.words) for name in names]
    ['Ada Byron of Leeds']
    """
    for match in lexicon.run.finditer(text):
        start = match.start()
        before = text[max(0, start - 20) : start]
        if before.endswith(lexicon.source) or _is_part(text, match, lexicon):
            continue
        before = before.rstrip(_OPENING)
        begins = not before or before[-1] in _SENTENCE
        article = before.endswith((" the", " The"))
        for name in _names_in(match[0], begins, lexicon.language):
            after_article = name.article or (article and not name.start)
            yield CapitalizedName(
                name.words, start + name.start, start + name.end, name.inside, after_article
            )


@lru_cache(CACHE)
def _names_in(run: str, begins: bool, language: str) -> tuple[CapitalizedName, ...]:
    """Names in a run of capitalized words; `begins` says whether a sentence begins with it."""
    lexicon = name_words(language)
    names: list[CapitalizedName] = []
    if lexicon is None:
        return ()
    for words, start, end in _parts(run, lexicon):
        first = begins and not start
        rest, article = _without_start(words, first, lexicon)
        name = _without_titles(rest, lexicon)
        if name:
            inside = not first or len(rest) < len(words)
            names.append(CapitalizedName(tuple(name), start, end, inside, article))
    return tuple(names)


def _is_part(text: str, match: re.Match[str], lexicon: NameWords) -> bool:
    """Whether an English run is a part of a name with `and`: `Health and Human Services`."""
    if lexicon.language != "en":
        return False
    if " of " in match[0] and _AND_MORE.match(text, match.end()):
        return True
    before = text[max(0, match.start() - 60) : match.start()]
    if " " not in match[0] or not before.endswith(" and "):
        return False
    words = before[: -len(" and ")].split(" ")
    return words[-1] in lexicon.generic or (len(words) > 1 and words[-2] in ("of", "for"))


def _parts(run: str, lexicon: NameWords) -> Iterator[tuple[list[str], int, int]]:
    """(words, start, end) of each part of a run, cut after genitives: `Iran's Foreign Ministry`."""
    words: list[str] = []
    start = index = 0
    for word in run.split(" "):
        marked = lexicon.language == "en" and ("'" in word or "’" in word)
        bare = _GENITIVE.sub("", word) if marked else word
        if not words:
            start = index
            if lexicon.language in _ELIDING:
                bare = _ELIDED.sub("", bare, count=1)
        words.append(bare)
        index += len(word) + 1
        if lexicon.language == "en" and bare != word:
            if bare not in lexicon.cut:
                yield words, start, index - 1
            words = []
    if words:
        yield words, start, len(run)


def _without_start(words: list[str], begins: bool, lexicon: NameWords) -> tuple[list[str], bool]:
    """Words of a run without stop words and words that only begin a sentence; and whether one of
    these was `The`.
    """
    article = False
    while words:
        word = words[0].replace("’", "'")
        stop = word.lower() in lexicon.stop_words and not (word.isupper() and len(word) > 1)
        if not stop and not (begins and word in lexicon.common):
            break
        article = article or word == "The"
        words = words[1:]
    return words, article


def _without_titles(words: list[str], lexicon: NameWords) -> list[str]:
    """Words of a name without the titles before it; none if it has nothing else."""
    last = max(
        (i for i, word in enumerate(words) if word.rstrip(".") in lexicon.titles), default=-1
    )
    rest = words[last + 1 :]
    while len(rest) > 1 and rest[0] in lexicon.ranks and rest[1] not in lexicon.generic:
        rest = rest[1:]
    if not rest or (rest[0][0].islower() and not rest[0].startswith(("al-", "el-"))):
        return []
    if len(rest) == 2 and rest[1].isupper() and lexicon.weak(rest[0]):
        # `the Turkish TSE`: the second word is the name.
        return rest[1:]
    return rest

"""Names that recur in a text: candidates for its tags.

Which of them become tags depends on the whole collection (`relate/tags.py`). A text proposes at
most `MAX_NAMES`: countries, in any language with spaces between words, and capitalized names in the
languages of `name_words.tsv`. Precision comes first, so these are left out: words that only begin a
sentence, words that the text has in lower case too, adjectives of peoples, and single words in
languages that capitalize all nouns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.describe.capitals import NameWords, capitalized_names, name_words
from pressmark.describe.countries import (
    AMBIGUOUS,
    countries,
    country_name,
    informal_name,
    is_abbreviation,
)
from pressmark.document import BODY, Document, Name
from pressmark.text.inline import plain

MAX_NAMES = 8
"""Names that a text proposes, at most."""
PROSE = 60
"""Characters of the shortest paragraph that counts; shorter ones are menus, captions, lists."""
LONGEST = 60
"""Characters of the longest name."""
WORDS_PER_MENTION = 400
"""Words: a long text must mention a name once in so many to be about it."""
MIN_SINGLE = 3
"""Mentions of a single word in a text that is about it."""
IN_TITLE = 3
"""Mentions in the text that one in the title is worth."""

NOUNS_HAVE_CAPITALS = frozenset({"de", "lb"})
_ACRONYM = re.compile(r"[A-Z][A-Z&]{2,6}")
_ARTICLE = re.compile(r"^(?:[Aa]l|[Ee]l) ")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SHORT_FORM = re.compile(r" \(([A-Z]{2,7})\)")
_SMALL = re.compile(r"[^\W\d_]{3,}")
_BETWEEN = frozenset(["al", "bin", "de", "den", "der", "ibn", "la", "van", "von"])
_DIRECTIONS = frozenset(
    """
    North South East West Northern Southern Eastern Western Central New Greater Saint
    """.split()  # noqa: SIM905  # a list of words reads better as a line than as strings
)


@dataclass(frozen=True, slots=True)
class NameCounts:
    """Mentions of a name in a text."""

    first: int
    """Index of the first one."""
    count: int = 1
    inside: int = 0
    """Number of mentions inside of a sentence."""
    articles: int = 0
    """Number of mentions after an article."""
    country: str = ""
    """Code of the country that it names, or empty."""
    written: str = ""
    """The name as the text has it, if that is an abbreviation."""

    def plus(self, other: NameCounts) -> NameCounts:
        """Mentions of two forms of a name together."""
        return NameCounts(
            min(self.first, other.first),
            self.count + other.count,
            self.inside + other.inside,
            self.articles + other.articles,
            self.country,
            self.written or other.written,
        )


def recurring_names(
    document: Document, places: bool = True, names: bool = True
) -> tuple[Name, ...]:
    """Names that a document is about, most telling first.

    `places` includes countries and parts of the world, `names` all others.
    """
    language = document.record.language
    country_codes = countries(language) if language else {}
    lexicon = name_words(language) if language else None
    starts, text = _prose(document) if country_codes or lexicon else ([], "")
    if not text:
        return ()
    if lexicon:
        counts, acronyms = _count_names(text, lexicon, country_codes)
        counts = _merge_short_forms(_without_ambiguous(counts), acronyms)
        lower_case = frozenset(_SMALL.findall(text))
        counts = {
            n: c for n, c in counts.items() if c.country or _is_name(n, c, lexicon, lower_case)
        }
    else:
        counts = _count_countries(text, country_codes)
    counts = _merge_countries(counts, language or "")
    wanted = {n: c for n, c in counts.items() if (places if c.country else names)}
    return _best(document, wanted, starts, text)


def _prose(document: Document) -> tuple[list[tuple[int, int]], str]:
    """(index in the text, line number) of each paragraph of prose, and the text."""
    starts, parts, index = [], [], 0
    for block in document.blocks:
        if block.fate != BODY or block.kind not in ("paragraph", "quote", "item"):
            continue
        text = " ".join(plain(" ".join(block.text), document.markdown).split())
        if len(text) >= PROSE:
            starts.append((index, block.lines[0]))
            parts.append(text)
            index += len(text) + 1
    return starts, "\n".join(parts)


def _count_names(
    text: str, lexicon: NameWords, country_codes: Mapping[str, str]
) -> tuple[dict[str, NameCounts], dict[str, str]]:
    """Name → its mentions in `text`; acronym → the name that it was introduced with."""
    counts: dict[str, NameCounts] = {}
    acronyms: dict[str, str] = {}
    for capitalized in capitalized_names(text, lexicon):
        name = " ".join(capitalized.words)
        if informal_name(name) in country_codes:
            name = informal_name(name)
        code = country_codes.get(name, "")
        several = len(capitalized.words) > 1
        if not code and (len(name) > LONGEST or (several and name.isupper())):
            continue
        mention = NameCounts(
            capitalized.start, 1, int(capitalized.inside), int(capitalized.article), code
        )
        counts[name] = counts[name].plus(mention) if name in counts else mention
        if several and text.startswith(" (", capitalized.end):
            introduced = _SHORT_FORM.match(text, capitalized.end)
            if introduced and capitalized.words[0][0] == introduced[1][0]:
                acronyms[introduced[1]] = name
    return counts, acronyms


def _count_countries(text: str, country_codes: Mapping[str, str]) -> dict[str, NameCounts]:
    """Country → its mentions, in a language without name words."""
    firsts = {name.split()[0] for name in country_codes}
    counts: dict[str, NameCounts] = {}
    for match in _TOKEN.finditer(text):
        if match[0] not in firsts:
            continue
        following = _TOKEN.findall(text[match.start() : match.start() + LONGEST])
        for length in (4, 3, 2, 1):
            name = " ".join(following[:length])
            if name in country_codes:
                mention = NameCounts(match.start(), 1, 1, 0, country_codes[name])
                counts[name] = counts[name].plus(mention) if name in counts else mention
                break
    return counts


def _without_ambiguous(counts: dict[str, NameCounts]) -> dict[str, NameCounts]:
    """Names without those countries that a person in the text is called like (`AMBIGUOUS`)."""
    return {
        name: count
        for name, count in counts.items()
        if count.country not in AMBIGUOUS
        or not any(longer.endswith(" " + name) for longer in counts)
    }


def _merge_short_forms(
    counts: dict[str, NameCounts], acronyms: Mapping[str, str]
) -> dict[str, NameCounts]:
    """Names with surnames and acronyms counted as the one full name that they stand for."""
    by_end: dict[str, list[str]] = {}
    for name, count in counts.items():
        words = name.split(" ")
        if 2 <= len(words) <= 4 and not count.country and count.inside and _is_person(words):
            for start in range(1, len(words)):
                by_end.setdefault(_end(words[start:]), []).append(name)
    merged = dict(counts)
    for name, count in counts.items():
        full = acronyms.get(name)
        if full is None and not count.country and not name.isupper():
            longer = by_end.get(_end(name.split(" ")), [])
            if len(longer) == 1 and counts[longer[0]].first < count.first:
                full = longer[0]
        if full and full != name and full in merged:
            merged[full] = merged[full].plus(merged.pop(name))
    return merged


def last_word(words: Sequence[str]) -> str:
    """The last word of a name without its Arabic article: `Assad` for `al-Assad`."""
    return _end(words[-1:])


def _end(words: Sequence[str]) -> str:
    return _ARTICLE.sub("", " ".join(words).replace("-", " "))


def initials(words: Sequence[str]) -> tuple[str, str]:
    """Initials of the capitalized words, and of all words.

    >>> initials("Society for Slow Clocks".split())
    ('SSC', 'SFSC')
    """
    return (
        "".join(word[0] for word in words if word[0].isupper()),
        "".join(word[0].upper() for word in words),
    )


def _is_person(words: Sequence[str]) -> bool:
    """Whether a name may be a person's, whom a text then calls by the last word alone."""
    english = name_words("en")
    return not any(
        word in _DIRECTIONS or (english and english.weak(word)) for word in words[:-1]
    ) and all(word[0].isupper() or "-" in word or word in _BETWEEN for word in words)


def _is_name(name: str, count: NameCounts, lexicon: NameWords, lower_case: frozenset[str]) -> bool:
    """Whether capitalized words are a name that a reader would look for; `lower_case` has the words
    of the text in lower case.
    """
    words = name.replace("’", "'").split(" ")
    if not count.inside or (" " + name).endswith(lexicon.media):
        return False
    capitalizes_nouns = lexicon.language in NOUNS_HAVE_CAPITALS
    if len(words) > 1:
        ends_weak = lexicon.weak(words[-1]) and words[-1] not in lexicon.generic
        vague = ends_weak or all(map(lexicon.weak, words))
        return not vague and not (capitalizes_nouns and words[0] in lexicon.common)
    if lexicon.weak(words[0]):
        return False
    if name.isupper():
        return _ACRONYM.fullmatch(name) is not None
    return (
        not capitalizes_nouns
        and len(name) > 3
        and count.count >= MIN_SINGLE
        and count.inside > 1
        and 2 * count.articles < count.count
        and name.lower() not in lower_case
    )


def _merge_countries(counts: Mapping[str, NameCounts], language: str) -> dict[str, NameCounts]:
    """Names with those of the same country merged: under its first name, or, where the text has an
    abbreviation, under CLDR's.
    """
    merged: dict[str, NameCounts] = {}
    names: dict[str, str] = {}
    for name, count in sorted(counts.items(), key=lambda pair: (pair[1].first, pair[0])):
        if not count.country:
            merged[name] = count
            continue
        if is_abbreviation(name):
            count = replace(count, written=name)
            name = country_name(language, count.country)
        shown = names.setdefault(count.country, name)
        merged[shown] = merged[shown].plus(count) if shown in merged else count
    return merged


def _best(
    document: Document,
    counts: Mapping[str, NameCounts],
    starts: Sequence[tuple[int, int]],
    text: str,
) -> tuple[Name, ...]:
    """Names with enough mentions, most telling first, without authors and publisher."""
    record = document.record
    least = max(2, -(-text.count(" ") // WORDS_PER_MENTION))
    makers = {name.casefold() for name in (*record.authors, record.publisher or "")}
    lead = starts[1][0] if len(starts) > 1 else len(text)
    scored: list[tuple[int, int, Name]] = []
    for name, count in counts.items():
        if count.count < least or name.casefold() in makers:
            continue
        score = count.count + IN_TITLE * (name in (record.title or "")) + (count.first < lead)
        line = max(start for start in starts if start[0] <= count.first)[1]
        proposal = Name(name, count.count, line, count.country, count.written)
        scored.append((-score, count.first, proposal))
    return tuple(name for _, _, name in sorted(scored, key=lambda entry: entry[:2])[:MAX_NAMES])

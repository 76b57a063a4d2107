"""Names that recur in a text: what tags may be made of.

Which of them become tags only the whole collection can say (`relate/tags.py`). Here a text proposes
at most `MOST` of them: countries in any language that parts its words, and in the languages of
`name_words.tsv` runs of capitalised words. Precision comes first, so much is left alone: words that
only begin a sentence, words that the text writes small as well, adjectives of peoples, single words
of a language that gives all nouns a capital.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.describe.capitals import Vocabulary, runs, vocabulary
from pressmark.describe.countries import AMBIGUOUS, countries, informal, is_abbreviation, own_name
from pressmark.document import BODY, Document, Name
from pressmark.text.inline import plain

MOST = 8
"""Names that a text proposes."""
PROSE = 60
"""Characters: shorter paragraphs are menus, captions, lists."""
LONGEST = 60
"""Characters of a name."""
A_NAME_EVERY = 400
"""Words: a name that stands more seldom in a long text isn't what the text is about."""
ALONE = 3
"""How often a single word stands in a text that is about it."""
IN_TITLE = 3
"""How many times in the text a name in the title is worth."""

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
class Seen:
    """A name in a text, with how it stands there."""

    at: int
    """Where it stands first."""
    count: int = 1
    inside: int = 0
    """How often inside of a sentence."""
    articles: int = 0
    """How often after an article."""
    country: str = ""
    written: str = ""
    """As it stands in the text, where its name is another."""

    def plus(self, other: Seen) -> Seen:
        """Both together."""
        return Seen(
            min(self.at, other.at),
            self.count + other.count,
            self.inside + other.inside,
            self.articles + other.articles,
            self.country,
            self.written or other.written,
        )


def recurring(document: Document, places: bool = True, names: bool = True) -> tuple[Name, ...]:
    """The names that `document` is about, most telling first: `places` asks for countries and
    parts of the world, `names` for all others.
    """
    language = document.record.language
    lands = countries(language) if language else {}
    known = vocabulary(language) if language else None
    starts, text = _prose(document) if lands or known else ([], "")
    if not text:
        return ()
    if known:
        found, short = _read(text, known, lands)
        found = _merged(_unmistakable(found), short)
        small = frozenset(_SMALL.findall(text))
        found = {n: s for n, s in found.items() if s.country or _is_name(n, s, known, small)}
    else:
        found = _read_countries(text, lands)
    found = _one_a_country(found, language or "")
    return _best(document, found, starts, text, places, names)


def _prose(document: Document) -> tuple[list[tuple[int, int]], str]:
    """(place in the text, line) of each paragraph of prose, and the text."""
    starts, parts, at = [], [], 0
    for block in document.blocks:
        if block.fate != BODY or block.kind not in ("paragraph", "quote", "item"):
            continue
        text = " ".join(plain(" ".join(block.text), document.markdown).split())
        if len(text) >= PROSE:
            starts.append((at, block.lines[0]))
            parts.append(text)
            at += len(text) + 1
    return starts, "\n".join(parts)


def _read(
    text: str, known: Vocabulary, lands: Mapping[str, str]
) -> tuple[dict[str, Seen], dict[str, str]]:
    """Name → how it stands in `text`; acronym → the name that it was introduced with."""
    found: dict[str, Seen] = {}
    short: dict[str, str] = {}
    for run in runs(text, known):
        name = " ".join(run.words)
        if informal(name) in lands:
            name = informal(name)
        code = lands.get(name, "")
        if not code and (len(name) > LONGEST or (len(run.words) > 1 and name.isupper())):
            continue
        seen = Seen(run.at, 1, int(run.inside), int(run.article), code)
        found[name] = found[name].plus(seen) if name in found else seen
        if len(run.words) > 1 and text.startswith(" (", run.end):
            introduced = _SHORT_FORM.match(text, run.end)
            if introduced and run.words[0][0] == introduced[1][0]:
                short[introduced[1]] = name
    return found, short


def _read_countries(text: str, lands: Mapping[str, str]) -> dict[str, Seen]:
    """Countries in a language of which nothing else is known: words that are one's name."""
    firsts = {name.split()[0] for name in lands}
    found: dict[str, Seen] = {}
    for match in _TOKEN.finditer(text):
        if match[0] not in firsts:
            continue
        following = _TOKEN.findall(text[match.start() : match.start() + LONGEST])
        for length in (4, 3, 2, 1):
            name = " ".join(following[:length])
            if name in lands:
                seen = Seen(match.start(), 1, 1, 0, lands[name])
                found[name] = found[name].plus(seen) if name in found else seen
                break
    return found


def _unmistakable(found: dict[str, Seen]) -> dict[str, Seen]:
    """Names without the countries that are called as people are, where somebody is called so."""
    return {
        name: seen
        for name, seen in found.items()
        if seen.country not in AMBIGUOUS or not any(longer.endswith(" " + name) for longer in found)
    }


def _merged(found: dict[str, Seen], short: Mapping[str, str]) -> dict[str, Seen]:
    """Surnames and acronyms counted with the one full name that they stand for."""
    by_end: dict[str, list[str]] = {}
    for name, seen in found.items():
        words = name.split(" ")
        if 2 <= len(words) <= 4 and not seen.country and seen.inside and _is_person(words):
            for at in range(1, len(words)):
                by_end.setdefault(_end(words[at:]), []).append(name)
    merged = dict(found)
    for name, seen in found.items():
        full = short.get(name)
        if full is None and not seen.country and not name.isupper():
            longer = by_end.get(_end(name.split(" ")), [])
            if len(longer) == 1 and found[longer[0]].at < seen.at:
                full = longer[0]
        if full and full != name and full in merged:
            merged[full] = merged[full].plus(merged.pop(name))
    return merged


def last_word(words: Sequence[str]) -> str:
    """The last word of a name, without its article: `al-Assad` is sought as `Assad`."""
    return _end(words[-1:])


def _end(words: Sequence[str]) -> str:
    return _ARTICLE.sub("", " ".join(words).replace("-", " "))


def initials(words: Sequence[str]) -> tuple[str, str]:
    """The first letters of the words with a capital, and of all words.

    >>> initials("Society for Slow Clocks".split())
    ('SSC', 'SFSC')
    """
    return (
        "".join(word[0] for word in words if word[0].isupper()),
        "".join(word[0].upper() for word in words),
    )


def _is_person(words: Sequence[str]) -> bool:
    """Whether a name may be a person's, who is then called by the last of its words alone."""
    english = vocabulary("en")
    return not any(
        word in _DIRECTIONS or (english and english.weak(word)) for word in words[:-1]
    ) and all(word[0].isupper() or "-" in word or word in _BETWEEN for word in words)


def _is_name(name: str, seen: Seen, known: Vocabulary, small: frozenset[str]) -> bool:
    """Whether what is written like a name is one that a reader would look for."""
    words = name.replace("’", "'").split(" ")
    if not seen.inside or (" " + name).endswith(known.media):
        return False
    nouns = known.language in NOUNS_HAVE_CAPITALS
    if len(words) > 1:
        vague = all(map(known.weak, words)) or (known.weak(words[-1]) and _adjective(words, known))
        return not vague and not (nouns and words[0] in known.common)
    if known.weak(words[0]):
        return False
    if name.isupper():
        return _ACRONYM.fullmatch(name) is not None
    return (
        not nouns
        and len(name) > 3
        and seen.count >= ALONE
        and seen.inside > 1
        and 2 * seen.articles < seen.count
        and name.lower() not in small
    )


def _adjective(words: Sequence[str], known: Vocabulary) -> bool:
    """Whether the last word only begins a name (`South Korean`)."""
    return words[-1] not in known.generic


def _one_a_country(found: Mapping[str, Seen], language: str) -> dict[str, Seen]:
    """All that a country is called under one name: the first that is no abbreviation."""
    out: dict[str, Seen] = {}
    names: dict[str, str] = {}
    for name, seen in sorted(found.items(), key=lambda pair: (pair[1].at, pair[0])):
        if not seen.country:
            out[name] = seen
            continue
        if is_abbreviation(name):
            seen = replace(seen, written=name)
            name = own_name(language, seen.country)
        shown = names.setdefault(seen.country, name)
        out[shown] = out[shown].plus(seen) if shown in out else seen
    return out


def _best(
    document: Document,
    found: Mapping[str, Seen],
    starts: Sequence[tuple[int, int]],
    text: str,
    places: bool,
    names: bool,
) -> tuple[Name, ...]:
    """The names that stand often enough, most telling first."""
    record = document.record
    least = max(2, -(-text.count(" ") // A_NAME_EVERY))
    own = {name.casefold() for name in (*record.authors, record.publisher or "")}
    lead = starts[1][0] if len(starts) > 1 else len(text)
    scored: list[tuple[int, int, Name]] = []
    for name, seen in found.items():
        if seen.count < least or name.casefold() in own or not (places if seen.country else names):
            continue
        score = seen.count + IN_TITLE * (name in (record.title or "")) + (seen.at < lead)
        line = max(start for start in starts if start[0] <= seen.at)[1]
        scored.append((-score, seen.at, Name(name, seen.count, line, seen.country, seen.written)))
    return tuple(name for _, _, name in sorted(scored, key=lambda entry: entry[:2])[:MOST])

"""Which names on a page that was taken whole are those of its article's authors."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pressmark.describe.dates import is_dated
from pressmark.describe.people import PARTICLES
from pressmark.extraction.features import Array
from pressmark.extraction.names import BY, CREDITED, Name, is_likely, names_in
from pressmark.extraction.scored_page import ScoredPage, first_and_last

ABOVE, BELOW, TAIL = 30, 40, 10
"""Lines from the headline, and from the article's end, in which its authors are named."""
LONG, HEAD = 60, 150
"""Words of a line of which only the first characters are looked at."""
LABEL, ROLE = 25, 40
"""Characters before a name with what says that it is one, and after it with what its bearer does.
"""
FAR = 60
AT_DATE = 2
"""Lines between a name and the date that belong together."""
AT_HEADLINE = 8

_ROLE = re.compile(
    r"redakt|reporter|correspondent|korrespondent|editor|writer|journalist|autor|author|columnist"
    r"|kolumn|redac|rédact|giornalist|periodist|staff|volont|chefin?|freelance|blogger|toimitt",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"foto|photo|bild|getty|©|credit|image|picture|illustration|video|ap\b|afp\b|dpa\b|reuters",
    re.IGNORECASE,
)
_OF_AUTHOR = re.compile(
    r"author|autor|auteur|@|mailto|/(?:profiles?|profil|by|writers?|contributors?|people|person|team"
    r"|redaktion|staff|journalists?|columnists?|users?|firma|skribent|yazar)[a-z]*/",
    re.IGNORECASE,
)
"""An address that leads to an author."""
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_LATIN = re.compile(r"[a-z]{3,}")
_BAR = tuple("|•/·")

_OWN = ("linked", "item", "heading", "caption", "links", "capitals", "words say", "said again")
AUTHOR_MEASURES = (
    *_OWN,
    "body",
    "in the article",
    "words",
    "lines to the headline",
    "above the headline",
    "lines to the article",
    "lines after the article",
    "paragraphs above",
    "place",
    "headline",
    "words of the name",
    "words beyond",
    "words skipped",
    "capitals only",
    "initial",
    "particle",
    "known words",
    "worst known word",
    "small elsewhere",
    "likely name",
    "joined",
    "agency",
    "handle",
    "by before",
    "by above",
    "by in the line",
    "role after",
    "role below",
    "picture",
    "picture before",
    "picture above",
    "words beside",
    "alone",
    "characters before",
    "comma after",
    "bracket after",
    "colon before",
    "bar beside",
    "digits before",
    "digits after",
    "link to an author",
    "link says the name",
    "date in the line",
    "date near",
    "lines to the date",
    "far from the date",
    "date",
    "said so often",
    "names in lines like it",
    "in the headline",
    "in paragraphs",
    "names",
    "rank",
    "rank among likely",
    "likely in the line",
    "likely below",
    "likely near",
    "likely alone",
    "likely by",
    "likely with a date near",
    "likely at the date",
    "by anywhere",
    "role anywhere",
    "link anywhere",
    "alone in a heading",
)
"""Columns of `measures_of`."""

_ANYWHERE = {
    "by anywhere": "by before",
    "role anywhere": "role after",
    "link anywhere": "link to an author",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a line."""

    at: int
    """Place of the line."""
    name: Name

    @property
    def key(self) -> str:
        """Folded, for comparison."""
        return self.name.text.casefold()


def mentions(sight: ScoredPage) -> list[Mention]:
    """What could be a name near the headline or the end of the article, in order."""
    _, last = first_and_last(sight.prose())
    near = range(max(0, sight.headline - ABOVE), sight.headline + BELOW)
    tail = range(max(0, last - TAIL), last + TAIL)
    return [
        Mention(at, name)
        for at in sorted({*near, *tail})
        if at < len(sight.lines)
        for name in names_in(_looked_at(sight, at))
    ]


def _looked_at(sight: ScoredPage, at: int) -> str:
    line = sight.lines[at]
    return line.shown[:HEAD] if line.words > LONG else line.shown


def measures_of(
    sight: ScoredPage,
    found: Sequence[Mention],
    said: Mapping[str, float],
    dated: tuple[int, float] | None,
) -> Array:
    """One row for each of the `mentions`. `said` has what words say of where they stand, `dated`
    the line that is most like the one with the article's date, and its log odds.
    """
    parts = (
        _lines(sight, found),
        _places(sight, found),
        _names(sight, found, said),
        _beside(sight, found),
        _dates(sight, found, dated),
        _others(sight, found),
    )
    rows = [dict[str, float]() for _ in found]
    for part in parts:
        for row, more in zip(rows, part, strict=True):
            row |= more
    for row, one in zip(rows, found, strict=True):
        row |= _together(row, one, sight)
    _anywhere(rows, found)
    columns = [[row[name] for name in AUTHOR_MEASURES] for row in rows]
    return np.array(columns, dtype=np.float32).reshape(len(rows), len(AUTHOR_MEASURES))


def _lines(sight: ScoredPage, found: Sequence[Mention]) -> Iterator[dict[str, float]]:
    columns = {name: sight.column(name) for name in _OWN}
    for one in found:
        yield {
            **{name: float(column[one.at]) for name, column in columns.items()},
            "body": float(sight.body[one.at]),
            "in the article": sight.body[one.at] >= sight.kept,
            "words": sight.lines[one.at].words,
        }


def _places(sight: ScoredPage, found: Sequence[Mention]) -> Iterator[dict[str, float]]:
    prose = sight.prose()
    first, last = first_and_last(prose)
    above: Array = np.asarray(np.cumsum(prose) - prose, dtype=np.float32)
    for one in found:
        yield {
            "lines to the headline": _near(one.at - sight.headline),
            "above the headline": one.at <= sight.headline,
            "lines to the article": _near(one.at - first),
            "lines after the article": _near(one.at - last),
            "paragraphs above": float(above[one.at]),
            "place": one.at / len(sight.lines),
            "headline": sight.said,
        }


def _near(lines: int) -> int:
    return max(-FAR, min(FAR, lines))


def _names(
    sight: ScoredPage, found: Sequence[Mention], said: Mapping[str, float]
) -> Iterator[dict[str, float]]:
    parts = [[word.strip(".'’").casefold() for word in one.name.text.split()] for one in found]
    wanted = {word for words in parts for word in words if len(word) > 1 and word[0].islower()}
    shown = "\n".join(line.shown for line in sight.lines)
    small = Counter(filter(wanted.__contains__, _LETTERS.findall(shown)))
    for one, words in zip(found, parts, strict=True):
        name = one.name
        known = [said.get(word, 0.0) for word in words]
        yield {
            "words of the name": name.words,
            "words beyond": name.beyond,
            "words skipped": name.skipped,
            "capitals only": name.text.isupper(),
            "initial": any(len(word) == 1 for word in words),
            "particle": any(word in PARTICLES for word in words),
            "known words": sum(known) / len(known),
            "worst known word": min(known),
            "small elsewhere": max(small[word] for word in words),
            "likely name": is_likely(name.text),
            "joined": name.kind == "joined",
            "agency": name.kind == "agency",
            "handle": name.kind == "handle",
        }


def _beside(sight: ScoredPage, found: Sequence[Mention]) -> Iterator[dict[str, float]]:
    around = {at: _around(sight, at) for at in {one.at for one in found}}
    for one in found:
        name, line = one.name, sight.lines[one.at]
        text, (starts, ends, digit, shared) = line.shown, around[one.at]
        before = text[: name.start]
        alone = not before.strip()
        words = _LETTERS.findall(before[-LABEL:])
        label = words[-1].casefold() if words else ""
        rest = bisect_left(starts, name.start) + len(ends) - bisect_right(ends, name.end)
        addresses = [href.casefold() for shown, href in line.links if name.text in shown]
        parts = _LATIN.findall(one.key) if addresses else []
        yield {
            "by before": label in BY or name.kind == "handle",
            "by above": alone and shared["by just above"],
            "by in the line": any(word.casefold() in BY for word in words),
            "role after": bool(_ROLE.search(text, name.end, name.end + ROLE)),
            "role below": shared["role below"],
            "picture": shared["picture"],
            "picture before": label in CREDITED or before.rstrip()[-1:] in ("©", "/"),
            "picture above": shared["picture above"],
            "words beside": rest,
            "alone": not rest,
            "characters before": name.start,
            "comma after": name.after == ",",
            "bracket after": name.after in ("(", ")"),
            "colon before": name.before == ":",
            "bar beside": name.before in _BAR or name.after in _BAR,
            "digits before": digit < name.start,
            "digits after": bool(_DIGIT.search(text, name.end, name.end + 2 * LABEL)),
            "link to an author": any(_OF_AUTHOR.search(href) for href in addresses),
            "link says the name": bool(parts)
            and any(all(part in href for part in parts) for href in addresses),
        }


def _around(sight: ScoredPage, at: int) -> tuple[list[int], list[int], int, dict[str, bool]]:
    """Where the words of a line begin and end, where its first digit is, and what holds for all of
    its names.
    """
    text = sight.lines[at].shown
    above = sight.lines[at - 1].shown if at else ""
    below = sight.lines[at + 1].shown if at + 1 < len(sight.lines) else ""
    spans = [found.span() for found in _LETTERS.finditer(text)]
    digit = _DIGIT.search(text)
    return (
        [start for start, _ in spans],
        [end for _, end in spans],
        digit.start() if digit else len(text),
        {
            "by just above": _last(above) in BY,
            "role below": bool(_ROLE.search(below, 0, 2 * ROLE)),
            "picture": bool(_PICTURE.search(text)),
            "picture above": bool(_PICTURE.search(above)),
        },
    )


def _last(text: str) -> str:
    words = _LETTERS.findall(text[-LABEL:])
    return words[-1].casefold() if words else ""


def _dates(
    sight: ScoredPage, found: Sequence[Mention], dated: tuple[int, float] | None
) -> Iterator[dict[str, float]]:
    known: dict[int, bool] = {}

    def dated_at(at: int) -> bool:
        if at not in known:
            known[at] = 0 <= at < len(sight.lines) and is_dated(sight.lines[at].shown[:HEAD])
        return known[at]

    for one in found:
        near = [dated_at(one.at + by) for by in range(-AT_DATE, AT_DATE + 1)]
        to_date = one.at - dated[0] if dated else FAR
        yield {
            "date in the line": near[AT_DATE],
            "date near": any(near),
            "date beside": any(near[1:-1]),
            "lines to the date": max(-BELOW, min(BELOW, to_date)),
            "far from the date": min(BELOW, abs(to_date)),
            "date": dated[1] if dated else -9.0,
        }


def _others(sight: ScoredPage, found: Sequence[Mention]) -> Iterator[dict[str, float]]:
    said = Counter(one.key for one in found)
    alike = Counter(sight.lines[one.at].key for one in found)
    prose = sight.prose()
    told = Counter(one.key for one in found if prose[one.at])
    likely = [is_likely(one.name.text) for one in found]
    inside = Counter(one.at for one, flag in zip(found, likely, strict=True) if flag)
    headline = sight.lines[sight.headline].key
    rank = among = 0
    for one, flag in zip(found, likely, strict=True):
        below = one.at > sight.headline
        yield {
            "said so often": said[one.key],
            "names in lines like it": alike[sight.lines[one.at].key],
            "in the headline": one.key in headline,
            "in paragraphs": told[one.key] - bool(prose[one.at]),
            "names": len(found),
            "rank": rank if below else -1,
            "rank among likely": among if below else -1,
            "likely in the line": inside[one.at],
        }
        rank += below
        among += below and flag


def _together(row: Mapping[str, float], one: Mention, sight: ScoredPage) -> dict[str, float]:
    """What a table of single measures can't tell: that a likely name stands where authors do."""
    likely = bool(row["likely name"])
    to_headline = one.at - sight.headline
    return {
        "likely below": likely and 0 < to_headline <= AT_HEADLINE,
        "likely near": likely and abs(to_headline) <= AT_HEADLINE,
        "likely alone": likely and row["alone"],
        "likely by": likely and row["by before"],
        "likely with a date near": likely and row["date beside"],
        "likely at the date": likely and row["far from the date"] <= AT_DATE,
        "alone in a heading": row["alone"] and row["heading"] > 0,
    }


def _anywhere(rows: Sequence[dict[str, float]], found: Sequence[Mention]) -> None:
    """What is said of a name in one place holds in the others."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        places[one.key].append(at)
    for same in places.values():
        for name, measure in _ANYWHERE.items():
            value = max(rows[at][measure] for at in same)
            for at in same:
                rows[at][name] = value

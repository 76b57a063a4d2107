"""Features of the text around a name, by which authors are chosen."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.extraction.mention_features import Features
from pressmark.extraction.names import BY, CREDITED, NameMention
from pressmark.extraction.scored_page import ScoredPage

LABEL, ROLE = 25, 40
"""Characters before a name that are searched for `by`, and after it for `editor`."""

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
"""Address of an author's page or mailbox."""
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_LATIN = re.compile(r"[a-z]{3,}")
_BAR = tuple("|•/·")


def name_context_features(page: ScoredPage, mentions: Sequence[NameMention]) -> Iterator[Features]:
    """Features of the text before and after each name, in its line and those next to it; they are
    among `authors.AUTHOR_FEATURES`.
    """
    contexts = {row: _line_context(page, row) for row in {mention.row for mention in mentions}}
    for mention in mentions:
        name, line = mention.name, page.lines[mention.row]
        text, context = line.shown, contexts[mention.row]
        before = text[: name.start]
        first = not before.strip()
        words = _LETTERS.findall(before[-LABEL:])
        label = words[-1].casefold() if words else ""
        ends = context.word_ends
        rest = bisect_left(context.word_starts, name.start) + len(ends)
        rest -= bisect_right(ends, name.end)
        addresses = [href.casefold() for shown, href in line.links if name.text in shown]
        parts = _LATIN.findall(mention.key) if addresses else []
        yield {
            "by before": label in BY or name.kind == "handle",
            "by above": first and context.by_above,
            "by in the line": any(word.casefold() in BY for word in words),
            "role after": bool(_ROLE.search(text, name.end, name.end + ROLE)),
            "role below": context.role_below,
            "picture": context.picture,
            "picture before": label in CREDITED or before.rstrip()[-1:] in ("©", "/"),
            "picture above": context.picture_above,
            "words beside": rest,
            "alone": not rest,
            "characters before": name.start,
            "comma after": name.after == ",",
            "bracket after": name.after in ("(", ")"),
            "colon before": name.before == ":",
            "bar beside": name.before in _BAR or name.after in _BAR,
            "digits before": context.first_digit < name.start,
            "digits after": bool(_DIGIT.search(text, name.end, name.end + 2 * LABEL)),
            "link to an author": any(_OF_AUTHOR.search(href) for href in addresses),
            "name in the link": bool(parts)
            and any(all(part in href for part in parts) for href in addresses),
        }


@dataclass(frozen=True, slots=True)
class _LineContext:
    """Features that all names in a line share."""

    word_starts: list[int]
    word_ends: list[int]
    first_digit: int
    """Index in the text; its length if there is none."""
    by_above: bool
    """Whether the line above ends with a word like `by`."""
    role_below: bool
    picture: bool
    """Whether the line credits a picture."""
    picture_above: bool


def _line_context(page: ScoredPage, row: int) -> _LineContext:
    text = page.lines[row].shown
    above = page.lines[row - 1].shown if row else ""
    below = page.lines[row + 1].shown if row + 1 < len(page.lines) else ""
    spans = [match.span() for match in _LETTERS.finditer(text)]
    digit = _DIGIT.search(text)
    return _LineContext(
        [start for start, _ in spans],
        [end for _, end in spans],
        digit.start() if digit else len(text),
        _last_word(above) in BY,
        bool(_ROLE.search(below, 0, 2 * ROLE)),
        bool(_PICTURE.search(text)),
        bool(_PICTURE.search(above)),
    )


def _last_word(text: str) -> str:
    words = _LETTERS.findall(text[-LABEL:])
    return words[-1].casefold() if words else ""

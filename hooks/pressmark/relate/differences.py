"""What differs between two texts, word by word, in time linear in their length.

Words that stand once in each of both, in the same order, part the texts into short pieces (patience
diff, by Bram Cohen); pieces are compared by `difflib`, unless they are so long or so monotonous
that it would take long. Then all of one piece has gone and all of the other has come.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pressmark.text.characters import UNIT
from pressmark.text.sentences import ends_sentence

MOST_WORDS = 20_000
"""Words of a text that are compared: half a book."""
CONTEXT = 8
"""Words that both have, shown before and after those that differ."""
DEPTH = 4
"""How often a piece is parted again."""
STEPS = 2_000
"""Comparisons of two words that `difflib` may take for each word of a piece, at worst."""

PARAGRAPH = "\n\n"

_TOKEN = re.compile(rf"\n\n|(?:{UNIT.pattern}|(?:(?!{UNIT.pattern})\S)+)(?:[^\S\n]|\n(?!\n))*")

Kind = Literal["same", "old", "new", "gap"]


@dataclass(frozen=True, slots=True)
class Part:
    """Words in a row that both texts have, that only the `old` or only the `new` one has; or a
    `gap`, where more is the same than is shown.
    """

    kind: Kind
    text: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two texts."""

    places: tuple[tuple[Part, ...], ...]
    """Where they differ, with what stands around it."""
    old: int
    """Words that only the old text has."""
    new: int
    cut: bool
    """Whether the texts are longer than what was compared."""


def difference(old: str, new: str) -> Difference:
    """What is to be done to the text `old` to get `new`.

    >>> for part in difference("The press came by rail.", "The press came by road.").places[0]:
    ...     print(part)
    Part(kind='same', text='The press came by ', words=4)
    Part(kind='old', text='rail.', words=1)
    Part(kind='new', text='road.', words=1)
    """
    one, other = tokens(old), tokens(new)
    cut = len(one) > MOST_WORDS or len(other) > MOST_WORDS
    one, other = one[:MOST_WORDS], other[:MOST_WORDS]
    parts = _aligned(list(_merged(one, other, matches(_keys(one), _keys(other)))))
    counts = Counter[Kind]()
    for part in parts:
        counts[part.kind] += part.words
    return Difference(tuple(_places(parts)), counts["old"], counts["new"], cut)


def tokens(text: str) -> list[str]:
    """Words of `text` as they are written, with the white space after them, and `PARAGRAPH`; of
    scripts without spaces, characters.

    >>> tokens("One two\\n\\n東京")
    ['One ', 'two', '\\n\\n', '東', '京']
    """
    return _TOKEN.findall(text)


def _keys(words: Sequence[str]) -> list[str]:
    return [word.rstrip() or PARAGRAPH for word in words]


def matches(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """(place in one, place in the other, length) of what is the same in both, in order."""
    found: list[tuple[int, int, int]] = []
    waiting = [(0, len(one), 0, len(other), DEPTH)]
    while waiting:
        first, last, start, end, depth = waiting.pop()
        while first < last and start < end and one[first] == other[start]:
            found.append((first, start, 1))
            first, start = first + 1, start + 1
        while first < last and start < end and one[last - 1] == other[end - 1]:
            last, end = last - 1, end - 1
            found.append((last, end, 1))
        if first == last or start == end:
            continue
        anchors = _anchors(one[first:last], other[start:end]) if depth else []
        if anchors:
            edges = [(first + a, start + b) for a, b in anchors]
            found += ((a, b, 1) for a, b in edges)
            begins = [(first, start), *((a + 1, b + 1) for a, b in edges)]
            ends = [*edges, (last, end)]
            waiting += (
                (a, until_a, b, until_b, depth - 1)
                for (a, b), (until_a, until_b) in zip(begins, ends, strict=True)
            )
        elif _short(one[first:last], other[start:end]):
            matcher = SequenceMatcher(None, one[first:last], other[start:end], autojunk=False)
            found += (
                (first + m.a, start + m.b, m.size) for m in matcher.get_matching_blocks() if m.size
            )
    return sorted(found)


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Places of words that stand once in each, as many as rise in both."""
    counts, counts_other = Counter(one), Counter(other)
    where = {word: place for place, word in enumerate(other) if counts_other[word] == 1}
    shared = [(p, where[w]) for p, w in enumerate(one) if counts[w] == 1 and w in where]
    # The longest rising row, by patience sorting.
    tops: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(shared):
        pile = bisect_left(tops, place)
        if pile == len(tops):
            tops.append(place)
            at.append(number)
        else:
            tops[pile], at[pile] = place, number
        before.append(at[pile - 1] if pile else -1)
    row: list[tuple[int, int]] = []
    number = at[-1] if at else -1
    while number >= 0:
        row.append(shared[number])
        number = before[number]
    return row[::-1]


def _short(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether `difflib` compares two pieces soon enough: it looks at all pairs of equal words for
    each stretch that it finds.
    """
    counts, counts_other = Counter(one), Counter(other)
    equal = sum(count * counts_other[word] for word, count in counts.items())
    return equal * min(len(one), len(other)) <= STEPS * (len(one) + len(other))


def _merged(
    one: Sequence[str], other: Sequence[str], same: Sequence[tuple[int, int, int]]
) -> Iterator[Part]:
    """Both texts as one row of parts."""
    at, place, kept = 0, 0, 0
    for a, b, size in [*same, (len(one), len(other), 0)]:
        if a > at or b > place:
            if kept:
                yield _part("same", other[place - kept : place])
                kept = 0
            if a > at:
                yield _part("old", one[at:a])
            if b > place:
                yield _part("new", other[place:b])
        kept += size
        at, place = a + size, b + size
    if kept:
        yield _part("same", other[place - kept : place])


def _aligned(parts: list[Part]) -> list[Part]:
    """`parts` with what only one text has beginning where a sentence does, if it may as well: not
    `The [van stops. The] library`, but `[The van stops.] The library`.
    """
    for at in range(1, len(parts) - 1):
        before, part, after = parts[at - 1 : at + 2]
        if (before.kind, after.kind) != ("same", "same"):
            continue
        left, words = tokens(before.text), tokens(part.text)
        if _begins(left):
            continue
        most = min(len(left), len(words))
        alike = next((n for n in range(most) if not _equal(left[-1 - n], words[-1 - n])), most)
        moved = next((n for n in range(1, alike + 1) if _begins(left[:-n])), 0)
        if moved:
            right = words[-moved:] + tokens(after.text)
            parts[at - 1 : at + 2] = [
                _part("same", left[:-moved]),
                _part(part.kind, left[-moved:] + words[:-moved]),
                _part("same", right),
            ]
    return [part for part in parts if part.text]


def _equal(one: str, other: str) -> bool:
    return one.rstrip() == other.rstrip()


def _begins(before: Sequence[str]) -> bool:
    """Whether a sentence begins after these words."""
    return not before or before[-1] == PARAGRAPH or ends_sentence(before[-1])


def _part(kind: Kind, words: Sequence[str]) -> Part:
    return Part(kind, "".join(words), sum(word != PARAGRAPH for word in words))


def _places(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Differences with what is around them; those that stand close together share a place."""
    place: list[Part] = []
    changed = False
    for part in parts:
        if part.kind != "same":
            place.append(part)
            changed = True
            continue
        words = tokens(part.text)
        if changed and len(words) > 2 * CONTEXT:
            yield (*place, _part("same", words[:CONTEXT]), Part("gap"))
            place, changed = [], False
        if changed:
            place.append(part)
        elif len(words) > CONTEXT:
            place = [Part("gap"), _part("same", words[-CONTEXT:])]
        else:
            place = [part]
    if changed:
        yield tuple(_without_tail(place))


def _without_tail(place: list[Part]) -> Iterator[Part]:
    """A place at the end of the texts, its last words cut."""
    yield from place[:-1]
    words = tokens(place[-1].text)
    if place[-1].kind != "same" or len(words) <= CONTEXT:
        yield place[-1]
    else:
        yield from (_part("same", words[:CONTEXT]), Part("gap"))

"""Compares two texts word by word, in time linear in their length.

Words that occur once in each text, in the same order, cut both into short pieces (patience diff, by
Bram Cohen). Pieces are compared by `difflib`, unless they are so long or so repetitive that this
would be slow: then all words of the old piece count as removed, all of the new one as added.
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
"""Words of a text that are compared, at most: half a book."""
CONTEXT = 8
"""Unchanged words shown before and after a change."""
DEPTH = 4
"""Levels of cutting a piece into smaller ones."""
STEPS = 2_000
"""Steps of `difflib` per word of a piece, at most, in the worst case."""

PARAGRAPH = "\n\n"

_TOKEN = re.compile(rf"\n\n|(?:{UNIT.pattern}|(?:(?!{UNIT.pattern})\S)+)(?:[^\S\n]|\n(?!\n))*")

Kind = Literal["same", "old", "new", "gap"]


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive words of both texts (`same`), or of the `old` or the `new` one alone; or a `gap`
    in place of unchanged words that aren't shown.
    """

    kind: Kind
    text: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """The result of comparing two texts."""

    places: tuple[tuple[Part, ...], ...]
    """Per change: its parts, with unchanged words before and after."""
    old: int
    """Number of words that only the old text has."""
    new: int
    """Number of words that only the new text has."""
    cut: bool
    """True if only the beginning of a text was compared."""


def difference(old: str, new: str) -> Difference:
    """Compare the texts `old` and `new`.

    >>> for part in difference("The press came by rail.", "The press came by road.").places[0]:
    ...     print(part)
    Part(kind='same', text='The press came by ', words=4)
    Part(kind='old', text='rail.', words=1)
    Part(kind='new', text='road.', words=1)
    """
    old_words, new_words = tokens(old), tokens(new)
    cut = len(old_words) > MOST_WORDS or len(new_words) > MOST_WORDS
    old_words, new_words = old_words[:MOST_WORDS], new_words[:MOST_WORDS]
    blocks = matching_blocks(_keys(old_words), _keys(new_words))
    parts = _aligned(list(_merged(old_words, new_words, blocks)))
    counts = Counter[Kind]()
    for part in parts:
        counts[part.kind] += part.words
    return Difference(tuple(_places(parts)), counts["old"], counts["new"], cut)


def tokens(text: str) -> list[str]:
    """The words of `text` (characters in scripts without spaces), each with the white space after
    it, and a `PARAGRAPH` per blank line.

    >>> tokens("One two\\n\\n東京")
    ['One ', 'two', '\\n\\n', '東', '京']
    """
    return _TOKEN.findall(text)


def _keys(words: Sequence[str]) -> list[str]:
    """The tokens without white space, for comparison."""
    return [word.rstrip() or PARAGRAPH for word in words]


def matching_blocks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """(start in `old`, start in `new`, length) of equal runs of words, in order."""
    blocks: list[tuple[int, int, int]] = []
    pieces = [(0, len(old), 0, len(new), DEPTH)]
    while pieces:
        first, last, start, end, depth = pieces.pop()
        while first < last and start < end and old[first] == new[start]:
            blocks.append((first, start, 1))
            first, start = first + 1, start + 1
        while first < last and start < end and old[last - 1] == new[end - 1]:
            last, end = last - 1, end - 1
            blocks.append((last, end, 1))
        if first == last or start == end:
            continue
        anchors = _anchors(old[first:last], new[start:end]) if depth else []
        if anchors:
            edges = [(first + a, start + b) for a, b in anchors]
            blocks += ((a, b, 1) for a, b in edges)
            begins = [(first, start), *((a + 1, b + 1) for a, b in edges)]
            ends = [*edges, (last, end)]
            pieces += (
                (a, until_a, b, until_b, depth - 1)
                for (a, b), (until_a, until_b) in zip(begins, ends, strict=True)
            )
        elif _is_cheap(old[first:last], new[start:end]):
            matcher = SequenceMatcher(None, old[first:last], new[start:end], autojunk=False)
            blocks += (
                (first + m.a, start + m.b, m.size) for m in matcher.get_matching_blocks() if m.size
            )
    return sorted(blocks)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """(index in `old`, index in `new`) of words that occur once in each: the longest sequence in
    the same order.
    """
    old_counts, new_counts = Counter(old), Counter(new)
    index_in_new = {word: index for index, word in enumerate(new) if new_counts[word] == 1}
    shared = [
        (index, index_in_new[word])
        for index, word in enumerate(old)
        if old_counts[word] == 1 and word in index_in_new
    ]
    # The longest increasing subsequence, by patience sorting.
    tops: list[int] = []
    top_numbers: list[int] = []
    predecessors: list[int] = []
    for number, (_, index) in enumerate(shared):
        pile = bisect_left(tops, index)
        if pile == len(tops):
            tops.append(index)
            top_numbers.append(number)
        else:
            tops[pile], top_numbers[pile] = index, number
        predecessors.append(top_numbers[pile - 1] if pile else -1)
    anchors: list[tuple[int, int]] = []
    number = top_numbers[-1] if top_numbers else -1
    while number >= 0:
        anchors.append(shared[number])
        number = predecessors[number]
    return anchors[::-1]


def _is_cheap(old: Sequence[str], new: Sequence[str]) -> bool:
    """True if `difflib` compares two pieces in at most `STEPS` per word: for each block that it
    finds, it visits all pairs of equal words.
    """
    old_counts, new_counts = Counter(old), Counter(new)
    equal = sum(count * new_counts[word] for word, count in old_counts.items())
    return equal * min(len(old), len(new)) <= STEPS * (len(old) + len(new))


def _merged(
    old: Sequence[str], new: Sequence[str], blocks: Sequence[tuple[int, int, int]]
) -> Iterator[Part]:
    """Both texts as one series of parts."""
    old_end, new_end, same = 0, 0, 0
    for old_start, new_start, size in [*blocks, (len(old), len(new), 0)]:
        if old_start > old_end or new_start > new_end:
            if same:
                yield _part("same", new[new_end - same : new_end])
                same = 0
            if old_start > old_end:
                yield _part("old", old[old_end:old_start])
            if new_start > new_end:
                yield _part("new", new[new_end:new_start])
        same += size
        old_end, new_end = old_start + size, new_start + size
    if same:
        yield _part("same", new[new_end - same : new_end])


def _aligned(parts: list[Part]) -> list[Part]:
    """Shift changes to begin with a sentence where that is equivalent: `[The van stops.] The
    library` instead of `The [van stops. The] library`. Changes `parts`; returns those with text.
    """
    for index in range(1, len(parts) - 1):
        previous, part, following = parts[index - 1 : index + 2]
        if (previous.kind, following.kind) != ("same", "same"):
            continue
        left, words = tokens(previous.text), tokens(part.text)
        if _begins_sentence(left):
            continue
        most = min(len(left), len(words))
        equal = next((n for n in range(most) if not _equal(left[-1 - n], words[-1 - n])), most)
        moved = next((n for n in range(1, equal + 1) if _begins_sentence(left[:-n])), 0)
        if moved:
            right = words[-moved:] + tokens(following.text)
            parts[index - 1 : index + 2] = [
                _part("same", left[:-moved]),
                _part(part.kind, left[-moved:] + words[:-moved]),
                _part("same", right),
            ]
    return [part for part in parts if part.text]


def _equal(one: str, other: str) -> bool:
    return one.rstrip() == other.rstrip()


def _begins_sentence(previous: Sequence[str]) -> bool:
    """True if a sentence begins after the words `previous`."""
    return not previous or previous[-1] == PARAGRAPH or ends_sentence(previous[-1])


def _part(kind: Kind, words: Sequence[str]) -> Part:
    return Part(kind, "".join(words), sum(word != PARAGRAPH for word in words))


def _places(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """`Difference.places`: changes in context. Changes close to each other share a place."""
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
    """The last place, with only `CONTEXT` unchanged words after its last change."""
    yield from place[:-1]
    words = tokens(place[-1].text)
    if place[-1].kind != "same" or len(words) <= CONTEXT:
        yield place[-1]
    else:
        yield from (_part("same", words[:CONTEXT]), Part("gap"))

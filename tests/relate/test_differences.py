"""What differs is told whole, in order, and soon."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.relate.differences import (
    CONTEXT,
    MOST_WORDS,
    Part,
    _is_cheap,
    difference,
    matching_blocks,
    tokens,
)

WORDS = st.lists(st.sampled_from(["a", "b", "c", "the", "press", "\n\n"]), max_size=40)


def shown(places: Sequence[Sequence[Part]]) -> list[str]:
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}", "gap": "…"}
    return [
        " ".join(marks[part.kind].format(part.text.strip()) for part in place) for place in places
    ]


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("The press came by rail.", "The press came by rail.", []),
        ("It came by rail.", "It came by road.", ["It came by [-rail.-] {+road.+}"]),
        ("It came.", "It came. At last.", ["It came. {+At last.+}"]),
        ("At last it came.", "it came.", ["[-At last-] it came."]),
        ("", "It came.", ["{+It came.+}"]),
        ("The van stops.", "The bell rang. The van stops.", ["{+The bell rang.+} The van stops."]),
        ("It came. The van stops.", "It came. The bell. The van stops.",
         ["It came. {+The bell.+} The van stops."]),
        ("It came.\n\nThe bell. The van.", "It came.\n\nThe van.",
         ["It came. [-The bell.-] The van."]),
        ("One. The van.", "One. The bell. The van.", ["One. {+The bell.+} The van."]),
        ("so the van", "so the bell the van", ["so the {+bell the+} van"]),
        ("One. Two.", "One.\n\nTwo.", ["One. {++} Two."]),
        ("東京の本", "京都の本", ["[-東-] 京 {+都+} の本"]),
        ("Plain Capitals, here", "plain Capitals here",
         ["[-Plain Capitals,-] {+plain Capitals+} here"]),
    ],
)  # fmt: skip
def test_differences(old: str, new: str, places: list[str]) -> None:
    assert shown(difference(old, new).places) == places


def test_what_is_far_from_a_change_is_left_out() -> None:
    same = [f"w{n}" for n in range(60)]
    old = " ".join([*same[:20], "early", *same[20:40], "late", *same[40:]])
    found = difference(old, " ".join(same))
    before, after = (" ".join(same[n : n + CONTEXT]) for n in (20 - CONTEXT, 20))
    assert shown(found.places)[0] == f"… {before} [-early-] {after} …"
    assert len(found.places) == 2
    assert (found.old, found.new, found.cut) == (2, 0, False)


def test_changes_close_to_each_other_share_a_place() -> None:
    found = difference("a b c d e f g", "a x c d e y g")
    assert shown(found.places) == ["a [-b-] {+x+} c d e [-f-] {+y+} g"]


@given(WORDS, WORDS)
def test_a_match_is_the_same_in_both_and_all_else_is_told(one: list[str], other: list[str]) -> None:
    found = matching_blocks(one, other)
    at = place = 0
    for a, b, size in found:
        assert at <= a
        assert place <= b
        assert one[a : a + size] == other[b : b + size]
        at, place = a + size, b + size
    told = difference(" ".join(one), " ".join(other))
    same = sum(part.words for place in told.places for part in place if part.kind == "same")
    assert told.old + same <= len(one)
    kept = [[word.strip() for word in tokens(" ".join(text))] for text in (one, other)]
    assert bool(told.places) == (kept[0] != kept[1])


@given(st.text(alphabet="ab 東の\n.", max_size=60))
def test_tokens_hold_all_that_is_no_space(text: str) -> None:
    assert "".join("".join(tokens(text)).split()) == "".join(text.split())


def test_only_the_beginning_of_a_book_is_compared() -> None:
    book = "word " * (MOST_WORDS + 1)
    found = difference(book, book + "more")
    assert found.cut
    assert found.places == ()


def test_what_would_take_long_is_replaced_as_a_whole() -> None:
    """Two words in another order each time: no word stands once, and all pairs match."""
    chance = random.Random(1)
    one, other = ([chance.choice("ab") for _ in range(5_000)] for _ in range(2))
    assert not _is_cheap(one, other)
    begin = next(n for n in range(5_000) if one[n] != other[n])
    assert len(matching_blocks(one, other)) < 5_000 - begin
    assert _is_cheap(["a", "b"], ["b", "a"])


def test_a_moved_passage_is_found_once() -> None:
    chance = random.Random(2)
    text = [f"w{chance.randrange(300)}" for _ in range(2_000)]
    moved = [*text[100:], *text[:100]]
    found = difference(" ".join(text), " ".join(moved))
    assert (found.old, found.new) == (100, 100)

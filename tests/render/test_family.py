"""The page of a family shows all members, and as much of what differs as can be read."""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.render.family import MOST_CHARACTERS, MOST_COMPARED, MOST_PLACES, family_view
from tests.test_render import facts

TEXT = "The press has come from Leeds in eleven crates, and ten have been opened."


def test_members_are_compared_with_the_first() -> None:
    members = [facts(n, id=f"a/d{n}") for n in range(3)]
    changed = TEXT.replace("eleven", "twelve")
    view = family_view("a/d0", members, [TEXT, TEXT, changed])
    assert view.root == "../../../"
    assert view.title == "Title 0"
    first, same, other = view.members
    assert (first.compared, same.compared, other.compared) == (False, True, True)
    assert same.places == ()
    assert (other.old, other.new) == (1, 1)
    assert [part.text for place in other.places for part in place if part.kind == "new"] == [
        "twelve"
    ]


def test_only_so_many_are_compared_and_the_others_named() -> None:
    asked = 0

    def texts() -> Iterator[str]:
        nonlocal asked
        for _ in range(MOST_COMPARED):
            asked += 1
            yield TEXT

    members = [facts(n) for n in range(MOST_COMPARED + 5)]
    view = family_view("d00000", members, texts())
    assert asked == MOST_COMPARED
    assert len(view.members) == MOST_COMPARED + 5
    assert [m.compared for m in view.members] == [
        False, *[True] * (MOST_COMPARED - 1), *[False] * 5
    ]  # fmt: skip


def test_long_differences_are_cut_and_counted() -> None:
    members = [facts(0), facts(1)]
    added = " ".join(f"w{n}" for n in range(1_000))
    [_, one] = family_view("d00000", members, [TEXT, f"{TEXT} {added}"]).members
    [part] = [part for place in one.places for part in place if part.kind == "new"]
    assert len(part.text) <= MOST_CHARACTERS + 10
    assert part.text.startswith("w0 ")
    assert " […] " in part.text
    assert part.text.endswith(" w999")
    assert one.new == 1_000
    old = [f"word{n}" for n in range(50 * MOST_PLACES)]
    new = [word.upper() if n % 25 == 0 else word for n, word in enumerate(old)]
    [_, many] = family_view("d00000", members, [" ".join(old), " ".join(new)]).members
    assert len(many.places) == MOST_PLACES
    assert many.more == MOST_PLACES


def test_paragraphs_are_marked() -> None:
    texts = ["One.\n\nTwo.", "One.\n\nAnd.\n\nTwo."]
    [_, one] = family_view("d00000", [facts(0), facts(1)], texts).members
    assert " ".join(part.text for place in one.places for part in place) == "One. ¶ And. ¶ Two."

"""Questions as people write them: long, in capitals, with words that come again, with initials."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.search.small import ask, entry, ids, search, write


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    texts = [f"A report on item {number}: paper, ink and type." for number in range(40)]
    texts += [
        "Vitamin C keeps scurvy off.",  # 40
        "Vitamin D is made by the sun.",  # 41
        "A herring is a fish.",  # 42
        "The tide table of the estuary.",  # 43
    ]
    write(folder, [entry(number, text) for number, text in enumerate(texts)])
    return folder


def test_or_in_a_query_in_capitals_is_a_word(archive: Path, node: str) -> None:
    [shouted, plain, chosen] = ask(
        node,
        [
            ["search", "VITAMIN SCURVY OR HERRING"],
            ["search", "vitamin scurvy or herring"],
            ["search", "vitamin scurvy OR herring"],
        ],
        archive,
    )
    assert ids(shouted) == ids(plain)
    assert shouted["totalAll"] == plain["totalAll"] == 0
    assert chosen["totalAll"] == 1
    assert search(node, archive, "vitamin | herring")["totalAll"] == 3


def test_words_after_the_hundredth_count(archive: Path, node: str) -> None:
    long = " ".join(["what is said of paper and of ink"] * 30) + ", and of the estuary?"
    assert len(long.split()) > 200
    assert 43 in ids(search(node, archive, long, limit=50))


def test_what_a_question_repeats_weighs_more(archive: Path, node: str) -> None:
    one = ids(search(node, archive, "herring estuary"))
    often = ids(search(node, archive, f"{'herring ' * 3} estuary"))
    other = ids(search(node, archive, f"herring {'estuary ' * 3}"))
    assert set(one) == set(often) == set(other) == {42, 43}
    assert (often[0], other[0]) == (42, 43)


def test_a_single_letter_decides_between_equals_only(archive: Path, node: str) -> None:
    for letter, number in {"C": 40, "D": 41}.items():
        assert ids(search(node, archive, f"vitamin {letter}"))[0] == number
    # As in “e.g.”: not what the question is about.
    assert ids(search(node, archive, "fish, e.g. a herring, i.e. c. d."))[0] == 42

"""Families hold what is alike and nothing else, whatever else there is, in whatever order."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.relate.corpus import COPIES_SHOWN, ordered_corpus
from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.families import REACH, THRESHOLD, families, join_pairs
from pressmark.relate.shingles import WIDTH, overlap, shingles, word_hashes
from pressmark.relate.sketch import (
    BANDS,
    ROWS,
    SHINGLES_AT_A_TIME,
    ShingleStore,
    keys,
    signature,
    sketch,
)
from pressmark.text.run_memo import LONGEST_RUN
from tests.test_render import facts

Find = Callable[[Sequence[str]], dict[str, str]]


def shingled(text: str) -> set[int]:
    return set(shingles(word_hashes(text)).tolist())


def words(number: int, chance: random.Random, kinds: int = 5_000) -> list[str]:
    return [f"w{chance.randrange(kinds)}" for _ in range(number)]


def changed(text: list[str], share: float, chance: random.Random) -> list[str]:
    return [f"new{chance.random()}" if chance.random() < share else word for word in text]


def test_a_text_is_the_set_of_its_runs_of_words() -> None:
    text = "one two three four five six seven"
    assert len(shingled(text)) == 7 - WIDTH + 1
    assert len(shingled("one two three four five one two three four five")) == 5
    assert shingled("one two") != shingled("two one")
    assert shingled("") == shingled("… – !") == set()


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("One, two; THREE: four (five)!", "one two three four five"),
        ("*One* two **three** [four] five", "one two three four five"),
        ("Don’t stop at L’Étoile, Sir", "dont stop at l etoile sir"),
        ("مَكْتَبَةٌ", "مكتبة"),
        ("東京 の本", "東京、の本"),
        (f"{'語' * LONGEST_RUN} a", f"「{'語' * LONGEST_RUN}」 a"),
    ],
)
def test_case_marks_and_punctuation_make_no_difference(text: str, same: str) -> None:
    assert shingled(text) == shingled(same) != set()


def test_scripts_without_spaces_have_shingles() -> None:
    text = "新しい図書館は、来年の春に開館する。"
    assert len(shingled(text)) > 10
    one, other = (shingles(word_hashes(t)) for t in (text, text.replace("来年", "今年")))
    assert 0.3 < overlap(one, other) < 1


@given(st.text(), st.text())
def test_overlap_is_that_of_the_sets(one: str, other: str) -> None:
    a, b = shingled(one), shingled(other)
    found = overlap(shingles(word_hashes(one)), shingles(word_hashes(other)))
    assert found == (len(a & b) / len(a | b) if a and b else 0)


def test_a_hash_is_the_same_for_good() -> None:
    """Sites built twice, on two machines, name the same families."""
    assert shingles(word_hashes("The press came by rail today")).tolist() == [258355750, 2805202436]
    assert keys(shingles(word_hashes("The press came by rail")))[:2].tolist() == [
        2865628519,
        1876133287,
    ]


def test_documents_share_keys_as_often_as_said() -> None:
    """Over many pairs, the share of common keys is the similarity to the power of `ROWS`."""
    chance = random.Random(1)
    shared, expected = [], []
    for _ in range(300):
        text = words(200, chance)
        one, other = (
            shingles(word_hashes(" ".join(t))) for t in (text, changed(text, 0.03, chance))
        )
        shared.append((keys(one) == keys(other)).mean())
        expected.append(overlap(one, other) ** ROWS)
    assert np.mean(shared) == pytest.approx(np.mean(expected), abs=0.02)


def test_a_long_text_is_permuted_in_parts() -> None:
    found = np.random.default_rng(1).integers(0, 2**32, 3 * SHINGLES_AT_A_TIME, dtype=np.uint32)
    halves = (signature(found[:SHINGLES_AT_A_TIME]), signature(found[SHINGLES_AT_A_TIME:]))
    assert (signature(found) == np.minimum(*halves)).all()


def test_shingles_are_read_back(tmp_path: Path) -> None:
    texts = [word_hashes(text) for text in ("a b c d e f g", "", "x y", "a b c d e f h")]
    batches = [sketch(texts[:2], tmp_path / "0"), sketch(texts[2:], tmp_path / "1")]
    store = ShingleStore(batches)
    for number, text in enumerate(texts):
        assert store.shingles(number).tolist() == shingles(text).tolist()


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """Families of texts, cut into batches of several."""

    def run(texts: Sequence[str], size: int = 7) -> dict[str, str]:
        known = [facts(number, date=None) for number in range(len(texts))]
        hashes = [word_hashes(text) for text in texts]
        batches = [
            sketch(hashes[at : at + size], tmp_path / str(at)) for at in range(0, len(texts), size)
        ]
        return families(known, batches)

    return run


def test_families_are_what_is_alike(find: Find) -> None:
    """As many as a comparison of each with each finds, of every similarity."""
    chance = random.Random(3)
    texts = []
    for _ in range(120):
        text = words(chance.randrange(40, 200), chance)
        texts += [text, changed(text, chance.uniform(0, 0.08), chance)]
    plain = [" ".join(text) for text in texts]
    family_of = find(plain)
    sets = [shingles(word_hashes(text)) for text in plain]
    alike = {
        (a, b)
        for a, b in combinations(range(len(texts)), 2)
        if overlap(sets[a], sets[b]) >= THRESHOLD
    }
    ids = [f"d{number:05d}" for number in range(len(texts))]
    told = {
        (a, b)
        for a, b in combinations(range(len(texts)), 2)
        if ids[a] in family_of and family_of[ids[a]] == family_of.get(ids[b])
    }
    assert 50 < len(alike) < 110
    assert told == alike


def test_words_that_many_texts_share_make_no_family(find: Find) -> None:
    """A notice under each text, half as long as the text."""
    chance = random.Random(4)
    notice = words(50, chance)
    texts = [" ".join([*words(100, chance), *notice]) for _ in range(200)]
    texts += [texts[10].replace("w", "W"), texts[150]]
    assert find(texts) == {
        "d00010": "d00010", "d00200": "d00010", "d00150": "d00150", "d00201": "d00150"
    }  # fmt: skip


def test_texts_without_words_are_no_copies(find: Find) -> None:
    assert find(["", "…", "", "a", "A!"]) == {"d00003": "d00003", "d00004": "d00003"}


def test_a_family_is_named_for_its_first_member_in_time(tmp_path: Path) -> None:
    texts = ["The press has come from Leeds in eleven crates."] * 4
    dates = [None, "1897-05-13", "XXXX-05-12", "1897-05-12"]
    known = [facts(number, date=date) for number, date in enumerate(dates)]
    found = families(known, [sketch(list(map(word_hashes, texts)), tmp_path / "0")])
    assert set(found.values()) == {"d00003"}
    corpus = ordered_corpus(facts(n, date=date, family="d00003") for n, date in enumerate(dates))
    [(family, members)] = corpus.families()
    assert (family, [m.id for m in members]) == ("d00003", ["d00003", "d00001", "d00000", "d00002"])


@pytest.mark.parametrize("size", [1, 5, 64])
def test_order_and_batches_make_no_difference(tmp_path: Path, size: int) -> None:
    chance = random.Random(5)
    text = words(80, chance)
    texts = [" ".join(changed(text, share, chance)) for share in (0, 0.02, 0.02, 0.04, 0.5, 0.01)]
    texts += [" ".join(words(80, chance)) for _ in range(20)]

    def of(order: list[int]) -> dict[str, str]:
        folder = tmp_path / str(chance.random())
        folder.mkdir()
        hashes = [word_hashes(texts[number]) for number in order]
        parts = range(0, len(order), size)
        batches = [sketch(hashes[at : at + size], folder / str(at)) for at in parts]
        return families([facts(number) for number in order], batches)

    straight = list(range(len(texts)))
    mixed = chance.sample(straight, len(straight))
    assert of(straight) == of(mixed)
    assert len(of(straight)) >= 4


def test_work_is_linear_where_all_documents_meet() -> None:
    """All keys the same, none alike: each is compared with a few, and with none twice."""
    asked: list[tuple[int, int]] = []

    def alike(one: int, other: int) -> bool:
        asked.append((one, other))
        return False

    number = 500
    rows = np.zeros((number, BANDS), dtype=np.uint32)
    first_of = join_pairs(rows, np.full(number, 100), alike)
    assert first_of.tolist() == list(range(number))
    assert len(asked) == len(set(asked)) <= REACH * number


def test_copies_of_one_text_are_joined_one_by_one() -> None:
    asked = 0

    def alike(_one: int, _other: int) -> bool:
        nonlocal asked
        asked += 1
        return True

    first_of = join_pairs(np.zeros((500, BANDS), dtype=np.uint32), np.full(500, 100), alike)
    assert first_of.tolist() == [0] * 500
    assert asked == 499


def test_texts_of_very_different_lengths_are_not_compared() -> None:
    def alike(_one: int, _other: int) -> bool:
        pytest.fail("can't be alike")

    counts = np.array([100, 100 * THRESHOLD - 1, 0], dtype=np.int64)
    assert join_pairs(np.zeros((3, BANDS), dtype=np.uint32), counts, alike).tolist() == [0, 1, 2]


def test_a_page_names_the_copies_nearest_in_time() -> None:
    number = 3 * COPIES_SHOWN
    days = [facts(n, date=f"2001-01-{n + 1:02d}", family="d00000") for n in range(number)]
    related = ordered_corpus([*days, facts(99)]).relations()
    assert related["d00099"].copies is None
    for n, middle in ((0, range(COPIES_SHOWN + 1)), (9, range(6, 13)),
                      (number - 1, range(number - COPIES_SHOWN - 1, number))):  # fmt: skip
        copies = related[f"d{n:05d}"].copies
        assert copies is not None
        assert (copies.family, copies.total) == ("d00000", number)
        assert [o.address for o in copies.others] == [f"d{m:05d}" for m in middle if m != n]


def test_few_copies_are_all_named() -> None:
    two: list[DocumentSummary] = [facts(n, family="d00000") for n in range(2)]
    copies = ordered_corpus(two).relations()["d00001"].copies
    assert copies is not None
    assert [o.address for o in copies.others] == ["d00000"]

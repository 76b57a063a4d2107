"""Related documents share words that others don't have, whatever else they share."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from pressmark.relate.related_documents import (
    DOCUMENTS_PER_JOB,
    LEAST_SCORE,
    LONGEST_LIST,
    MOST_RELATED,
    NONE,
    InvertedIndex,
    related_documents,
    related_to_range,
)
from pressmark.relate.shingles import word_hashes
from pressmark.relate.terms import (
    FULL_WEIGHT,
    TERMS,
    DocumentWords,
    count_words,
    document_frequencies,
    heaviest,
)
from pressmark.runtime.workers import IN_PROCESS, WorkerPool

Relate = Callable[..., list[list[int]]]


def words(title: str, text: str, language: str | None = None) -> DocumentWords:
    return DocumentWords(language, word_hashes(title), word_hashes(text))


def number(word: str) -> int:
    return int(word_hashes(word).astype(np.uint32)[0])


@pytest.fixture
def relate(tmp_path: Path) -> Relate:
    """The related documents of each text, or of each of `DocumentWords`."""

    def run(
        texts: Sequence[str | DocumentWords],
        families: Sequence[int] | None = None,
        size: int = 5,
        pool: WorkerPool = IN_PROCESS,
    ) -> list[list[int]]:
        known = [text if isinstance(text, DocumentWords) else words("", text) for text in texts]
        batches = [
            count_words(known[at : at + size], tmp_path / f"{at}.terms")
            for at in range(0, len(known), size)
        ]
        found = related_documents(batches, families or range(len(texts)), tmp_path, pool)
        return [[other for other in row if other != NONE] for row in found.tolist()]

    return run


def subjects(documents: int, chance: random.Random) -> list[str]:
    """Texts on ten subjects in turn, each with words of its subject and of everybody."""
    return [
        " ".join(
            [f"s{n % 10}w{chance.randrange(30)}" for _ in range(40)]
            + [f"w{chance.randrange(60)}" for _ in range(80)]
        )
        for n in range(documents)
    ]


def test_what_has_the_same_subject_is_related(relate: Relate) -> None:
    found = relate(subjects(100, random.Random(1)))
    assert [len(row) for row in found] == [MOST_RELATED] * 100
    same = [other % 10 == n % 10 for n, row in enumerate(found) for other in row]
    assert sum(same) / len(same) > 0.98
    assert all(n not in row for n, row in enumerate(found))


def test_the_nearest_come_first(relate: Relate) -> None:
    texts = ["ink oil soot", "ink oil soot", "ink oil paper", "ink mill river", *["else"] * 12]
    assert relate(texts)[0][:2] == [1, 2]


def test_what_shares_nothing_is_not_related(relate: Relate) -> None:
    assert relate([" ".join(f"d{n}w{m}" for m in range(30)) for n in range(8)]) == [[]] * 8
    assert relate([]) == []
    assert relate(["", "…"]) == [[], []]


def test_words_of_all_relate_nobody(relate: Relate) -> None:
    """The same notice under each text."""
    notice = " ".join(f"notice{n}" for n in range(20))
    assert relate([f"d{n}a d{n}b {notice}" for n in range(12)]) == [[]] * 12


def test_stop_words_relate_nobody(relate: Relate) -> None:
    texts = ["le colophon est dans la marge", "le prote est dans la cour", *["x"] * 8]
    assert relate([words("", text, "fr") for text in texts])[0] == []
    assert relate(texts)[0] == [1]


def test_stop_words_relate_no_notes_of_an_unknown_language(relate: Relate) -> None:
    """They are no rare words, though only the notes have them as words."""
    articles = [words("", f"le livre {n} est dans la salle", "fr") for n in range(30)]
    notes = ["le colophon est dans la marge", "le prote est dans la cour"]
    found = relate([*articles, *(words("", note) for note in notes)])
    assert found[-2:] == [[], []]


def test_a_word_in_the_title_weighs_more(relate: Relate) -> None:
    others = [f"o{n} p{n}" for n in range(8)]
    [first, *_] = relate([words("ink", "soot"), "soot a b", "ink c d", *others])
    assert first == [2, 1]


def test_near_copies_are_not_told_as_related_and_stand_for_each_other(relate: Relate) -> None:
    """0 and 1 are a family, 2 and 3 another: each of 0 and 1 names one of the other family."""
    texts = ["ink oil soot", "ink oil soot", "ink oil mill", "ink oil mill", *"abcdefghijkl"]
    found = relate(texts, [0, 0, 1, 1, *range(2, 14)])
    assert found[:4] == [[2], [2], [0], [0]]


@pytest.mark.parametrize("size", [1, 64])
def test_batches_and_workers_make_no_difference(relate: Relate, size: int) -> None:
    texts = subjects(DOCUMENTS_PER_JOB + 40, random.Random(2))
    alone = relate(texts)
    with ProcessPoolExecutor(2) as executor:
        assert relate(texts, size=size, pool=WorkerPool(executor, 2)) == alone


def test_heaviest_words_are_those_that_few_have(tmp_path: Path) -> None:
    texts = ["rare rare rare common", "rare common common", "common once", "twice", "twice other"]
    batch = count_words([words("", text) for text in texts], tmp_path / "0")
    best, weights = heaviest(batch, document_frequencies([batch]), 12)
    assert best.shape == weights.shape == (5, TERMS)
    # `rare` stands more often in it and in fewer texts; what stands in one text only relates none.
    assert best[0].tolist()[:2] == [number("rare"), number("common")]
    assert weights[0][0] > weights[0][1] > 0
    assert not weights[0][2:].any()
    assert best[2][0] == number("common")
    assert np.sqrt((weights[0].astype(int) ** 2).sum()) == pytest.approx(FULL_WEIGHT, abs=2)


def test_only_so_many_words_of_a_document_count(tmp_path: Path) -> None:
    text = " ".join(f"w{n}" for n in range(3 * TERMS))
    batch = count_words([words("", text)] * 2, tmp_path / "0")
    _, weights = heaviest(batch, document_frequencies([batch]), 100)
    assert np.count_nonzero(weights, axis=1).tolist() == [TERMS, TERMS]


def test_a_list_is_cut_to_where_a_word_weighs_most(tmp_path: Path) -> None:
    """A word of all documents: each is compared with those alone in which it weighs most."""
    documents = 3 * LONGEST_LIST
    row = np.zeros((documents, TERMS), dtype=np.uint32)
    row[:, 0] = 7
    weights = np.zeros((documents, TERMS), dtype=np.uint8)
    weights[:, 0] = 100 + np.arange(documents) % 150
    index = InvertedIndex(tmp_path)
    index.save(row, weights, np.arange(documents))
    assert len(index.load("document")) == LONGEST_LIST
    found = related_to_range(index, (0, documents))
    assert found[0].tolist() == [149, 148, 147, 146, 145]
    assert LEAST_SCORE < 100 * 249


def test_a_word_may_stand_in_a_text_without_end(tmp_path: Path) -> None:
    """A word that stands more often than 16 bits can count is no less frequent."""
    batch = count_words([words("", "ink " * 70_000), words("", "ink")], tmp_path / "0")
    _, weights = heaviest(batch, document_frequencies([batch]), 10)
    assert weights[0][0] == weights[1][0] == FULL_WEIGHT

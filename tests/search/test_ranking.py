"""What comes first, and what questions in plain language find."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.search.parameters import STANDARD
from tests.search.small import SMALL, ask, entry, ids, search, write
from tests.search.test_search import random_entries


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write(folder, SMALL)
    return folder


def test_a_form_that_no_document_has_is_found_by_its_stem(small: Path, node: str) -> None:
    forms = {"prints": {1, 2, 3}, "libraries'": {1, 9}, "ceasefires?": {0}, "imprime": {4}}
    forms |= {"الكتاب؟": {5}, "declaring": {0}, "played": {9}, "nosuchwords": set()}
    answers = ask(node, [["search", form] for form in forms], small)
    found = {form: set(ids(answer)) for form, answer in zip(forms, answers, strict=True)}
    assert found == forms
    assert search(node, small, "prints")["results"][0]["marks"]
    assert ids(search(node, small, "prints", exact=True)) == []
    assert ids(search(node, small, "librari*", sort="oldest")) == [1]


def test_a_word_with_a_mark_after_it_is_finished(small: Path, node: str) -> None:
    assert ids(search(node, small, "ceasef")) == [0]
    assert ids(search(node, small, "ceasef?")) == []


def test_phrases_of_a_sentence_weigh(small: Path, node: str) -> None:
    query = 'what is said of the press by the "printers of Mainz" and "nobody else"?'
    answer = search(node, small, query)
    assert answer["loose"] == ["printers of Mainz", "nobody else"]
    assert set(ids(answer)) == {0, 1, 2, 3, 8, 9}
    assert set(ids(answer)[:2]) == {2, 3}
    assert answer["totalAll"] == 0
    strict = search(node, small, query, match="all")
    assert strict["total"] == 0
    assert strict["loose"] == []
    found = search(node, small, 'do you not know of the "printers of Mainz" who printed')
    assert found["loose"] == ["printers of Mainz"]
    assert found["totalAll"] == 2
    assert [result["allWords"] for result in found["results"][:2]] == [True, True]


def test_phrases_of_a_few_words_filter(small: Path, node: str) -> None:
    for query, expected in {
        '"printers of mainz" printing library': {2, 3},
        '"printers of mainz" library printing press ink question war': {2, 3},
        'the "printers of mainz" and the press': {2, 3},
        'what do you know of the "printers of mainz" library -again': {2},
        '"mainz printers"': set(),
        '"mainz printers" "of the"': set(),
        '"mainz printers" -again': set(),
    }.items():
        answer = search(node, small, query)
        assert answer["loose"] == []
        assert set(ids(answer)) == expected, query


def test_a_phrase_that_no_document_holds_weighs_beside_words(small: Path, node: str) -> None:
    answer = search(node, small, '"mainz printers" library')
    assert answer["loose"] == ["mainz printers"]
    assert set(ids(answer)) == {1, 2, 3, 9}
    assert answer["totalAll"] == 0
    assert ids(search(node, small, '"mainz printers" library', match="all")) == []


def test_words_that_stand_together_come_first(tmp_path: Path, node: str) -> None:
    filler = "Nothing to see here at all, move along please. " * 10
    apart = f"{filler} A reading of it. {filler} Then a room."
    together = f"{filler} A reading room. {filler} Then no more now."
    texts = [together, *[apart] * 14]
    write(tmp_path, [entry(number, text) for number, text in enumerate(texts)])
    found = ids(search(node, tmp_path, "reading room", limit=15))
    assert found == [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 0, 4, 3, 2, 1]
    write(tmp_path / "few", [entry(number, text) for number, text in enumerate(texts[:8])])
    found = ids(search(node, tmp_path / "few", "reading room"))
    assert found == [0, 7, 6, 5, 4, 3, 2, 1]
    assert ids(search(node, tmp_path / "few", "reading room", sort="newest"))[0] == 7


def test_pages_of_any_size_agree(tmp_path: Path, node: str) -> None:
    entries = random_entries(7, 60)
    write(tmp_path, entries)
    query = "printing press of mainz paper"
    whole = ids(search(node, tmp_path, query, limit=100))
    pages = [(offset, limit) for offset in range(0, 45, 4) for limit in (1, 3, 10, 17)]
    calls = [["search", query, {"offset": o, "limit": limit}] for o, limit in pages]
    for (offset, limit), answer in zip(pages, ask(node, calls, tmp_path), strict=True):
        assert ids(answer) == whole[offset : offset + limit]


def test_a_page_reads_no_text_but_those_it_shows(tmp_path: Path, node: str) -> None:
    write(tmp_path, random_entries(8, 60), parameters=replace(STANDARD, texts=1))
    page = ["search", "printing press", {"offset": 10}]
    reads = [["reads", str(digit)] for digit in range(10)]
    assert sum(ask(node, [page, *reads], tmp_path)[1:]) == 10

"""The engine finds and ranks what brute force finds and ranks."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.search.parameters import STANDARD
from pressmark.search.search_document import SearchDocument
from pressmark.text.words import words
from tests.search.reference import Reference
from tests.search.small import SMALL, ask, entry, ids, search, write


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write(folder, SMALL)
    return folder


COMMON = ["the", "of", "to", "be", "or", "not", "and", "in", "it", "was", "that"]
CONTENT = [
    "press",
    "printing",
    "printers",
    "printed",
    "ink",
    "paper",
    "mainz",
    "die",
    "news",
    "war",
]


def random_entries(seed: int, count: int) -> list[SearchDocument]:
    """Documents over a few words, so that phrases repeat; one in four is German."""
    chance = random.Random(seed)

    def text(longest: int) -> str:
        size = chance.randrange(longest)
        return " ".join(
            chance.choice(COMMON if chance.random() < 0.6 else CONTENT) for _ in range(size)
        )

    return [
        entry(
            number,
            text(60),
            text(8) or None,
            language="de" if chance.random() < 0.25 else "en",
            date=f"{chance.randrange(1990, 2000)}",
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_phrases_are_exact(tmp_path: Path, node: str, seed: int) -> None:
    entries = random_entries(seed, 120)
    write(tmp_path, entries)
    reference = Reference(entries)
    chance = random.Random(seed)
    phrases = []
    for _ in range(400):
        source = words(chance.choice(entries).text)
        size = chance.randrange(1, 11)
        start = chance.randrange(max(1, len(source)))
        phrase = source[start : start + size]
        if phrase and chance.random() < 0.3:
            phrase[chance.randrange(len(phrase))] = chance.choice(COMMON + CONTENT)
        if phrase:
            phrases.append(phrase)
    calls = [["search", '"' + " ".join(phrase) + '"', {"limit": 200}] for phrase in phrases]
    answers = ask(node, calls, tmp_path)
    for phrase, answer in zip(phrases, answers, strict=True):
        assert set(ids(answer)) == reference.phrase(phrase), phrase
        assert answer["total"] == answer["totalAll"] == len(answer["results"])


@pytest.mark.parametrize("seed", range(2))
def test_words_are_ranked_as_by_brute_force(tmp_path: Path, node: str, seed: int) -> None:
    entries = random_entries(seed + 10, 80)
    write(tmp_path, entries)
    reference = Reference(entries)
    chance = random.Random(seed)
    queries = [chance.choices(CONTENT + COMMON[:3], k=chance.randrange(1, 7)) for _ in range(150)]
    queries = [query for query in queries if not all(map(reference.is_stop, query))]
    calls = [["search", " ".join(query), {"limit": 200, "match": "any"}] for query in queries]
    for query, answer in zip(queries, ask(node, calls, tmp_path), strict=True):
        expected = reference.ranked(query)
        assert ids(answer) == [number for number, _ in expected], query
        assert [result["score"] for result in answer["results"]] == pytest.approx(
            [score for _, score in expected]
        )


def test_words_in_every_script_are_ranked_as_by_brute_force(small: Path, node: str) -> None:
    reference = Reference(SMALL)
    queries = ["printing press", "bibliothèque imprimerie", "المكتبة كتاب", "libraries mainz"]
    for query in queries:
        answer = search(node, small, query)
        assert ids(answer) == [number for number, _ in reference.ranked(words(query))], query
        assert answer["results"]


MEANINGS: dict[str, set[int]] = {
    "library": {1, 9},
    "bibliotheque": {4},
    "etat": {4},
    "homme": set(),
    "المكتبات": {5},
    "كتابا": {5},
    "2015": {5},
    "图书馆": {6},
    "北京大学": {6},
    "学": {6},
    "新聞": {7},
    "タワー": {7},
    "行": {7},
    "printer -again": {1, 2},
    "printing -title:mainz": {1},
    "music OR ceasefire": {0},
    "tag:music OR ceasefire": {0, 9},
    "(ceasefire OR who) -nobody": {9},
    "(ink presses) OR ceasefire": {0, 1},
    "prin*": {1, 2, 3},
    "title:printing": {1},
    "title:printer": {2, 3},
    'title:"printers of mainz"': {2, 3},
    '"printers of mainz"': {2, 3},
    '"do you not know"': {3},
    '"to be or not to be"': {8},
    '"of the"': {8, 9},
    '"president of the republic was"': {9},
    '"mainz the printers"': {2, 3},
    '"republic the who"': set(),
    '"图书馆收藏"': {6},
    '"图书馆藏"': set(),
    "publisher:press": {1, 2, 3, 8},
    "publisher:club date:2000..": {2, 8},
    'publisher:"press club"': {1, 2, 8},
    "place:mainz": {2, 3},
    "language:fr": {4},
    "date:2001": {2, 3},
    "date:2001-05..2001-05": {2},
    "date:..2001": {1, 2, 3},
    "date:2021": {8},
    "date:nonsense": set(),
    "nosuchword": set(),
    "the who": {9},
    "of the": {2, 3, 8, 9},
    "": set(range(10)),
    "-mainz": {0, 1, 4, 5, 6, 7, 8, 9},
    "ceasefire (mainz paper)": {0, 2, 3},
    "ceasefire OR (mainz paper)": {0},
    "ink-paper OR ceasefire": {0},
    "-(ink press)": {0, 2, 3, 4, 5, 6, 7, 8, 9},
    "publisher: ceasefire": {0},
    "ceasefire title:": {0},
    "what do publishers -- and (e.g.) the press -- want: ink?": {1, 8, 9},
}


def test_query_language(small: Path, node: str) -> None:
    answers = ask(node, [["search", query] for query in MEANINGS], small)
    found = {query: set(ids(answer)) for query, answer in zip(MEANINGS, answers, strict=True)}
    assert found == MEANINGS


def test_match(small: Path, node: str) -> None:
    either = search(node, small, "printing library")
    assert set(ids(either)) == {1, 2, 3, 9}
    assert either["total"] == 4
    assert either["totalAll"] == 1
    assert [result["allWords"] for result in either["results"]].count(True) == 1
    both = search(node, small, "printing library", match="all")
    assert ids(both) == [1]
    assert ids(search(node, small, "printing library", sort="newest")) == [1]
    newest = search(node, small, "printing library", sort="newest", match="any")
    assert ids(newest) == [9, 3, 2, 1]
    assert search(node, small, "printing nosuchword")["totalAll"] == 0


def test_exact(small: Path, node: str) -> None:
    assert set(ids(search(node, small, "printed"))) == {1, 2, 3}
    assert set(ids(search(node, small, "printed", exact=True))) == {2, 3}


def test_an_unfinished_word_is_completed(small: Path, node: str) -> None:
    assert set(ids(search(node, small, "ceasef"))) == {0}
    assert ids(search(node, small, "ceasef printing")) != []
    assert 0 not in ids(search(node, small, "ceasef printing"))


def test_sorts_and_pages(small: Path, node: str) -> None:
    assert ids(search(node, small, "", sort="newest")) == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert ids(search(node, small, "", sort="oldest")) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    assert ids(search(node, small, "", sort="oldest", offset=3, limit=2)) == [4, 5]
    assert ids(search(node, small, "", sort="newest", limit=0)) == []


def test_facets_count_the_whole_result(small: Path, node: str) -> None:
    answer = search(node, small, "press library", limit=1)
    assert answer["facets"]["publisher"] == [
        {"value": "Press Club", "count": 2},
        {"value": "Daily", "count": 1},
    ]
    assert answer["facets"]["year"] == [
        {"value": "2024", "count": 1},
        {"value": "2020", "count": 1},
        {"value": "1999", "count": 1},
    ]
    assert answer["histogram"]["unit"] == "year"
    bars = {bar["value"]: bar["count"] for bar in answer["histogram"]["bars"] if bar["count"]}
    assert bars == {"1999": 1, "2020": 1, "2024": 1}
    assert len(answer["histogram"]["bars"]) == 2024 - 1999 + 1


def test_a_facet_leaves_its_own_filter_aside(small: Path, node: str) -> None:
    answer = search(node, small, "printing", filters={"publisher": ["Press Club"]})
    assert set(ids(answer)) == {1, 2}
    assert {count["value"] for count in answer["facets"]["publisher"]} == {
        "Press Club",
        "Press & Co <b>",
    }
    assert answer["facets"]["tag"] == [
        {"value": "printing", "count": 2},
        {"value": "history", "count": 1},
    ]
    both = search(
        node, small, "printing", filters={"publisher": ["Press Club"], "tag": ["history"]}
    )
    assert ids(both) == [2]
    years = search(node, small, "printing", filters={"year": ["1999", "2001"]}, to="2001-05")
    assert set(ids(years)) == {1, 2}
    assert search(node, small, "printing", filters={"place": ["Nowhere"]})["total"] == 0


def test_near_copies_are_folded(small: Path, node: str) -> None:
    answer = search(node, small, "mainz", group=True)
    assert len(answer["results"]) == 1
    assert answer["results"][0]["copies"] == 1
    assert answer["total"] == 2


def test_excerpts_are_escaped_and_marked(small: Path, node: str) -> None:
    [result] = search(node, small, "question")["results"]
    assert "<mark>question</mark>" in result["excerpt"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in result["excerpt"]
    assert result["title"] is None
    assert result["label"].startswith("To be or not")
    forms = search(node, small, "print")["results"]
    assert "printed" in [mark for each in forms for mark in each["marks"]]
    chinese = search(node, small, "图书馆")["results"][0]
    assert "<mark>图书馆</mark>" in chinese["excerpt"]
    possessive = search(node, small, "printer")["results"]
    assert any("<mark>printer</mark>&#39;s" in each["excerpt"] for each in possessive)


def test_the_excerpt_is_the_best_passage(tmp_path: Path, node: str) -> None:
    filler = "Nothing to see here at all, move along please. " * 40
    text = f"An alpha comes first. {filler} Then alpha and omega meet. {filler} Omega ends."
    write(tmp_path, [entry(0, text)])
    [result] = search(node, tmp_path, "alpha omega")["results"]
    assert "<mark>alpha</mark> and <mark>omega</mark>" in result["excerpt"]
    assert result["excerpt"].startswith("… ")
    assert len(result["excerpt"]) < 400


def test_a_heading_does_not_run_into_the_paragraph(tmp_path: Path, node: str) -> None:
    texts = [
        "The house\n\nA needle lay\non the floor.\n\nNobody (it was dark)\n \n\tsaw <it>",
        "\n\nA needle\n\nIs it sharp?\n\nHe said: “It is.”\n\nIn the haystack\n\n",
        "Иголка needle\n\nВ стоге.\n\n针 needle\n\n在。\n\nend",
        "needle" + "\n" * 5_000 + "x",
    ]
    write(tmp_path, [entry(number, text) for number, text in enumerate(texts)])
    found = search(node, tmp_path, "needle", sort="oldest")["results"]
    excerpts = {result["id"]: result["excerpt"] for result in found}
    mark = "<mark>needle</mark>"
    assert excerpts == {
        "doc-0": f"The house · A {mark} lay on the floor. Nobody (it was dark) · saw &lt;it&gt;",
        "doc-1": f" A {mark} · Is it sharp? He said: “It is.” In the haystack ",
        "doc-2": f"Иголка {mark} · В стоге. 针 {mark} · 在。 end",
        "doc-3": f"{mark} …",
    }


def test_an_empty_archive(tmp_path: Path, node: str) -> None:
    built = write(tmp_path, [])
    assert built.documents == 0
    answer = search(node, tmp_path, '"any" thing* -at title:all date:2001', sort="oldest")
    assert answer["total"] == 0
    assert answer["results"] == []


@pytest.mark.parametrize("seed", range(2))
def test_phrases_are_exact_where_frequent_words_are_common(
    tmp_path: Path, node: str, seed: int
) -> None:
    entries = random_entries(seed + 20, 150)
    few = replace(STANDARD, common_from=30, common_to=120, form_range=200)
    write(tmp_path, entries, few)
    reference = Reference(entries)
    chance = random.Random(seed)
    asked: list[tuple[str, list[str]]] = []
    for _ in range(300):
        field, part = chance.choice((("", "text"), ("title:", "title")))
        source = words(getattr(chance.choice(entries), part) or "")
        size = chance.randrange(1, 7)
        start = chance.randrange(max(1, len(source)))
        if phrase := source[start : start + size]:
            asked.append((field, phrase))
    calls = [["search", f'{field}"{" ".join(p)}"', {"limit": 200}] for field, p in asked]
    for (field, phrase), answer in zip(asked, ask(node, calls, tmp_path), strict=True):
        expected = reference.phrase(phrase, title_only=bool(field))
        assert set(ids(answer)) == expected, (field, phrase)


def test_facets_that_are_not_asked_for_cost_nothing(tmp_path: Path, node: str) -> None:
    entries = [
        replace(one, id=f"doc-{n * 10 + k}") for n in range(40) for k, one in enumerate(SMALL)
    ]
    write(tmp_path, entries, replace(STANDARD, columns=50))
    few, reads, every, more = ask(
        node,
        [
            ["search", "press", {"facets": ["publisher"], "limit": 0}],
            ["reads", "c"],
            ["search", "press", {"limit": 0}],
            ["reads", "c"],
        ],
        tmp_path,
    )
    assert few["facets"] == {key: every["facets"][key] for key in ("publisher", "year")}
    assert few["uncounted"] == ["language", "place", "tag"]
    assert every["uncounted"] == []
    assert (reads, more) == (2, 5)
    asked = {"facets": [], "filters": {"place": ["Mainz"]}, "limit": 0}
    filtered = search(node, tmp_path, "printing", **asked)
    assert filtered["facets"]["place"] == [{"value": "Mainz", "count": 80}]
    assert "tag" not in filtered["facets"]


def test_a_word_may_be_in_two_classes_of_one_document(tmp_path: Path, node: str) -> None:
    # ﷺ is read as four words, which as parts of one character have no other forms.
    entries = [
        entry(0, "قال رسول الله ﷺ كلاما", language="ar"),
        entry(1, "صلى الله عليه وسلم", language="ar"),
    ]
    write(tmp_path, entries)
    for phrase in ("صلى الله عليه", "رسول الله صلى", "الله عليه وسلم كلاما"):
        found = search(node, tmp_path, f'"{phrase}"')
        assert set(ids(found)) == Reference(entries).phrase(words(phrase)), phrase
        assert ids(found)

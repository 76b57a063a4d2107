"""The evaluation, on collections so small that every score can be worked out by hand."""

from __future__ import annotations

import json
import re
from math import log2
from pathlib import Path

import pytest

from tests.evaluate import floors
from tests.evaluate.__main__ import PAGE, main
from tests.evaluate.collection import Retrieval, read
from tests.evaluate.reading import TASKS
from tests.evaluate.scored import PRESSMARK, Scored
from tests.evaluate.search import score
from tests.evaluate.systems import SYSTEMS
from tests.evaluate.table import placed, table
from tests.search.small import ask, entry, write

TEXTS = {
    "ink": "Ink is made of soot and oil.",
    "paper": "Paper is made of rags. Rags are bought from the ragman.",
    "mill": "The mill stands by the river.",
    "source": "Rags and soot: a question.",
}
QUERIES = {"q1": "rags", "q2": "soot and oil?", "q3": "never judged", "q4": "nothing has these"}
GRADES = {("q1", "paper"): 1, ("q1", "mill"): 0, ("q2", "ink"): 1, ("q4", "mill"): 1}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Labelled data with one collection; `source` is what q1 was made from."""
    folder = tmp_path / "data" / "search" / "tiny"
    folder.mkdir(parents=True)

    def lines(name: str, rows: list[dict[str, str]]) -> None:
        (folder / name).write_text("".join(f"{json.dumps(r)}\n" for r in rows), encoding="utf-8")

    lines("docs.jsonl", [{"id": i, "title": "", "text": text} for i, text in TEXTS.items()])
    lines("queries.jsonl", [{"id": i, "text": text} for i, text in QUERIES.items()])
    grades = "".join(f"{q}\t{d}\t{grade}\n" for (q, d), grade in GRADES.items())
    (folder / "qrels.tsv").write_text(grades, encoding="utf-8")
    codes = "q1\tsource\t-1\nq1\tpaper\t2\n"
    (folder / "qrels.codes.tsv").write_text(codes, encoding="utf-8")
    return tmp_path / "data"


@pytest.fixture
def tiny(data: Path) -> Retrieval:
    return read(data / "search" / "tiny")


def test_collection_has_the_judged_queries(tiny: Retrieval) -> None:
    assert [text.id for text in tiny.texts] == list(TEXTS)
    assert list(tiny.queries) == ["q1", "q2", "q4"]
    assert tiny.grades == {"q1": {"paper": 1}, "q2": {"ink": 1}, "q4": {"mill": 1}}
    assert tiny.left_out == {"q1": frozenset({"source"})}


@pytest.mark.parametrize(("name", "language"), [("news-ar", "ar"), ("known-news", "en")])
def test_name_says_the_language(data: Path, name: str, language: str) -> None:
    folder = (data / "search" / "tiny").rename(data / "search" / name)
    assert read(folder).language == language


def test_digest_is_of_all_that_is_in_a_set(data: Path) -> None:
    folder = data / "search" / "tiny"
    before = read(folder).digest
    assert read(folder).digest == before
    with (folder / "docs.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n".join([json.dumps({"id": "more", "title": "", "text": ""}), ""]))
    assert read(folder).digest != before


def test_scores_are_those_worked_out_by_hand(tiny: Retrieval) -> None:
    # The right document is third, second once the source is left out; first; not there.
    found = score(tiny, [["mill", "source", "paper"], ["ink", "mill"], []])
    assert found == pytest.approx(
        {
            "nDCG@10": (1 / log2(3) + 1) / 3,
            "MAP": 0.5,
            "MRR": 0.5,
            "success@1": 1 / 3,
            "success@10": 2 / 3,
        }
    )


def test_the_eleventh_is_not_among_ten(tiny: Retrieval) -> None:
    eleventh = [f"other-{n}" for n in range(10)] + ["ink"]
    found = score(tiny, [[], eleventh, []])
    assert found["success@10"] == found["nDCG@10"] == 0
    assert found["MRR"] == pytest.approx(1 / 33)


@pytest.mark.parametrize("name", SYSTEMS)
@pytest.mark.usefixtures("node")
def test_system_ranks(tiny: Retrieval, name: str) -> None:
    ranking = SYSTEMS[name](tiny)
    assert ranking is not None
    rags, soot, nothing = ranking
    assert set(rags) == {"paper", "source"}
    assert soot[0] == "ink"
    assert nothing == []


def test_pressmark_is_ranked_as_on_the_page(tiny: Retrieval, node: str, tmp_path: Path) -> None:
    entries = [entry(0, text, id=name) for name, text in TEXTS.items()]
    write(tmp_path, entries)
    answers = ask(node, [["search", query, {}] for query in tiny.queries.values()], tmp_path)
    expected = [[result["id"] for result in answer["results"]] for answer in answers]
    assert SYSTEMS[PRESSMARK](tiny) == expected


def test_lunr_is_asked_in_english_only(data: Path) -> None:
    folder = (data / "search" / "tiny").rename(data / "search" / "tiny-ar")
    assert SYSTEMS["Lunr"](read(folder)) is None


def scored(system: str, name: str, value: float, digest: str = "same") -> Scored:
    return Scored(name, digest, system, {"MRR": value})


def test_table_has_the_means_of_what_was_scored_everywhere() -> None:
    rows = [scored("A", "one", 0.5), scored("B", "one", 0.25), scored("A", "two", 1.0)]
    assert [[c.strip() for c in x.strip("|").split("|")] for x in table(rows).splitlines()] == [
        ["data", "system", "MRR"],
        ["----", "------", "----:"],
        ["one", "A", "0.500"],
        ["one", "B", "0.250"],
        ["two", "A", "1.000"],
        ["mean", "A", "0.750"],
    ]


def test_table_is_put_in_its_place() -> None:
    page = "Before\n<!-- begin x -->\nold\n<!-- end x -->\nafter\n"
    assert (
        placed(page, "x", "new\n") == "Before\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nafter\n"
    )
    with pytest.raises(ValueError, match="no place"):
        placed(page, "y", "new\n")


def test_a_fall_is_named() -> None:
    reached = floors.raised({}, {"t": [scored(PRESSMARK, "one", 0.56789), scored("B", "one", 1)]})
    assert reached == {"t/one": {"digest": "same", "scores": {"MRR": 0.5678}}}
    assert floors.compare(reached, {"t": [scored(PRESSMARK, "one", 0.5678)]}) == ([], [])
    under, without = floors.compare(reached, {"t": [scored(PRESSMARK, "one", 0.5677)]})
    assert under == ["t/one: MRR is 0.5677, under its floor 0.5678"]
    assert without == []


def test_other_data_has_no_floor() -> None:
    reached = floors.raised({}, {"t": [scored(PRESSMARK, "one", 0.5)]})
    results = {"t": [scored(PRESSMARK, "one", 0.1, "other"), scored(PRESSMARK, "two", 0.1)]}
    under, without = floors.compare(reached, results)
    assert under == []
    assert [line.partition(":")[0] for line in without] == ["t/one", "t/two"]


def test_floors_are_kept_for_sets_that_were_not_scored() -> None:
    reached = floors.raised({}, {"t": [scored(PRESSMARK, "one", 0.5)]})
    assert set(floors.raised(reached, {"t": [scored(PRESSMARK, "two", 0.5)]})) == {"t/one", "t/two"}


@pytest.mark.usefixtures("node")
def test_command(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "floors.json"
    assert main([str(data)], kept) == 0
    said = capsys.readouterr()
    assert f"| tiny | {PRESSMARK} |" in said.out
    assert said.err == "search/tiny: has no floors yet\n"
    assert main([str(data), "--floors"], kept) == 0
    assert capsys.readouterr().err == ""
    higher = json.loads(kept.read_text(encoding="utf-8"))
    higher["search/tiny"]["scores"]["MRR"] = 1.0
    floors.write(higher, kept)
    assert main([str(data)], kept) == 1
    assert "search/tiny: MRR is 0." in capsys.readouterr().err


def test_command_without_data_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "absent")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "make evaluate DATA=DIR" in said.err


def test_floors_and_guide_are_of_the_same_sets() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = {
        f"{task}/{name.strip()}"
        for task, text in re.findall(r"<!-- begin (\w+) -->\n(.*?)<!-- end", page, re.DOTALL)
        for name in re.findall(rf"^\| (.*?) \| {PRESSMARK} ", text, re.MULTILINE)
        if name.strip() != "mean"
    }
    assert shown == set(floors.read())
    tasks = {"decoding", "duplicates", "language", "repair", "search", "tidy", *TASKS}
    assert {name.partition("/")[0] for name in shown} == tasks

"""The evaluation of reading, on texts so short that every score can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pressmark.extraction.find_article import models
from tests.evaluate import reading
from tests.evaluate.compare import overlap, same_address, same_authors, same_day
from tests.evaluate.labelled import Labelled, Truth, read
from tests.evaluate.reading import SYSTEMS, TASKS
from tests.evaluate.scored import PRESSMARK
from tools.weights.body import FOLDS

ARTICLE = "The mill stands by the river. It has stood there for a hundred years, and grinds corn."
TEXT = f"The old mill\n\nBy Ada Miller\n2 February 2025\n\n{ARTICLE}\n"


def row(**more: Any) -> dict[str, Any]:
    visible = {"title": True, "date": True, "author": True, "url": False}
    return {
        "id": "one",
        "title": "The old mill",
        "date": "2025-02-02",
        "author": ["Ada Miller"],
        "url": "https://example.org/mill",
        "body": ARTICLE,
        "raw": {"page.txt": {"visible": visible}},
        **more,
    }


def labelled(folder: Path, **more: Any) -> list[Labelled]:
    """The set `tiny` of one text, as it is read."""
    texts = folder / "metadata" / "tiny" / "page.txt"
    texts.mkdir(parents=True, exist_ok=True)
    (texts / "one.txt").write_text(TEXT, encoding="utf-8")
    truth = texts.parent / "truth.jsonl"
    truth.write_text(json.dumps(row(**more)) + "\n", encoding="utf-8")
    return list(read(folder))


def test_a_set_is_read_with_what_is_visible(tmp_path: Path) -> None:
    [found] = labelled(tmp_path)
    assert found.name == "tiny page.txt"
    [truth] = found.truths
    assert (truth.title, truth.authors) == ("The old mill", ("Ada Miller",))
    assert truth.visible == {"title", "date", "author"}


@pytest.mark.parametrize(("title", "seen"), [("the old Mill!", {"title"}), ("Mill", set())])
def test_a_title_is_visible_that_stands_in_a_tidy_text(
    title: str, seen: set[str], tmp_path: Path
) -> None:
    texts = tmp_path / "metadata" / "tidy" / "raw"
    texts.mkdir(parents=True)
    (texts / "one.txt").write_text(TEXT, encoding="utf-8")
    truth = json.dumps({"id": "one", "title": title, "date": None})
    (texts.parent / "truth.jsonl").write_text(truth + "\n", encoding="utf-8")
    [found] = read(tmp_path)
    assert found.truths[0].visible == seen


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Miller and Bo Smith", ("Ada Miller", "Bo Smith")),
        ("Miller, Ada; Smith, Bo", ("Miller, Ada", "Smith, Bo")),
        ("", ()),
        (["Ada Miller", ""], ("Ada Miller",)),
    ],
)
def test_names_in_a_line_are_parted(tmp_path: Path, author: Any, names: tuple[str, ...]) -> None:
    [found] = labelled(tmp_path, author=author)
    assert found.truths[0].authors == names


def test_digest_is_of_texts_and_truth(tmp_path: Path) -> None:
    [before] = labelled(tmp_path)
    assert labelled(tmp_path)[0].digest == before.digest
    assert labelled(tmp_path, title="Another")[0].digest != before.digest


def test_words_are_counted_as_often_as_they_occur() -> None:
    assert overlap("a a b", "A b c d") == pytest.approx((2 / 3, 2 / 4, 4 / 7))
    assert overlap("", "a") == (0, 0, 0)


TRUTH = Truth(
    id="one",
    title="The old mill by the river",
    date="2025-02-02",
    authors=("Ada Miller", "Bo Smith"),
    url="https://www.example.org/mill/",
    publisher="",
    body="",
    must=("old mill", "Hundred years"),
    must_not=("cookies",),
    visible=frozenset({"title", "date", "author"}),
)


def field(recall: float, precision: float, there: float | None = None) -> dict[str, float]:
    """The scores of a field; what isn't told apart is the same where the value stands."""
    stands = precision if there is None else there
    return {"recall": recall, "precision": precision, "precision where it stands": stands}


@pytest.mark.parametrize(
    ("task", "answer", "scores"),
    [
        ("passages", {"text": "The OLD\nmill. Cookies!"}, {"kept": 0.5, "dropped": 0}),
        ("title", {"title": "The old mill by the river!"}, field(1, 1)),
        ("title", {"title": "Old mill by the river"}, field(1, 1)),
        ("title", {"title": "The mill"}, field(0, 0)),
        ("title", {"title": None}, field(0, 1)),
        ("authors", {"authors": ["Miller"]}, field(1, 1)),
        ("authors", {"authors": ["Ada Miller", "The Editor"]}, field(0, 0)),
        ("date", {"date": "2025-02-02"}, field(1, 1)),
        ("date", {"date": "XXXX-02-02"}, field(0, 1)),
        ("date", {"date": "2025-02-03"}, field(0, 0)),
        ("address", {"url": "http://example.org/mill?x=1"}, None),
        ("body", {"text": "anything"}, None),
    ],
)
def test_scores_are_those_worked_out_by_hand(
    task: str, answer: dict[str, Any], scores: dict[str, float] | None
) -> None:
    assert TASKS[task]([(TRUTH, answer)]) == scores


def test_what_is_said_without_being_visible_counts_for_precision() -> None:
    seen = Truth(**{f: getattr(TRUTH, f) for f in Truth.__dataclass_fields__} | {"id": "two"})
    unseen = Truth(
        **{f: getattr(TRUTH, f) for f in Truth.__dataclass_fields__} | {"visible": frozenset()}
    )
    answers = [(seen, {"date": "2025-02-02"}), (unseen, {"date": "1999-01-01"})]
    assert TASKS["date"](answers) == field(1, 0.5, 1)


def test_parts_of_a_date_are_right_if_they_are_true() -> None:
    assert all(same_day(part, "2025-02-02") for part in ("2025", "2025-02", "XXXX-02-02", "2025?"))
    assert not any(same_day(part, "2025-02-02") for part in ("2024", "2025-03", "XXXX-02-03"))


def test_addresses_are_compared_without_what_makes_no_difference() -> None:
    assert same_address("http://www.example.org/a/", "https://example.org/a?from=feed#top")
    assert not same_address("https://example.org/a", "https://example.org/b")


def test_every_name_must_be_an_author() -> None:
    assert same_authors(["Miller, Ada"], ["Ada Miller"])
    assert not same_authors(["Ada Miller", "Staff"], ["Ada Miller"])


@pytest.mark.parametrize("name", [PRESSMARK, reading.TITLED])
def test_system_reads(tmp_path: Path, name: str) -> None:
    [found] = labelled(tmp_path)
    answer = SYSTEMS[name](found, [models()] * FOLDS)["one"]
    assert ARTICLE in answer["text"]
    assert answer["title"] == "The old mill"


def test_justext_keeps_long_paragraphs(tmp_path: Path) -> None:
    [found] = labelled(tmp_path)
    text = f"[Home](/)\n[Sport](/sport)\n\n{' '.join([ARTICLE] * 4)}\n"
    (found.folder / "one.txt").write_text(text, encoding="utf-8")
    answer = SYSTEMS["jusText"](found, [])["one"]
    assert ARTICLE in answer["text"]
    assert "Sport" not in answer["text"]


def test_a_reference_is_scored_in_its_tasks_only(tmp_path: Path) -> None:
    labelled(tmp_path)
    rows = {(task, row.system) for task, row in reading.evaluate(tmp_path)}
    assert ("body", "jusText") in rows
    assert not {system for task, system in rows if task == "date"} - {PRESSMARK}


def test_pressmark_is_scored_as_it_publishes(tmp_path: Path) -> None:
    labelled(tmp_path)
    scores = {task: s.scores for task, s in reading.evaluate(tmp_path) if s.system == PRESSMARK}
    assert scores["title"] == scores["date"] == scores["authors"] == field(1, 1)
    assert scores["body"]["F1"] == 1

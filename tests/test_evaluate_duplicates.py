"""The task `duplicates`, on sets so small that every score can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.evaluate.duplicates import (
    SYSTEMS,
    Copies,
    evaluate,
    minhash,
    pressmark,
    read,
    same_words,
    score,
    true_overlap,
)

LONG = [f"w{n}" for n in range(34)]
"""30 runs of five words."""
TEXTS = (
    " ".join(LONG),
    " ".join([*LONG, "w34"]),
    " ".join(LONG).upper(),
    " ".join(LONG[:14]),
    "something else altogether that has no run in common",
    "",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "duplicates" / "set" / "small"
    folder.mkdir(parents=True)
    rows = [{"id": f"t{n}", "text": text} for n, text in enumerate(TEXTS)]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    (folder / "docs.jsonl").write_text(lines, encoding="utf-8")
    (folder / "pairs.tsv").write_text("t1\tt0\t1\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def small(data: Path) -> Copies:
    return read(data / "duplicates" / "set" / "small", "small")


def groups(found: object) -> set[frozenset[int]]:
    return {frozenset(group) for group in found if len(group) > 1}  # type: ignore[attr-defined]


def test_a_set_has_its_texts_and_pairs(small: Copies) -> None:
    assert small.texts == TEXTS
    assert small.labelled == {(0, 1)}


def test_similar_pairs_count_from_the_threshold_on(data: Path) -> None:
    folder = data / "duplicates" / "set" / "small"
    (folder / "pairs.tsv").unlink()
    (folder / "pairs_jaccard5.tsv").write_text("t1\tt0\t0.97\t1.0\nt3\tt0\t0.33\t1.0\n")
    assert read(folder, "small").labelled == {(0, 1)}


def test_true_overlap_is_exact(small: Copies) -> None:
    found = true_overlap(small.texts)
    assert found == {
        (0, 1): 30 / 31, (0, 2): 1, (1, 2): 30 / 31, (0, 3): 1 / 3, (1, 3): 10 / 31, (2, 3): 1 / 3
    }  # fmt: skip


def test_systems_find_what_they_say(small: Copies) -> None:
    assert groups(pressmark(small)) == {frozenset({0, 1, 2})}
    assert groups(same_words(small)) == {frozenset({0, 2})}
    # What shares a key is joined: the three at least, perhaps with the beginning of theirs.
    [group] = groups(minhash(small))
    assert {0, 1, 2} <= group <= {0, 1, 2, 3}


def test_scores_are_those_worked_out_by_hand() -> None:
    """Told are 0-1, 0-2 and 1-2; alike are 0-1, 0-2 and 3-4, of which 0-1 is close."""
    true = {(0, 1): 0.9, (0, 2): 0.7, (1, 2): 0.5, (3, 4): 0.7}
    found = score([[0, 1, 2], [3], [4]], true, frozenset({(0, 1), (5, 6)}))
    assert found == pytest.approx(
        {
            "recall 0.8": 1, "precision": 2 / 3, "recall": 2 / 3, "F1": 2 / 3,
            "labels: precision": 1 / 3, "labels: recall": 1 / 2, "labels: F1": 2 / 5,
        }
    )  # fmt: skip
    nothing = score([[0], [1]], true, frozenset({(0, 1)}))
    assert (nothing["precision"], nothing["recall"], nothing["F1"]) == (1, 0, 0)


def test_every_system_is_scored_on_every_set(data: Path) -> None:
    rows = [row for task, row in evaluate(data) if task == "duplicates"]
    assert [(row.data, row.system) for row in rows] == [("set small", name) for name in SYSTEMS]
    own = rows[0].scores
    assert (own["recall 0.8"], own["precision"]) == (1, 1)
    assert own["labels: precision"] == pytest.approx(1 / 3)

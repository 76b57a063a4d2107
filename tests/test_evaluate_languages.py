"""The evaluation of languages, on texts so short that every score can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

from tests.evaluate.languages import evaluate, sentences

ENGLISH = "The clock in the reading room has been four minutes slow since 1911."
GERMAN = "Die Uhr im Lesesaal geht seit vielen Jahren vier Minuten nach."


def test_sentences_are_cut_behind_so_many_letters() -> None:
    assert list(sentences("It is slow. The clock is slow as well.", 12)) == ["The clock is sl"]
    # A Japanese character counts as four letters.
    assert list(sentences("時計は遅れている。", 20)) == ["時計は遅れ"]


def test_a_wrong_language_is_told_and_not_right(tmp_path: Path) -> None:
    folder = tmp_path / "search" / "xquad-en"
    folder.mkdir(parents=True)
    rows = [{"id": "a", "text": ENGLISH}, {"id": "b", "text": GERMAN}, {"id": "c", "text": "Slow."}]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "docs.jsonl").write_text(text, encoding="utf-8")
    scores = {row.data: row.scores for _, row in evaluate(tmp_path)}
    assert scores["xquad-en, whole"] == {"told": 2 / 3, "right": 0.5}
    assert scores["xquad-en, 40 letters"] == {"told": 1, "right": 0.5}
    assert scores["xquad-en, 160 letters"] == {"told": 0, "right": 0}

"""Characters are repaired, and good text is left alone.

A file in `cases/repair` is a list of cases: `name`, `before`, and `after` and `by` (the fixers
that changed something), written by `pytest --refresh`. Those in `left-alone.json` must not change.
"""

from __future__ import annotations

import doctest
import json
import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import ftfy
import pytest
from ftfy.chardata import CHARMAP_ENCODINGS
from hypothesis import given
from hypothesis import strategies as st

from pressmark.text import repair
from pressmark.text.repair import FIXERS, applied_fixers, repair_line
from tests.conftest import Golden
from tests.effort import TIMES, grows_linearly

CASES = Path(__file__).parent / "cases" / "repair"

LONG = 60_000

# What fixers look for, so that random text has some of it.
TELLING = st.sampled_from(
    (
        *("\x1b[31m", "\x1b]", "\b", "&", ";", "&amp;", "&#8217;", "&nbsp;", "<", "`", "html"),
        *("Ã©", "â€™", "Ã", "Р°", "\0", "\x85", "\u202e", "\u2067", "\ufeff", "\xad", "\u200b"),
        *("\u0e01", "\U0001f3f4", "\U000e0061", "\t", "\xa0", "\u3000", "\ufffd", "\u212b"),
        *("e\u0301", "\u0316\u0301"),
    )
)
LINES = st.one_of(st.text(max_size=40), st.lists(TELLING | st.text(max_size=3)).map("".join))

# What mojibake is mostly made of, and words of many scripts.
LETTERS = "“” ‘’–—…•€£©° éèêëàâáäåãçñóöôøœßüúùíîïýÉÈÀÁÄÖÜÇÑØŒ řžščěůłąęőűğışțčđž"
WORDS = (
    *("Größe", "siècle", "naïve", "“çok”", "жизнь", "їжак", "«слово»", "λόγος", "ΆΛΦΑ"),
    *("שלום", "سلام", "日本", "中文", "한국", "ไทย", "👍", "★"),
)


def readable(value: object) -> str:
    """JSON with all that can be seen as it is, and all else escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text) + "\n"


@pytest.mark.parametrize("file", sorted(CASES.glob("*.json")), ids=lambda file: file.stem)
def test_cases(file: Path, golden: Golden) -> None:
    cases = json.loads(file.read_text(encoding="utf-8"))
    for case in cases:
        case["after"] = repair_line(case["before"])
        case["by"] = list(applied_fixers(case["before"], case["after"]))
    golden(file, readable(cases))
    if file.stem == "left-alone":
        assert [case["name"] for case in cases if case["before"] != case["after"]] == []


def test_enough_cases_for_each_fixer() -> None:
    files = {file.stem for file in CASES.glob("*.json")}
    assert files == {fix.__name__ for fix in FIXERS} | {"left-alone", "together"}
    for fix in FIXERS:
        cases = json.loads((CASES / f"{fix.__name__}.json").read_text(encoding="utf-8"))
        touched = [fix.__name__ in case["by"] for case in cases]
        assert len(cases) >= 6
        assert touched.count(True) >= 4
        assert touched.count(False) >= 2


def test_every_fixer_shows_an_example() -> None:
    for fix in FIXERS:
        assert doctest.DocTestFinder().find(fix)[0].examples


@given(LINES)
def test_nothing_that_hides_or_reorders_is_left(line: str) -> None:
    repaired = repair_line(line)
    assert repaired == repaired.rstrip()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufeff\xad]", repaired)
    assert not [c for c in repaired.lstrip("\t ") if unicodedata.category(c) == "Cc"]
    assert not any(c in repaired for c in "\n\r\x85\u2028\u2029")


@given(LINES)
def test_the_short_way_is_the_long_way(line: str) -> None:
    text, by = line, []
    for fix in FIXERS:
        before, text = text, fix(text)
        if text != before:
            by.append(fix.__name__)
    assert repair_line(line) == text
    if line != text:
        assert applied_fixers(line, text) == tuple(by)
    else:
        assert applied_fixers(line, text) == ()


@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=60))
def test_visible_text_is_only_composed_unless_it_is_suspect(text: str) -> None:
    if "&" not in text and not repair._SUSPECT.search(text):
        assert repair_line(text) == unicodedata.normalize("NFC", text).rstrip()


@given(
    st.text(LETTERS, max_size=12) | st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.sampled_from(CHARMAP_ENCODINGS),
)
def test_no_line_that_ftfy_would_repair_is_passed_over(text: str, wrong: str) -> None:
    garbled = text.encode().decode(wrong, "replace")
    assert repair.mojibake(garbled) == ftfy.fix_encoding(garbled)


@given(st.text("a \u0301\u0316é中\u1161한", min_size=1), st.integers(1, 400))
def test_pieces_are_the_whole_text(text: str, times: int) -> None:
    long = text * times
    pieces = list(repair._pieces(long))
    assert "".join(pieces) == long
    assert all(0 < len(piece) <= repair.PIECE for piece in pieces)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "word ",
            "â€™",
            "\u0316\u0301",
            "\x1b]",
            "\x1b[",
            "&amp;",
            "&",
            "a\b",
            "\b",
            "\xa0",
            "a\t",
        ),
        *("\u200b", "\U000e0041", "中", "\u1100\u1161", "Ã ", "├┤a", "\x85", "\0", "&#1", " x"),
    ],
    ids=ascii,
)
def test_long_lines_take_no_longer_for_each_character(unit: str) -> None:
    line = unit * (LONG // len(unit))
    assert grows_linearly(repair_line, line, line * TIMES)


def test_most_lines_need_no_fixer(monkeypatch: pytest.MonkeyPatch) -> None:
    line = (
        "The compositor’s stick – “set to measure” – lay where he had left it, on the café’s table."
    )
    monkeypatch.setattr(repair, "FIXERS", ())
    assert repair_line(line + " ") == line


def plain(text: str) -> str:
    """Apart from what other fixers do: spaces are alike, control characters are gone."""
    for fix in FIXERS:
        if fix is not repair.mojibake:
            text = fix(text)
    return text


@pytest.mark.parametrize("name", ["in-the-wild", "negative", "synthetic", "language-names"])
def test_what_ftfy_was_tried_on(name: str, shared: Callable[[str], Path]) -> None:
    path = shared("encoding/ftfy/test-cases") / f"{name}.json"
    wrong = []
    for case in json.loads(path.read_text(encoding="utf-8")):
        original = case["original"]
        right = {case["fixed"], case.get("fixed-encoding", case["fixed"])}
        if repair.mojibake(original) not in right:
            wrong.append(original)
        if repair_line(original) not in {plain(text) for text in right}:
            wrong.append(original)
    assert wrong == []


def test_good_text_in_other_languages_is_left_alone(shared: Callable[[str], Path]) -> None:
    texts = [
        file.read_text(encoding="utf-8")
        for file in sorted(shared("metadata/fundus/article.txt").iterdir())
    ]
    lines = [line for text in texts for line in text.splitlines()]
    assert [line for line in lines if repair.mojibake(line) != line] == []


def test_fixers_stand_in_the_order_they_need() -> None:
    order = [fix.__name__ for fix in FIXERS]
    needs = ["entities", "mojibake", "controls", "spaces", "trim"]
    assert all(order.index(a) < order.index(b) for a, b in pairwise(needs))

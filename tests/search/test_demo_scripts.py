"""The demo corpus in Chinese and Japanese: who looks for words of a document finds it, and what
isn't meant is left out.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.search.small import ask
from tests.site.pages import records

ZH, HANT, JA = "abroad/diaoban", "abroad/藏書印", "abroad/katsuji"

FOUND: list[tuple[str, dict[str, Any], set[str]]] = [
    # Chinese
    ("雕版", {}, {ZH}),
    ("雕版印刷", {"match": "all"}, {ZH}),
    ("金刚经", {"match": "all"}, {ZH}),
    ('"灾梨祸枣"', {}, {ZH}),
    ('"梨祸灾枣"', {}, set()),
    ("title:灾梨", {}, {ZH}),
    ("藏書印", {"match": "all"}, {HANT}),
    ('"借書不還"', {}, {HANT}),
    ("天一閣 范欽", {"match": "all"}, {HANT}),
    ("place:寧波", {}, {HANT}),
    ("首頁", {}, {HANT}),
    # Japanese
    ("振り仮名", {"match": "all"}, {JA}),
    ("ルビ", {}, {JA}),
    ("アルファベット", {"match": "all"}, {JA}),
    ('"活字の棚"', {}, {JA}),
    ('"棚の活字"', {}, set()),
    ("title:活字", {}, {JA}),
    ("新聞 職人", {"match": "all"}, {JA}),
    ("place:京都", {}, {JA}),
    ("しかし", {"match": "all"}, {JA}),
    # Characters and words that both languages write alike
    ("活字", {}, {ZH, JA}),
    ("活字 language:ja", {}, {JA}),
    ("活字", {"filters": {"language": ["zh-Hans"]}}, {ZH}),
    ("活字 -雕版", {}, {JA}),
    ("雕版 OR ルビ", {}, {ZH, JA}),
    ("活字", {"from": "2000"}, {ZH}),
    ("木", {}, {ZH, JA}),
    # One character stands for every word that it begins: the end of another word isn't enough.
    ("閣", {}, {HANT}),
    ("閣 ルビ", {"match": "all"}, set()),
    # Beside other scripts
    ("活字 errata", {"match": "all"}, set()),
    ("868年", {"match": "all"}, {ZH}),
]


@pytest.fixture(scope="module")
def answers(demo: Path, node: str) -> list[Any]:
    calls = [["search", query, options] for query, options, _ in FOUND]
    return ask(node, calls, demo / "search")


def test_there_is_a_document_in_each_language(demo: Path) -> None:
    languages = {record["id"]: record["language"] for record in records(demo)}
    assert languages[ZH] == "zh-Hans"
    assert languages[HANT] == "zh-Hant"
    assert languages[JA] == "ja"


def test_words_find_their_documents(answers: list[Any]) -> None:
    for (query, options, expected), answer in zip(FOUND, answers, strict=True):
        found = {result["id"] for result in answer["results"]}
        assert found == expected, (query, options)
        assert answer["total"] == len(expected), (query, options)


def test_what_was_asked_for_is_marked(answers: list[Any]) -> None:
    """As it is written, whole, and not as the pairs of characters that the index keeps."""
    marked = {
        (query, result["id"]): re.findall("<mark>(.*?)</mark>", result["excerpt"])
        for (query, _, _), answer in zip(FOUND, answers, strict=True)
        for result in answer["results"]
    }
    assert "雕版印刷" in marked["雕版印刷", ZH]
    assert "金刚经" in marked["金刚经", ZH]
    assert "灾梨祸枣" in marked['"灾梨祸枣"', ZH]
    assert "藏書印" in marked["藏書印", HANT]
    assert "振り仮名" in marked["振り仮名", JA]
    assert "アルファベット" in marked["アルファベット", JA]
    assert {*marked["活字", ZH], *marked["活字", JA]} == {"活字"}


def test_each_title_finds_its_document_first(demo: Path, node: str) -> None:
    titles = {
        record["id"]: record["title"] for record in records(demo) if record["id"] in {ZH, HANT, JA}
    }
    calls = [["search", title] for title in titles.values()]
    found = [answer["results"][0]["id"] for answer in ask(node, calls, demo / "search")]
    assert found == list(titles), json.dumps(titles, ensure_ascii=False)

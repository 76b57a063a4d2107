"""What documents are described as: the demo collection, and promises that hold for any text."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.clean.rule import Body, Page, apply_rules
from pressmark.clean.rules import FINAL_RULES, RULES
from pressmark.corpus.read import Item, scan
from pressmark.corpus.settings import Collection, read_collection
from pressmark.describe.answer import MAX_EVIDENCE
from pressmark.describe.extractors import EXTRACTORS, describe
from pressmark.describe.title import headline
from pressmark.document import FIELDS, LIST_FIELDS, Document, Record, Source
from pressmark.extraction.find_article import find_article
from pressmark.ledger import fates
from pressmark.pipeline import RULE_NAMES, process, to_blocks, to_lines
from pressmark.text import edtf
from pressmark.text.inline import plain

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
EXPECTED: list[dict[str, Any]] = [
    json.loads(line)
    for line in (HERE / "cases/demo/expected.jsonl").read_text(encoding="utf-8").splitlines()
]
QUOTED = ("title", "authors", "publisher", "place", "url", "tags", "rights")
"""Fields whose words are the text's own."""


def fold(text: str) -> str:
    return " ".join(text.split())


@cache
def settings() -> Collection:
    return read_collection(CORPUS, RULE_NAMES)


@cache
def items() -> dict[str, Item]:
    return {item.path: item for item in scan(CORPUS, settings()).items}


@cache
def published(path: str) -> Document:
    outcome = process(CORPUS, items()[path], settings())
    assert outcome.document is not None, outcome.problems
    return outcome.document


def body_lines(document: Document) -> list[str]:
    return [
        fold(document.raw[number - 1])
        for number, fate in fates(document).items()
        if fate.kind == "body"
    ]


def body_text(document: Document) -> str:
    texts = ("\n".join(b.text) for b in document.blocks if b.fate.kind == "body")
    return fold(" ".join(plain(text, document.markdown) for text in texts))


each = pytest.mark.parametrize("expected", EXPECTED, ids=[e["path"] for e in EXPECTED])


@each
@pytest.mark.parametrize("field", ["title", "date", "publisher", "language"])
def test_a_demo_document_is_described(expected: dict[str, Any], field: str) -> None:
    value = getattr(published(expected["path"]).record, field)
    if value is None and field in expected.get("doubtful", []):
        return
    assert value == expected[field]


@each
def test_furniture_leaves_a_demo_document(expected: dict[str, Any]) -> None:
    kept = set(body_lines(published(expected["path"])))
    assert [line for line in expected.get("removed", []) if fold(line) in kept] == []


@each
def test_the_text_of_a_demo_document_stays(expected: dict[str, Any]) -> None:
    text = body_text(published(expected["path"]))
    assert [passage for passage in expected["kept"] if fold(passage) not in text] == []


@each
def test_characters_of_a_demo_document_are_repaired(expected: dict[str, Any]) -> None:
    text = body_text(published(expected["path"]))
    for broken, right in expected.get("repaired", []):
        assert broken not in text
        assert fold(right) in text


@each
def test_every_field_of_a_demo_document_has_an_origin(expected: dict[str, Any]) -> None:
    check_origins(published(expected["path"]).record)


def check_origins(record: Record) -> None:
    """Promise 2, as far as a record alone can show it."""
    filled = [field for field in FIELDS if getattr(record, field)]
    assert list(record.origins) == filled
    for origin in record.origins.values():
        assert origin.evidence.strip()
    assert record.date is None or edtf.valid(record.date)
    for field in LIST_FIELDS:
        assert all(value.strip() for value in getattr(record, field))


def test_records_have_the_fields_that_are_shown() -> None:
    assert set(FIELDS) <= {field.name for field in fields(Record)}


def test_names_of_extractors_and_rules_are_their_own() -> None:
    assert len(set(RULE_NAMES)) == len(RULE_NAMES)


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda e: e.name)
def test_an_extractor_can_be_switched_off(extractor: Any) -> None:
    folder = HERE / "cases/describe" / extractor.name
    case = next(
        case
        for case in sorted(folder.iterdir())
        if json.loads((case / "golden.json").read_text(encoding="utf-8"))["fields"]
    )
    path = next(case.glob("in.*"))
    on = described(path.read_text(encoding="utf-8"), path.name)
    off = described(path.read_text(encoding="utf-8"), path.name, {extractor.name: False})
    name = extractor.name
    assert any(origin.extractor == name for origin in on.record.origins.values())
    assert not any(origin.extractor == name for origin in off.record.origins.values())


def described(text: str, path: str = "tin.txt", rules: dict[str, bool] | None = None) -> Document:
    """The document that `text` becomes, without a file."""
    data = text.encode("utf-8")
    source = Source(path, path.rpartition(".")[0], "0" * 64, len(data))
    document = to_lines(source, data, "utf-8")
    assert isinstance(document, Document)
    document, _ = to_blocks(document, (), Collection())
    document = apply_rules(RULES, find_article(document), {})
    document = describe(document, rules or {})
    return apply_rules(FINAL_RULES, document, {})


def test_a_line_of_code_is_no_headline() -> None:
    text = (
        "```\nfeed ${PAPER} from=upper\n```\n\nThe bindery mends it on **Tuesdays**.\n\n## Paste\n"
    )
    document = described(text)
    for line, titles in ((2, []), (5, ["The bindery mends it on Tuesdays."])):
        page = Page(replace(document, headline=line), Body(document))
        assert [answer.value for answer in headline(page)] == titles


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


PROSE = (
    "The bindery in the old customs house opens three mornings a week. Anyone may bring a book "
    "whose back has given way, and most of them leave with it mended."
)
SHAPES = st.sampled_from(
    [
        "The tin by the door", "# The tin", "## Flour", "By Ines Calloway", "Von A. B. und C. D.",
        "By Ines Calloway, March 14, 1996", "Title: The tin", "Date: 14 March 1996", "Author: x",
        "Published: 3/4/1996", "14. März 1996", "Lyon, le 8 janvier 1998", "QUAY — It is open.",
        "Ambleford, March 14 (AP)-- The tin stands by the door and nobody counts what is in it.",
        "Source: The Courier", "Source: https://quay.example/1996/03/14/tin", "Tags: a, b; c",
        "<https://quay.example/tin>", "**The Courier**", "© 1996 The Courier", "---", "> a", "- b",
        PROSE, "旧海关楼里的装订作坊每周开三个上午。", "来源：海关", "作者：王五",
        "تفتح ورشة التجليد", "",
    ]
)  # fmt: skip
LINES = SHAPES | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60)
TEXTS = st.lists(LINES, min_size=1, max_size=14).map("\n".join).filter(str.strip)


@given(TEXTS, st.sampled_from(["tin.txt", "tin.md"]))
def test_every_field_has_an_origin(text: str, path: str) -> None:
    document = described(text, path)
    check_origins(document.record)
    # Every line still has its one fate.
    numbers = [n for block in document.blocks for n in block.lines]
    assert len(numbers) == len(set(numbers))


@given(TEXTS, st.sampled_from(["tin.txt", "tin.md"]))
def test_the_words_of_a_value_stand_in_its_evidence(text: str, path: str) -> None:
    record = described(text, path).record
    for field in QUOTED:
        value = getattr(record, field)
        evidence = record.origins[field].evidence if value else ""
        if value and len(evidence) < MAX_EVIDENCE:
            assert words(" ".join(value) if isinstance(value, tuple) else value) <= words(evidence)


@given(TEXTS)
def test_a_description_is_the_beginning_of_a_paragraph(text: str) -> None:
    document = described(text)
    description = document.record.description
    if description:
        assert description.removesuffix("…") in fold(" ".join(document_texts(document)))


def document_texts(document: Document) -> list[str]:
    return [plain(" ".join(block.text), document.markdown) for block in document.blocks]


@pytest.mark.parametrize(
    "line",
    [
        "By " + "Ada " * 40_000, "a, " * 60_000, "1 " * 80_000, "March " * 40_000, "(" * 120_000,
        "Tags: " + "a," * 60_000, "https://" * 20_000, "Source: " + ":" * 100_000, "© " * 80_000,
        "A B, " * 40_000 + "--", "_*" * 60_000, "12.12." * 30_000, "[" * 100_000, "A" * 200_000,
        "Place, " + "date " * 40_000 + "--", "Published: " * 20_000, "年1月" * 50_000,
    ],
    ids=lambda line: line[:8],
)  # fmt: skip
def test_long_lines_are_described_in_linear_time(line: str) -> None:
    # The suite hangs where a pattern backtracks; there is no clock to be wrong.
    check_origins(described(f"{line}\n\n{line}\n").record)

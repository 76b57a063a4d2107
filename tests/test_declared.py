"""What people write down beside a text: sidecars, table rows, front matter, defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressmark.corpus.declared import from_values, read_sidecar
from pressmark.corpus.read import Item, Row
from pressmark.corpus.settings import Collection
from pressmark.document import DeclaredMetadata, Document
from pressmark.errors import Problem
from pressmark.pipeline import process
from pressmark.text.located_yaml import Value

TEXT = (
    "The tin by the door\n\nBy Ines Calloway\n\n14 March 1996\n\n"
    "The bindery in the old customs house opens three mornings a week. Anyone may bring a book "
    "whose back has given way, and most of them leave with it mended.\n"
)


def read(text: str) -> DeclaredMetadata:
    given, problems = read_sidecar("tin.yml", text)
    assert problems == []
    assert given is not None
    return given


def refused(text: str) -> Problem:
    given, problems = read_sidecar("tin.yml", text)
    assert given is None or not given.values
    assert len(problems) == 1
    return problems[0]


def build(
    folder: Path,
    text: str = TEXT,
    sidecar: str | None = None,
    row: dict[str, str] | None = None,
    defaults: dict[str, str] | None = None,
) -> Document:
    (folder / "tin.txt").write_text(text, encoding="utf-8")
    if sidecar is not None:
        (folder / "tin.yml").write_text(sidecar, encoding="utf-8")
    item = Item("tin.txt", "tin.yml" if sidecar is not None else None, Row(2, row) if row else None)
    known = {field: Value("text", 4, text) for field, text in (defaults or {}).items()}
    outcome = process(folder, item, Collection(defaults=known))
    assert outcome.document is not None, outcome.problems
    return outcome.document


def body(document: Document) -> list[str]:
    return [line for b in document.blocks if b.fate.kind == "body" for line in b.text]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: The tin", "The tin"),
        ("title: 1984", "1984"),
        ("title: no", "no"),
        ("title: >\n  The tin\n  by the door", "The tin by the door"),
        ("date: 1996-03-14", "1996-03-14"),
        ("date: 1996", "1996"),
        ("date: XXXX-03-14", "XXXX-03-14"),
        ("date: 189X", "189X"),
        ("date: 1996-03-14T09:30:00Z", "1996-03-14"),
        ("date: 1996-03-14 09:30:00 -0500", "1996-03-14"),
        ("url: https://quay.example/tin?a=b#c", "https://quay.example/tin?a=b#c"),
        ("language: pt-BR", "pt-BR"),
        ("authors: Ines Calloway", ("Ines Calloway",)),
        ("authors: Quillan, Hester; Marsh, Lionel", ("Quillan, Hester", "Marsh, Lionel")),
        ("authors: [Hester Quillan, Lionel Marsh]", ("Hester Quillan", "Lionel Marsh")),
        ("tags:\n  - paste\n  - flour\n  - paste\n", ("paste", "flour")),
        ("tags: [1996, yes]", ("1996", "yes")),
    ],
)
def test_a_value_is_the_text_that_stands_there(line: str, value: object) -> None:
    given = read(line)
    assert list(given.values.values()) == [value]
    assert next(iter(given.places.values())).startswith("tin.yml, line ")


@pytest.mark.parametrize("line", ["title:", "title: ~", "title: null", "title: ''", "tags: []"])
def test_nothing_is_nothing(line: str) -> None:
    assert read(line).values == {}


def test_an_empty_sidecar_says_nothing() -> None:
    assert read("").values == read("# nothing yet\n").values == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("date: May 1897", "`May 1897` is no date: write 2024-05-31"),
        ("date: 1996-02-30", "`1996-02-30` is no date"),
        ("date: [1996]", "`date` must be a text, not a list"),
        ("title: {de: Dose}", "`title` must be a text, not a map"),
        ("url: quay.example/tin", "no address that starts with http:// or https://"),
        ("url: javascript:alert(1)", "no address that starts with http:// or https://"),
        ("language: German or Dutch", "is no language tag"),
        ("tags: {a: b}", "`tags` must be a list of texts"),
        ("tags: [paste, ~]", "`tags` must be a list of texts"),
        ("authors: [[Ines]]", "`authors` must be a list of texts"),
        ("title: " + "x" * 2001, "`title` is longer than 2000 characters"),
        ("tags: [" + "x" * 2001 + "]", "`tags` has a value longer than 2000 characters"),
    ],
)
def test_a_wrong_value_is_named_and_left_out(line: str, message: str) -> None:
    problem = refused("\n" + line)
    assert (problem.path, problem.line, problem.kind) == ("tin.yml", 2, "bad-value")
    assert problem.severity == "error"
    assert message in problem.message


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("title: [the tin", 1, "is not YAML"),
        ("title: a\n\tdate: b", 2, "is not YAML"),
        ("title: a\n---\ntitle: b", 2, "is not YAML"),
        ("title: *nobody", 1, "is not YAML"),
        ("a: \x00", 1, "is not YAML"),
        ("- title\n- date", 1, "must hold `field: value` lines"),
        ("The tin by the door", 1, "must hold `field: value` lines"),
        ("tags: &loop [*loop]", 1, "nested more than"),
        ("tags: " + "[" * 4000, 1, "is not YAML"),
        ("tags: " + "[" * 100 + "]" * 100, 1, "nested more than"),
    ],
)
def test_what_is_no_sidecar_is_ignored(text: str, line: int, message: str) -> None:
    given, problems = read_sidecar("tin.yml", text)
    assert given is None
    assert [(p.kind, p.line, p.severity) for p in problems] == [("bad-sidecar", line, "error")]
    assert message in problems[0].message


def test_aliases_that_multiply_end_early() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    given, problems = read_sidecar("bomb.yml", "\n".join(lines))
    assert given is None
    assert "more than 20000 values" in problems[0].message


def test_an_unknown_field_is_named_with_the_nearest_one() -> None:
    given, problems = read_sidecar("tin.yml", "title: The tin\npublishr: Courier\nshoe: 9\n")
    assert given is not None
    assert given.values == {"title": "The tin"}
    assert [(p.line, p.kind, p.message) for p in problems] == [
        (2, "unknown-field", "there is no field `publishr`: did you mean `publisher`?"),
        (3, "unknown-field", problems[1].message),
    ]
    assert "known are: authors, date, description" in problems[1].message


def test_a_field_given_twice_is_named_and_the_first_counts() -> None:
    given, problems = read_sidecar("tin.yml", "title: The tin\ntitle: The box\n")
    assert given is not None
    assert given.values == {"title": "The tin"}
    assert [(p.line, p.message) for p in problems] == [
        (2, "`title` is given twice; the first one counts")
    ]


def test_one_wrong_value_costs_no_other() -> None:
    given, problems = read_sidecar("tin.yml", "title: The tin\ndate: soon\npublisher: Courier\n")
    assert given is not None
    assert given.values == {"title": "The tin", "publisher": "Courier"}
    assert [p.line for p in problems] == [2]


def test_a_row_says_where_it_stands() -> None:
    columns = {"title": Value("text", 7, "The tin"), "tags": Value("text", 7, "paste; flour")}
    given, problems = from_values("table", "metadata.csv", columns)
    assert problems == []
    assert given.values == {"title": "The tin", "tags": ("paste", "flour")}
    assert given.places["tags"] == "metadata.csv, line 7: paste; flour"


def test_a_title_that_the_text_has_too_is_not_doubled(tmp_path: Path) -> None:
    document = build(tmp_path, sidecar="title: The Tin by the Door\n")
    assert document.record.title == "The Tin by the Door"
    assert document.record.origins["title"].origin == "sidecar"
    assert "The tin by the door" not in body(document)
    assert document.blocks[0].fate.kind == "title"


def test_a_title_that_the_text_does_not_have_leaves_the_text_alone(tmp_path: Path) -> None:
    document = build(tmp_path, sidecar="title: Paste for nothing\n")
    assert document.record.title == "Paste for nothing"
    assert "The tin by the door" in body(document)


def test_order_of_precedence(tmp_path: Path) -> None:
    front = "---\ntitle: Front\ndate: 1997\npublisher: Front Press\n---\n"
    sidecar = "title: Sidecar\n"
    row = {"title": "Row", "date": "1998", "publisher": "Row Press", "rights": "Row rights"}
    defaults = dict.fromkeys(["title", "publisher", "rights", "place", "language"], "zz")
    document = build(tmp_path, front + TEXT, sidecar, row, defaults)
    record = document.record
    origins = {field: origin.origin for field, origin in record.origins.items()}
    assert (record.title, origins["title"]) == ("Sidecar", "sidecar")
    assert (record.date, origins["date"]) == ("1997", "front-matter")
    assert (record.rights, origins["rights"]) == ("Row rights", "table")
    assert (record.authors, origins["authors"]) == (("Ines Calloway",), "text")
    assert (record.language, origins["language"]) == ("en", "inference")
    assert (record.place, origins["place"]) == ("zz", "default")


def test_where_a_value_stands_is_its_evidence(tmp_path: Path) -> None:
    document = build(tmp_path, sidecar="\ndate: 1911\n", defaults={"rights": "CC0 1.0"})
    assert document.record.origins["date"].evidence == "tin.yml, line 2: 1911"
    assert document.record.origins["rights"].evidence == "corpus.yml, line 4: CC0 1.0"


def test_a_date_given_otherwise_leaves_the_text_as_it_is(tmp_path: Path) -> None:
    assert "14 March 1996" in body(build(tmp_path, sidecar="date: 1911\n"))
    assert "14 March 1996" not in body(build(tmp_path, sidecar="date: 1996-03-14\n"))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('"Quay \\ud800Courier"', "U+D800"),
        ('"\\uDFFF"', "U+DFFF"),
        ('"a\\0b"', "U+0000"),
        ('"\\e[31mred"', "U+001B"),
        ('"\\x7f"', "U+007F"),
        ('"\\uffff"', "U+FFFF"),
    ],
)
@pytest.mark.parametrize("field", ["title", "publisher", "tags", "authors", "rights"])
def test_a_value_that_no_page_can_show(field: str, value: str, code: str) -> None:
    """It once ended the build: no list of publishers could be written."""
    problem = refused(f"# a note\n{field}: {value}\n")
    assert (problem.line, problem.kind, problem.severity) == (2, "bad-value", "error")
    assert f"`{field}` holds {code}" in problem.message
    if field in ("tags", "authors"):
        assert code in refused(f"{field}: [good, {value}]\n").message


def test_an_unknown_key_that_no_terminal_can_show() -> None:
    assert str(refused('"\\ud800\\e[31m": x\n')).isprintable()


def test_what_shows_a_value_in_a_false_order_goes_as_in_a_text() -> None:
    given = read('title: "safe\\u202Egpj.exe"\npublisher: "\\u2066"\ntags: ["\\u2068a\\u2069"]\n')
    assert given.values == {"title": "safegpj.exe", "tags": ("a",)}
    assert "\u202e" not in given.places["title"]


def test_a_sidecar_of_a_megabyte_or_a_thousand_tags() -> None:
    assert "more than 100000 characters" in refused("# " + "x" * 100_000).message
    assert "`tags` has more than 500 values" in refused(f"tags: {list(range(501))}\n").message

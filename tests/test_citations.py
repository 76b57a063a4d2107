"""Citations and tables, read by the programs that they are for: each value comes back whole."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, Entry
from pybtex.database.input import bibtex as reader

from pressmark.document import Record
from pressmark.export import _without_formulas
from pressmark.render import cite

COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
}

WORDS = st.text(
    st.sampled_from('{}\\"%#$&_~^@=, and AND others.;()') | st.characters(categories=["L", "N"]),
    min_size=1,
    max_size=40,
)
NAMES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
HARD = [
    "Unbalanced } brace",
    "{ and then",
    "}}, year = {1066}",
    "}{",
    "\\}",
    "{\\",
    '@misc{x, title = "y"}',
    "Smith and Sons",
    "B AND C",
    "others",
    "Smith, Jones, Brown, and Company",
    "50 % of #1 & $2_x~y^z",
]


def read(text: str) -> BibliographyData:
    return reader.Parser(encoding="utf-8").parse_string(text)


def plain(value: str) -> str:
    """A value of a field as a reader sees it."""
    for command, character in COMMANDS.items():
        value = value.replace(command, f"\\{ord(character)};")
    value = re.sub(r"\\([{}$&%#_])", lambda found: f"\\{ord(found[1])};", value)
    value = value.replace("{", "").replace("}", "")
    return re.sub(r"\\(\d+);", lambda found: chr(int(found[1])), value)


def cited(**fields: object) -> Entry:
    record = Record(**{"label": "A text", "date": "2021-05-03", **fields})  # type: ignore[arg-type]
    text = cite.bibtex(cite.Work("folder/a", record, "An archive", "https://a.example/x"))
    [entry] = read(text).entries.values()
    assert entry.fields["year"] == "2021"
    assert entry.fields["url"] == "https://a.example/x"
    return entry


@given(NAMES)
def test_a_title_comes_back_from_bibtex(title: str) -> None:
    assert plain(cited(label=title).fields["title"]) == title


@pytest.mark.parametrize("value", HARD)
def test_hard_values_come_back_from_bibtex(value: str) -> None:
    entry = cited(label=value, publisher=value, authors=(value, "Ada Byron", value))
    assert plain(entry.fields["title"]) == value
    assert plain(entry.fields["publisher"]) == value
    assert plain(entry.fields["howpublished"]) == "An archive"
    assert len(entry.persons["author"]) == 3


@given(st.lists(NAMES, min_size=1, max_size=4))
@example(["B and C", "and", "others"])
def test_as_many_authors_come_back_as_there_are(authors: list[str]) -> None:
    assert len(cited(authors=tuple(authors)).persons["author"]) == len(authors)


def test_the_reader_is_strict_enough_to_tell() -> None:
    """What was written before, of a title with one brace: the year is lost in it."""
    [entry] = read("@misc{a,\n  title = {{One \\} brace}},\n  year = {2021}\n}").entries.values()
    assert "year" not in entry.fields


@given(st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=4, unique=True))
def test_documents_in_other_scripts_have_keys_of_their_own(names: list[str]) -> None:
    wanted = {name for name in names if not name.isascii()}
    keys = {cite._bibtex_key(name) for name in wanted}
    assert len(keys) == len(wanted)
    assert all(re.fullmatch("[A-Za-z0-9-]+", key) for key in keys)


def test_an_address_with_anything_in_it_stays_one() -> None:
    work = cite.Work("a", Record(label="x"), "An archive", None)
    for url in ("https://a.example/}{\\", 'https://a.example/"x" y', "https://a.example/ü"):
        record = Record(label="x", url=url)
        [entry] = read(cite.bibtex(cite.Work("a", record, work.archive, None))).entries.values()
        assert re.fullmatch(r"[!-~]+", entry.fields["url"])


CELLS = [
    "=1+1",
    "x;=1+1",
    "x\t=1+1",
    "x|@SUM(1)",
    "a\n+1",
    'x";"=1+1',
    "x; -1",
    "＝1",
    " =1",
    "'=1",
]


@pytest.mark.parametrize("parted", [",", ";", "\t", "|"])
def test_no_cell_begins_like_a_formula(parted: str) -> None:
    """Whatever a spreadsheet takes for the end of a cell."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerow([_without_formulas(cell) for cell in CELLS])
    for row in csv.reader(io.StringIO(table.getvalue()), delimiter=parted):
        for cell in row:
            assert not re.match(r"""[\s"']*(?<!')[=+\-@＝＋－＠]""", cell), cell
    for line in table.getvalue().splitlines():
        for cell in line.split(parted):
            assert not re.match(r"""[\s"]*[=+\-@＝＋－＠]""", cell), cell


@given(
    st.text(alphabet="ab ,.'\"()-", max_size=30).filter(lambda text: text.lstrip(" '\"")[:1] != "-")
)
def test_prose_stays_as_it_is(text: str) -> None:
    assert _without_formulas(text) == text

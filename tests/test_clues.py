"""Dates and names on pages that were taken whole: what is seen of them, and how they are chosen."""

from __future__ import annotations

import numpy as np
import pytest

from pressmark.corpus.settings import Collection
from pressmark.describe.date_order import SEVERAL, habits
from pressmark.describe.dates import find
from pressmark.document import Document, Source
from pressmark.extraction import authors, dates
from pressmark.extraction.features import measures, seen
from pressmark.extraction.find_article import KEPT, knowledge, stops
from pressmark.extraction.names import given_names, is_likely, names_in
from pressmark.extraction.scored_page import ScoredPage
from pressmark.extraction.select import habits_of, sight_of
from pressmark.pipeline import to_blocks, to_lines
from tools.weights.clues import is_author, weighed

PAGE = """Home

A tug comes home under its own steam

By Anna Lindqvist and Karl Berg, 3 October 2017

The tug had been sold twice and written off once. On Monday it came
up the river with a man from Bergen, who had bought it for the price of its brass.

Updated: 4 October 2017
"""


def sight(text: str = PAGE) -> ScoredPage:
    data = text.encode()
    read = to_lines(Source("in.txt", "in", "", len(data)), data, None)
    assert isinstance(read, Document)
    lines = seen(to_blocks(read, (), Collection())[0], stops())
    measured = measures(lines, knowledge().words)
    at = np.array([1])
    return sight_of(
        lines, measured, np.zeros(len(lines), np.float32), KEPT, at, np.ones(1, np.float32)
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ada Byron and Charles Babbage, 3 May", ["Ada Byron", "Charles Babbage"]),
        ("Von Alexa von Heyden", ["Alexa von", "Alexa von Heyden", "Heyden"]),
        ("Emma MackenzieLifestyle", ["Emma MackenzieLifestyle", "Emma Mackenzie"]),
        ("Posted by freeman1984 on Monday", ["freeman1984"]),
        ("Von dpa", ["dpa"]),
        ("nothing of that kind is here", []),
        ("Quelle: Reuters", ["Reuters"]),
        ("J. R. Hartley", ["J. R", "J. R. Hartley"]),
        ("", []),
    ],
)
def test_names_in_a_line(line: str, expected: list[str]) -> None:
    found = [name.text for name in names_in(line)]
    # A name that ends with a particle is none.
    assert found == [name for name in expected if not name.endswith(" von")]


def test_names_stand_where_they_say() -> None:
    line = "Text: Ada Byron (Photo: Karl Berg)"
    for name in names_in(line):
        assert line[name.start : name.end].rstrip(".") == name.text


def test_given_names() -> None:
    assert {"anna", "marie", "søren"} <= given_names()
    assert not any(name.startswith("#") for name in given_names())
    assert is_likely("Anna-Lena Meier")
    assert not is_likely("Anna")


def test_dates_are_measured() -> None:
    page = sight()
    found = dates.mentions(page, habits_of(page))
    assert [one.value for one in found] == ["2017-10-03", "2017-10-04"]
    rows = dates.measures_of(page, found)
    assert rows.shape == (2, len(dates.DATE_MEASURES))
    column = dates.DATE_MEASURES.index
    assert rows[:, column("changed")].tolist() == [0, 1]
    assert rows[:, column("lines to the headline")].tolist() == [1, 3]
    assert rows[:, column("latest")].tolist() == [0, 1]
    assert dates.measures_of(page, []).shape == (0, len(dates.DATE_MEASURES))


def test_names_are_measured() -> None:
    page = sight()
    found = authors.mentions(page)
    rows = authors.measures_of(page, found, knowledge().words, (2, 1.0))
    assert rows.shape == (len(found), len(authors.AUTHOR_MEASURES))
    by = {one.name.text: row for one, row in zip(found, rows, strict=True)}
    column = authors.AUTHOR_MEASURES.index
    assert by["Anna Lindqvist"][column("likely by")] == 1
    assert by["Anna Lindqvist"][column("lines to the date")] == 0
    assert by["Karl Berg"][column("by before")] == 0
    assert authors.measures_of(page, [], {}, None).shape == (0, len(authors.AUTHOR_MEASURES))


def test_what_ships_is_of_these_measures() -> None:
    known = knowledge()
    assert known.date.names == dates.DATE_MEASURES
    assert known.author.names == authors.AUTHOR_MEASURES


@pytest.mark.parametrize(
    ("texts", "language", "order"),
    [
        (["13/04/2019"], None, "day"),
        (["04/13/2019"], None, "month"),
        (["13/04/2019", "04/13/2019"], None, ""),
        (["03/04/2019"], "es", "day"),
        (["03/04/2019"], "en", ""),
        (["03/04/2019"], "xx", ""),
        (["3 April 2019"], "es", ""),
    ],
)
def test_habits(texts: list[str], language: str | None, order: str) -> None:
    assert habits(texts, lambda: language).order == order


def test_habits_read_what_could_be_several() -> None:
    text = "03/04/19"
    assert SEVERAL.search(text)
    assert [one.value for one in find(text)] == []
    known = habits([text, "25/12/2018", "all of 2019"], lambda: None)
    [one] = find(text, known)
    assert (one.value, one.doubt) == ("2019-04-03", "day first, as in 25/12/2018")
    # A year that nothing has whole is not made up.
    assert not list(find(text, habits([text, "25/12/2018"], lambda: None)))


@pytest.mark.parametrize(
    ("name", "truth", "right"),
    [
        ("Ada Byron", ["Ada Byron"], True),
        ("Ada King", ["Ada King Byron"], True),
        ("Ada", ["Ada Byron"], False),
        ("Ada", ["Ada"], True),
        ("Karl Berg", ["Ada Byron"], False),
    ],
)
def test_who_counts_as_the_author(name: str, truth: list[str], right: bool) -> None:
    assert is_author(name, truth) is right


def test_nothing_to_learn_from() -> None:
    model = weighed(("one", "two"), [])
    assert model.names == ("one", "two")

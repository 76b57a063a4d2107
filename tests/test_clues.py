"""Dates and names on full-page scrapes: their features, and which are selected."""

from __future__ import annotations

import numpy as np
import pytest

from pressmark.corpus.settings import Collection
from pressmark.describe.date_order import AMBIGUOUS_DATE, infer_date_order
from pressmark.describe.dates import find_dates
from pressmark.document import Document, Source
from pressmark.extraction.authors import AUTHOR_FEATURES, author_features, name_mentions
from pressmark.extraction.dates import DATE_FEATURES, BestDate, date_features, date_mentions
from pressmark.extraction.features import body_features, line_features
from pressmark.extraction.find_article import THRESHOLD, all_stop_words, models
from pressmark.extraction.names import given_names, is_likely, name_candidates
from pressmark.extraction.scored_page import ScoredPage
from pressmark.extraction.select import date_order_of, scored_page
from pressmark.pipeline import to_blocks, to_lines
from tools.weights.mentions import fit_candidates, is_author

PAGE = """Home

A tug comes home under its own steam

By Anna Lindqvist and Karl Berg, 3 October 2017

The tug had been sold twice and written off once. On Monday it came
up the river with a man from Bergen, who had bought it for the price of its brass.

Updated: 4 October 2017
"""


def page_of(text: str = PAGE) -> ScoredPage:
    data = text.encode()
    read = to_lines(Source("in.txt", "in", "", len(data)), data, None)
    assert isinstance(read, Document)
    lines = line_features(to_blocks(read, (), Collection())[0], all_stop_words())
    features = body_features(lines, models().word_odds)
    rows = np.array([1])
    return scored_page(
        lines, features, np.zeros(len(lines), np.float32), THRESHOLD, rows, np.ones(1, np.float32)
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
    found = [name.text for name in name_candidates(line)]
    # A name that ends with a particle is none.
    assert found == [name for name in expected if not name.endswith(" von")]


def test_names_stand_where_they_say() -> None:
    line = "Text: Ada Byron (Photo: Karl Berg)"
    for name in name_candidates(line):
        assert line[name.start : name.end].rstrip(".") == name.text


def test_given_names() -> None:
    assert {"anna", "marie", "søren"} <= given_names()
    assert not any(name.startswith("#") for name in given_names())
    assert is_likely("Anna-Lena Meier")
    assert not is_likely("Anna")


def test_dates_are_measured() -> None:
    page = page_of()
    found = date_mentions(page, date_order_of(page))
    assert [one.value for one in found] == ["2017-10-03", "2017-10-04"]
    rows = date_features(page, found)
    assert rows.shape == (2, len(DATE_FEATURES))
    column = DATE_FEATURES.index
    assert rows[:, column("changed")].tolist() == [0, 1]
    assert rows[:, column("lines to the headline")].tolist() == [1, 3]
    assert rows[:, column("latest")].tolist() == [0, 1]
    assert date_features(page, []).shape == (0, len(DATE_FEATURES))


def test_names_are_measured() -> None:
    page = page_of()
    found = name_mentions(page)
    rows = author_features(page, found, models().word_odds, BestDate(2, 1.0))
    assert rows.shape == (len(found), len(AUTHOR_FEATURES))
    by = {one.name.text: row for one, row in zip(found, rows, strict=True)}
    column = AUTHOR_FEATURES.index
    assert by["Anna Lindqvist"][column("likely by")] == 1
    assert by["Anna Lindqvist"][column("lines to the date")] == 0
    assert by["Karl Berg"][column("by before")] == 0
    assert author_features(page, [], {}, None).shape == (0, len(AUTHOR_FEATURES))


def test_what_ships_is_of_these_measures() -> None:
    known = models()
    assert known.date.names == DATE_FEATURES
    assert known.author.names == AUTHOR_FEATURES


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
def test_date_order(texts: list[str], language: str | None, order: str) -> None:
    assert infer_date_order(texts, lambda: language).order == order


def test_ambiguous_dates_are_read_in_the_order_of_the_others() -> None:
    text = "03/04/19"
    assert AMBIGUOUS_DATE.search(text)
    assert [one.value for one in find_dates(text)] == []
    known = infer_date_order([text, "25/12/2018", "all of 2019"], lambda: None)
    [one] = find_dates(text, known)
    assert (one.value, one.doubt) == ("2019-04-03", "day first, as in 25/12/2018")
    # A year that nothing has whole is not made up.
    assert not list(find_dates(text, infer_date_order([text, "25/12/2018"], lambda: None)))


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
    model = fit_candidates(("one", "two"), [])
    assert model.names == ("one", "two")

"""Where the article stands on a page: the model, its tables, and what it must leave alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pressmark.corpus.settings import Collection
from pressmark.document import Document, Source
from pressmark.extraction.additive_model import (
    AdditiveModel,
    from_text,
    scores,
    to_text,
    words_to_text,
)
from pressmark.extraction.additive_model import words_from_text as words_of
from pressmark.extraction.features import MEASURES, OWN, measures, seen, tokens
from pressmark.extraction.find_article import knowledge, locate, stops
from pressmark.extraction.headline import HEADLINE_MEASURES
from pressmark.pipeline import to_blocks, to_lines
from tools.weights.fit import fit

CASES = Path(__file__).parent / "cases" / "clean" / "beside-article"
PAGES = [path for path in sorted(CASES.glob("*/in.*")) if "alone" not in path.parent.name]


def document(path: Path) -> Document:
    data = path.read_bytes()
    read = to_lines(Source(path.name, path.stem, "", len(data)), data, None)
    assert isinstance(read, Document)
    return to_blocks(read, (), Collection())[0]


def test_model_is_written_and_read_back() -> None:
    edges = (np.array([1, 2.5], np.float32), np.array([], np.float32))
    adds = (np.array([0, 1.5, -2], np.float32), np.array([0], np.float32))
    model = AdditiveModel(("words", "links"), -0.5, edges, adds)
    back = from_text(to_text(model), model.names)
    rows = np.array([[0, 9], [1, 9], [2.5, 9]], np.float32)
    assert scores(back, rows).tolist() == scores(model, rows).tolist() == [-0.5, 1.0, -2.5]


def test_words_are_written_and_read_back() -> None:
    assert words_of(words_to_text({"^read more": -2.5, "harbour": 0.75})) == {
        "harbour": 0.75,
        "^read more": -2.5,
    }


def test_what_ships_measures_what_is_seen() -> None:
    """Each table is of the measures that there are, and each measure of some use is in one."""
    known = knowledge()
    assert known.body.names == MEASURES
    assert known.headline.names == HEADLINE_MEASURES
    assert sum(map(len, known.body.edges)) > len(MEASURES)
    assert known.words["impressum"] < -1


def test_fit_learns_a_step() -> None:
    column = np.arange(200, dtype=np.float32) % 10
    labels = (column >= 4).astype(np.float32)
    model = fit(["only"], column[:, None], labels, np.ones(200, np.float32))
    said = scores(model, np.array([[3], [4]], np.float32))
    assert said[0] < -1 < 1 < said[1]


def test_short_lines_are_looked_up_whole_too() -> None:
    assert tokens("read more") == ("read", "more", "^read more")
    assert tokens("one two three four five")[-1] == "five"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_article_is_found(path: Path) -> None:
    """No paragraph of the article is beside it, and most of the other lines are."""
    page = locate(document(path))
    lines = seen(page, stops())
    paragraphs = [line for line in lines if line.words > 20]
    assert paragraphs
    assert not any(page.boilerplate & set(line.numbers) for line in paragraphs)
    assert len(page.boilerplate) > len(lines) / 2


def test_measures_are_one_row_a_line() -> None:
    lines = seen(document(PAGES[0]), stops())
    found = measures(lines, knowledge().words)
    assert found.shape == (len(lines), len(MEASURES))
    assert found[:, OWN.index("words")].tolist() == [line.words for line in lines]
    assert measures([], {}).shape == (0, len(MEASURES))


def test_source_of_a_page_is_no_page(tmp_path: Path) -> None:
    """HTML shown in a text has short lines too, and none of a menu's."""
    path = tmp_path / "in.txt"
    rows = "\n".join(f"<li>{word}</li>" for word in ("Home", "News", "Log in", "Search") * 9)
    path.write_text(f"How the menu is made\n\n<ul>\n{rows}\n</ul>\n", encoding="utf-8")
    assert not locate(document(path)).boilerplate

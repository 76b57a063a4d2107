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
    log_odds,
    to_text,
    words_to_text,
)
from pressmark.extraction.additive_model import words_from_text as words_of
from pressmark.extraction.features import (
    BODY_FEATURES,
    OWN_FEATURES,
    body_features,
    line_features,
    tokens,
)
from pressmark.extraction.find_article import all_stop_words, find_article, models
from pressmark.extraction.headline import HEADLINE_FEATURES
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
    values = (np.array([0, 1.5, -2], np.float32), np.array([0], np.float32))
    model = AdditiveModel(("words", "links"), -0.5, edges, values)
    back = from_text(to_text(model), model.names)
    rows = np.array([[0, 9], [1, 9], [2.5, 9]], np.float32)
    assert log_odds(back, rows).tolist() == log_odds(model, rows).tolist() == [-0.5, 1.0, -2.5]


def test_words_are_written_and_read_back() -> None:
    assert words_of(words_to_text({"^read more": -2.5, "harbour": 0.75})) == {
        "harbour": 0.75,
        "^read more": -2.5,
    }


def test_what_ships_measures_what_is_seen() -> None:
    """Each table is of the measures that there are, and each measure of some use is in one."""
    known = models()
    assert known.body.names == BODY_FEATURES
    assert known.headline.names == HEADLINE_FEATURES
    assert sum(map(len, known.body.edges)) > len(BODY_FEATURES)
    assert known.word_odds["impressum"] < -1


def test_fit_learns_a_step() -> None:
    column = np.arange(200, dtype=np.float32) % 10
    labels = (column >= 4).astype(np.float32)
    model = fit(["only"], column[:, None], labels, np.ones(200, np.float32))
    odds = log_odds(model, np.array([[3], [4]], np.float32))
    assert odds[0] < -1 < 1 < odds[1]


def test_short_lines_are_looked_up_whole_too() -> None:
    assert tokens("read more") == ("read", "more", "^read more")
    assert tokens("one two three four five")[-1] == "five"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_article_is_found(path: Path) -> None:
    """No paragraph of the article is beside it, and most of the other lines are."""
    page = find_article(document(path))
    lines = line_features(page, all_stop_words())
    paragraphs = [line for line in lines if line.words > 20]
    assert paragraphs
    assert not any(page.boilerplate & set(line.numbers) for line in paragraphs)
    assert len(page.boilerplate) > len(lines) / 2


def test_measures_are_one_row_a_line() -> None:
    lines = line_features(document(PAGES[0]), all_stop_words())
    features = body_features(lines, models().word_odds)
    assert features.shape == (len(lines), len(BODY_FEATURES))
    assert features[:, OWN_FEATURES.index("words")].tolist() == [line.words for line in lines]
    assert body_features([], {}).shape == (0, len(BODY_FEATURES))


def test_source_of_a_page_is_no_page(tmp_path: Path) -> None:
    """HTML shown in a text has short lines too, and none of a menu's."""
    path = tmp_path / "in.txt"
    rows = "\n".join(f"<li>{word}</li>" for word in ("Home", "News", "Log in", "Search") * 9)
    path.write_text(f"How the menu is made\n\n<ul>\n{rows}\n</ul>\n", encoding="utf-8")
    assert not find_article(document(path)).boilerplate

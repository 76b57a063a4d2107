"""A fault of ours in one document costs its page its looks, in either pass, and `check` says so."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from pressmark import cli, ledger
from pressmark.build.document_pages import ledger_of
from pressmark.corpus.read import Item
from pressmark.corpus.settings import Collection
from pressmark.document import Document
from pressmark.pipeline import Outcome, process
from pressmark.proof import as_minimal, as_plain_lines
from pressmark.render import markup
from pressmark.render.page import markdown_page
from pressmark.render.record import json_line
from pressmark.text import budget
from pressmark.verify import verify
from pressmark.verify.ledgers import front_matter
from tests.editions import make

TEXT = """---
publisher: Quay Courier
---
# The *bell*

By Ada Byron

It rang at noon, and [nobody](https://a.example/) in the hall said a word about it.

![](https://a.example/i.png)

- one
- two

> A quotation of some words.
"""


def outcome_of(folder: Path, text: str, name: str = "text.md") -> Outcome:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return process(folder, Item(name, None, None), Collection())


def restored(document: Document) -> bytes:
    page = markdown_page(document)
    lines = page.source.encode().decode().split("\n")
    book = json.loads(json_line(ledger_of(document, page)))
    return ledger.restore(book, lines, front_matter(lines))


def test_plainly_keeps_every_line(tmp_path: Path) -> None:
    document = outcome_of(tmp_path, TEXT).document
    assert document
    plain = as_plain_lines(document)
    page = markdown_page(plain)
    assert restored(plain) == restored(document) == TEXT.encode()
    assert plain.record == document.record
    assert "[nobody](https://a.example/) in the hall" in page.html
    assert "<a " not in page.html
    assert "- one\n- two\n\n&gt; A quotation" in page.html
    assert page.html.count("<pre>") == 2, "a removed line parts them"


def test_barely_has_nothing_that_only_the_page_shows(tmp_path: Path) -> None:
    document = outcome_of(tmp_path, TEXT).document
    assert document
    bare = as_minimal(document)
    assert (bare.record.title, bare.record.label) == ("The bell", "The bell")
    assert bare.record.publisher is None
    assert set(bare.record.origins) == {"title"}
    assert restored(bare) == TEXT.encode()


def test_a_fault_in_rendering_is_met_in_the_first_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = markup._list

    def trip(group: Any, *rest: Any) -> Any:
        if "one" in group[0].text[0]:
            raise IndexError("a list has tripped")
        return real(group, *rest)

    monkeypatch.setitem(markup._WRITERS, "item", trip)
    outcome = outcome_of(tmp_path, TEXT)
    assert outcome.document
    assert [problem.kind for problem in outcome.problems] == ["published-plainly"]
    assert restored(outcome.document) == TEXT.encode()
    assert cli.main(["check", str(tmp_path)]) == cli.GOOD
    out = capsys.readouterr().out
    assert "text.md: met a fault in Pressmark" in out
    assert "IndexError: a list has tripped" in out
    assert "1 document, 0 errors, 1 warning" in out


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a\n" * 20_001, "has 20,001 lines, most of them of a few characters"),
        ("\n\n" + "# a\n\n" * 10_001 + "\n", "has 20,005 lines, most of them"),
        ("```\n" * 20_001, "has 20,001 lines, most of them"),
        ("_a" * 50_001, "has so many marks"),
        ("[![a](b)](c) " * 30_001, "has so many marks"),
        ("---\ntitle: x\n---\n" + "\r\n \ta\r" * 20_001, "has 40,005 lines, most of them"),
    ],
)
def test_a_text_over_the_budget(text: str, what: str, tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, text)
    assert outcome.document
    [problem] = outcome.problems
    assert (problem.kind, problem.severity) == ("published-plainly", "warning")
    assert problem.message.startswith(what)
    assert restored(outcome.document) == text.encode()
    assert outcome.document.record.label


def test_a_text_over_the_budget_has_what_people_say_of_it(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("a\n" * 20_001)
    (tmp_path / "text.yml").write_text("title: Letters\n")
    settings = Collection()
    document = process(tmp_path, Item("text.txt", "text.yml", None), settings).document
    assert document
    assert document.record.title == "Letters"


def test_lines_beyond_any_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_PLAIN_LINES", 30_000)
    outcome = outcome_of(tmp_path, "a\n" * 30_001)
    assert outcome.document is None
    assert outcome.held == "too-many-lines"


def test_a_long_book_is_within_the_budget(tmp_path: Path) -> None:
    book = "It rang at noon, and nobody in the hall said a word about it.\n" * 1_500
    assert outcome_of(tmp_path, book).problems == ()


BODY = "It rang at noon, and nobody in the hall had a word to say about it that day.\n" * 4


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("first", "second", "third"):
        (folder / f"{name}.txt").write_text(f"The {name} bell\n\n3 May 2021\n\n{BODY}")
    return folder


TRIPS: dict[str, tuple[str, Any]] = {
    "a page": (
        "pressmark.build.document_pages.document_view",
        lambda d, *_: d.record.date and d.source.id,
    ),
    "the index": (
        "pressmark.build.document_pages.prepare",
        lambda es: [e.id for e in es if e.text],
    ),
    "a family": ("pressmark.render.family.difference", lambda *_: "second"),
}
"""What meets the fault, and what it is told by: the second document."""


@pytest.mark.parametrize("case", TRIPS)
def test_a_fault_in_the_second_pass(
    case: str, corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place, sees = TRIPS[case]
    module, name = place.rsplit(".", 1)
    real: Any = getattr(importlib.import_module(module), name)

    def trip(*arguments: Any) -> Any:
        if "second" in (sees(*arguments) or ""):
            raise KeyError("it has tripped")
        return real(*arguments)

    monkeypatch.setattr(place, trip)
    # Each of two builds in a row reports the problem.
    for result in (make(corpus, corpus.parent / "site") for _ in range(2)):
        [problem] = result.problems
        assert problem.kind == "published-plainly"
        assert "it has tripped" in problem.message
        assert not result.unchanged
        if case != "a family":
            assert problem.path.startswith("second")
    site = corpus.parent / "site"
    assert (site / "archive" / "second.html").exists()
    found = verify(site)
    assert (found.documents, found.restored, found.raw_files) == (3, 3, 3)
    if case != "a family":
        assert cli.main(["check", str(corpus)]) == cli.GOOD
        assert "it has tripped" in capsys.readouterr().out


def test_without_a_fault_the_second_build_stands(
    corpus: Path,
) -> None:
    first, second = (make(corpus, corpus.parent / "site") for _ in range(2))
    assert not first.problems
    assert second.unchanged

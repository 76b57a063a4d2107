"""Time grows with the size of a text, and no faster, whatever the text is.

Times of one run are compared with one another, so a slow machine is as good as any. With
PRESSMARK_THOROUGH=1 all shapes are tried, and larger ones.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

import pytest

from pressmark.build.describe_batch import summary_of
from pressmark.build.document_pages import ledger_of
from pressmark.corpus.declared import read_sidecar
from pressmark.corpus.path_collisions import find_collisions
from pressmark.corpus.read import Item, scan
from pressmark.corpus.settings import Collection
from pressmark.pipeline import process
from pressmark.relate.differences import difference
from pressmark.render.markup import render
from pressmark.render.page import markdown_page
from pressmark.render.record import json_line, record
from pressmark.search.prepare import prepare
from pressmark.search.search_document import search_document
from pressmark.text import budget
from pressmark.text.segment import segment
from tests.ordeal import shapes
from tests.thorough import THOROUGH

SIZE = 100_000 if THOROUGH else 12_000
GROWTH = 4
STEEPEST = 8
"""Times as long for four times as much. In square time it would be 16."""
TRIES = 5


def slope(make: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times as long it takes for `GROWTH` times the size, at best."""
    best = 100.0
    for _ in range(TRIES):
        small, large = (_seconds(make(n)) for n in (size, GROWTH * size))
        best = min(best, large / max(small, 0.002))
        if best < STEEPEST:
            break
    return best


def _seconds(work: Callable[[], object]) -> float:
    """The collector would look through all that other tests hold, the more often the larger."""
    gc.collect()
    gc.disable()
    try:
        started = process_time()
        work()
        return process_time() - started
    finally:
        gc.enable()


def whole_path(data: bytes, name: str, folder: Path) -> None:
    """Everything that is made of a text, in both passes."""
    (folder / name).write_bytes(data)
    document = process(folder, Item(name, None, None), Collection()).document
    if document:
        summary_of(document)
        page = markdown_page(document)
        json_line(ledger_of(document, page))
        made = record(document, page.text)
        json_line(made)
        prepare([search_document(made)])


FEW = (
    "equal headings", "quotations", "one item that goes on", "open links", "many authors",
    "brackets", "the same number", "tables",
)  # fmt: skip
FEW_STRINGS = ("underscores", "nested", "ticks and spaces")


@pytest.fixture(autouse=True)
def without_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would hide what it is there to bound."""
    for name in ("MANY_LINES", "MANY_MARKS", "MAX_LINES"):
        monkeypatch.setattr(budget, name, 10**9)


@pytest.mark.parametrize("shape", ["quotations", "one item that goes on", "equal headings"])
def test_blocks_and_names_of_headings(shape: str) -> None:
    """Alone, since the rest of the path would drown them."""

    def make(size: int) -> Callable[[], object]:
        lines = ["- a", *shapes.lines(shape, size).decode().split("\n")]

        def work() -> None:
            blocks = segment(lines, 1, markdown=True)
            if shape == "equal headings":
                render(blocks, marked=True)

        return work

    assert slope(make, 30_000) < STEEPEST


@pytest.mark.parametrize("ending", [".txt", ".md"])
@pytest.mark.parametrize("shape", shapes.LINES if THOROUGH else FEW)
def test_lines(shape: str, ending: str, tmp_path: Path) -> None:
    def make(size: int) -> Callable[[], object]:
        first = b"- a\n" if shape == "one item that goes on" else b""
        data = first + shapes.lines(shape, size)
        return partial(whole_path, data, f"text{ending}", tmp_path)

    assert slope(make, SIZE) < STEEPEST


@pytest.mark.parametrize("ending", [".txt", ".md"])
@pytest.mark.parametrize("shape", shapes.STRINGS if THOROUGH else FEW_STRINGS)
def test_one_line(shape: str, ending: str, tmp_path: Path) -> None:
    def make(size: int) -> Callable[[], object]:
        return partial(whole_path, shapes.one_line(shape, size), f"text{ending}", tmp_path)

    assert slope(make, SIZE) < STEEPEST


@pytest.mark.parametrize(
    "line",
    ["key{i}: v", "tags: [a, b]", "# a note", "- a", "? a", "'a", "&a{i} x: *a{i}", "[", "a: {b: "],
)
def test_sidecars(line: str) -> None:
    def make(size: int) -> Callable[[], object]:
        text = "\n".join(line.replace("{i}", str(i)) for i in range(size // 10))
        return partial(read_sidecar, "a.yml", text)

    assert slope(make, 5_000) < STEEPEST


@pytest.mark.parametrize("row", ["{i}.txt,x", "same.txt,x", "{i}.txt,x,y", '"{i}', "{i}.txt,'"])
def test_tables(row: str, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("A text\n")

    def make(size: int) -> Callable[[], object]:
        rows = "\n".join(row.replace("{i}", str(i)) for i in range(size))
        (tmp_path / "metadata.csv").write_text(f"path,title\n{rows}\n")
        return partial(scan, tmp_path, Collection())

    assert slope(make, 5_000) < STEEPEST


@pytest.mark.parametrize("name", ["{i}.txt", "a/{i}/b.txt", "{i}.html/a.txt", "a.txt", "?/" * 90])
def test_names(name: str) -> None:
    def make(size: int) -> Callable[[], object]:
        return partial(find_collisions, [name.replace("{i}", str(i)) for i in range(size)])

    assert slope(make, 1_000) < STEEPEST


@pytest.mark.parametrize(
    "words",
    [
        lambda n: ("a " * n, "a " * (n - 7)),
        lambda n: ("a b " * n, "b a " * n),
        lambda n: (" ".join(map(str, range(n))), " ".join(map(str, range(n, 0, -1)))),
        lambda n: (
            " ".join(f"{i % 97} {i}" for i in range(n)),
            " ".join(f"{i % 89}" for i in range(n)),
        ),
        lambda n: ("a\n\n" * n, "a\n\nb\n\n" * n),
        lambda n: ("印刷" * n, "刷印机" * n),
    ],
)
def test_differences(words: Callable[[int], tuple[str, str]]) -> None:
    def make(size: int) -> Callable[[], object]:
        return partial(difference, *words(size))

    assert slope(make, 1_200) < STEEPEST

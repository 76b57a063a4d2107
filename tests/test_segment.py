"""Segmenting: golden cases, and that no line is lost or doubled (see cases/README.md)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.pipeline import split_lines
from pressmark.text.repair import repair_line
from pressmark.text.segment import looks_like_markdown, segment
from tests.conftest import Golden
from tests.effort import TIMES, grows_linearly

CASES = sorted(p.parent for p in (Path(__file__).parent / "cases" / "segment").glob("*/in.*"))


def blocks_of(case: Path) -> list[list[str | int]]:
    """`[kind, first line, level]` of each block of the case's text."""
    source = next(case.glob("in.*"))
    raw, _ = split_lines(source.read_text(encoding="utf-8"))
    lines = [repair_line(line) for line in raw]
    markdown = source.suffix == ".md" or looks_like_markdown(lines)
    return [[b.kind, b.lines[0], b.level] for b in segment(lines, 1, markdown)]


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_case(case: Path, golden: Golden) -> None:
    text = ",\n".join(" " + json.dumps(block) for block in blocks_of(case))
    golden(case / "golden.json", f"[\n{text}\n]\n", json.loads)


PIECES = st.sampled_from(
    [
        "", " ", "\t", "# Head", "## ", "====", "---", "***", "> said", ">", "- item", "  more",
        "    - deep", "* * *", "1. one", "2. two", "```", "~~~", "```python", "| a | b |", "a\tb",
        "*marked*", "**marked**", "![x](https://a.example/x.png)", "Photo: A. Byron",
        "(File photo)", "- Oui ?", "– Non.",
        "Short line", "and goes on in lower case for as long as lines of mail do, or nearly so,",
        "A sentence that is long enough to be a paragraph by itself, and that ends as one ends.",
        "سطر من النص العربي", "行の途中で折り返された日本語の文章がここに続いていきます",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(alphabet=st.characters(exclude_characters="\r\n")), max_size=40)


@given(TEXTS, st.booleans(), st.integers(1, 500))
def test_no_line_is_lost_or_doubled(lines: list[str], markdown: bool, first: int) -> None:
    blocks = segment(lines, first, markdown)
    numbers = [number for block in blocks for number in block.lines]
    assert numbers == sorted(set(numbers))
    filled = {first + at for at, line in enumerate(lines) if line.strip()}
    assert filled <= set(numbers) <= set(range(first, first + len(lines)))
    # Blank lines belong to code only.
    code = {number for block in blocks if block.kind == "code" for number in block.lines}
    assert set(numbers) - code <= filled


@given(TEXTS, st.booleans())
def test_a_block_holds_the_text_of_its_lines(lines: list[str], markdown: bool) -> None:
    for block in segment(lines, 1, markdown):
        for number, text in zip(block.lines, block.text, strict=True):
            assert text.strip() == lines[number - 1].strip()


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "- ",
        "> ",
        "[",
        "![](",
        "(",
        "|  ",
        "` ",
        "```\n",
        "# ",
        "1. a\n",
        "=",
        "\t",
        "a  \n",
        "**a ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def cut(lines: list[str]) -> None:
        segment(lines, 1, markdown=looks_like_markdown(lines))

    small, large = ((piece * times).split("\n") for times in (4_000, 4_000 * TIMES))
    assert grows_linearly(cut, small, large)

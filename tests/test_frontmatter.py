"""Front matter: what is one, what it says, and that each of its lines has exactly one fate."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.corpus import frontmatter
from pressmark.corpus.read import Item
from pressmark.corpus.settings import Collection
from pressmark.ledger import fates
from pressmark.pipeline import process

PROSE = "The bindery in the old customs house opens three mornings a week, by the side door."


def split(text: str) -> tuple[int, dict[str, object], dict[int, str], list[str]]:
    taken, given, blocks, problems = frontmatter.split(text.split("\n"), "tin.md")
    lines = [n for block in blocks for n in block.lines]
    assert len(lines) == len(set(lines)), "a line has one fate"
    assert all(len(block.lines) == len(block.text) for block in blocks)
    fate = {n: str(block.fate) for block in blocks for n in block.lines}
    return taken, dict(given.values) if given else {}, fate, [str(p) for p in problems]


def test_fields_and_other_programs_keys() -> None:
    text = f"---\ntitle: The tin\nlayout: post\ndate: 1996-03-14\n---\n{PROSE}"
    assert split(text) == (
        5,
        {"title": "The tin", "date": "1996-03-14"},
        {
            1: "removed:front-matter",
            2: "title",
            3: "removed:front-matter",
            4: "field:date",
            5: "removed:front-matter",
        },
        [],
    )


def test_comments_blank_lines_and_values_of_several_lines() -> None:
    text = (
        "---\n# made by hand\ntitle: >\n  The tin\n  by the door\n\ntags:\n  - paste\n  - flour\n"
        "# a comment\nweight: 3\n...\n" + PROSE
    )
    taken, values, fate, problems = split(text)
    assert (taken, problems) == (12, [])
    assert values == {"title": "The tin by the door", "tags": ("paste", "flour")}
    assert fate == {
        1: "removed:front-matter",
        2: "removed:front-matter",
        **dict.fromkeys([3, 4, 5], "title"),
        **dict.fromkeys([7, 8, 9, 10], "field:tags"),
        11: "removed:front-matter",
        12: "removed:front-matter",
    }


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("author: Ines Calloway", {"authors": ("Ines Calloway",)}),
        ("Keywords: paste; flour", {"tags": ("paste", "flour")}),
        ("source: https://quay.example/tin", {"url": "https://quay.example/tin"}),
        ("source: The Saltmarsh Courier", {"publisher": "The Saltmarsh Courier"}),
        ("lang: de", {"language": "de"}),
        ("license: CC0 1.0", {"rights": "CC0 1.0"}),
        ("date: 1996-03-14 09:30:00 -0500", {"date": "1996-03-14"}),
        ("layout: post", {}),
        ("title:", {}),
    ],
)
def test_names_that_other_programs_use(line: str, values: dict[str, object]) -> None:
    assert split(f"---\n{line}\n---\n{PROSE}")[:2] == (3, values)


def test_of_two_names_for_a_field_the_first_counts() -> None:
    _, values, fate, _ = split(f"---\nauthor: Ines Calloway\nauthors: Lionel Marsh\n---\n{PROSE}")
    assert values == {"authors": ("Ines Calloway",)}
    assert (fate[2], fate[3]) == ("field:authors", "removed:front-matter")


def test_a_wrong_value_is_named_and_its_line_stands_in_the_ledger() -> None:
    taken, values, fate, problems = split(f"---\ntitle: The tin\ndate: soon\n---\n{PROSE}")
    assert (taken, values) == (4, {"title": "The tin"})
    assert fate[3] == "removed:front-matter"
    assert len(problems) == 1
    assert problems[0].startswith("tin.md:3: `soon` is no date")


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "",
        "---",
        "---\n---\n" + PROSE,
        f"---\n{PROSE}\n---\n{PROSE}",
        f"---\n\n{PROSE}\n\n{PROSE}\n",
        f"----\ntitle: The tin\n----\n{PROSE}",
        f"\n---\ntitle: The tin\n---\n{PROSE}",
        f"---\ntitle: The tin\n{PROSE}",
        f"---\n- title\n- date\n---\n{PROSE}",
        "---\ntitle: The tin\n" + f"{PROSE}\n" * 300 + "---\n",
    ],
    ids=[
        "no-line", "nothing", "one-line", "nothing-between", "drawn-lines-round-prose",
        "a-drawn-line", "four-dashes", "not-at-the-start", "unclosed", "a-list", "too-far",
    ],
)  # fmt: skip
def test_a_drawn_line_is_no_front_matter(text: str) -> None:
    assert split(text) == (0, {}, {}, [])


def test_what_is_not_yaml_stays_in_the_text_and_is_named() -> None:
    taken, values, fate, problems = split(f"---\ntitle: [the tin\ndate: 1996\n---\n{PROSE}")
    assert (taken, values, fate) == (0, {}, {})
    assert len(problems) == 1
    assert "has front matter that is not YAML" in problems[0]
    assert problems[0].endswith("[bad-front-matter]")


def test_in_the_ledger(tmp_path: Path) -> None:
    text = f"---\ntitle: The tin\n\nlayout: post\n---\n\n{PROSE}\n"
    (tmp_path / "tin.md").write_text(text, encoding="utf-8")
    outcome = process(tmp_path, Item("tin.md", None, None), Collection())
    assert outcome.document is not None
    assert {n: str(fate) for n, fate in fates(outcome.document).items()} == {
        1: "removed:front-matter",
        2: "title",
        3: "removed:blank-line",
        4: "removed:front-matter",
        5: "removed:front-matter",
        6: "removed:blank-line",
        7: "body",
    }
    assert outcome.document.record.origins["title"].origin == "front-matter"
    assert outcome.document.record.origins["title"].evidence == "tin.md, line 2: The tin"


parts = st.sampled_from(
    ["title: a", "date: 1996", "x: 1", "", "# c", "  - d", "tags:", "---", "...", "a: {b: c}", "{",
     "title: b", "? q", ": r", "x: |", "  text", "a: 1  # d", "\t"]
)  # fmt: skip


@given(st.lists(parts | st.text(max_size=12).filter(lambda t: "\n" not in t), max_size=12))
def test_every_line_has_one_fate_whatever_stands_there(lines: list[str]) -> None:
    taken, _, fate, _ = split("\n".join(["---", *lines, "---", PROSE]))
    whole = ["---", *lines, "---", PROSE]
    filled = {n for n in range(1, taken + 1) if whole[n - 1].strip()}
    assert set(fate) == filled

"""Near-copies are folded under one result, counted, and can be asked for."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.search.small import ask, entry, ids, write

FAMILIES = ("a", "b", "c", None, None)
COUNT = 90


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety documents of three families and none, over a few words, so that families mix."""
    chance = random.Random(1)
    folder = tmp_path_factory.mktemp("copies")
    entries = [
        entry(
            number,
            "press " * chance.randrange(1, 4) + "ink " * chance.randrange(4) + "paper " * 9,
            date=str(1990 + chance.randrange(10)) if chance.random() < 0.9 else None,
            publisher=chance.choice(["Daily", "Weekly"]),
            family=chance.choice(FAMILIES),
        )
        for number in range(COUNT)
    ]
    write(folder, entries)
    return folder


CASES: list[tuple[str, dict[str, Any]]] = [
    ("press ink", {}),
    ("press ink", {"sort": "newest"}),
    ("press ink", {"sort": "oldest"}),
    ("press ink", {"match": "all"}),
    ("ink", {"filters": {"publisher": ["Daily"]}, "from": "1993"}),
    ("", {"filters": {"family": ["a", "b"]}}),
]


@pytest.mark.parametrize(("query", "options"), CASES)
def test_pages_of_folded_results_are_parts_of_one_list(
    copies: Path, node: str, query: str, options: dict[str, Any]
) -> None:
    calls = [["search", query, {**options, "limit": COUNT, "group": group}] for group in (0, 1)]
    apart, folded = ask(node, calls, copies)
    assert apart["folded"] == 0
    assert all(result["family"] is None for result in apart["results"])
    assert apart["facets"] == folded["facets"]
    assert apart["total"] == folded["total"] == len(apart["results"])
    assert folded["total"] == len(folded["results"]) + folded["folded"]
    assert folded["folded"] == sum(result["copies"] for result in folded["results"]) > 5
    pages = [(offset, limit) for offset in (0, 1, 7, COUNT) for limit in (0, 1, 10)]
    calls = [
        ["search", query, {**options, "group": True, "offset": offset, "limit": limit}]
        for offset, limit in pages
    ]
    for (offset, limit), page in zip(pages, ask(node, calls, copies), strict=True):
        assert page["results"] == folded["results"][offset : offset + limit]
        assert page["folded"] == folded["folded"]


@pytest.mark.parametrize(("query", "options"), CASES)
def test_a_family_unfolds_to_what_was_folded(
    copies: Path, node: str, query: str, options: dict[str, Any]
) -> None:
    [folded] = ask(node, [["search", query, {**options, "limit": COUNT, "group": True}]], copies)
    heads = [result for result in folded["results"] if result["copies"]]
    filters = options.get("filters", {})
    calls: list[list[Any]] = [
        [
            "search",
            query,
            {
                **options,
                "filters": {**filters, "family": [head["family"]]},
                "match": folded["match"],
                "limit": COUNT,
            },
        ]
        for head in heads
    ]
    seen = ids(folded)
    for head, answer in zip(heads, ask(node, calls, copies), strict=True):
        found = [result["id"] for result in answer["results"]]
        assert head["id"] in found
        assert answer["total"] == len(found) == head["copies"] + 1
        seen += [number for number in ids(answer) if f"doc-{number}" != head["id"]]
    [apart] = ask(node, [["search", query, {**options, "limit": COUNT}]], copies)
    assert sorted(seen) == sorted(ids(apart))


def test_a_family_that_is_not_there_holds_nothing(copies: Path, node: str) -> None:
    calls = [["search", "press", {"filters": {"family": [value]}}] for value in ("z", "", None)]
    assert [answer["total"] for answer in ask(node, calls, copies)] == [0, 0, 0]

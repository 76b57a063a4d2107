"""Searching, as a reader does it: the state is in the address, and `pressmark.search` keeps to its
contract over http and from a disk alike.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.site.fixtures import Address, OpenPage
from tests.site.pages import KINDS, page_of, records, settle
from tests.site.servers import SCHEMES, VIEWPORTS, Scheme, axe
from tests.thorough import each

RESULT = {"id", "url", "title", "date", "publisher", "score", "excerpt", "allWords"}
ANSWER = {"total", "totalAll", "results", "facets", "histogram", "suggestion"}

QUERIES: list[tuple[str, dict[str, Any]]] = [
    ("errata", {}),
    ("errata printing", {}),
    ("errata printing", {"match": "all"}),
    ("the errata of the printers", {}),
    ('"list of errata"', {}),
    ("printing -errata", {}),
    ("colophon OR errata", {"sort": "newest"}),
    ("litho*", {}),
    ("title:ink", {}),
    ("date:1990..1999", {"sort": "oldest"}),
    ("library", {"filters": {"publisher": ["The Wayzgoose Review"]}}),
    ("library", {"from": "2000", "to": "2010-06", "limit": 2, "offset": 1}),
    ("الطباعة", {}),
    ("雕版", {}),
    ("活字", {}),
    ("שטר OR כתב", {}),
    ("наборщик", {}),
    ("İstanbul", {}),
    ("Uber", {}),
    ("zyzzyva", {}),
    ("", {"filters": {"language": ["ar"]}}),
]

FOUND = [
    ("الطباعة", "abroad/arabic-lithography"),
    ("雕版", "abroad/diaoban"),
    ("活字", "abroad/katsuji"),
    ("litho*", "essays/lithography"),
    ("uber die setzerei", "letters/Über die Setzerei"),
    ('"list of errata"', "gazette/corrections"),
]


def search(page: Page, query: str, options: dict[str, Any] | None = None) -> dict[str, Any]:
    """What `pressmark.search` answers in `page`, as JSON has it."""
    answer = page.evaluate(
        "async ([query, options]) => JSON.stringify(await pressmark.search(query, options))",
        [query, options or {}],
    )
    parsed: dict[str, Any] = json.loads(answer)
    return parsed


def state(page: Page) -> dict[str, list[str]]:
    """The state in the page's address."""
    parts = urlsplit(page.url)
    return parse_qs(parts.query or parts.fragment.removeprefix("?"))


def test_the_answer_keeps_to_the_contract(demo: Path, open_page: OpenPage) -> None:
    page = open_page(f"{demo.as_uri()}/search.html")
    page.evaluate("() => pressmark.ready")
    answer = search(page, "errata printing")
    assert set(answer) >= ANSWER
    assert answer["total"] > answer["totalAll"] > 0
    assert answer["suggestion"] is None or isinstance(answer["suggestion"], str)
    assert {"publisher", "language"} <= set(answer["facets"])
    for counts in answer["facets"].values():
        assert all(set(count) == {"value", "count"} and count["count"] > 0 for count in counts)
    assert sum(bar["count"] for bar in answer["histogram"]["bars"]) <= answer["total"]
    results = answer["results"]
    assert len(results) == min(10, answer["total"])
    for result in results:
        assert set(result) >= RESULT
        assert (demo / result["url"]).is_file()
        assert result["url"] == page_of(result["id"])
        assert isinstance(result["allWords"], bool)
        assert "<mark>" in result["excerpt"]
        assert not re.search(r"<(?!/?mark>)", result["excerpt"])
    scores = [result["score"] for result in results]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_the_answer_is_the_same_over_both(
    demo: Path, http_url: Address, open_page: OpenPage
) -> None:
    disk = open_page(f"{demo.as_uri()}/search.html")
    host = open_page(http_url(demo) + "search.html")
    totals = []
    for query, options in QUERIES:
        answer = search(disk, query, options)
        assert answer == search(host, query, options), query
        totals.append(answer["total"])
    assert sum(total > 0 for total in totals) >= len(QUERIES) - 2


def test_what_is_meant_is_found(demo: Path, open_page: OpenPage) -> None:
    page = open_page(f"{demo.as_uri()}/search.html")
    for query, document in FOUND:
        found = [result["id"] for result in search(page, query)["results"]]
        assert document in found, query


def test_a_facet_tells_what_choosing_it_gives(demo: Path, open_page: OpenPage) -> None:
    page = open_page(f"{demo.as_uri()}/search.html")
    answer = search(page, "printing")
    for facet, counts in answer["facets"].items():
        for count in counts[:3]:
            chosen = search(page, "printing", {"filters": {facet: [count["value"]]}})
            assert chosen["total"] == count["count"], (facet, count)


def test_every_document_can_be_reached(demo: Path, open_page: OpenPage) -> None:
    page = open_page(f"{demo.as_uri()}/search.html")
    published = records(demo)
    for record in published:
        query = f'title:"{record["title"]}"' if record["title"] else record["label"]
        found = search(page, query, {"limit": 40})
        assert record["id"] in [result["id"] for result in found["results"]], query
    languages = sorted({record["language"] for record in published})
    everything = search(page, "", {"filters": {"language": languages}})
    assert everything["total"] == len(published) >= 25


def test_an_address_shows_its_search(demo: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(
        address(demo) + "search.html?q=type&publisher=The+Wayzgoose+Review&sort=newest&match=all"
    )
    settle(page)
    expect(page.locator("#pm-search-app input[type=search]")).to_have_value("type")
    chosen = page.get_by_role("group", name="Publisher").get_by_label("The Wayzgoose Review")
    expect(chosen).to_be_checked()
    expect(page.get_by_label("Order")).to_have_value("newest")
    expect(page.get_by_label("Only with all the words")).to_be_checked()
    shown = page.locator(".pm-results li")
    expect(shown).not_to_have_count(0)
    assert shown.count() == shown.filter(has_text="The Wayzgoose Review").count()
    assert page.title().startswith("type")


def test_what_is_chosen_is_in_the_address_and_back_undoes_it(
    demo: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(demo) + "search.html")
    box = page.locator("#pm-search-app input[type=search]")
    status = page.locator(".pm-status")
    box.fill("library")
    expect(status).to_contain_text("document")
    box.press("Enter")
    all_of_them = status.inner_text()
    page.get_by_role("group", name="Publisher").get_by_role("checkbox").first.check()
    expect(status).not_to_have_text(all_of_them)
    some_of_them = status.inner_text()
    assert state(page)["q"] == ["library"]
    assert len(state(page)["publisher"]) == 1
    page.get_by_label("Order").select_option("oldest")
    expect(status).not_to_have_text("")
    assert state(page)["sort"] == ["oldest"]
    # A shared address, opened elsewhere, shows the same.
    other = settle(open_page(page.url))
    titles = page.locator(".pm-results a").all_text_contents()
    expect(other.locator(".pm-results a")).to_have_text(titles)
    page.go_back()
    expect(page.get_by_label("Order")).to_have_value("relevance")
    expect(status).to_have_text(some_of_them)
    page.go_back()
    expect(status).to_have_text(all_of_them)
    assert "publisher" not in state(page)
    # From a result, back leads to the search that found it.
    page.locator(".pm-results a").first.click()
    expect(page.locator("mark").first).to_be_visible()
    page.go_back()
    expect(status).to_have_text(all_of_them)
    expect(box).to_have_value("library")


@pytest.mark.parametrize("kind", ["home", "document", "browse"])
def test_a_box_on_every_page_leads_here(
    demo: Path, address: Address, open_page: OpenPage, kind: str
) -> None:
    page = open_page(address(demo) + KINDS[kind])
    box = page.get_by_role("searchbox", name="Search the archive")
    box.fill("colophon & <errata>")
    box.press("Enter")
    settle(page)
    assert state(page)["q"] == ["colophon & <errata>"]
    expect(page.locator("#pm-search-app input[type=search]")).to_have_value("colophon & <errata>")


def test_a_result_from_the_right_stands_on_the_right(demo: Path, open_page: OpenPage) -> None:
    page = settle(open_page(f"{demo.as_uri()}/search.html?q=الطباعة"))
    result = page.locator(".pm-result", has_text="الحجر الذي يكتب")
    item, title, date, publisher = (
        part.bounding_box() or pytest.fail(f"{part} isn't to be seen")
        for part in (
            result,
            result.get_by_role("link"),
            result.get_by_text("12 May 2004"),
            result.get_by_text("مجلة الحرف"),
        )
    )
    assert abs(title["x"] + title["width"] - item["x"] - item["width"]) < 8
    assert publisher["x"] + publisher["width"] < date["x"] < title["x"] + title["width"]
    # A name in any script stands beside its box.
    choice = page.get_by_role("group", name="Publisher").locator("label", has_text="مجلة الحرف")
    box, name = (choice.locator(part).bounding_box() for part in ("input", "bdi"))
    assert box
    assert name
    assert 0 < name["x"] - box["x"] - box["width"] < 16


@pytest.mark.parametrize("scheme", each(SCHEMES, 1))
def test_everyone_can_use_the_help(demo: Path, open_page: OpenPage, scheme: Scheme) -> None:
    page = settle(open_page(f"{demo.as_uri()}/{KINDS['results']}", scheme=scheme))
    page.get_by_role("button", name="What you can type").click()
    narrowest: ViewportSize = {"width": 320, "height": 640}
    for size in (*VIEWPORTS.values(), narrowest):
        page.set_viewport_size(size)
        assert axe(page) == [], size
        dialog = page.get_by_role("dialog").bounding_box()
        assert dialog
        assert dialog["x"] > 0
        assert dialog["x"] + dialog["width"] < size["width"]
        assert dialog["y"] + dialog["height"] <= size["height"]
    page.get_by_role("link", name="incunab*").click()
    settle(page)
    expect(page.locator(".pm-result").first).to_be_visible()

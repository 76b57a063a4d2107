"""The search page in a browser, over file and http, on a page that stands for the templates."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.search.pages import BOX, publish, results, state
from tests.search.small import SMALL, ask
from tests.site.fixtures import Address, OpenPage
from tests.site.servers import SCHEMES, Scheme, Watch, axe
from tests.thorough import each

pytestmark = pytest.mark.browser

QUERIES = [
    *("printing press", '"president of the republic"', '"to be or not to be"', "printing -mainz"),
    *("ceasefire OR who", "prin*", "title:mainz", "publisher:club date:2000..2020", "图书馆"),
    *("المكتبات", "タワー", "the of", "ceasef", "prntign press", "الممكتبات press"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("archive"), SMALL)


def test_typing_finds_and_the_address_says_what(
    archive: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(archive) + "search.html")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("printing press")
    results(page, 4)
    expect(page.locator(".pm-status")).to_have_text(
        "5 documents; 1 has all the words. 1 near-copy is folded."
    )
    assert state(page) == {"q": ["printing press"]}
    page.get_by_role("checkbox", name="Press Club").check()
    results(page, 3)
    expect(page.get_by_role("checkbox", name="Press Club")).to_be_focused()
    page.get_by_label("Only with all the words").check()
    results(page, 1)
    page.get_by_label("Order").select_option("newest")
    assert state(page) == {
        "q": ["printing press"],
        "publisher": ["Press Club"],
        "match": ["all"],
        "sort": ["newest"],
    }
    for count in (1, 3, 4):
        page.go_back()
        results(page, count)
    page.reload()
    results(page, 4)


def test_where_the_query_cannot_change_the_fragment_does(
    archive: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(archive) + "search.html")
    refuse = """for (const name of ["pushState", "replaceState"]) {
      const change = history[name].bind(history);
      history[name] = (state, unused, url) => {
        if (url) throw new DOMException("refused", "SecurityError");
        change(state, unused);
      };
    }"""
    page.context.add_init_script(refuse)
    page.reload()
    page.keyboard.type("printing", delay=60)
    page.keyboard.type(" press", delay=200)
    results(page, 4)
    expect(page.locator(BOX)).to_have_value("printing press")
    page.get_by_role("checkbox", name="Press Club").check()
    results(page, 3)
    asked = "#?q=printing+press&publisher=Press+Club"
    assert page.url == address(archive) + "search.html" + asked
    page.go_back()
    results(page, 4)
    other = open_page(address(archive) + "search.html" + asked)
    results(other, 3)
    expect(other.get_by_role("checkbox", name="Press Club")).to_be_checked()


def test_by_keyboard_to_the_marks(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + "search.html?q=printed+mainz")
    results(page, 2)
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".pm-result a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/archive/**")
    marks = page.locator(".pm-text mark").all_inner_texts()
    assert "printed" in marks
    assert {mark.lower() for mark in marks} <= {"printing", "printed", "mainz"}
    page.go_back()
    results(page, 2)
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator(".pm-search-body")).to_be_hidden()
    assert state(page) == {}
    expect(page.locator(BOX)).to_have_value("")


def test_a_suggestion_keeps_the_filters(
    archive: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(archive) + "search.html?q=prnting&publisher=Press+Club&sort=newest")
    status = page.locator(".pm-status")
    expect(status).to_have_text("Nothing found. Did you mean printing?")
    link = status.get_by_role("link", name="printing")
    asked = {"q": ["printing"], "publisher": ["Press Club"], "sort": ["newest"]}
    assert parse_qs(urlsplit(link.get_attribute("href") or "").query) == asked
    assert axe(page) == []
    link.focus()
    page.keyboard.press("Enter")
    results(page, 2)
    expect(status).to_have_text("2 documents.")
    expect(page.locator(BOX)).to_be_focused()
    assert state(page) == asked
    page.go_back()
    expect(link).to_be_visible()


def test_marks_are_text_only(archive: Path, address: Address, open_page: OpenPage) -> None:
    hostile = "%3Cscript%3E+.*+(+press+%5B+图书馆"
    page = open_page(address(archive) + SMALL[8].url + "?hl=" + hostile)
    assert page.locator(".pm-text mark").all_inner_texts() == ["press"]
    page.goto(address(archive) + SMALL[6].url + "?hl=" + hostile)
    assert page.locator(".pm-text mark").all_inner_texts() == ["图书馆", "图书馆"]


def test_from_hit_to_hit_by_keyboard(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + SMALL[2].url + "?hl=printed+Mainz")
    bar = page.get_by_role("group", name="Words found")
    status = bar.get_by_role("status")
    current = page.locator("mark[aria-current]")
    marks = page.locator(".pm-text mark")
    expect(status).to_have_text("1 of 4 hits")
    expect(marks).to_have_text(["Mainz", "Mainz", "printed", "printed"])
    text = page.locator(".pm-text").inner_text()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.title") == "Next hit":
            break
    button = bar.get_by_role("button", name="Next hit")
    expect(button).to_be_focused()
    for place, word in ((2, "Mainz"), (3, "printed"), (4, "printed"), (1, "Mainz")):
        page.keyboard.press("Enter")
        expect(status).to_have_text(f"{place} of 4 hits")
        expect(current).to_have_text(word)
        expect(current).to_be_in_viewport()
        expect(button).to_be_focused()
    bar.get_by_role("button", name="Previous hit").press("Space")
    expect(status).to_have_text("4 of 4 hits")
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    expect(marks).to_have_count(0)
    assert page.locator(".pm-text").inner_text() == text
    assert page.evaluate("document.querySelector('.pm-text').childNodes.length") == 1


def test_the_hits_stand_aside(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + SMALL[2].url + "?hl=printed")
    bar = page.locator(".pm-hits")
    expect(bar).to_be_visible()
    # Escape in the search box is the box's own.
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(bar).to_be_visible()
    page.emulate_media(media="print")
    expect(bar).to_be_hidden()
    page.emulate_media(media="screen")
    bar.get_by_role("button", name="Remove the marks").click()
    expect(page.locator("mark")).to_have_count(0)
    page.goto(address(archive) + SMALL[2].url + "?hl=nosuchword")
    expect(page.locator(".pm-text")).to_be_visible()
    expect(bar).to_have_count(0)


@pytest.mark.parametrize("scheme", each(SCHEMES, 0))
def test_a_found_document_is_accessible(
    archive: Path, address: Address, open_page: OpenPage, scheme: Scheme
) -> None:
    page = open_page(address(archive) + SMALL[5].url + "?hl=المكتبة", scheme=scheme, device="phone")
    expect(page.get_by_role("status")).to_have_text("1 of 1 hit")
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_browser_finds_what_node_finds(
    archive: Path, address: Address, open_page: OpenPage, node: str
) -> None:
    page = open_page(address(archive) + "search.html")
    found = page.evaluate(
        "(queries) => Promise.all(queries.map((query) => pressmark.search(query)))", QUERIES
    )
    expected = ask(node, [["search", query] for query in QUERIES], archive / "search")
    assert json.dumps(found, sort_keys=True) == json.dumps(expected, sort_keys=True)
    assert all(answer["total"] for answer in expected)
    assert [answer["suggestion"] for answer in expected[-2:]] == [
        "printing press",
        "المكتبات press",
    ]


@pytest.mark.parametrize("how", ["missing", "cut"])
def test_a_spoilt_file_gives_a_message(
    archive: Path, tmp_path: Path, address: Address, open_page: OpenPage, watch: Watch, how: str
) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(archive, folder)
    [chunk] = (folder / "search").glob("w.*/p0.js")
    if how == "missing":
        chunk.unlink()
        watch.expect("p0.js")  # the browser says itself that there is no such file
    else:
        chunk.write_bytes(chunk.read_bytes()[:500])
    page = open_page(address(folder) + "search.html?q=press")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The search could not be finished.")
    expect(alert).to_contain_text("missing" if how == "missing" else "damaged")
    results(page, 0)


@pytest.mark.parametrize("scheme", each(SCHEMES, 1))
def test_the_page_is_accessible(
    archive: Path, address: Address, open_page: OpenPage, scheme: Scheme
) -> None:
    page = open_page(address(archive) + "search.html?q=printed&tag=history", scheme=scheme)
    results(page, 1)
    assert axe(page) == []
    page.goto(address(archive) + "search.html?q=nothingatall")
    expect(page.locator(".pm-status")).to_have_text("Nothing found.")
    assert axe(page) == []


def test_on_a_phone_the_filters_are_folded(
    archive: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(archive) + "search.html?q=press", device="phone")
    results(page, 3)
    expect(page.get_by_role("checkbox", name="Press Club")).to_be_hidden()
    page.get_by_text("Narrow down").click()
    expect(page.get_by_role("checkbox", name="Press Club")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide

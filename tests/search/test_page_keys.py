"""The whole of search by keys alone: from another page to a document, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.search.pages import BOX, publish, results, state
from tests.search.small import MANY
from tests.site.fixtures import Address, OpenPage

pytestmark = pytest.mark.browser

LINKS = ".pm-results h2 a"
MOST_STOPS = 80


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("keys"), MANY)


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press the tab key until `target` has the focus, which can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            expect(target).to_be_in_viewport()
            return
    pytest.fail(f"{MOST_STOPS} presses of the tab key don't lead to {target}")


def from_anywhere(page: Page) -> None:
    """From a document's page to the results, and back to the box."""
    keys = page.keyboard
    keys.press("/")
    keys.type("press")
    keys.press("Enter")
    results(page, 10)
    keys.press("/")
    expect(page.locator(BOX)).to_be_focused()
    keys.press("End")
    keys.type(" report")
    # Not waiting for the answer loses neither the word nor the focus.
    keys.press("ArrowDown")
    page.wait_for_function("location.search === '?q=press+report'")
    expect(page.locator(LINKS).first).to_be_focused()
    keys.press("Escape")
    expect(page.locator(BOX)).to_be_focused()


def narrow(page: Page) -> None:
    """All the words, order, a facet, dates."""
    keys = page.keyboard
    status = page.locator(".pm-status")
    tab_to(page, page.get_by_label("Only with all the words"))
    keys.press("Space")
    expect(status).to_contain_text("with all the words.")
    tab_to(page, page.get_by_label("Order"))
    keys.press("ArrowDown")
    expect(page.get_by_label("Order")).to_have_value("newest")
    expect(page.locator(LINKS).first).to_have_text("Report 63")
    tab_to(page, page.get_by_role("checkbox", name="Leeds"))
    keys.press("Space")
    expect(status).to_contain_text("22 documents with all the words. 7 near-copies")
    tab_to(page, page.get_by_role("slider", name="Latest date"), "Shift+Tab")
    for key, there in (("PageDown", True), ("End", False)):
        keys.press(key)
        keys.press("Enter")
        page.wait_for_function("there => location.search.includes('to=') === there", arg=there)
        expect(page.get_by_role("button", name="Remove Date: ")).to_have_count(int(there))
    assert state(page) == {
        "q": ["press report"],
        "place": ["Leeds"],
        "match": ["all"],
        "sort": ["newest"],
    }


def read(page: Page) -> None:
    """More results, near-copies, a copy's page, its hits."""
    keys = page.keyboard
    tab_to(page, page.locator(".pm-more"), "Shift+Tab")
    keys.press("Enter")
    results(page, 15)
    expect(page.locator(LINKS).nth(10)).to_be_focused()
    tab_to(page, page.get_by_role("button", name="7 near-copies"), "Shift+Tab")
    keys.press("Enter")
    copies = page.locator(".pm-copies a")
    expect(copies).to_have_count(7)
    keys.press("Tab")
    expect(copies.first).to_be_focused()
    title = copies.first.inner_text()
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    hits = page.get_by_role("group", name="Words found")
    count = hits.get_by_role("status")
    expect(count).to_have_text("1 of 2 hits")
    tab_to(page, hits.get_by_role("button", name="Next hit"))
    keys.press("Enter")
    expect(count).to_have_text("2 of 2 hits")
    tab_to(page, hits.get_by_role("button", name="Previous hit"), "Shift+Tab")
    keys.press("Enter")
    expect(count).to_have_text("1 of 2 hits")
    keys.press("Escape")
    expect(page.locator("mark")).to_have_count(0)


def back(page: Page) -> None:
    """To where one was, out of the filters, and on with an example of the help."""
    keys = page.keyboard
    status = page.locator(".pm-status")
    page.go_back()  # without a window, Chromium has no key for it
    results(page, 15)
    expect(page.locator(".pm-copies a").first).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Remove Place: Leeds"), "Shift+Tab")
    keys.press("Enter")
    expect(status).to_contain_text("64 documents")
    keys.press("/")
    keys.press("Escape")
    expect(page.locator(".pm-search-body")).to_be_hidden()
    tab_to(page, page.get_by_role("button", name="What you can type"))
    keys.press("Enter")
    tab_to(page, page.get_by_role("link", name="date:1990..2010"))
    keys.press("Enter")
    expect(status).to_have_text("21 documents.")


def test_all_of_search(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + MANY[0].url)
    for part in (from_anywhere, narrow, read, back):
        part(page)

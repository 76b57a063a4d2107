"""Near-copies, more results and the way back, in a browser and by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.search.pages import BOX, publish, results, state
from tests.search.small import MANY
from tests.site.fixtures import Address, OpenPage

pytestmark = pytest.mark.browser

FAIL_ONCE = """() => {
  const {search} = pressmark;
  const fault = {name: "PressmarkError", kind: "missing", chunk: "t/0"};
  pressmark.search = (...asked) => {
    pressmark.search = search;
    return Promise.reject(Object.assign(new Error("It is missing."), fault));
  };
}"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("copies"), MANY)


def scrolled(page: Page) -> float:
    """How far down the page is, once that is settled and noted in its history."""
    noted = "Object.values(history.state ?? {}).some(place => place.scroll === scrollY)"
    page.wait_for_function(noted)
    return float(page.evaluate("scrollY"))


def test_near_copies_unfold_by_keyboard(
    archive: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(archive) + "search.html?q=press&sort=newest")
    results(page, 10)
    expect(page.locator(".pm-status")).to_have_text("64 documents. 24 near-copies are folded.")
    page.get_by_role("button", name="Show 20 more").press("Enter")
    results(page, 30)
    fold = page.get_by_role("button", name="24 near-copies")
    expect(fold).to_have_attribute("aria-expanded", "false")
    copies = page.locator(".pm-copies a")
    expect(copies).to_have_count(0)
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(fold).to_be_focused()
    expect(copies).to_have_count(20)
    page.get_by_role("button", name="4 more near-copies").press("Enter")
    expect(copies).to_have_count(24)
    expect(copies.nth(20)).to_be_focused()
    years = page.locator(".pm-copies time").all_inner_texts()
    assert years == [str(year) for year in range(1983, 1959, -1)]
    expect(page.locator(".pm-copies")).to_contain_text("Paper 10")
    assert "hl=" in (copies.first.get_attribute("href") or "")
    assert state(page)["unfold"] == ["wire / 1"]
    page.keyboard.press("ArrowUp")
    expect(copies.nth(19)).to_be_focused()
    # A shared address shows the same; folding it again leaves no trace.
    other = open_page(page.url)
    expect(other.locator(".pm-copies a")).to_have_count(20)
    fold.press("Space")
    expect(copies.first).to_be_hidden()
    assert "unfold" not in state(page)
    fold.press("Enter")
    expect(copies).to_have_count(24)


def test_back_from_a_copy(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + "search.html?q=press&sort=newest&show=40")
    results(page, 40)
    page.get_by_role("button", name="24 near-copies").press("Enter")
    copy = page.locator(".pm-copies a").nth(7)
    copy.focus()
    place = scrolled(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Report 26")
    expect(page.locator("mark[aria-current]")).to_have_text("press")
    page.go_back()
    expect(copy).to_be_focused()
    expect(copy).to_be_in_viewport()
    page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)


def test_near_copies_can_be_results(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + "search.html?q=press")
    results(page, 10)
    page.get_by_label("List near-copies too").press("Space")
    expect(page.locator(".pm-status")).to_have_text("64 documents.")
    expect(page.locator(".pm-unfold")).to_have_count(0)
    assert state(page) == {"q": ["press"], "copies": ["apart"]}
    page.go_back()
    expect(page.locator(".pm-status")).to_have_text("64 documents. 24 near-copies are folded.")
    expect(page.get_by_label("List near-copies too")).not_to_be_checked()


def test_near_copies_that_fail_can_be_tried_again(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + "/search.html?q=press&show=40")
    fold = page.get_by_role("button", name="24 near-copies")
    expect(fold).to_be_visible()
    page.evaluate(FAIL_ONCE)
    fold.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("could not be loaded")
    fold.press("Enter")
    fold.press("Enter")
    expect(page.locator(".pm-copies a")).to_have_count(20)
    expect(page.get_by_text("could not be loaded")).to_have_count(0)


def test_more_results_and_the_way_back(
    archive: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(archive) + "search.html?q=press&sort=oldest")
    results(page, 10)
    links = page.locator(".pm-results h2 a")
    more = page.locator(".pm-more")
    page.keyboard.press("/")
    for _ in range(10):
        page.keyboard.press("ArrowDown")
    # The near-copies' button isn't a stop; what shows more is.
    expect(links.nth(9)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(more).to_be_focused()
    expect(more).to_have_text("Show 20 more")
    before = scrolled(page)
    page.keyboard.press("Enter")
    results(page, 30)
    expect(links.nth(10)).to_be_focused()
    assert abs(page.evaluate("scrollY") - before) < 400
    assert state(page)["show"] == ["30"]
    expect(page.get_by_role("status")).to_have_text(
        "20 more results. 64 documents. 24 near-copies are folded."
    )
    more.press("Enter")
    results(page, 40)
    expect(more).to_be_hidden()
    links.nth(34).focus()
    place = scrolled(page)
    title = links.nth(34).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    page.go_back()
    results(page, 40)
    expect(links.nth(34)).to_be_focused()
    page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)
    # Among searches, back returns to the place too.
    page.get_by_label("Order").select_option("newest")
    results(page, 10)
    page.go_back()
    results(page, 40)
    expect(page.get_by_label("Order")).to_have_value("oldest")
    page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)
    # A second Enter in the box is no step.
    page.locator(BOX).press("Enter")
    results(page, 10)
    page.locator(BOX).press("Enter")
    page.go_back()
    results(page, 40)

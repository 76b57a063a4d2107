"""Everything can be done with the keyboard alone, and one sees where one is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.fixtures import Address, OpenPage
from tests.site.pages import ARABIC, ESSAY, KINDS, RESULTS, settle

MOST_STOPS = 60
"""Presses of the tab key after which whoever looks for something would give up."""

# How what has the focus is drawn: the width of its outline in CSS pixels, and whether it is inside
# the window. A bar of the timeline is drawn by its own shape.
FOCUS = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return {
    what: at.outerHTML.slice(0, 120),
    page: at === document.body,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press the tab key until `target` has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{MOST_STOPS} presses of the tab key don't lead to {target}")


def test_from_a_slash_to_a_document(demo: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(demo) + ESSAY)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search the archive")).to_be_focused()
    page.keyboard.type("errata/s")  # in a box, a slash is a slash
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    results = page.locator(".pm-results a")
    expect(results.first).to_be_visible()
    assert page.url == address(demo) + "search.html?q=errata"
    page.keyboard.press("/")
    expect(page.locator("#pm-search-app input[type=search]")).to_be_focused()
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(results.nth(place)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#pm-search-app input[type=search]")).to_be_focused()
    tab_to(page, results.first)
    title = results.first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("mark").first).to_have_text(re.compile("errata", re.IGNORECASE))


@pytest.mark.parametrize("name", ["index.html", ESSAY, RESULTS, "guide/index.html"])
def test_the_first_stop_skips_to_the_content(demo: Path, open_page: OpenPage, name: str) -> None:
    page = settle(open_page(f"{demo.as_uri()}/{name}"))
    page.locator("body").press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "() => document.activeElement.closest('main, .pm-page, article') !== null"
    assert page.evaluate(inside)


@pytest.mark.parametrize("kind", ["home", "document", "results", "browse", "about"])
def test_one_sees_where_one_is(demo: Path, open_page: OpenPage, kind: str) -> None:
    page = settle(open_page(f"{demo.as_uri()}/{KINDS[kind]}"))
    page.locator("h1").click()
    stops = 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["page"]:  # past the last one
            break
        stops += 1
        assert at["outline"] >= 1, at["what"]
        assert at["seen"], at["what"]
    assert stops >= 8


def test_the_colours_are_switched_and_remembered(
    demo: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(demo) + "index.html", scheme="light")
    toggle = page.get_by_role("button", name="Dark colours")
    tab_to(page, toggle)
    page.keyboard.press("Space")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    for name in (ESSAY, RESULTS, "guide/index.html"):
        page.goto(address(demo) + name)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab_to(page, toggle)
    page.keyboard.press("Enter")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


@pytest.mark.parametrize("part", ["What was removed", "Where each field comes from", "BibTeX"])
def test_what_is_folded_opens(demo: Path, open_page: OpenPage, part: str) -> None:
    page = open_page(f"{demo.as_uri()}/{ARABIC}")
    fold = page.locator("details", has=page.locator("summary", has_text=part))
    inside = fold.locator(":scope > :nth-child(2)")
    expect(inside).to_be_hidden()
    tab_to(page, fold.locator("summary"))
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    page.keyboard.press("Space")
    expect(inside).to_be_hidden()


def test_a_citation_is_taken_along(demo: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(demo) + ESSAY)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator("button[data-pm-copy=cite-1]")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(button).to_have_text("Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.locator("#cite-1").inner_text()
    assert copied.startswith("Tobias Ferrand. “Last words: the colophon")


def test_results_are_narrowed_without_a_mouse(demo: Path, open_page: OpenPage) -> None:
    page = settle(open_page(f"{demo.as_uri()}/{RESULTS}"))
    before = page.locator(".pm-status").inner_text()
    box = page.get_by_role("group", name="Publisher").get_by_role("checkbox").first
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(page.locator(".pm-status")).not_to_have_text(before)
    # The list is drawn anew, and the focus stays where it was.
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    page.keyboard.press("Space")
    expect(page.locator(".pm-status")).to_have_text(before)

"""Two real documents, from a folder with no settings at all, as a reader finds them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.site.fixtures import Address, OpenPage
from tests.site.test_two_worlds import follow

FIRST = "archive/000_1fc1d32ebbffeaf4.html"
SECOND = "archive/003_fc58390ce55c6fc6.html"
SOURCE = (
    "https://www.radiohc.cu/index.php/en/noticias/internacionales/"
    "375654-war-criminal-netanyahu-travels-to-us-to-meet-with-trump-at-white-house"
)


def fields(page: Page) -> list[str]:
    """The names of the fields of which the page says where they come from."""
    return page.locator("details", has_text="Where each field").locator("dt").all_text_contents()


def test_every_link_from_home_answers(seeds: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(seeds) + "index.html")
    followed = list(follow(page, address(seeds)))
    assert {address(seeds) + FIRST, address(seeds) + SECOND} <= set(followed)


@pytest.mark.parametrize("query", ["ceasefire", "ICC warrant"])
def test_a_search_finds_both_and_leads_to_the_words(
    seeds: Path, address: Address, open_page: OpenPage, query: str
) -> None:
    page = open_page(address(seeds) + "index.html")
    for name in (FIRST, SECOND):
        box = page.locator(".pm-search--big input")
        box.fill(query)
        box.press("Enter")
        expect(page.locator(".pm-results li")).to_have_count(2)
        expect(page.locator(".pm-status")).to_contain_text("2 documents")
        page.locator(f".pm-results a[href*='{name}']").click()
        expect(page.locator("h1")).to_be_visible()
        assert name in page.url
        marked = " ".join(page.locator(".pm-text mark").all_text_contents()).casefold()
        for word in query.casefold().split():
            assert word in marked
        expect(page.locator(".pm-text mark").first).to_be_in_viewport()
        page.goto(address(seeds) + "index.html")


def test_the_first_says_all_that_is_known_of_it(seeds: Path, open_page: OpenPage) -> None:
    page = open_page((seeds / FIRST).as_uri())
    title = "War criminal Netanyahu travels to U.S. to meet with Trump at White House"
    expect(page.locator("h1")).to_have_text(title)
    assert page.locator(".pm-text").inner_text().count("travels to U.S. to meet") == 0
    head = page.locator(".pm-head")
    for known in ("Radio Habana Cuba", "2 February, year unknown", "Washington"):
        expect(head.get_by_text(known, exact=True)).to_be_visible()
    card = page.get_by_role("complementary", name="Source")
    expect(card.get_by_role("link", name="www.radiohc.cu")).to_have_attribute("href", SOURCE)
    caption = page.locator(".pm-text .caption")
    expect(caption).to_have_count(1)
    expect(caption).to_contain_text("[ File: Stoyan Nenov/Reuters ]")
    # The image's placeholder, the address and the publisher are no part of the text any more.
    text = page.locator(".pm-text").inner_text()
    for gone in ("Image not found", "radiohc.cu", "Radio Habana Cuba"):
        assert gone not in text
    removed = page.locator("details", has_text="What was removed")
    removed.locator("summary").click()
    expect(removed.get_by_text("image-placeholder")).to_be_visible()
    expect(removed.get_by_text("*Image not found or type unknown*")).to_be_visible()


def test_the_second_has_its_headings_and_nothing_made_up(seeds: Path, open_page: OpenPage) -> None:
    page = open_page((seeds / SECOND).as_uri())
    expect(page.locator("h1")).to_contain_text("US president extends major concession")
    assert page.locator(".pm-text h2").all_text_contents() == [
        "Gaza ceasefire uncertainty looms over talks",
        "US policy shift: Arms to Israel resume",
        "ICC warrants and global legal risks for Netanyahu",
        "Diplomatic fallout and regional ramifications",
    ]
    expect(page.locator(".pm-kicker")).to_have_count(0)
    expect(page.get_by_text("Original", exact=True)).to_have_count(0)
    assert fields(page) == ["Title", "Language", "Description"]
    assert "Date" in fields(open_page((seeds / FIRST).as_uri()))

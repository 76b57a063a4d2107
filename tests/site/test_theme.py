"""The look of the site, in a browser: for everyone, on every screen, in ink and without scripts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.site.fixtures import Address, OpenPage
from tests.site.pages import ARABIC, COPY, ESSAY, FAMILY, HEBREW, KINDS, NEAR, RESULTS, settle
from tests.site.servers import SCHEMES, VIEWPORTS, Scheme, Watch, axe
from tests.thorough import each

LAYOUTS = (
    "home",
    "document",
    "document found",
    "document from the right",
    "document with copies",
    "document with related",
    "family",
    "browse",
    "dates",
    "publisher",
    "titles",
    "about",
    "search",
    "results",
    "guide",
)
"""Kinds of pages that are laid out differently; the others repeat one of these."""
PRINTED = (ESSAY, ARABIC, FAMILY, "index.html", "browse/title/all.html", RESULTS)
HEAVIEST = 4096
"""Bytes of a document's page without its text, gzipped."""
BODY = re.compile(
    r'(<div class="pm-text[^>]*>).*(</div>\s*(?:<ul class="pm-tags"|<aside class="pm-card"))',
    re.DOTALL,
)

# The colours that a part of the page is seen in.
COLOURS = """selector => {
  const style = getComputedStyle(document.querySelector(selector));
  return [style.color, style.backgroundColor];
}"""
# The box of an element's text, which is narrower than the element.
EDGES = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const {left, right} = range.getBoundingClientRect();
  return {left, right};
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = """() => document.querySelectorAll("details").forEach(fold => {
  fold.removeAttribute("name");
  fold.open = true;
})"""


@pytest.mark.parametrize(
    ("kind", "scheme"),
    [(kind, scheme) for turn, kind in enumerate(LAYOUTS) for scheme in each(SCHEMES, turn)],
)
def test_everyone_can_use_it(demo: Path, open_page: OpenPage, kind: str, scheme: Scheme) -> None:
    page = settle(open_page(f"{demo.as_uri()}/{KINDS[kind]}", scheme=scheme))
    page.evaluate(OPEN_ALL)
    for device, size in VIEWPORTS.items():
        page.set_viewport_size(size)
        assert axe(page) == [], device


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_the_page_of_those_that_are_lost(
    demo: Path, http_url: Address, open_page: OpenPage, watch: Watch, scheme: Scheme
) -> None:
    watch.expect("404 (Not Found)")
    assert axe(open_page(http_url(demo) + "not-there.html", scheme=scheme)) == []


def test_nothing_runs_off_a_small_screen(demo: Path, open_page: OpenPage) -> None:
    page = open_page(f"{demo.as_uri()}/index.html", device="phone")
    page.set_viewport_size({"width": 320, "height": 640})
    for kind, name in KINDS.items():
        page.goto(f"{demo.as_uri()}/{name}")
        settle(page)
        page.evaluate(OPEN_ALL)
        assert page.evaluate(OVERFLOW) <= 0, kind
        for part in (".pm-brand", ".pm-bar .pm-search input", ".pm-nav a >> nth=-1", ".pm-scheme"):
            assert page.locator(part).is_visible(), (kind, part)


def test_without_scripts_everything_is_there_but_buttons(demo: Path, open_page: OpenPage) -> None:
    page = open_page((demo / ESSAY).as_uri(), javascript=False)
    assert page.locator(".pm-text p").first.is_visible()
    assert page.locator("#cite-1").is_visible()
    page.get_by_text("BibTeX").click()
    assert page.locator("#cite-2").is_visible()
    assert page.locator("button:visible").count() == 0


def test_without_scripts_one_can_go_everywhere(
    demo: Path, address: Address, open_page: OpenPage
) -> None:
    """From home by way of the timeline and the shelves to a document, and on to the next."""
    page = open_page(address(demo) + "index.html", javascript=False)
    page.locator(".pm-timeline a").last.click()
    expect(page.locator("h1")).to_have_text(re.compile(r"^(\d{4}|Dates)$"))
    page.get_by_role("link", name="Browse", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Browse")
    page.get_by_role("link", name="The Wayzgoose Review").click()
    page.locator(".pm-entries a").first.click()
    title = page.locator("h1").inner_text()
    page.get_by_role("navigation", name="By date").get_by_role("link").first.click()
    expect(page.locator("h1")).not_to_have_text(title)
    expect(page.locator(".pm-text")).to_be_visible()


def test_without_scripts_search_says_where_to_look(
    demo: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(demo) + "index.html", javascript=False)
    page.locator(".pm-search--big input").fill("errata & ink")
    page.get_by_role("button", name="Search").click()
    assert page.url == address(demo) + "search.html?q=errata+%26+ink"
    assert "needs JavaScript" in page.locator("main").inner_text()
    page.get_by_role("link", name="browsed by date").click()
    expect(page.locator("h1")).to_have_text("Browse")


def test_a_copy_leads_to_its_family_and_back(
    demo: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(demo) + COPY, javascript=False)
    named = page.locator(".pm-kin li > a").all_inner_texts()
    assert len(named) == 2
    page.get_by_role("link", name="See what differs").click()
    assert page.url == address(demo) + FAMILY
    members = page.locator(".pm-members > li")
    assert members.locator(".pm-when").all_inner_texts() == [
        "14 June 2013", "21 June 2013", "17 June, year unknown"
    ]  # fmt: skip
    assert "Ambleford" in members.nth(1).locator("del").first.inner_text()
    members.nth(1).get_by_role("link").click()
    assert page.url == address(demo) + COPY
    page.get_by_role("link", name="2 near-copies").click()
    page.get_by_role("link", name="Near-copies").click()
    page.locator(".pm-overview").get_by_role("link", name=named[0]).click()
    assert page.url == address(demo) + FAMILY


@pytest.mark.parametrize("there", [COPY, NEAR])
def test_a_page_and_the_search_count_the_same_near_copies(
    demo: Path, address: Address, open_page: OpenPage, there: str
) -> None:
    page = open_page(address(demo) + there)
    title = page.locator("h1").inner_text()
    link = page.locator(".pm-meta a", has_text="near-cop")
    said = [link.inner_text()] if link.count() else []
    page.goto(f"{address(demo)}search.html?q={quote(title)}")
    first = page.locator(".pm-result").first
    expect(first).to_contain_text(title)
    assert first.locator(".pm-unfold").all_inner_texts() == said
    assert bool(said) == (there == COPY)


def test_a_page_names_related_texts_but_no_copies(
    demo: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(demo) + NEAR, javascript=False)
    related = page.get_by_label("Related").locator("li > a")
    titles = related.all_inner_texts()
    assert 1 <= len(titles) <= 5
    related.first.click()
    expect(page.locator("h1")).to_have_text(titles[0])
    page.goto(address(demo) + COPY)
    assert page.get_by_label("Related").get_by_role("link", name="van").count() == 0


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_differs_is_told_without_colour(
    demo: Path, open_page: OpenPage, scheme: Scheme, media: Literal["screen", "print"]
) -> None:
    page = open_page((demo / FAMILY).as_uri(), scheme=scheme)
    page.emulate_media(media=media)
    for element, line in (("del", "line-through"), ("ins", "underline")):
        for place in (".pm-legend", ".pm-changes"):
            shown = page.locator(f"{place} {element}").first
            assert shown.is_visible()
            style = "part => getComputedStyle(part).textDecorationLine"
            assert shown.evaluate(style) == line
        # What a screen reader says, though it says nothing of the element.
        said = page.locator(f".pm-changes {element}").first
        word = said.evaluate("part => getComputedStyle(part, '::before').content")
        assert word == {"del": '" [gone: "', "ins": '" [new: "'}[element]


def test_the_scheme_is_the_readers(demo: Path, open_page: OpenPage) -> None:
    page = open_page((demo / "index.html").as_uri(), scheme="dark")
    night = page.evaluate(COLOURS, "body")
    toggle = page.locator(".pm-scheme")
    assert toggle.get_attribute("aria-pressed") == "true"
    toggle.click()
    day = page.evaluate(COLOURS, "body")
    assert day != night
    # What was chosen holds on other pages, those that are Material's own too.
    for name in (ESSAY, "guide/index.html"):
        page.goto((demo / name).as_uri())
        assert page.evaluate(COLOURS, "body") == day
        assert page.locator(".pm-scheme").get_attribute("aria-pressed") == "false"


def test_on_paper_there_is_nothing_to_press(demo: Path, open_page: OpenPage) -> None:
    page = open_page((demo / ESSAY).as_uri(), scheme="dark")
    page.emulate_media(media="print")
    for part in (".md-header", ".pm-turn", ".pm-page button", ".pm-fold"):
        assert not page.locator(part).first.is_visible()
    assert page.locator(".pm-card").is_visible()
    assert page.evaluate(COLOURS, "body") == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize(
    ("name", "scheme"),
    [(name, scheme) for turn, name in enumerate(PRINTED) for scheme in each(SCHEMES, turn)],
)
def test_on_paper_there_is_the_text(
    demo: Path, open_page: OpenPage, name: str, scheme: Scheme
) -> None:
    page = settle(open_page(f"{demo.as_uri()}/{name}", scheme=scheme))
    page.emulate_media(media="print")
    # A sheet of A4 with margins, at 96 pixels an inch.
    page.set_viewport_size({"width": 680, "height": 1000})
    assert page.locator("h1").is_visible()
    shown = page.locator(".pm-text p, .pm-what, .pm-result")
    assert shown.count() >= 3
    for part in shown.all():
        assert part.is_visible()
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize(("name", "language"), [(ARABIC, "ar"), (HEBREW, "he")])
def test_what_reads_from_the_right_stands_on_the_right(
    demo: Path, open_page: OpenPage, name: str, language: str
) -> None:
    page = open_page((demo / name).as_uri())
    for part in (".pm-text", "h1"):
        assert page.locator(part).evaluate("part => getComputedStyle(part).direction") == "rtl"
        assert page.locator(part).get_attribute("lang") == language
    text, card = (page.locator(part).bounding_box() for part in (".pm-text", ".pm-card"))
    assert text
    assert card
    assert card["x"] + card["width"] < text["x"]
    # Title and text start at the same edge, with room to the left of the title.
    for part in ("h1", ".pm-text p >> nth=0"):
        edges = page.locator(part).evaluate(EDGES)
        assert abs(edges["right"] - (text["x"] + text["width"])) < 8
    assert page.locator("h1").evaluate(EDGES)["left"] > card["x"] + 50
    # Where it is listed, it reads from the right too.
    page.goto((demo / "browse/title/all.html").as_uri())
    listed = page.locator(f".pm-what a[lang={language}]").first
    assert listed.evaluate("link => getComputedStyle(link).direction") == "rtl"


def test_a_neighbour_stands_in_its_place(demo: Path, open_page: OpenPage) -> None:
    """The later of two neighbours ends where their page ends, also if it reads from the right."""
    page = open_page((demo / ARABIC).as_uri())
    page.locator(".pm-earlier").click()
    later = page.locator(".pm-later")
    place = later.bounding_box()
    assert place
    right = later.locator("[lang=ar]").evaluate(EDGES)["right"]
    assert abs(right - place["x"] - place["width"]) < 8


def test_a_page_weighs_little_beside_its_text(demo: Path) -> None:
    pages = sorted((demo / "archive").rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        frame, found = BODY.subn(r"\1\2", path.read_text(encoding="utf-8"))
        assert found == 1
        # What was removed is text as well.
        frame = re.sub(r"<li value=.*?</li>", "", frame, flags=re.DOTALL)
        assert len(gzip.compress(frame.encode(), 9)) <= HEAVIEST, path.name

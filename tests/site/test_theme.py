"""The look of the site, in a browser: for everyone, on every screen, in ink and without scripts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.site.conftest import OpenPage
from tests.site.servers import Device, Scheme, axe

ESSAY = "archive/essays/colophons.html"
FROM_THE_RIGHT = "archive/abroad/fihrist.html"
PAGES = [
    "index.html",
    ESSAY,
    FROM_THE_RIGHT,
    "archive/essays/type-sizes.html",
    "browse/index.html",
    "browse/title/all.html",
    "browse/date/index.html",
    "about.html",
    "search.html",
    "guide/index.html",
]
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
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = """() => document.querySelectorAll("details").forEach(fold => {
  fold.removeAttribute("name");
  fold.open = true;
})"""


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_use_it(
    demo: Path, open_page: OpenPage, name: str, scheme: Scheme, device: Device
) -> None:
    page = open_page((demo / name).as_uri(), scheme=scheme, device=device)
    page.evaluate(OPEN_ALL)
    assert axe(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_off_a_small_screen(demo: Path, open_page: OpenPage, name: str) -> None:
    page = open_page((demo / name).as_uri(), device="phone")
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(OPEN_ALL)
    assert page.evaluate(OVERFLOW) == 0
    for part in (".pm-brand", ".pm-bar .pm-search input", ".pm-nav a >> nth=-1", ".pm-scheme"):
        assert page.locator(part).is_visible()


def test_without_scripts_everything_is_there_but_buttons(demo: Path, open_page: OpenPage) -> None:
    page = open_page((demo / ESSAY).as_uri(), javascript=False)
    assert page.locator(".pm-text p").first.is_visible()
    assert page.locator("#cite-1").is_visible()
    page.get_by_text("BibTeX").click()
    assert page.locator("#cite-2").is_visible()
    assert page.locator("button:visible").count() == 0
    page.get_by_role("link", name="Browse").click()
    assert page.locator("h1").inner_text() == "Browse"
    page.get_by_role("link", name="Search").click()
    assert page.locator("noscript a").is_visible()


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


def test_a_citation_is_copied(demo: Path, open_page: OpenPage) -> None:
    page = open_page((demo / ESSAY).as_uri())
    page.evaluate(
        "() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }"
    )
    button = page.locator("button[data-pm-copy=cite-1]")
    button.click()
    assert page.evaluate("() => window.copied") == page.locator("#cite-1").text_content()
    assert button.inner_text() == "Copied"


def test_on_paper_there_is_nothing_to_press(demo: Path, open_page: OpenPage) -> None:
    page = open_page((demo / ESSAY).as_uri(), scheme="dark")
    page.emulate_media(media="print")
    for part in (".md-header", ".pm-turn", ".pm-page button", ".pm-fold"):
        assert not page.locator(part).first.is_visible()
    assert page.locator(".pm-card").is_visible()
    assert page.evaluate(COLOURS, "body") == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_what_reads_from_the_right_stands_on_the_right(demo: Path, open_page: OpenPage) -> None:
    page = open_page((demo / FROM_THE_RIGHT).as_uri())
    text, card = (page.locator(part).bounding_box() for part in (".pm-text", ".pm-card"))
    assert text
    assert card
    assert card["x"] + card["width"] < text["x"]


def test_a_page_weighs_little_beside_its_text(demo: Path) -> None:
    pages = sorted((demo / "archive").rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        frame, found = BODY.subn(r"\1\2", path.read_text(encoding="utf-8"))
        assert found == 1
        # What was removed is text as well.
        frame = re.sub(r"<li value=.*?</li>", "", frame, flags=re.DOTALL)
        assert len(gzip.compress(frame.encode(), 9)) <= HEAVIEST, path.name

"""The same build works over http and from a disk, page for page, and asks no other host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.site.fixtures import Address, OpenPage
from tests.site.pages import ESSAY, KINDS, settle
from tests.site.servers import Transport, Watch

# The addresses of all links of a page, without their fragments.
LINKS = """() => [...new Set(Array.from(
  document.querySelectorAll("a[href], link[rel=alternate][href]"),
  link => new URL(link.getAttribute("href"), document.baseURI).href.split("#")[0],
))]"""
PAPER = "() => getComputedStyle(document.body).backgroundColor"


def follow(page: Page, root: str) -> Iterator[str]:
    """Goes to each link of `page` that stays on the site, and gives its address; an address that
    doesn't answer is an error.
    """
    for address in page.evaluate(LINKS):
        if address.startswith(root):
            if root.startswith("http"):
                assert page.request.get(address).ok, address
            elif not address.endswith(".xml"):  # the feed, which a browser may save, not show
                page.goto(address)
            yield address


def test_a_disk_is_as_good_as_a_host(demo: Path, http_url: Address, open_page: OpenPage) -> None:
    """Every kind of page opens, with its styles, and has the same text over both."""
    roots: dict[Transport, str] = {"file": demo.as_uri() + "/", "http": http_url(demo)}
    pages = {transport: open_page(root + "index.html") for transport, root in roots.items()}
    paper = pages["file"].evaluate(PAPER)
    assert paper not in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    for kind, name in KINDS.items():
        texts = []
        for transport, page in pages.items():
            page.goto(roots[transport] + name)
            settle(page)
            assert page.locator("h1:visible").count() == 1, (kind, transport)
            assert page.evaluate(PAPER) == paper, (kind, transport)
            texts.append(page.locator("body").inner_text())
        assert texts[0].splitlines() == texts[1].splitlines(), kind


def test_every_link_from_home_answers(demo: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(demo) + "index.html")
    followed = list(follow(page, address(demo)))
    for name in ("search.html", "about.html", "browse/index.html", "browse/date/index.html"):
        assert address(demo) + name in followed
    assert sum("/archive/" in link for link in followed) >= 8


def test_no_page_is_at_an_address_that_was_never_given(
    demo: Path, http_url: Address, open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("404 (Not Found)")
    page = open_page(http_url(demo) + "archive/a/folder/that/is/not-there.html")
    expect(page.locator("h1")).to_have_text("Not on this shelf")
    page.get_by_role("link", name="browse everything").click()
    expect(page.locator("h1")).to_have_text("Browse")
    page.go_back()
    page.get_by_placeholder("Words you remember").fill("colophon")
    page.get_by_placeholder("Words you remember").press("Enter")
    expect(settle(page).locator(".pm-results li").first).to_be_visible()


def test_the_folder_may_be_moved_and_named_at_will(
    demo: Path, tmp_path: Path, open_page: OpenPage
) -> None:
    """Characters that mean something in an address are fine in the folder's name."""
    moved = tmp_path / "a stick #1, 100 % ümlaut?"
    moved.symlink_to(demo, target_is_directory=True)
    page = open_page(moved.as_uri() + "/" + ESSAY)
    page.get_by_role("link", name="Search").click()
    page.locator("#pm-search-app input[type=search]").fill("errata")
    first = page.locator(".pm-results a").first
    expect(first).to_be_visible()
    first.click()
    expect(page.locator("mark").first).to_be_visible()

"""What the search page says and how it stands in each of its states."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.handbook import read, rows
from tests.search.pages import BOX, publish, results, state
from tests.search.small import MANY
from tests.site.fixtures import Address, OpenPage
from tests.site.servers import SCHEMES, VIEWPORTS, Scheme, Watch, axe
from tests.thorough import each

pytestmark = pytest.mark.browser

LISTEN = """() => {
  globalThis.said = [];
  const live = document.querySelector("#pm-search-app [role=status]");
  new MutationObserver(() => live.textContent && said.push(live.textContent))
    .observe(live, {childList: true, characterData: true, subtree: true});
}"""
SLOWLY = """() => {
  const {search} = pressmark;
  pressmark.search = async (...asked) => {
    await new Promise(resolve => globalThis.answer = resolve);
    return search(...asked);
  };
}"""
SECOND_HELD = """() => {
  const {search} = pressmark;
  let asked = 0;
  pressmark.search = async (...given) => {
    if (++asked > 1) await new Promise(resolve => globalThis.answer = resolve);
    return search(...given);
  };
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

FULL = (
    "search.html?q=press&show=40&unfold=wire+%2F+1&from=1951&publisher=Paper+02&publisher=Paper+13"
    "&publisher=Paper+14&publisher=Paper+15"
)
"""Filters, near-copies unfolded."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("states"), MANY)


def test_a_screen_reader_hears_the_end_of_typing(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + "/search.html")
    page.evaluate(LISTEN)
    # The page's clock goes on only as it is told, so that no machine types too slowly.
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    for key in "press report":
        page.keyboard.press(key)
        page.clock.run_for(220)
        expect(page.locator(".pm-status")).not_to_have_text(re.compile(r"^$|Searching"))
    whole = "64 documents. 24 near-copies are folded."
    expect(page.locator(".pm-status")).to_have_text(whole)
    assert page.evaluate("said") == []
    page.clock.resume()
    expect(page.get_by_role("status")).to_contain_text(whole)
    said = page.evaluate("said")
    assert [text.strip() for text in said] == [whole]
    # What was chosen on purpose is told at once, also if it changes nothing.
    page.keyboard.press("Enter")
    page.wait_for_function("said.length > 1")
    assert [text.strip() for text in page.evaluate("said")] == [whole, whole]


def test_a_slow_search_says_so(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + "/search.html")
    page.evaluate(SLOWLY)
    page.keyboard.type("press")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-status")).to_have_text("Searching …")
    expect(page.get_by_role("status")).to_have_text("Searching …")
    expect(page.locator("#pm-search-app")).to_have_attribute("aria-busy", "true")
    page.evaluate("answer()")
    results(page, 10)
    expect(page.locator(".pm-status")).to_have_text("64 documents. 24 near-copies are folded.")
    expect(page.locator("#pm-search-app")).not_to_have_attribute("aria-busy", "true")


def test_slow_copies_take_nothing_back(archive: Path, open_page: OpenPage) -> None:
    """What was found stays said while near-copies, which are another search, are yet to come."""
    page = open_page(f"{archive.as_uri()}/{FULL}")
    status = page.locator(".pm-status")
    copies = page.locator(".pm-copies li")
    expect(copies).not_to_have_count(0)
    said = status.inner_text()
    assert "document" in said
    page.get_by_role("button", name="Remove").first.click()
    expect(copies).to_have_count(0)
    page.evaluate(SECOND_HELD)
    page.go_back()
    page.wait_for_function("'answer' in globalThis")
    page.wait_for_timeout(400)
    expect(status).to_have_text(said)
    page.evaluate("answer()")
    expect(copies).not_to_have_count(0)
    expect(status).to_have_text(said)


@pytest.mark.parametrize("kind", ["checkbox", "range"])
def test_the_key_to_the_box_works_from_what_takes_no_text(
    archive: Path, open_page: OpenPage, kind: str
) -> None:
    page = open_page(archive.as_uri() + "/search.html?q=press")
    results(page, 10)
    page.locator(f"#pm-search-app .pm-facets input[type={kind}]").first.focus()
    page.keyboard.press("/")
    expect(page.locator("#pm-search-app input[type=search]")).to_be_focused()


def test_an_unfinished_character_is_not_searched_for(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + "/search.html")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "تقر", "selectionStart": 3, "selectionEnd": 3}
    )
    page.wait_for_timeout(400)
    assert state(page) == {}
    keyboard.send("Input.insertText", {"text": "تقرير"})
    results(page, 5)
    assert state(page) == {"q": ["تقرير"]}


@pytest.mark.parametrize("part", ["root.js", "c.*/c0.js"])
def test_a_failed_search_is_tried_again(
    archive: Path, tmp_path: Path, address: Address, open_page: OpenPage, watch: Watch, part: str
) -> None:
    folder = tmp_path / "failing"
    shutil.copytree(archive, folder)
    [chunk] = (folder / "search").glob(part)
    away = folder / "away.js"
    chunk.rename(away)
    watch.expect(chunk.name)
    page = open_page(address(folder) + "search.html?q=press&sort=newest")
    again = page.get_by_role("button", name="Try again")
    expect(page.get_by_role("alert")).to_contain_text("missing")
    expect(page.locator(".pm-more")).to_be_hidden()
    assert axe(page) == []
    again.evaluate("button => { button.dataset.old = 'yes'; }")
    again.press("Enter")
    expect(page.locator(".pm-notice button:not([data-old])")).to_be_focused()
    away.rename(chunk)
    page.keyboard.press("Enter")
    results(page, 10)
    expect(page.locator(".pm-results a").first).to_be_focused()
    expect(page.locator(".pm-notice")).to_be_empty()
    expect(page.locator(".pm-facet").first).to_be_visible()


def test_nothing_found_leads_on(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + "search.html?q=press+zyzzyva&match=all&place=Leeds")
    expect(page.locator(".pm-status")).to_have_text("Nothing found.")
    expect(page.get_by_text("Fewer filters may find more.")).to_be_visible()
    assert axe(page) == []
    browse = page.get_by_role("link", name="Browse the archive")
    assert browse.get_attribute("href") == address(archive) + "browse/index.html"
    page.get_by_role("button", name="Search for any of the words").press("Enter")
    expect(page.locator(".pm-status")).to_contain_text("none has all the words")
    expect(page.get_by_label("Only with all the words")).not_to_be_checked()


def test_by_date_only_what_has_all_words(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + "/search.html?q=ink+%D8%AA%D9%82%D8%B1%D9%8A%D8%B1")
    expect(page.locator(".pm-status")).to_contain_text("64 documents; 7 have all the words.")
    expect(page.locator(".pm-remark")).to_be_hidden()
    page.get_by_label("Order").select_option("oldest")
    expect(page.locator(".pm-status")).to_contain_text("7 documents with all the words.")
    expect(page.locator(".pm-remark")).to_have_text(
        "By date, only documents with all the words are listed."
    )


def test_a_quotation_that_does_not_filter_is_named(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + '/search.html?q=press+"ink+type"')
    results(page, 10)
    remark = "“ink type” counts, but needn't stand there word for word."
    expect(page.locator(".pm-remark")).to_have_text(remark)
    expect(page.get_by_role("status")).to_contain_text(remark)


def test_help_is_a_dialog(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + "search.html?q=press&place=Leeds")
    results(page, 10)
    opener = page.get_by_role("button", name="What you can type")
    dialog = page.get_by_role("dialog", name="What you can type")
    opener.press("Enter")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    for _ in range(30):  # the focus doesn't leave it for the page behind
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    assert state(page) == {"q": ["press"], "place": ["Leeds"]}
    opener.press("Enter")
    page.mouse.click(5, 5)
    expect(dialog).to_be_hidden()
    opener.press("Enter")
    dialog.get_by_role("link", name='"reading room"').press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).to_have_value('"reading room"')
    assert state(page) == {"q": ['"reading room"']}
    page.go_back()
    results(page, 10)


def test_help_tells_what_the_handbook_tells(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + "/search.html")
    page.get_by_role("button", name="What you can type").click()
    typed = [query for query, _ in rows(read("searching.md"), "typed")]
    examples = page.locator(".pm-dialog dt").all_inner_texts()
    assert [query for query in typed if query in examples] == examples


@pytest.fixture(params=each(SCHEMES, 1))
def scheme(request: pytest.FixtureRequest) -> Scheme:
    chosen: Scheme = request.param
    return chosen


def each_size(page: Page) -> None:
    """Look at a page in all sizes, down to the narrowest that there is."""
    narrowest: ViewportSize = {"width": 320, "height": 640}
    for size in (*VIEWPORTS.values(), narrowest):
        page.set_viewport_size(size)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert axe(page) == [], size
        assert page.evaluate(OVERFLOW) <= 0, size


def test_everything_open_is_accessible(archive: Path, open_page: OpenPage, scheme: Scheme) -> None:
    page = open_page(f"{archive.as_uri()}/{FULL}", scheme=scheme)
    results(page, 2)
    expect(page.locator(".pm-copies a")).to_have_count(2)
    page.get_by_role("button", name="more: Publisher").click()
    page.get_by_role("textbox", name="From date").fill("soon")
    page.get_by_role("textbox", name="From date").press("Tab")
    expect(page.get_by_role("alert").last).to_be_visible()
    each_size(page)
    page.get_by_role("button", name="What you can type").click()
    each_size(page)


def test_from_the_right_it_is_accessible(tmp_path: Path, open_page: OpenPage) -> None:
    page = open_page(f"{publish(tmp_path / 'right', MANY, 'rtl').as_uri()}/{FULL}")
    results(page, 2)
    each_size(page)
    # Each title has its own direction, of a result and of a near-copy.
    for text, direction in (("تقرير", "rtl"), ("Report", "ltr")):
        named = page.locator(".pm-results li", has=page.get_by_role("link", name=text))
        expect(named.last).to_have_css("direction", direction)


def test_on_paper_there_is_the_search(archive: Path, open_page: OpenPage) -> None:
    page = open_page(f"{archive.as_uri()}/{FULL}", scheme="dark")
    results(page, 2)
    page.emulate_media(media="print")
    for part in (
        page.locator(BOX),
        page.locator(".pm-chip").first,
        page.locator(".pm-copies a").first,
    ):
        expect(part).to_be_visible()
    for name in (".pm-tools", ".pm-hint", ".pm-narrow", ".pm-cross >> nth=0"):
        expect(page.locator(name)).to_be_hidden()


def test_nothing_is_stored(archive: Path, http_url: Address, open_page: OpenPage) -> None:
    page = open_page(http_url(archive) + "search.html?q=press")
    results(page, 10)
    page.get_by_role("checkbox").first.check()
    page.locator(".pm-results a").first.click()
    page.go_back()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]


def test_filters_stay_in_reach_when_the_window_changes(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + "/search.html?q=press", device="phone")
    results(page, 10)
    box = page.get_by_role("checkbox", name="Paper 00")
    expect(box).to_be_hidden()
    page.set_viewport_size(VIEWPORTS["desktop"])
    page.get_by_role("button", name="more: Publisher").click()
    expect(page.locator(".pm-narrow")).to_be_visible()
    expect(page.get_by_role("checkbox").nth(3)).to_be_visible()

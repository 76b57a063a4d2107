"""What narrows a search, in a browser: facets, dates, and what is chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pressmark.search.parameters import STANDARD
from tests.search.pages import BOX, publish, results, state
from tests.search.small import MANY, SMALL
from tests.site.fixtures import Address, OpenPage
from tests.site.servers import axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("narrow"), MANY)


@pytest.fixture
def found(archive: Path, address: Address, open_page: OpenPage) -> Page:
    """A search that finds all, over both transports."""
    page = open_page(address(archive) + "search.html?q=press")
    results(page, 10)
    return page


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def dates(page: Page, first: str | None, last: str | None) -> None:
    """Wait until the address has this range."""
    page.wait_for_function(
        """dates => {
          const given = new URLSearchParams(location.search);
          return given.get("from") === dates[0] && given.get("to") === dates[1];
        }""",
        arg=[first, last],
    )


def test_a_value_among_many_is_found_by_its_name(found: Page) -> None:
    papers = group(found, "Publisher")
    boxes = papers.get_by_role("checkbox")
    finder = papers.get_by_role("textbox", name="Find in Publisher")
    expect(boxes).to_have_count(8)
    expect(finder).to_be_hidden()
    papers.get_by_role("button", name="56 more: Publisher").press("Enter")
    expect(finder).to_be_focused()
    expect(boxes).to_have_count(40)
    expect(papers.get_by_text("40 of 64.")).to_be_visible()
    found.keyboard.type("páper 5")
    expect(boxes).to_have_count(10)
    expect(found.get_by_role("status")).to_have_text("10 values")
    found.keyboard.press("Tab")
    found.keyboard.press("Space")
    results(found, 1)
    expect(boxes.first).to_be_focused()
    assert len(state(found)["publisher"]) == 1
    expect(boxes).to_have_count(10)
    boxes.nth(1).press("Space")
    results(found, 2)
    expect(boxes.nth(1)).to_be_focused()
    finder.fill("nobody")
    # What is chosen stays in sight only where it is looked for: it stands above the results.
    expect(papers.get_by_text("Nothing here is called so.")).to_be_visible()
    finder.press("Escape")
    expect(boxes).to_have_count(42)
    expect(finder).to_have_value("")
    papers.get_by_role("button", name="Fewer: Publisher").press("Enter")
    assert boxes.count() <= 10
    expect(papers.get_by_role("checkbox", checked=True)).to_have_count(2)


def test_what_is_chosen_can_be_taken_away(archive: Path, open_page: OpenPage) -> None:
    asked = "q=press&publisher=Paper+07&publisher=Paper+08&place=%D8%B3%D9%84%D8%A7&from=1955"
    page = open_page(f"{archive.as_uri()}/search.html?{asked}", device="phone")
    chips = page.get_by_role("list", name="Narrowed to").get_by_role("button")
    expect(chips).to_have_text(
        [
            "Date: from 1955×",
            "Publisher: Paper 07×",
            "Publisher: Paper 08×",
            "Place: سلا×",
            "Remove all filters",
        ]
    )
    expect(page.get_by_text("Narrow down (4)")).to_be_visible()
    for chip in chips.all():
        expect(chip).to_be_in_viewport()
    page.get_by_role("button", name="Remove Publisher: Paper 08").press("Enter")
    expect(page.get_by_role("button", name="Remove Place: سلا")).to_be_focused()
    assert state(page)["publisher"] == ["Paper 07"]
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove all filters").press("Enter")
    results(page, 10)
    expect(chips).to_have_count(0)
    assert state(page) == {"q": ["press"]}
    expect(page.locator(".pm-status")).to_be_focused()
    page.go_back()
    expect(chips).to_have_count(3)


def test_dates_by_keyboard(found: Page) -> None:
    earliest, latest = (
        group(found, "Date").get_by_role("slider", name=f"{name} date")
        for name in ("Earliest", "Latest")
    )
    out = found.locator(".pm-histogram .pm-out")
    for _ in range(3):
        earliest.press("ArrowRight")
    expect(earliest).to_have_attribute("aria-valuetext", "1953; 61 documents")
    dates(found, "1953", "2013")
    expect(out).to_have_count(3)
    expect(earliest).to_be_focused()
    latest.focus()
    for _ in range(2):
        found.keyboard.press("ArrowLeft")
    found.keyboard.press("Enter")
    dates(found, "1953", "2011")
    expect(latest).to_have_attribute("aria-valuetext", "2011; 59 documents")
    expect(found.locator(".pm-range-text")).to_have_text("1953 to 2011 · 59 documents")
    # The ends don't cross, and Escape undoes what isn't chosen yet: it is chosen after a moment, so
    # the page's clock stands still until then.
    found.clock.install(time=0)
    found.clock.pause_at(1000)
    latest.press("Home")
    expect(latest).to_have_attribute("aria-valuetext", "1953; 1 document")
    latest.press("Escape")
    expect(latest).to_have_attribute("aria-valuetext", "2011; 59 documents")
    found.clock.run_for(500)
    found.clock.resume()
    dates(found, "1953", "2011")
    found.get_by_role("button", name="Any date").press("Enter")
    dates(found, None, None)
    expect(out).to_have_count(0)
    expect(earliest).to_be_focused()
    found.go_back()
    dates(found, "1953", "2011")
    expect(out).to_have_count(5)


def across(page: Page, share: float) -> tuple[float, float]:
    """The point that is so far along the bars, at their foot."""
    box = page.locator(".pm-histogram").bounding_box()
    assert box
    return box["x"] + share * box["width"], box["y"] + box["height"] - 4


def test_dates_by_mouse(found: Page) -> None:
    mouse = found.mouse
    mouse.move(*across(found, 10.5 / 64))
    expect(found.locator(".pm-range-text")).to_have_text("1960 · 1 document")
    mouse.down()
    mouse.move(*across(found, 19.5 / 64))
    expect(found.locator(".pm-range-text")).to_have_text("1960 to 1969 · 10 documents")
    expect(found.locator(".pm-histogram .pm-out")).to_have_count(54)
    found.keyboard.press("Escape")
    mouse.up()
    expect(found.locator(".pm-histogram .pm-out")).to_have_count(0)
    assert "from" not in state(found)
    mouse.move(*across(found, 19.5 / 64))
    mouse.down()
    mouse.move(*across(found, 10.5 / 64))
    mouse.up()
    dates(found, "1960", "1969")
    expect(found.locator(".pm-status")).to_contain_text("10 documents")
    # A handle moves one end only.
    mouse.move(across(found, 20 / 64)[0], across(found, 0)[1] + 12)
    mouse.down()
    mouse.move(across(found, 15 / 64)[0], across(found, 0)[1] + 12, steps=4)
    mouse.up()
    dates(found, "1960", "1964")
    mouse.click(*across(found, 30.5 / 64))
    dates(found, "1980", "1980")


def test_dates_by_touch(archive: Path, address: Address, open_page: OpenPage) -> None:
    page = open_page(address(archive) + "search.html?q=press", device="phone")
    page.get_by_text("Narrow down").tap()
    page.locator(".pm-histogram").scroll_into_view_if_needed()
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )

    send("touchStart", across(page, 10.5 / 64))
    for place in (14.5, 19.5, 29.5):
        send("touchMove", across(page, place / 64))
    expect(page.locator(".pm-range-text")).to_have_text("1960 to 1979 · 20 documents")
    send("touchEnd")
    dates(page, "1960", "1979")
    expect(page.get_by_role("button", name="Remove Date: 1960 to 1979")).to_be_visible()


def test_dates_by_typing(found: Page) -> None:
    first, last = (
        group(found, "Date").get_by_role("textbox", name=f"{name} date") for name in ("From", "To")
    )
    first.fill("soon")
    first.press("Enter")
    first.press("Tab")
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(group(found, "Date").get_by_role("alert")).to_contain_text("A date is a year")
    assert "from" not in state(found)
    first.fill("1970-5")
    first.press("Tab")
    dates(found, "1970-05", None)
    expect(first).to_have_value("1970-05")
    expect(found.locator(".pm-histogram .pm-out")).to_have_count(20)
    last.fill("1960")
    last.press("Tab")
    dates(found, "1960", "1970-05")
    expect(found.locator(".pm-range-text")).to_have_text("1960 to May 1970 · 11 documents")


def test_from_the_right_dates_run_from_the_right(
    tmp_path: Path, address: Address, open_page: OpenPage
) -> None:
    folder = publish(tmp_path / "right", MANY, "rtl")
    page = open_page(address(folder) + "search.html?q=press")
    results(page, 10)
    page.mouse.move(*across(page, 0.5 / 64))
    page.mouse.down()
    page.mouse.move(*across(page, 3.5 / 64))
    page.mouse.up()
    dates(page, "2010", "2013")
    earliest = page.get_by_role("slider", name="Earliest date")
    earliest.press("ArrowLeft")  # towards the later ones
    dates(page, "2011", "2013")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_of_thousands_of_values_few_are_drawn(archive: Path, open_page: OpenPage) -> None:
    page = open_page(archive.as_uri() + "/search.html?q=press")
    results(page, 10)
    page.evaluate(
        """() => {
          const value = (_, i) => ({value: `Value ${i}`, count: 5000 - i});
          const values = Array.from({length: 5000}, value);
          const names = ["publisher", "year", "language", "place", "tag"];
          const facets = Object.fromEntries(names.map(name => [name, values]));
          const {search} = pressmark;
          pressmark.search = async (...asked) => ({...await search(...asked), facets});
        }"""
    )
    page.locator(BOX).fill("press report")
    page.locator(BOX).press("Enter")
    more = page.get_by_role("button", name="4,992 more: Publisher")
    expect(more).to_be_visible()
    assert page.locator(".pm-facets *").count() < 700
    # All of them can be found, by their names.
    more.press("Enter")
    page.keyboard.type("499")
    expect(group(page, "Publisher").get_by_role("checkbox")).to_have_count(15)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose columns lie in files of their own, as those of a large one do."""
    parameters = replace(STANDARD, columns=20)
    return publish(tmp_path_factory.mktemp("large"), SMALL, parameters=parameters)


def test_what_takes_long_to_count_is_counted_when_asked_for(
    large: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(large) + "search.html?q=press")
    results(page, 3)
    expect(group(page, "Publisher").get_by_role("checkbox")).to_have_count(2)
    subjects = group(page, "Subject")
    expect(subjects.get_by_role("checkbox")).to_have_count(0)
    assert axe(page) == []
    subjects.get_by_role("button", name="Show: Subject").press("Enter")
    expect(subjects.get_by_role("checkbox")).to_have_count(2)
    expect(subjects.get_by_role("checkbox").first).to_be_focused()
    expect(group(page, "Place").get_by_role("button", name="Show: Place")).to_be_visible()
    subjects.get_by_role("checkbox").first.press("Space")
    results(page, 1)
    expect(subjects.get_by_role("checkbox")).to_have_count(2)


def test_on_a_phone_nothing_is_counted_before_it_is_seen(
    large: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(large) + "search.html?q=press", device="phone")
    results(page, 3)
    papers = page.locator("fieldset", has_text="Publisher").locator("input[type=checkbox]")
    expect(papers).to_have_count(0)
    page.get_by_text("Narrow down").click()
    expect(papers).to_have_count(2)

"""A page and an index of different builds, as when a site is replaced while somebody reads it; and
texts of which some can't be read.
"""

from __future__ import annotations

import base64
import gzip
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pressmark.search.parameters import FORMAT, STANDARD
from tests.search.pages import BOX, publish, results
from tests.search.small import SMALL, ask, entry, write
from tests.site.fixtures import Address, OpenPage
from tests.site.servers import Watch

ALERT = ".pm-notice [role=alert]"
FEW = replace(STANDARD, texts=200)
"""Few texts a file."""


KIND = "performance.getEntriesByType('navigation')[0].type"


def replace_index(site: Path) -> None:
    """Another edition stands where the first one was."""
    shutil.rmtree(site / "search")
    new = [replace(each, text=each.text + " Newly set.") for each in SMALL]
    write(site / "search", [*new, entry(10, "A press of the new edition.")])


def other_format(site: Path) -> None:
    root = site / "search" / "root.js"
    coded = root.read_text().split('"')[3]
    raw = gzip.decompress(base64.b64decode(coded))
    raw = raw.replace(b'"format":%d' % FORMAT, b'"format":%d' % (FORMAT + 1))
    packed = base64.b64encode(gzip.compress(raw)).decode()
    root.write_text(f'pressmarkChunk("root","{packed}");\n')


def loads(page: Page) -> list[str]:
    """The pages that are loaded from here on."""
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    return seen


@pytest.mark.browser
def test_a_page_of_an_older_edition_loads_itself_again(
    tmp_path: Path, address: Address, open_page: OpenPage, watch: Watch
) -> None:
    site = publish(tmp_path, SMALL)
    page = open_page(address(site) + "search.html?q=ceasefire")
    results(page, 1)
    replace_index(site)
    watch.expect("Failed to load resource")
    page.locator(BOX).fill('"printing press"')
    expect(page.locator(".pm-result", has_text="Newly set")).to_have_count(1)
    expect(page.locator(ALERT)).to_have_count(0)
    assert page.evaluate(KIND) == "reload"


@pytest.mark.browser
def test_a_page_that_cannot_read_the_index_loads_itself_again_once(
    tmp_path: Path, address: Address, open_page: OpenPage
) -> None:
    site = publish(tmp_path, SMALL)
    other_format(site)
    page = open_page("about:blank")
    seen = loads(page)
    page.goto(address(site) + "search.html?q=press")
    expect(page.locator(ALERT)).to_contain_text("published anew")
    page.wait_for_timeout(1000)
    assert len(seen) == 2
    page.get_by_role("button", name="Load the page again").click()
    expect(page.locator(ALERT)).to_contain_text("published anew")
    page.wait_for_timeout(1000)
    assert len(seen) == 3


@pytest.mark.browser
def test_a_page_stays_where_a_file_is_gone(
    tmp_path: Path, address: Address, open_page: OpenPage, watch: Watch
) -> None:
    site = publish(tmp_path, SMALL)
    for file in (site / "search").glob("w.*/p*.js"):
        file.unlink()
    watch.expect("Failed to load resource")
    page = open_page("about:blank")
    seen = loads(page)
    page.goto(address(site) + "search.html?q=press")
    expect(page.locator(ALERT)).to_contain_text("is missing")
    page.wait_for_timeout(500)
    assert len(seen) == 1


Spoil = Callable[[Path], Any]
WAYS: dict[str, Spoil] = {
    "missing": Path.unlink,
    "damaged": lambda file: file.write_bytes(file.read_bytes()[:-40]),
}


def texts(site: Path) -> list[Path]:
    return sorted(site.glob("search/t.*/*.js"), key=lambda path: int(path.stem))


@pytest.mark.parametrize("how", WAYS)
def test_unreadable_texts_cost_their_own_results(tmp_path: Path, node: str, how: str) -> None:
    write(tmp_path / "search", SMALL, FEW)
    calls: list[list[Any]] = [
        ["search", query] for query in ("press", "library", "the press of mainz", "")
    ]
    calls += [["search", "press", {"sort": "newest", "offset": 1, "limit": 2}]]
    whole = ask(node, calls, tmp_path / "search")
    assert len(texts(tmp_path)) > 3
    lost = 0
    for file in texts(tmp_path):
        right = file.read_bytes()
        WAYS[how](file)
        for expected, answer in zip(whole, ask(node, calls, tmp_path / "search"), strict=True):
            if "error" in answer:
                assert answer["kind"] == how
                assert len(expected["results"]) == 1
                continue
            for key in ("total", "totalAll", "facets", "histogram"):
                assert answer[key] == expected[key]
            assert answer["results"] == [
                each for each in expected["results"] if each in answer["results"]
            ]
            assert len(answer["results"]) + len(answer["unread"]) >= len(expected["results"])
            for fault in answer["unread"]:
                assert fault["kind"] == how
                assert file.as_posix().endswith(f"{fault['chunk']}.js")
                assert fault["chunk"] in fault["message"]
            lost += len(answer["unread"])
        file.write_bytes(right)
    assert lost >= 10


@pytest.mark.browser
def test_the_page_shows_what_it_can_read(
    tmp_path: Path, address: Address, open_page: OpenPage
) -> None:
    site = publish(tmp_path, SMALL, parameters=FEW)
    page = open_page(address(site) + "search.html?q=press")
    titles = page.locator(".pm-result h2")
    expect(titles).not_to_have_count(0)
    before = titles.all_inner_texts()
    WAYS["damaged"](texts(site)[-1])
    page = open_page(address(site) + "search.html?q=press")
    expect(page.locator(".pm-result", has_text="can't be shown")).not_to_have_count(0)
    after = page.locator(".pm-result h2").all_inner_texts()
    assert set(after) < set(before)
    assert page.locator(".pm-result").count() == len(before)
    expect(page.locator(ALERT)).to_have_count(0)

"""The same answers, byte for byte, in Node.js, Chromium and Firefox, from disk and host."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from tests.search.calls import DEMO_CALLS, SMALL_CALLS, Call
from tests.search.small import ASK, SMALL, write
from tests.site.firefox import Firefox, FirefoxError
from tests.site.fixtures import Address, OpenPage
from tests.site.servers import Watch
from tools.make_scripts import CONSTANTS

pytestmark = pytest.mark.browser

ASKED = """(calls) => Promise.all(calls.map(async ([query, options]) =>
    JSON.stringify(await pressmark.search(query, options))))"""
"""All at once, while Node.js is asked one thing after the other: it must make no difference."""

Calls = dict[str, list[Call]]


def in_node(node: str, folder: Path, calls: list[Call]) -> list[str]:
    """The answers as they are written, so that nothing of them is read away."""
    searches = [["search", *call] for call in calls]
    task = {"folder": str(folder), "calls": searches, "constants": CONSTANTS}
    done = subprocess.run(
        [node, str(ASK)], input=json.dumps(task).encode(), capture_output=True, check=True
    )
    return done.stdout.decode().removesuffix("\n").split("\n")


@pytest.fixture(scope="module")
def small(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's search page, and the small archive for what it searches."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(demo / "assets", folder / "assets")
    shutil.copy(demo / "search.html", folder)
    write(folder / "search", SMALL)
    return folder


@dataclass(frozen=True)
class Archive:
    """A site, what is asked of it, and what Node.js answers."""

    site: Path
    calls: Calls
    listed: list[Call]
    answers: list[str]


@pytest.fixture(scope="module", params=["small", "demo"])
def archive(request: pytest.FixtureRequest, node: str) -> Archive:
    site: Path = request.getfixturevalue(request.param)
    calls = SMALL_CALLS if request.param == "small" else DEMO_CALLS
    listed = list(chain.from_iterable(calls.values()))
    return Archive(site, calls, listed, in_node(node, site / "search", listed))


def test_each_call_asks_for_something(archive: Archive, node: str) -> None:
    """Each feature finds documents, and each option makes a difference: it isn't nothing that is
    compared.
    """
    answers = dict(zip(map(str, archive.listed), map(json.loads, archive.answers), strict=True))
    bare: list[Call] = [(query, {}) for query in sorted({query for query, _ in archive.listed})]
    without = dict(
        zip((query for query, _ in bare), in_node(node, archive.site / "search", bare), strict=True)
    )
    for feature, calls in archive.calls.items():
        for query, options in calls:
            answer = answers[str((query, options))]
            assert "error" not in answer, (query, options)
            assert not options or answer != json.loads(without[query]), (query, options)
            assert feature != "suggestions" or answer["suggestion"], query
        found = [answers[str(call)]["total"] > 0 for call in calls]
        assert feature == "suggestions" or sum(found) >= len(found) / 2, feature


def test_chromium_answers_as_node_does(
    archive: Archive, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(archive.site) + "search.html")
    assert page.evaluate(ASKED, archive.listed) == archive.answers


def test_firefox_answers_as_node_does(archive: Archive, address: Address, firefox: Firefox) -> None:
    firefox.goto(address(archive.site) + "search.html")
    assert firefox.run(ASKED, archive.listed) == archive.answers


def test_a_reader_with_firefox_and_a_disk(demo: Path, firefox: Firefox) -> None:
    firefox.goto(demo.as_uri() + "/search.html")
    firefox.wait("() => document.activeElement.matches('#pm-search-app input[type=search]')")
    firefox.type("errata slip")
    firefox.wait("() => document.querySelectorAll('.pm-result').length > 3")
    assert "document" in firefox.run("() => document.querySelector('.pm-status').innerText")
    assert firefox.run("() => location.href").endswith("search.html?q=errata+slip")
    marked = "(where) => Array.from(document.querySelectorAll(`${where} mark`), m => m.innerText)"
    assert "errata" in firefox.run(marked, ".pm-result")
    title = firefox.run("() => document.querySelector('.pm-result a').innerText")
    firefox.click(".pm-result a")
    firefox.wait("() => document.querySelector('.pm-text mark') !== null")
    assert firefox.run("() => document.querySelector('h1').innerText") == title
    assert {"errata", "slip"} <= set(firefox.run(marked, ".pm-text"))


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("() => { new Image().src = 'https://example.invalid/x.png' }", "another host: https://"),
        ("() => console.error('a complaint')", "console error: a complaint"),
        ("() => { setTimeout(() => { throw new Error('a mishap') }) }", "page error: Error: a mis"),
        ("() => { Promise.reject(new Error('a mishap')) }", "page error: Error: a mishap"),
    ],
)
def test_a_fault_in_firefox_is_seen(
    demo: Path, firefox: Firefox, watch: Watch, fault: str, seen: str
) -> None:
    watch.expect(seen)
    # A page without a policy, which would keep the first of them from happening.
    firefox.goto(demo.as_uri() + "/robots.txt")
    firefox.run(fault)
    for _ in range(100):
        firefox.report(watch)
        if watch.faults:
            break
        firefox.run("() => new Promise(done => setTimeout(done, 20))")


def test_what_throws_in_firefox_is_an_error_here(demo: Path, firefox: Firefox) -> None:
    firefox.goto(demo.as_uri() + "/search.html")
    with pytest.raises(FirefoxError, match="a mishap"):
        firefox.run("() => { throw new Error('a mishap') }")

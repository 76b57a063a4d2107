"""Files of the index that are gone, cut short, altered or out of date, in a browser: a search that
needs one is refused with a message that names it, or lacks the results whose texts were in it, and
says so. No search has a wrong result.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.search.small import SMALL, write
from tests.site.firefox import Firefox
from tests.site.fixtures import Address, OpenPage
from tests.site.servers import Transport, Watch
from tests.thorough import THOROUGH, rounds

pytestmark = pytest.mark.browser

ON_THE_PAGE = {"match": "auto", "sort": "relevance", "limit": 10, "group": True}
"""How the search page asks."""

WIDE = '("of the" OR "reading room") print*'
"""Needs every kind of file: phrases of common words and of others, and a prefix."""

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    (WIDE, ON_THE_PAGE),
    ("errata", {"limit": 2}),
    ('"list of errata"', {"limit": 2}),
    ('"in the"', {"limit": 1}),
    ('"printing press"', {"limit": 1}),
    ('"to be or not to be"', {"limit": 1}),
    ("printed", {"exact": True, "match": "all", "limit": 1}),
    ("title:ink", {"limit": 1}),
    ("活字", {"limit": 2}),
    ("", {"sort": "oldest", "from": "1900", "limit": 1, "offset": 20}),
    ("erata OR publisher:gazette", {"filters": {"language": ["en"]}, "limit": 1}),
    ("zyzzyva", {"limit": 0}),
]

ASKED = """async (questions) => {
  const answers = [];
  for (const [query, options] of questions)
    try {
      answers.push({ answer: JSON.stringify(await pressmark.search(query, options)) });
    } catch ({ name, kind, chunk, message }) {
      answers.push({ name, kind, chunk, message });
    }
  const of = (selector) => Array.from(
    document.querySelectorAll(`#pm-search-app ${selector}`), (found) => found.textContent);
  const end = Date.now() + 300_000;
  while (!of(".pm-notice [role=alert]").length && !/ocument/.test(of(".pm-status")[0])) {
    if (Date.now() > end) throw new Error(`the page never said more than “${of(".pm-status")}”`);
    await new Promise((done) => setTimeout(done, 5));
  }
  return { answers, alert: of(".pm-notice [role=alert]"), results: of(".pm-result h2") };
}"""
"""The answers, and what the page shows in the end."""


def altered(data: bytes, place: int) -> bytes:
    """One bit is another."""
    place %= len(data)
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


FEW = 1
"""Files of a kind that have to do where not all are tried."""

Spoil = Callable[[bytes], bytes | None]
"""What becomes of a file's bytes; none where it is gone."""

WAYS: dict[str, Spoil] = {
    "gone": lambda _: None,
    "cut in the middle": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "cut in the call": lambda data: data[:9],
    "cut after the call": lambda data: data[: data.index(b"(")],
    "cut in the name": lambda data: data[: data.index(b"(") + 4],
    "cut at the end": lambda data: data[:-4],
    "altered call": lambda data: altered(data, 3),
    "altered name": lambda data: altered(data, data.index(b'"') + 1),
    "altered sum": lambda data: altered(data, data.index(b'","') + 4),
    "altered data": lambda data: altered(data, len(data) // 2),
    "altered end": lambda data: altered(data, -4),
    "a page instead": lambda _: b"<!doctype html><title>Not found</title>\n",
}


def kind(name: str) -> str:
    """What a file is, whatever its number and its folder's hash."""
    return re.sub(r"[0-9]+$|\.[0-9a-f]+(?=/)", "", name)


@dataclass(frozen=True)
class Archive:
    """A search page of its own, and the index that it reads."""

    site: Path

    @property
    def names(self) -> list[str]:
        """Of all files of the index, in order."""
        index = self.site / "search"
        return sorted(
            path.relative_to(index).as_posix().removesuffix(".js") for path in index.rglob("*.js")
        )

    @property
    def sample(self) -> list[str]:
        """All of them in a thorough run, otherwise the first of each kind."""
        seen = Counter[str]()
        chosen = []
        for name in self.names:
            seen[kind(name)] += 1
            if THOROUGH or seen[kind(name)] <= FEW:
                chosen.append(name)
        return chosen

    def file(self, name: str) -> Path:
        return self.site / "search" / f"{name}.js"

    @contextmanager
    def with_bytes(self, name: str, data: bytes | None) -> Iterator[None]:
        """The file has other bytes, or is gone, while the block runs."""
        file = self.file(name)
        right = file.read_bytes()
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
        try:
            yield
        finally:
            file.write_bytes(right)


def archive_in(folder: Path, demo: Path) -> Archive:
    """The demo site's search page, without an index yet."""
    shutil.copytree(demo / "assets", folder / "assets")
    shutil.copy(demo / "search.html", folder)
    return Archive(folder)


@pytest.fixture(scope="module")
def archive(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    copy = archive_in(tmp_path_factory.mktemp("spoilt"), demo)
    shutil.copytree(demo / "search", copy.site / "search")
    return copy


@dataclass
class Reader:
    """A page that is asked again and again, from nothing each time, and keeps no file."""

    look: Callable[[], Any]
    """What is answered to `QUESTIONS`, and what the page shows for the first of them."""
    watch: Watch
    right: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep what is answered and shown while the index is whole."""
        seen = self.look()
        self.right = [given["answer"] for given in seen["answers"]]
        self.shown = seen["results"]

    def refused(self, name: str, way: str, missing: bool = False) -> int:
        """How many of `QUESTIONS` are refused because of the file `name`, which is spoilt in this
        way, or lack results; all others have to be answered rightly, and the page has to show the
        same.
        """
        seen = self.look()
        first = seen["answers"][0]
        refused = 0
        for (query, _), given, right in zip(QUESTIONS, seen["answers"], self.right, strict=True):
            if "answer" in given:
                if given["answer"] != right:
                    self._lacks_texts(json.loads(given["answer"]), json.loads(right), name)
                    refused += 1
                continue
            assert given["name"] == "PressmarkError", (name, way, query, given)
            assert given["kind"] == ("missing" if missing else "damaged"), (name, way, query)
            assert given["chunk"] == name, (way, query, given)
            assert name in given["message"]
            refused += 1
        if "answer" in first:
            assert seen["alert"] == [], (name, way)
            if first["answer"] == self.right[0]:
                assert seen["results"] == self.shown, (name, way)
            else:
                assert set(seen["results"]) < set(self.shown), (name, way)
        else:
            assert first["message"] in seen["alert"][0], (name, way)
            assert seen["results"] == [], (name, way)
        # A browser says itself that it hasn't found a file. All else would be ours.
        said = f"Failed to load resource.*/{re.escape(name)}\\.js\\)$"
        ours = [fault for fault in self.watch.faults if not (missing and re.search(said, fault))]
        assert ours == [], (name, way)
        self.watch.faults.clear()
        return refused

    def _lacks_texts(self, answer: Any, right: Any, name: str) -> None:
        """Only the results whose texts lie in the file `name` are lacking."""
        assert kind(name) == "t/", name
        assert {fault["chunk"] for fault in answer["unread"]} == {name}
        left = [each for each in right["results"] if each in answer["results"]]
        # Where there are more of them, others take their places.
        assert answer["results"][: len(left)] == left
        assert len(left) + len(answer["unread"]) >= len(right["results"])
        same = set(right) - {"results", "unread"}
        assert {key: answer[key] for key in same} == {key: right[key] for key in same}


@pytest.fixture
def read(address: Address, open_page: OpenPage, watch: Watch) -> Callable[[Archive], Reader]:
    """Opens a search page, whose index is whole as yet, in Chromium."""

    def start(archive: Archive) -> Reader:
        page = open_page("about:blank")
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

        def look() -> Any:
            page.goto(f"{address(archive.site)}search.html?q={WIDE}", wait_until="domcontentloaded")
            return page.evaluate(ASKED, QUESTIONS)

        return Reader(look, watch)

    return start


def ways(turn: int) -> list[str]:
    """The commonest, and every fourth of the rest, or one where the run isn't thorough: the others
    have their turn with other kinds of files, and over the other transport.
    """
    commonest, *rest = WAYS
    step = rounds(12, 4)
    return [commonest, *rest[turn % step :: step]]


def test_a_file_that_is_spoilt(
    archive: Archive, read: Callable[[Archive], Reader], transport: Transport
) -> None:
    """One file of each kind in several ways, and of the others every second in one."""
    reader = read(archive)
    assert reader.shown
    assert len({kind(name) for name in archive.names}) >= 6
    refused: dict[str, int] = {}
    for turn, name in enumerate(archive.sample, start=2 * (transport == "http")):
        if kind(name) not in refused:
            refused[kind(name)] = 0
            chosen = ways(turn)
        else:
            chosen = list(WAYS)[turn % len(WAYS) :][: turn % 2]
        for way in chosen:
            data = WAYS[way](archive.file(name).read_bytes())
            with archive.with_bytes(name, data):
                refused[kind(name)] += reader.refused(name, way, missing=data is None)
    # The questions need every kind of file: none is spoilt without anybody noticing.
    assert all(refused.values()), refused
    assert refused["root"] % len(QUESTIONS) == 0
    # As good as new.
    assert [given["answer"] for given in reader.look()["answers"]] == reader.right


def test_a_file_in_place_of_another(
    archive: Archive, read: Callable[[Archive], Reader], transport: Transport
) -> None:
    """Every second file, the others over the other transport, stands where the next one should: of
    the same kind, if there are several.
    """
    reader = read(archive)
    names = sorted(archive.sample, key=lambda name: (kind(name), name))
    pairs = list(zip(names, [*names[1:], names[0]], strict=True))[transport == "http" :: 2]
    refused = 0
    for name, other in pairs:
        with archive.with_bytes(name, archive.file(other).read_bytes()):
            refused += reader.refused(name, f"holds {other}")
    assert refused >= len(pairs)


def test_files_of_an_older_build(
    demo: Path,
    tmp_path: Path,
    read: Callable[[Archive], Reader],
) -> None:
    """A copy of the archive that has been brought up to date in parts."""
    archive = archive_in(tmp_path / "new", demo)
    write(archive.site / "search", SMALL)
    older = Archive(tmp_path / "old")
    write(older.site / "search", SMALL[:-1])
    reader = read(archive)
    old = {kind(name): name for name in older.names}
    # Last comes the root: that files are missing may be said after the answers.
    for name in sorted(archive.names, key=lambda name: name == "root"):
        data = older.file(old[kind(name)]).read_bytes()
        with archive.with_bytes(name, data):
            if name != "root":
                assert reader.refused(name, "older"), name
                continue
            # The old root knows the old files, which aren't there any more.
            reader.watch.expect("Failed to load resource")
            seen = reader.look()
            assert {given["kind"] for given in seen["answers"]} == {"missing"}
            gone = set(older.names) - set(archive.names)
            assert {given["chunk"] for given in seen["answers"]} <= gone
            assert "missing" in seen["alert"][0]


def test_firefox_is_as_careful(
    archive: Archive, address: Address, firefox: Firefox, watch: Watch
) -> None:
    """It has a way of its own to report scripts that end too early: a sample has to do."""

    def look() -> Any:
        firefox.goto(f"{address(archive.site)}search.html?q={WIDE}")
        seen = firefox.run(ASKED, QUESTIONS)
        firefox.report(watch)
        return seen

    firefox.command("network.setCacheBehavior", cacheBehavior="bypass")
    reader = Reader(look, watch)
    name = next(name for name in archive.names if kind(name) == kind(archive.names[-1]))
    for way in ("gone", "cut in the call", "cut in the middle", "altered name", "altered data"):
        data = WAYS[way](archive.file(name).read_bytes())
        with archive.with_bytes(name, data):
            assert reader.refused(name, way, missing=data is None), way
    firefox.command("network.setCacheBehavior", cacheBehavior="default")


def test_a_file_that_does_not_come(
    archive: Archive, http_url: Address, open_page: OpenPage
) -> None:
    """A reader is told that the search goes on, may ask for something else meanwhile, and sees what
    was asked for last, whatever comes first.
    """
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = open_page(http_url(archive.site) + "search.html")
    box = page.locator("#pm-search-app input[type=search]")
    status = page.locator(".pm-status")
    titles = page.locator(".pm-result h2")
    box.fill("errata")
    expect(titles).not_to_have_count(0)
    before = titles.all_inner_texts()
    page.reload()
    expect(titles).to_have_text(before)
    # Positions are read for phrases only.
    page.route("**/search/**", hold)
    box.fill('"reading room"')
    expect(status).to_have_text("Searching …")
    expect(page.locator(".pm-notice").get_by_role("alert")).to_have_count(0)
    box.fill("errata")
    expect(status).to_contain_text("document")
    expect(titles).to_have_text(before)
    # The first answer comes late, and is nobody's any more.
    assert held
    for route in held:
        route.continue_()
    page.unroute("**/search/**")
    found = page.evaluate("async () => (await pressmark.search('\"reading room\"')).total")
    assert found
    expect(titles).to_have_text(before)
    box.fill('"reading room"')
    expect(status).to_contain_text(str(found))

"""Fixtures for tests of a built site in a real browser.

`site(corpus)` builds; `address(folder)` is where a built folder stands, over `file` and `http` in
turn; `open_page(...)` opens a page and fails the test on any request to another host, console
error or uncaught error:

    def test_home(demo: Path, address: Address, open_page: OpenPage) -> None:
        page = open_page(address(demo) + "index.html", scheme="dark", device="phone")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, get_args
from zlib import crc32

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.site.browser import CHROMIUM, FIREFOX, required
from tests.site.firefox import Firefox, running
from tests.site.servers import (
    CORPUS,
    LOOPBACK,
    SEEDS,
    VIEWPORTS,
    Device,
    Scheme,
    Transport,
    Watch,
    build,
    served,
)
from tests.thorough import each

PATIENCE = 120_000
"""Milliseconds until a condition has failed that doesn't come. A busy machine is not a fault of the
page: what comes at all comes within a second or two, and only a failure takes this long.
"""
expect.set_options(timeout=PATIENCE)

Address = Callable[[Path], str]
BuildSite = Callable[[Path], Path]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A request to another host is a fault that the test reports; it must not be sent all the same.
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}",
]


class OpenPage(Protocol):
    """Opens `url` in a browser window of its own, with its own storage."""

    def __call__(
        self,
        url: str,
        *,
        scheme: Scheme = "light",
        device: Device = "desktop",
        javascript: bool = True,
        language: str = "en",
    ) -> Page: ...


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuildSite:
    """Builds a corpus, once a session, and gives the folder of its site."""
    built: dict[Path, Path] = {}

    def build_once(corpus: Path) -> Path:
        if corpus not in built:
            folder = tmp_path_factory.mktemp("site") / corpus.name
            # A handbook has a place beside the demo corpus only.
            process = build(corpus, folder, docs=corpus == CORPUS)
            if process.returncode:
                pytest.fail(f"the site of {corpus} was not built:\n{process.stderr}", pytrace=False)
            built[corpus] = folder
        return built[corpus]

    return build_once


@pytest.fixture(scope="session")
def demo(site: BuildSite) -> Path:
    """The demo corpus' site."""
    return site(CORPUS)


@pytest.fixture(scope="session")
def seeds(site: BuildSite) -> Path:
    """The site of the two seed documents."""
    if not SEEDS.is_dir():
        pytest.skip("the seeds are shared data that isn't here (../shared/data/seeds)")
    return site(SEEDS)


@pytest.fixture(scope="session")
def http_url() -> Iterator[Address]:
    """Serves a folder to the end of the session; gives its address, ending in `/`."""
    addresses: dict[Path, str] = {}
    with ExitStack() as servers:

        def serve_once(folder: Path) -> str:
            if folder not in addresses:
                addresses[folder] = servers.enter_context(served(folder))
            return addresses[folder]

        yield serve_once


@pytest.fixture
def transport(request: pytest.FixtureRequest) -> Transport:
    """Both ways to reach a site: a test that asks for it runs once for each in a thorough run, and
    otherwise for one of them (see `pick_transports`).
    """
    chosen: Transport = request.param
    return chosen


def pick_transports(metafunc: pytest.Metafunc) -> None:
    """Which ways a test goes. Every second test goes from a disk, the others over http; those that
    are about the two have no need of this fixture, and go both ways at any time.
    """
    if "transport" not in metafunc.fixturenames:
        return
    turn = crc32(metafunc.definition.nodeid.encode())
    metafunc.parametrize("transport", each(get_args(Transport), turn), indirect=True)


@pytest.fixture
def address(transport: Transport, http_url: Address) -> Address:
    """Gives the address of a built folder, ending in `/`, over the test's transport."""

    def where(folder: Path) -> str:
        return http_url(folder) if transport == "http" else folder.as_uri() + "/"

    return where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium with a fresh profile for the whole session."""
    executable = CHROMIUM.find()
    if executable is None:
        pytest.fail(CHROMIUM.advice, pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, headless=True, args=ARGUMENTS, timeout=PATIENCE
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def one_firefox() -> Iterator[Firefox]:
    """One headless Firefox with a fresh profile for the whole session."""
    executable = FIREFOX.find()
    if executable is None:
        if required(FIREFOX):
            pytest.fail(FIREFOX.advice, pytrace=False)
        pytest.skip(FIREFOX.advice.partition(".")[0])
    with running(executable) as firefox:
        yield firefox


@pytest.fixture
def firefox(one_firefox: Firefox, watch: Watch) -> Iterator[Firefox]:
    """Firefox; the test fails on a request to another host or an error in it (see `Watch`)."""
    yield one_firefox
    one_firefox.report(watch)
    fail_on_faults(watch)


@pytest.fixture
def watch() -> Watch:
    """What went wrong in the test's pages; `watch.expect(part)` for what is meant to."""
    return Watch()


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """Opens pages that fail the test on a request to another host or an error (see `Watch`)."""
    with ExitStack() as contexts:

        def open_url(
            url: str,
            *,
            scheme: Scheme = "light",
            device: Device = "desktop",
            javascript: bool = True,
            language: str = "en",
        ) -> Page:
            phone = device == "phone"
            context = browser.new_context(
                color_scheme=scheme,
                viewport=VIEWPORTS[device],
                device_scale_factor=2 if phone else 1,
                is_mobile=phone,
                has_touch=phone,
                java_script_enabled=javascript,
                locale=language,
                reduced_motion="reduce",
            )
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE)
            watch.over(context)
            page = context.new_page()
            page.goto(url)
            return page

        yield open_url
    fail_on_faults(watch)


def fail_on_faults(watch: Watch) -> None:
    """Fail the test if anything went wrong that wasn't meant to."""
    faults = watch.verdict()
    if faults:
        pytest.fail("in the browser:\n" + "\n".join(faults), pytrace=False)

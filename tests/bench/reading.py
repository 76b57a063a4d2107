"""What a search costs a reader: bytes, requests and time in a browser that has nothing cached."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from tests.bench.questions import Question
from tests.site.servers import LOOPBACK, QuietHandler

ZIPPED = (".html", ".js", ".css", ".svg", ".json")
"""What hosts compress on the way."""

ICONS = (".svg", ".ico")
"""The icon of a site, which isn't counted: an empty page has none."""

HEAD = 200
"""Bytes of the head of an answer, about."""

RUNS = 5
TYPING = 60
"""Milliseconds between two letters of a fast typist."""

WATCH = """
window.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
}).observe({ type: "longtask", buffered: true });
"""
BEGUN = "performance.getEntriesByType('navigation')[0].domInteractive"
SHOWN = """
new MutationObserver(() => {
  const found = document.querySelectorAll(".pm-result .pm-excerpt").length;
  if (found && !window.shown) window.shown = performance.now();
}).observe(document, { subtree: true, childList: true });
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one search costs, from the first request for its page on."""

    kind: str
    requests: int
    kilobytes: float
    """Over the wire, gzipped, with the heads of answers."""
    searching: float
    """Of these what only searching needs: all but the page and its styles."""
    milliseconds: float
    """Until ten results stand on the page (or as many as there are)."""
    of_search: float
    """Of these what passes once the page is read, and its scripts begin."""
    found: int


class _Host(ThreadingHTTPServer):
    """Notes each answer: (file, bytes over the wire)."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__((LOOPBACK, 0), partial(_Zipping, directory=str(folder)))
        self.answers: list[tuple[str, int]] = []
        self.bodies: dict[Path, bytes] = {}
        """Compressed once, as hosts keep them."""


class _Zipping(QuietHandler):
    """Serves files as a host does that compresses, and keeps connections open."""

    protocol_version = "HTTP/1.1"
    # The head and the body of an answer leave together, and nothing waits for more.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Host

    def do_GET(self) -> None:  # noqa: N802 (the base's name)
        """Answers with a file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        zipped = path.suffix in ZIPPED
        body = self.server.bodies.get(path)
        if body is None:
            body = gzip.compress(path.read_bytes(), 6) if zipped else path.read_bytes()
            self.server.bodies[path] = body
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)
        if path.suffix not in ICONS:
            self.server.answers.append((path.name, HEAD + len(body)))


@contextmanager
def served(folder: Path) -> Iterator[_Host]:
    """Serves `folder`, compressed, while the block runs."""
    with _Host(folder) as server:
        thread = Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _address(host: _Host) -> str:
    return f"http://{LOOPBACK}:{host.server_port}/"


def pressmark(browser: Browser, host: _Host, question: Question) -> Reading:
    """The search page, opened by the address of a search."""
    given = [("q", question.query)]
    given += [(name, value) for name, values in question.filters.items() for value in values]

    def ask(page: Page) -> tuple[float, float, int]:
        page.goto(f"{_address(host)}search.html?{urlencode(given)}")
        # Nothing is asked of the page before it is done: that would take time from it.
        page.wait_for_load_state("networkidle")
        page.wait_for_function("window.shown || document.querySelector('.pm-notice p')")
        shown, begun = page.evaluate(f"[window.shown ?? performance.now(), {BEGUN}]")
        return shown, shown - begun, page.locator(".pm-result").count()

    return _read(browser, host, question.kind, ask, ("search.html", ".css"))


PAGEFIND = """async ([query, filters]) => {
  const begun = performance.now();
  const pagefind = await import("/pagefind/pagefind.js");
  const options = Object.keys(filters).length ? { filters } : {};
  const { results } = await pagefind.search(query, options);
  const shown = await Promise.all(results.slice(0, 10).map((one) => one.data()));
  return [performance.now(), performance.now() - begun, shown.length];
}"""


def pagefind(browser: Browser, host: _Host, question: Question) -> Reading:
    """Pagefind's own script on an empty page, without its interface and its counts of facets."""

    def ask(page: Page) -> tuple[float, float, int]:
        page.goto(f"{_address(host)}empty.html")
        asked = [question.query, question.filters]
        shown, searched, found = page.evaluate(PAGEFIND, asked)
        return shown, searched, found

    return _read(browser, host, question.kind, ask, ("empty.html",))


def _read(
    browser: Browser,
    host: _Host,
    kind: str,
    ask: Callable[[Page], tuple[float, float, int]],
    of_page: tuple[str, ...],
) -> Reading:
    times: list[float] = []
    searches: list[float] = []
    found = 0
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.add_init_script(SHOWN)
        host.answers.clear()
        shown, searched, found = ask(page)
        times.append(shown)
        searches.append(searched)
        context.close()
    total = sum(size for _, size in host.answers)
    searching = sum(size for name, size in host.answers if not name.endswith(of_page))
    sizes = (total / 1024, searching / 1024)
    return Reading(kind, len(host.answers), *sizes, median(times), median(searches), found)


def longest_task(browser: Browser, host: _Host, questions: list[Question]) -> float:
    """Milliseconds of the longest task on the page's own thread while all questions are typed."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{_address(host)}search.html")
    box = page.locator("#pm-search-app input[type=search]").first
    for question in questions:
        box.fill("")
        box.press_sequentially(question.query, delay=TYPING)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
    found = float(page.evaluate("longest"))
    context.close()
    return found

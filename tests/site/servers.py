"""What the browser tests stand on: building a site, serving it, watching a page, axe-core."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
SEEDS = ROOT.parent / "shared" / "data" / "seeds"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

Transport = Literal["file", "http"]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
Device = Literal["desktop", "phone"]

VIEWPORTS: dict[Device, ViewportSize] = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
"""In CSS pixels."""

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
"""axe-core's tags for all of WCAG 2.2 A and AA."""

LOOPBACK = "127.0.0.1"


def build(
    corpus: Path, site: Path, *options: str, docs: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build` with `options` on `corpus` into `site`, as the Makefile does.

    `docs` says whether Pressmark's handbook goes in. The process is returned whatever its exit
    code; its output is text.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PRESSMARK_")
    }
    environment |= {
        "NO_MKDOCS_2_WARNING": "1",
        "PRESSMARK_CORPUS": str(corpus),
        "PRESSMARK_SITE": str(site),
        "PRESSMARK_DOCS": "true" if docs else "false",
    }
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line of log for each, and `404.html` for those that aren't there, as
    static hosts do.
    """

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """As the base does, but for a page that isn't there."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address, ending in `/`, at which `folder` is served while the block runs."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer((LOOPBACK, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Watch:
    """What went wrong in the pages of a test: anything here fails it in the end."""

    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, part: str) -> None:
        """Faults that hold `part` are meant to happen: at least one has to."""
        self.expected.append(part)

    def verdict(self) -> list[str]:
        """The faults that nobody expected, and those expected that didn't come."""
        unexpected = [
            fault for fault in self.faults if not any(part in fault for part in self.expected)
        ]
        missing = [
            f"expected, but didn't happen: {part}"
            for part in self.expected
            if not any(part in fault for fault in self.faults)
        ]
        return unexpected + missing

    def over(self, context: BrowserContext) -> None:
        """Note each request to another host, console error and uncaught error in `context`."""
        context.on("request", lambda request: self.request(request.url))
        context.on("page", lambda page: page.on("websocket", lambda ws: self.request(ws.url)))
        context.on(
            "console",
            lambda message: (
                self.faults.append(f"console error: {message.text} ({message.location['url']})")
                if message.type == "error"
                else None
            ),
        )
        context.on("weberror", lambda error: self.faults.append(f"page error: {error.error}"))

    def request(self, url: str) -> None:
        """Note `url` unless it stays on this machine."""
        parts = urlsplit(url)
        if parts.scheme in {"file", "data", "blob", "about"} and not parts.netloc:
            return
        if parts.scheme in {"http", "ws"} and parts.hostname == LOOPBACK:
            return
        self.faults.append(f"request to another host: {url}")


def axe(page: Page, *, exclude: str | None = None) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA in `page` as it stands, one line a finding:
    the rule, what it asks, and the elements. `exclude` is a CSS selector to leave out.
    """
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "\n0")
    result = page.evaluate(
        """([tags, exclude]) => axe.run(
            exclude ? {include: [["html"]], exclude: [[exclude]]} : document,
            // Preloading reads style sheets by XMLHttpRequest, which no file:// page may do.
            {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false},
        ).then((result) => JSON.stringify(result.violations))""",
        [list(WCAG), exclude],
    )
    return [
        f"{finding['id']}: {finding['help']}: "
        + "; ".join(str(node["html"]) for node in finding["nodes"])
        for finding in json.loads(result)
    ]

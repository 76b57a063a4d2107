"""`mkdocs serve` builds again when the corpus, a sidecar or the settings change."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.builds import ROOT

PATIENCE = 600
"""Seconds until a change must be seen. A rebuild takes one or two; only a failure waits so long."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "one.txt").write_text(
        "The first title\n\nThe text of it, which is long enough to be one.\n"
    )
    return folder


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the server has said."""
    return tmp_path / "log"


@pytest.fixture
def address(corpus: Path, tmp_path: Path, log: Path) -> Iterator[str]:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {
        "TMPDIR": str(temporary),
        "PRESSMARK_CORPUS": str(corpus),
        "PRESSMARK_SITE": str(tmp_path / "site"),
        "PRESSMARK_DOCS": "false",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(ROOT / "hooks"),
    }
    port, server = started(environment, log)
    try:
        yield f"http://127.0.0.1:{port}/"
        server.send_signal(signal.SIGINT)
        server.wait(timeout=PATIENCE)
    finally:
        # Whatever has failed, neither the server nor its workers outlive the test.
        end(server)
    assert list(temporary.iterdir()) == []


def started(environment: dict[str, str], log: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """A server and its port; another one where somebody else was quicker to take that."""
    while True:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with open(log, "wb") as file:
            server = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
                cwd=ROOT, env=environment, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip
        if wait_for(partial(serving_or_ended, server, log)):
            if server.poll() is None:
                return port, server
            if b"already in use" in log.read_bytes():
                continue
        end(server)
        pytest.fail(f"the server didn't start:\n{log.read_text(errors='replace')}", pytrace=False)


def serving_or_ended(server: subprocess.Popen[bytes], log: Path) -> bool:
    return b"Serving on" in log.read_bytes() or server.poll() is not None


def end(server: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def read(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  # our own server
            text: str = answer.read().decode("utf-8")
            return text
    except OSError:
        return ""


def asked(address: str, path: str, host: str) -> int:
    """The status of the answer to a request for `path` as it is, under the name `host`."""
    port = int(address.rstrip("/").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def test_no_other_website_is_answered(address: str, browser: Browser) -> None:
    assert wait_for(lambda: asked(address, "/index.html", "localhost") == 200)
    assert asked(address, "/index.html", "elsewhere.example") == 403
    assert asked(address, "/livereload/0/0", "elsewhere.example") == 403
    assert asked(address, "/%00", "localhost") == 400
    assert asked(address, "/archive/one%00.html", "localhost") == 400
    assert asked(address, "/%ff%fe" + "a" * 5000, "localhost") == 404
    # The page may still ask whether it has changed.
    page = browser.new_page()
    with page.expect_request("**/livereload/**"):
        page.goto(address + "index.html")
    page.close()


def wait_for(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def test_changes_are_seen(corpus: Path, address: str, log: Path) -> None:
    page = address + "archive/one.html"
    assert wait_for(lambda: "The first title" in read(page))

    (corpus / "one.yml").write_text("title: A title from the sidecar\n")
    assert wait_for(lambda: "A title from the sidecar" in read(page))

    (corpus / "two.txt").write_text(
        "The second title\n\nAnother text that is long enough to be one.\n"
    )
    assert wait_for(lambda: "The second title" in read(address + "archive/two.html"))

    (corpus / "corpus.yml").write_text("title: A shelf by another name\n")
    assert wait_for(lambda: "A shelf by another name" in read(address + "index.html"))

    (corpus / "two.txt").unlink()
    assert wait_for(lambda: read(address + "archive/two.html") == "")
    assert "A title from the sidecar" in read(page)

    # While settings can't be used the server waits, as MkDocs' does; mending them is enough.
    (corpus / "corpus.yml").write_text("titel: wrong\n")
    assert wait_for(lambda: b"there is no setting `titel`" in log.read_bytes())
    (corpus / "corpus.yml").write_text("title: A mended shelf\n")
    assert wait_for(lambda: "A mended shelf" in read(address + "index.html"))

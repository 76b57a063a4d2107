"""`mkdocs serve` builds again when the corpus, a sidecar or the settings change."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builds import ROOT

PATIENCE = 60
"""Seconds until a change must be seen; a rebuild takes one or two."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "one.txt").write_text(
        "The first title\n\nThe text of it, which is long enough to be one.\n"
    )
    return folder


@pytest.fixture
def address(corpus: Path, tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
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
    with open(tmp_path / "log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        yield f"http://127.0.0.1:{port}/"
        server.send_signal(signal.SIGINT)
        server.wait(timeout=PATIENCE)
    assert list(temporary.iterdir()) == []


def read(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  # our own server
            text: str = answer.read().decode("utf-8")
            return text
    except (OSError, urllib.error.URLError):
        return ""


def wait_for(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def test_changes_are_seen(corpus: Path, address: str) -> None:
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
    time.sleep(2)
    (corpus / "corpus.yml").write_text("title: A mended shelf\n")
    assert wait_for(lambda: "A mended shelf" in read(address + "index.html"))

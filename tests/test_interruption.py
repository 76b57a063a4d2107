"""A build or a server ends when it is asked to, with its workers, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from pressmark.mkdocs_adapter.adapter import MkDocsAdapter
from pressmark.runtime.workers import map_ordered, pool
from tests.builds import ROOT, environment
from tests.thorough import rounds

PATIENCE = 120
"""Seconds in which a process must have ended, on the busiest of machines."""

POOL = """
import os, sys, time
sys.path.insert(0, "hooks")
from pressmark.runtime.workers import map_ordered, pool
with pool(2) as executor:
    print(*{executor.submit(os.getpid).result() for _ in range(40)}, flush=True)
    list(map_ordered(executor, time.sleep, [600] * 4, 2))
"""


def wait_for(is_so: Callable[[], bool]) -> bool:
    limit = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def is_gone(pid: int) -> bool:
    """Whether there is no such process, or one that nobody has buried yet."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_workers_end_with_their_parent(name: str) -> None:
    """Whatever they are doing."""
    with subprocess.Popen(
        [sys.executable, "-c", POOL], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  # one thread
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert workers
        parent.send_signal(getattr(signal, name))
        try:
            parent.wait(PATIENCE)
            assert all(wait_for(lambda pid=pid: is_gone(pid)) for pid in workers)  # type: ignore[misc]
        finally:
            if parent.poll() is None:
                os.killpg(parent.pid, signal.SIGKILL)


class Enough(Exception):
    """Raised by who has seen enough."""


def see_five() -> None:
    """Look at some of the large results of a pool, and end it."""
    with pool(2) as executor:
        for number, _ in enumerate(map_ordered(executor, bytes, [3_000_000] * 50, 2)):
            if number == 5:
                raise Enough


def test_a_pool_that_is_ended_amid_large_results() -> None:
    """A worker that is ended while it sends one would have us wait for its rest for ever."""
    for _ in range(rounds(4, 100)):
        with pytest.raises(Enough):
            see_five()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_server_in_the_background_can_be_ended(name: str, tmp_path: Path) -> None:
    """A shell without job control has what it starts in the background ignore SIGINT."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/one.txt").write_text("A title\n\nA text that is long enough to be one.\n")
    (tmp_path / "temporary").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(tmp_path / "log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=ROOT, stdout=log, stderr=log,
            env=environment(tmp_path / "corpus", tmp_path / "site")
            | {"TMPDIR": str(tmp_path / "temporary")},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509  # one thread
        )  # fmt: skip
    try:
        said = tmp_path / "log"
        assert wait_for(lambda: b"Serving on" in said.read_bytes() or server.poll() is not None)
        server.send_signal(getattr(signal, name))
        server.wait(PATIENCE)
    finally:
        if server.poll() is None:
            server.kill()
    assert b"Traceback" not in said.read_bytes()
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("error", [OSError("no room"), BrokenProcessPool("gone")])
def test_what_the_machine_refuses_is_no_traceback(error: Exception) -> None:
    host = MkDocsAdapter()
    with pytest.raises(Abort):
        host.abandon(error)


def test_a_fault_of_ours_looks_like_one() -> None:
    host = MkDocsAdapter()
    # MkDocs raises it again, with its traceback.
    host.abandon(ValueError("a bug"))

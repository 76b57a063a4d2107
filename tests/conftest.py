"""What all tests share: the shared data, golden files, Node.js, Hypothesis' settings."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, settings

# One browser serves the tests of all folders, so that its fixtures are known here, once.
from tests.site.fixtures import (
    address,
    browser,
    demo,
    firefox,
    http_url,
    one_firefox,
    open_page,
    pick_transports,
    seeds,
    site,
    transport,
    watch,
)
from tests.thorough import THOROUGH

__all__ = [
    "address",
    "browser",
    "demo",
    "firefox",
    "http_url",
    "one_firefox",
    "open_page",
    "seeds",
    "site",
    "transport",
    "watch",
]

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"

# No deadline, and no complaint that examples are made too slowly: a busy machine is not a fault of
# the code. In CI a failure must come back when run again, so its examples are always the same.
REPEATABLE: dict[str, Any] = {"derandomize": True, "database": None} if os.environ.get("CI") else {}
COMMON: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("short", max_examples=25, **COMMON, **REPEATABLE)
settings.register_profile("thorough", max_examples=100, **COMMON, **REPEATABLE)
settings.load_profile("thorough" if THOROUGH else "short")


def pytest_configure() -> None:
    """Hear the signals that tests send, and have all processes that they start hear them.

    What a shell without job control starts in the background ignores SIGINT (`nohup`, many
    systems of continuous integration), and so does every process that it starts in turn.
    """
    for number, handler in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGTERM, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Has tests go over one transport or both."""
    pick_transports(metafunc)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:  # noqa: ARG001  # pytest's name
    """One more than there are cores: a quarter of the time, tests wait for browsers and builds."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--refresh`."""
    parser.addoption(
        "--refresh",
        action="store_true",
        help="write golden files anew instead of comparing with them; look at the difference",
    )


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """`shared("seeds")` is that folder or file of the shared data; skips where it is absent."""

    def find(name: str) -> Path:
        path = DATA / name
        if not path.exists():
            pytest.skip(f"needs shared data that isn't here (../shared/data/{name})")
        return path

    return find


class Golden(Protocol):
    """Compares `text` with a golden file, or writes it under `--refresh`."""

    def __call__(self, path: Path, text: str, read: Callable[[str], object] = str) -> None:
        """What `read` makes of both must be equal: with `json.loads`, white space doesn't count."""


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(path, text)` for all golden files, so that one switch writes them anew."""

    def compare(path: Path, text: str, read: Callable[[str], object] = str) -> None:
        if request.config.getoption("--refresh"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            return
        assert path.exists(), f"{path.relative_to(ROOT)} is missing: pytest --refresh writes it"
        assert read(text) == read(path.read_bytes().decode("utf-8"))

    return compare


@pytest.fixture(scope="session")
def node() -> str:
    """The path of Node.js (`make test` puts the locked one first)."""
    found = shutil.which("node")
    if found is None:
        pytest.fail("Node.js was not found; `make test` brings its own", pytrace=False)
    return found

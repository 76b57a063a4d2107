"""Building small sites in tests, by the command that people use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def build(
    corpus: Path, site: Path, *arguments: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build`; `settings` are environment variables without their `PRESSMARK_`."""
    # What is set for a build of somebody's own isn't meant for these.
    environment = {n: value for n, value in os.environ.items() if not n.startswith("PRESSMARK_")}
    environment |= {
        "PRESSMARK_CORPUS": str(corpus),
        "PRESSMARK_SITE": str(site),
        "PRESSMARK_DOCS": "false",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(ROOT / "hooks"),
        **{f"PRESSMARK_{name.upper()}": value for name, value in settings.items()},
    }
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def kill_after(build: subprocess.Popen[bytes], folder: Path, changes: int | None) -> int:
    """Kill `build`, the first of its session, when so many files have come and gone in `folder`, or
    let it end: a moment that doesn't depend on how fast the machine is. Gives how many there were.
    """
    there, seen = number_of_files(folder), 0
    try:
        while build.poll() is None and (changes is None or seen < changes):
            before, there = there, number_of_files(folder)
            seen += abs(there - before)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        build.wait()
    return seen


def number_of_files(folder: Path) -> int:
    """How many files are below `folder`, some of which may come and go meanwhile."""
    return sum(len(names) for _, _, names in os.walk(folder))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }

"""Building small sites in tests, by the command that people use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def environment(corpus: Path, site: Path, **settings: str) -> dict[str, str]:
    """The environment of a build; `settings` are variables without their `PRESSMARK_`."""
    # What is set for a build of somebody's own isn't meant for these.
    around = {n: value for n, value in os.environ.items() if not n.startswith("PRESSMARK_")}
    return around | {
        "PRESSMARK_CORPUS": str(corpus),
        "PRESSMARK_SITE": str(site),
        "PRESSMARK_DOCS": "false",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(ROOT / "hooks"),
        **{f"PRESSMARK_{name.upper()}": value for name, value in settings.items()},
    }


def build(
    corpus: Path, site: Path, *arguments: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build` in this `environment`."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *arguments],
        cwd=ROOT, env=environment(corpus, site, **settings), capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }

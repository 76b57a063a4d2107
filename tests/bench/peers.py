"""Other programs to measure beside ours. They are installed when they are wanted, not before."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parents[2] / "build" / "peers"
"""Where they are kept from one run to the next."""


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"[0-9]+", text)[:3]))


def pagefind() -> tuple[str, list[str]] | None:
    """Pagefind's version and the command that starts it: the newer of PyPI's and npm's. None where
    neither can be had.
    """
    found = [peer for peer in (_from_npm(), _from_pypi()) if peer]
    return max(found, key=lambda peer: _version(peer[0]), default=None)


def tool(name: str) -> tuple[str, str] | None:
    """The version of a program of PyPI's and the path that starts it, in an environment of its own;
    None where it can't be had.
    """
    folder = HERE / name
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    installed = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--quiet", "--upgrade", name],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    program = folder / "bin" / name
    if installed.returncode or not program.exists():
        return None
    asked = subprocess.run(
        [python, "-c", f"import importlib.metadata as m; print(m.version({name!r}))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip(), str(program)


def _from_npm() -> tuple[str, list[str]] | None:
    npm = shutil.which("npm")
    if not npm:
        return None
    folder = HERE / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    installed = subprocess.run(
        [npm, "install", "--no-save", "--loglevel=error", "--prefix", folder, "pagefind@latest"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    binaries = _programs(folder / "node_modules" / "@pagefind")
    if installed.returncode or not binaries:
        return None
    return _said(binaries[0])


def _from_pypi() -> tuple[str, list[str]] | None:
    folder = HERE / "pypi"
    pip = (sys.executable, "-m", "pip")
    installed = subprocess.run(
        [*pip, "install", "--quiet", "--upgrade", "--target", folder, "pagefind", "pagefind_bin"],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    binaries = _programs(folder)
    if installed.returncode or not binaries:
        return None
    return _said(binaries[0])


def _programs(folder: Path) -> list[Path]:
    """Pagefind's own program, else the one with more languages."""
    found = [path for path in sorted(folder.rglob("pagefind*")) if os.access(path, os.X_OK)]
    found = [path for path in found if path.is_file() and not path.suffix]
    return sorted(found, key=lambda path: "extended" in path.name)


def _said(binary: Path) -> tuple[str, list[str]] | None:
    asked = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"[0-9]+\.[0-9]+\.[0-9]+", asked.stdout + asked.stderr)
    return (version[0], [str(binary)]) if version else None

"""Finds the machine's Chromium for the browser tests; `python -m tests.site.browser` installs one
with Debian's package manager where there is none and it may, or else says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
"""In order of preference."""

ADVICE = """\
The browser tests need Chromium or Chrome, and none was found. Do one of these:
  Debian      apt-get install chromium (as root)
  Fedora      dnf install chromium (as root)
  macOS       brew install --cask chromium
  elsewhere   install Chrome, or say where it is: CHROMIUM=/path/to/chrome make test"""


def find() -> str | None:
    """The path of a Chromium: what the environment's CHROMIUM names, or the first of `NAMES`."""
    wanted = os.environ.get("CHROMIUM")
    names = (wanted,) if wanted else NAMES
    return next((found for name in names if (found := shutil.which(name))), None)


def may_install() -> bool:
    """Whether this is Debian and we are root. (Ubuntu's package is a pointer to a snap.)"""
    release = Path("/etc/os-release")
    debian = release.exists() and "ID=debian" in release.read_text().splitlines()
    return debian and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    """Install Debian's package. Raises `CalledProcessError` when that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    """Exit code 0 when there is a browser in the end."""
    if find():
        return 0
    if not os.environ.get("CHROMIUM") and may_install():
        print("Installing Chromium for the browser tests (once)", flush=True)
        try:
            install()
        except subprocess.CalledProcessError as error:
            print(f"{error.cmd[0]} failed with exit code {error.returncode}.", file=sys.stderr)
        if find():
            return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

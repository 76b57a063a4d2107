"""Finds the machine's Chromium and Firefox for the browser tests; `python -m tests.site.browser`
installs what is missing with Debian's package manager where it may, or else says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ADVICE = """\
The browser tests need {title}, and found none. Do one of these:
  Debian      apt-get install {debian} (as root)
  Fedora      dnf install {package} (as root)
  macOS       brew install --cask {package}
  elsewhere   install it, or say where it is: {variable}=/path/to/{package} make test
One from a snap won't do: it may not read the sites that the tests build."""


@dataclass(frozen=True)
class Kind:
    """A browser that tests may ask for."""

    title: str
    variable: str
    """Of the environment: names the one to take."""
    debian: str
    """Debian's package."""
    package: str
    """Fedora's and Homebrew's."""
    names: tuple[str, ...]
    """In order of preference."""

    @property
    def advice(self) -> str:
        """What to do where there is none."""
        return ADVICE.format(**vars(self))

    def find(self) -> str | None:
        """The path of one: what the environment names, or the first of `names`."""
        wanted = os.environ.get(self.variable)
        names = (wanted,) if wanted else self.names
        found = filter(None, map(shutil.which, names))
        return next((path for path in found if wanted or not in_snap(Path(path))), None)


CHROMIUM = Kind(
    title="Chromium or Chrome",
    variable="CHROMIUM",
    debian="chromium",
    package="chromium",
    names=(
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
)

FIREFOX = Kind(
    title="Firefox",
    variable="FIREFOX",
    debian="firefox-esr",
    package="firefox",
    names=("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"),
)


def in_snap(path: Path) -> bool:
    """Whether this is a snap, or a script that starts one, as Ubuntu has them."""
    real = path.resolve()
    if real.is_relative_to("/snap") or real.name == "snap":
        return True
    with real.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"/snap/bin/" in start


def may_install() -> bool:
    """Whether this is Debian and we are root. (Ubuntu's packages are pointers to snaps.)"""
    release = Path("/etc/os-release")
    debian = release.exists() and "ID=debian" in release.read_text().splitlines()
    return debian and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(kinds: Sequence[Kind]) -> None:
    """Install Debian's packages. Raises `CalledProcessError` when that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [kind.debian for kind in kinds]
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def missing() -> list[Kind]:
    """The browsers that aren't there."""
    return [kind for kind in (CHROMIUM, FIREFOX) if not kind.find()]


def required(kind: Kind) -> bool:
    """Whether tests fail without it. Those in Firefox are left out where there is none, except in
    continuous integration, so that a newcomer who has only one browser can run all the others.
    """
    return kind is not FIREFOX or bool(os.environ.get("CI"))


def main() -> int:
    """Exit code 0 when the browsers that are required are there in the end."""
    wanted = [kind for kind in missing() if not os.environ.get(kind.variable)]
    if wanted and may_install():
        titles = " and ".join(kind.title for kind in wanted)
        print(f"Installing {titles} for the browser tests (once)", flush=True)
        try:
            install(wanted)
        except subprocess.CalledProcessError as error:
            print(f"{error.cmd[0]} failed with exit code {error.returncode}.", file=sys.stderr)
    absent = missing()
    for kind in absent:
        print(kind.advice, file=sys.stderr)
        if not required(kind):
            print("The tests in it are skipped.", file=sys.stderr)
    return 1 if any(required(kind) for kind in absent) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Finding the browsers of a machine, and what is said where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import browser
from tests.site.browser import CHROMIUM, FIREFOX, Kind


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without browsers: the only folder in which programs are looked for."""
    for kind in (CHROMIUM, FIREFOX):
        monkeypatch.delenv(kind.variable, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(path: Path, text: str = "#!/bin/sh\nexec /usr/lib/firefox/firefox\n") -> str:
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def test_the_first_that_is_there(programs: Path) -> None:
    assert FIREFOX.find() is None
    second = program(programs / "firefox")
    assert FIREFOX.find() == second
    assert FIREFOX.find() != program(programs / "firefox-esr")
    assert FIREFOX.find() == str(programs / "firefox-esr")


def test_the_one_that_is_named(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(programs / "firefox")
    other = program(programs / "nightly")
    monkeypatch.setenv("FIREFOX", other)
    assert FIREFOX.find() == other
    monkeypatch.setenv("FIREFOX", str(programs / "nowhere"))
    assert FIREFOX.find() is None


def test_a_snap_is_passed_by(programs: Path) -> None:
    program(programs / "firefox", '#!/bin/sh\nexec /snap/bin/firefox "$@"\n')
    (programs / "chromium").symlink_to(program(programs / "snap"))
    assert FIREFOX.find() is None
    assert CHROMIUM.find() is None


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize(
    ("there", "ci", "code"),
    [
        ((), "", 1),
        ((CHROMIUM,), "", 0),
        ((CHROMIUM,), "true", 1),
        ((FIREFOX,), "", 1),
        ((CHROMIUM, FIREFOX), "true", 0),
    ],
)
def test_what_is_missing_is_told(
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    there: tuple[Kind, ...],
    ci: str,
    code: int,
) -> None:
    monkeypatch.setattr(browser, "may_install", lambda: False)
    monkeypatch.setenv("CI", ci)
    for kind in there:
        program(programs / kind.names[0])
    assert browser.main() == code
    said = capsys.readouterr().err
    for kind in (CHROMIUM, FIREFOX):
        assert (f"apt-get install {kind.debian}" in said) == (kind not in there)
    assert ("The tests in it are skipped." in said) == (FIREFOX not in there and not ci)


def test_only_what_is_missing_is_installed(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "may_install", lambda: True)
    program(programs / "chromium")
    # A machine's apt-get, as far as it matters here.
    program(
        programs / "apt-get",
        f'#!/bin/sh\n[ "$1" = update ] && exit\nfor name; do :; done\necho "$@" >{programs}/log\n'
        f"cp {programs}/chromium {programs}/$name\n".replace("cp ", "/bin/cp "),
    )
    assert browser.main() == 0
    assert (programs / "log").read_text().split()[-1] == "firefox-esr"
    assert "chromium" not in (programs / "log").read_text()

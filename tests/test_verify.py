"""`pressmark verify` finds what it is there to find: each kind of damage, done on purpose."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark import cli
from pressmark.verify import verify
from tests.builds import build


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "one.txt").write_bytes(
        "Ein Titel\r\n\r\nEin Text, der schön lang genug ist.\r\n".encode("cp1252")
    )
    (corpus / "two.txt").write_text(
        "A title\n\nA text that is long enough to be one, isn't it?\n\nShare this article\n"
    )
    assert build(corpus, folder / "site").returncode == 0
    return folder / "site"


def edit(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def damage(site: Path) -> None:
        (path,) = site.glob(name)
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        assert change(text) != text
        path.write_bytes(change(text).encode("utf-8", "surrogateescape"))

    return damage


def remove(name: str) -> Callable[[Path], None]:
    return lambda site: (site / name).unlink()


DAMAGE = {
    "raw file changed": (edit("raw/two.txt", str.upper), "fixity"),
    "raw file gone": (remove("raw/two.txt"), "ledger"),
    "page's text changed": (
        edit("archive/two.md", lambda t: t.replace("long", "short")),
        "restoring",
    ),
    "page gone": (remove("archive/two.md"), "ledger"),
    "front matter changed": (
        edit("archive/one.md", lambda t: t.replace("Titel", "Ti")),
        "restoring",
    ),
    "ledger cut": (edit("data/ledger-*.jsonl", lambda t: t[: len(t) // 2] + "\n"), "ledger"),
    "ledger leads out": (
        edit("data/ledger-*.jsonl", lambda t: t.replace("raw/two.txt", "../../two.txt")),
        "ledger",
    ),
    "a ledger gone": (
        edit("data/ledger-*.jsonl", lambda t: t.split("\n", 1)[1]),
        "count",
    ),
    "a file too many": (lambda site: (site / "raw/x.txt").write_text("x"), "no-ledger"),
    "link broken": (remove("archive/one.html"), "broken-link"),
    "picture from elsewhere": (
        edit("archive/one.html", lambda t: t + '<img src="https://a.example/i.png">'),
        "leak",
    ),
    "style sheet that loads": (
        lambda site: (site / "x.css").write_text("@import 'https://a.example/x.css';"),
        "leak",
    ),
}


def test_whole(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = verify(whole)
    assert found.faults == []
    assert (found.documents, found.raw_files, found.restored) == (2, 2, 2)
    assert found.links > 20
    assert cli.main(["verify", str(whole)]) == cli.GOOD
    assert "restored from page and ledger: 2 of 2" in capsys.readouterr().out


@pytest.mark.parametrize("case", DAMAGE)
def test_damage(case: str, whole: Path, tmp_path: Path) -> None:
    damage, kind = DAMAGE[case]
    site = tmp_path / "site"
    shutil.copytree(whole, site)
    damage(site)
    assert kind in {fault.kind for fault in verify(site).faults}
    assert cli.main(["verify", str(site)]) == cli.WRONG


def test_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(tmp_path)]) == cli.UNUSABLE
    assert "is no site that Pressmark has built" in capsys.readouterr().err


def test_the_raw_file_is_nowhere_in_the_ledger(whole: Path) -> None:
    """What is restored comes from the page; a ledger that held the file would prove nothing."""
    for file in (whole / "data").glob("ledger-*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            book = json.loads(line)
            assert "long enough" not in line
            assert "lang genug" not in line
            assert book["lines"][2][0] == "body"

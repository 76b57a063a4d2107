"""A site is whole or it isn't there, and nothing but a site is ever replaced."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark import publish
from pressmark.errors import CuratorError
from pressmark.verify import verify
from tests.builds import ROOT, build, contents, kill_after
from tests.thorough import rounds


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for n in range(20):
        (folder / f"{n}.txt").write_text(f"Title {n}\n\nA text that is long enough, number {n}.\n")
    return folder


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "a\0b"])
def test_no_path_leads_out(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        publish.write(tmp_path, path, b"")


def test_a_folder_of_somebody_is_not_replaced(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "thesis"
    site.mkdir()
    (site / "chapter-1.txt").write_text("years of work")
    built = build(corpus, site)
    assert built.returncode != 0
    assert "holds files that no build of Pressmark has put there" in built.stderr
    assert "Traceback" not in built.stderr
    assert contents(site) == {"chapter-1.txt": b"years of work"}


@pytest.mark.parametrize("where", [".", "site", ".."])
def test_site_and_corpus_are_apart(where: str, corpus: Path) -> None:
    with pytest.raises(CuratorError, match="must not lie in one another"):
        publish.begin((corpus / where).resolve(), corpus)


def test_what_is_gone_from_the_corpus_is_gone_from_the_site(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(corpus, site).returncode == 0
    (corpus / "3.txt").unlink()
    assert build(corpus, site).returncode == 0
    assert not (site / "archive/3.html").exists()
    assert (site / "archive/4.html").exists()
    assert verify(site).faults == []
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".site")] == [".site.cache"]


def test_without_an_atomic_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two renames, on systems that can't swap folders; and the mending of a stop between them."""
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    site, corpus = tmp_path / "site", tmp_path / "corpus"
    corpus.mkdir()
    for text in (b"one", b"two"):
        folder = publish.begin(site, corpus)
        publish.write(folder, "page.html", text)
        publish.finish(folder, site, {})
        assert (site / "page.html").read_bytes() == text
    site.rename(tmp_path / ".site.old")
    publish.begin(site, corpus)
    assert (site / "page.html").read_bytes() == b"two"


def test_a_killed_build_leaves_the_last_good_site(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(corpus, site).returncode == 0
    good = contents(site)
    (corpus / "new.txt").write_text("A new title\n\nA new text that is long enough to be one.\n")
    environment = os.environ | {
        "PRESSMARK_CORPUS": str(corpus), "PRESSMARK_SITE": str(site), "PRESSMARK_DOCS": "false",
        "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "hooks"),
    }  # fmt: skip
    chance = random.Random(5)
    for _ in range(rounds(3, 12)):
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "-q"],
            cwd=ROOT, env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        kill_after(process, tmp_path, chance.randrange(2 * len(good)))
        now = contents(site)
        # Whole: the old one, or the new one if it was done by then.
        assert now == good or ("archive/new.html" in now and verify(site).faults == [])
    assert build(corpus, site).returncode == 0
    assert (site / "archive/new.html").exists()
    assert verify(site).faults == []


def test_nothing_to_publish_keeps_the_last_good_site(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(corpus, site).returncode == 0
    good = contents(site)
    for path in corpus.iterdir():
        path.unlink()
    built = build(corpus, site)
    assert built.returncode != 0
    assert f"{corpus}: holds no text files" in built.stderr
    (corpus / "empty.txt").touch()
    built = build(corpus, site)
    assert built.returncode != 0
    assert "empty.txt: is empty" in built.stderr
    assert "Traceback" not in built.stderr
    assert contents(site) == good
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".site")] == [".site.cache"]


@pytest.mark.parametrize("first", [True, False])
def test_settings_that_cannot_be_used(first: bool, corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    if not first:
        assert build(corpus, site).returncode == 0
    (corpus / "corpus.yml").write_text("titel: X\n")
    built = build(corpus, site)
    assert built.returncode != 0
    assert "corpus.yml:1: there is no setting `titel`: did you mean `title`?" in built.stderr
    assert "Traceback" not in built.stderr
    assert site.exists() != first


def test_strict_keeps_the_last_good_site(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(corpus, site, "--strict").returncode == 0
    good = contents(site)
    (corpus / "empty.txt").write_text("")
    built = build(corpus, site, "--strict")
    assert built.returncode != 0
    assert "empty.txt: is empty" in built.stderr
    assert contents(site) == good
    assert build(corpus, site).returncode == 0

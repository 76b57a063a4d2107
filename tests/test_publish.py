"""A site is whole or it isn't there, and nothing but a site is ever replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressmark.runtime import output
from pressmark.verify import verify
from tests.builds import build, contents


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
        output.write(tmp_path, path, b"")


def test_a_folder_of_somebody_is_not_replaced(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "thesis"
    site.mkdir()
    (site / "chapter-1.txt").write_text("years of work")
    built = build(corpus, site)
    assert built.returncode != 0
    assert "holds files that no build of Pressmark has put there" in built.stderr
    assert "Traceback" not in built.stderr
    assert contents(site) == {"chapter-1.txt": b"years of work"}


def test_what_is_gone_from_the_corpus_is_gone_from_the_site(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(corpus, site).returncode == 0
    (corpus / "3.txt").unlink()
    assert build(corpus, site).returncode == 0
    assert not (site / "archive/3.html").exists()
    assert (site / "archive/4.html").exists()
    assert verify(site).faults == []
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".site")] == [".site.cache"]


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

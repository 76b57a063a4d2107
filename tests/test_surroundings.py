"""A site is the same, byte for byte, wherever it is built."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.builds import build, contents
from tests.conftest import ROOT
from tests.editions import texts

ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "C",
    "LC_ALL": "C",
    "LANGUAGE": "ar",
    "PYTHONHASHSEED": "7",
    "HOME": "/nonexistent",
    "COLUMNS": "20",
}
"""What machines differ in."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Some of the demo's texts: dates, languages, encodings and names of many kinds."""
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    (folder / "metadata.csv").unlink()
    for path in set(texts(folder)) - set(texts(folder)[::3]):
        path.unlink()
    return folder


def test_a_site_is_the_same_elsewhere(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "site"
    built = build(corpus, here)
    assert built.returncode == 0, built.stderr
    there = tmp_path / "another  folder, it's “Ω” & 100 %"
    (there / "temporary files").mkdir(parents=True)
    # Made in another order, so that the folder may list them in another.
    for path in sorted(corpus.rglob("*"), reverse=True):
        if path.is_file():
            copy = there / path.relative_to(tmp_path)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (0, 0))
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TMPDIR", str(there / "temporary files"))
    before = os.umask(0o077)
    try:
        built = build(there / "corpus", there / "site")
    finally:
        os.umask(before)
    assert built.returncode == 0, built.stderr
    site = contents(here)
    assert len(site) > 60
    assert contents(there / "site") == site
    assert list((there / "temporary files").iterdir()) == []

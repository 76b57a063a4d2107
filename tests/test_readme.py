"""What the README shows can be run."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.handbook import fences
from tests.test_public_face import command

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "my-texts").mkdir()
    (tmp_path / "my-texts" / "letter.txt").write_text(
        "The Press Arrives\n\n"
        "AMBLEFORD, May 12, 1897 — The press has come from Leeds in eleven crates, and ten have "
        "been opened.\n\n"
        "The eleventh is believed to hold the handle, or else the porter's lunch.\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def example(kind: str) -> str:
    [body] = [f.body for f in fences(README) if f.section == "Without a clone" and f.kind == kind]
    return body


def test_the_python_example(folder: Path) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(example("python"), {})  # noqa: S102  # our own README
    assert said.getvalue().splitlines() == [
        "1 documents, 0 problems",
        "The Press Arrives",
        "['1897-05-12']",
    ]
    assert (folder / "my-archive" / "index.html").exists()


def test_the_commands(folder: Path) -> None:
    lines = [line.partition("#")[0].split() for line in example("sh").splitlines()]
    assert [line[:2] for line in lines] == [["pressmark", "build"], ["pressmark", "serve"]]
    done = command(*lines[0][1:], cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "my-archive" / "index.html").exists()


def test_the_plugins_options() -> None:
    [_, plugin] = yaml.safe_load(example("yaml"))["plugins"]
    assert plugin == {"pressmark": {"corpus": "texts"}}

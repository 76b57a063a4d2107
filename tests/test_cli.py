"""The commands, as the contract has them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark import cli
from tests.builds import ROOT, build, contents

FIELDS = [
    "id", "path", "sha256", "encoding", "title", "label", "date", "url", "publisher", "authors",
    "place", "language", "tags", "description", "words", "rights", "family", "text", "origins",
    "removed",
]  # fmt: skip
"""The contract's fields of a record, in its order."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.txt").write_text(
        "A title of some length\n\nBy Ada Byron\n\nThe first paragraph, which is long enough "
        "to be taken for one by anybody who reads it.\n"
        "\n3 May 2021\n\nShare this article\n"
    )
    (folder / "sub" / "a.md").write_text("# Über\n\nDer *zweite* Text, der lang genug ist.\n")
    (folder / "sub" / "a.yml").write_text("publisher: A Press\ntags: [x, y]\n")
    return folder


def records(*arguments: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert cli.main(["records", *arguments]) == cli.GOOD
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_records_name_families(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (corpus / "b.txt").read_text()
    (corpus / "a copy.txt").write_text(text.replace("3 May 2021", "4 May 2021"))
    found = records(str(corpus), capsys=capsys)
    assert [(r["id"], r["family"]) for r in found] == [
        ("a copy", "b"), ("b", "b"), ("sub/a", None)
    ]  # fmt: skip
    out = corpus.parent / "table.csv"
    assert cli.main(["export", "csv", str(out), "--corpus", str(corpus)]) == cli.GOOD
    with open(out, encoding="utf-8", newline="") as file:
        assert [row["family"] for row in csv.DictReader(file)] == ["b", "b", ""]


def test_records(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = records(str(corpus), capsys=capsys)
    assert list(one) == list(two) == FIELDS
    assert (one["id"], two["id"]) == ("b", "sub/a")
    assert one["title"] == "A title of some length"
    assert one["authors"] == ["Ada Byron"]
    assert one["date"] == "2021-05-03"
    assert one["publisher"] is None
    assert one["text"] == (
        "The first paragraph, which is long enough to be taken for one by anybody who reads it."
    )
    assert one["removed"] == [{"line": 9, "rule": "share-buttons", "text": "Share this article"}]
    assert two["text"] == "Der zweite Text, der lang genug ist."
    origins = two["origins"]
    assert isinstance(origins, dict)
    assert origins["publisher"] == {"origin": "sidecar", "evidence": "sub/a.yml, line 1: A Press"}
    assert two["tags"] == ["x", "y"]


def test_records_with_other_settings(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = corpus.parent / "other.yml"
    config.write_text("defaults:\n  rights: CC0 1.0\nrules:\n  share-buttons: off\n  byline: off\n")
    one, _ = records(str(corpus), "--config", str(config), capsys=capsys)
    assert one["rights"] == "CC0 1.0"
    assert one["removed"] == []
    assert one["authors"] == []
    assert "By Ada Byron" in str(one["text"])


def test_explain(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(corpus / "b.txt")]) == cli.GOOD
    out = capsys.readouterr().out
    assert "utf-8" in out
    assert "line 7 (date-line): 3 May 2021" in out
    assert "removed:share-buttons" in out
    assert "field:authors" in out


def test_explain_finds_the_collection(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "corpus.yml").write_text("defaults: {rights: CC0 1.0}\n")
    assert cli.main(["explain", str(corpus / "sub" / "a.md")]) == cli.GOOD
    out = capsys.readouterr().out
    assert "default: corpus.yml, line 1: CC0 1.0" in out
    assert "sidecar: sub/a.yml, line 1: A Press" in out


def test_check_counts(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(corpus)]) == cli.GOOD
    assert capsys.readouterr().out == "2 documents, 0 errors, 0 warnings\n"


def test_check_does_not_flood(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(25):
        (corpus / f"empty{n:02d}.txt").touch()
    assert cli.main(["check", str(corpus)]) == cli.WRONG
    lines = capsys.readouterr().out.splitlines()
    assert sum("is empty" in line for line in lines) == 10
    assert "… and 15 more of the kind empty-file (25 in all)" in lines
    assert cli.main(["check", "--all", str(corpus)]) == cli.WRONG
    assert capsys.readouterr().out.count("is empty") == 25


def test_exports(corpus: Path, tmp_path: Path) -> None:
    def export(kind: str, out: str) -> Path:
        assert cli.main(["export", kind, str(tmp_path / out), "--corpus", str(corpus)]) == cli.GOOD
        return tmp_path / out

    lines = export("jsonl", "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["b", "sub/a"]
    with open(export("csv", "all.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1]["title"] == "Über"
    assert rows[1]["tags"] == "x; y"
    pages = contents(export("markdown", "pages"))
    assert sorted(pages) == ["b.md", "sub/a.md"]
    site = tmp_path / "site"
    assert build(corpus, site).returncode == 0
    # The same pages as the site's own.
    assert pages["sub/a.md"] == (site / "archive/sub/a.md").read_bytes()


@pytest.mark.parametrize("arguments", [["records"], ["check"], ["verify"], ["explain"]])
def test_what_is_not_there(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*arguments, str(tmp_path / "none")]) == cli.UNUSABLE
    assert str(tmp_path / "none") in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_export_to_where_nothing_can_be_written(
    kind: str, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for out in (tmp_path / "none" / "file", tmp_path):
        assert cli.main(["export", kind, str(out), "--corpus", str(corpus)]) == cli.UNUSABLE
        assert f"{out}: can't be written" in capsys.readouterr().err


def test_a_reader_that_has_enough(corpus: Path) -> None:
    """`pressmark records … | head -c 1` ends quietly."""
    for n in range(300):
        (corpus / f"{n}.txt").write_text(f"Title {n}\n\n{'A text of some length. ' * 20}\n")
    with subprocess.Popen(
        [sys.executable, "-m", "pressmark.cli", "records", str(corpus)],
        cwd=ROOT / "hooks", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""

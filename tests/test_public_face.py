"""Three ways to the same bytes: Python, the command, and MkDocs."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import fields
from pathlib import Path

import pytest

import pressmark
from pressmark import cli
from pressmark.build import fingerprints
from pressmark.build.site import BuildRequest, Shells, open_build
from pressmark.corpus.settings import SiteSettings, read_collection
from pressmark.mkdocs_adapter.plugin import Options
from pressmark.pipeline import RULE_NAMES
from pressmark.render.page_mold import ListSlots, Slots
from tests.builds import ROOT, contents
from tests.builds import build as build_by_mkdocs
from tests.editions import mold

PATIENCE = 120


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "my texts"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(
            f"The {name} bell\n\n3 May 2021\n\nA bell hung at the quay, and rang in the fog.\n"
        )
    (folder / "two.yml").write_text("publisher: The Gazette\n")
    return folder


def command(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pressmark.cli", *map(str, arguments)],
        cwd=cwd, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip


def environment() -> dict[str, str]:
    around = {n: v for n, v in os.environ.items() if not n.startswith(("PRESSMARK_", "NO_MKDOCS"))}
    return around | {"PYTHONPATH": str(ROOT / "hooks")}


def test_three_ways_to_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    done = command("build", corpus, "--site", "by-command", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    result = pressmark.build_site(corpus, tmp_path / "by-python")
    assert build_by_mkdocs(corpus, tmp_path / "by-mkdocs").returncode == 0
    right = contents(tmp_path / "by-mkdocs")
    assert contents(tmp_path / "by-command") == right
    assert contents(tmp_path / "by-python") == right
    assert [d.id for d in result.analysis.corpus.documents] == ["one", "two"]
    assert result.problems == ()


def test_a_command_says_what_one_wants_to_know_next(corpus: Path, tmp_path: Path) -> None:
    (corpus / "three.txt").write_text("A third bell\n\nIt hung nowhere, and nobody rang it.\n")
    done = command("build", corpus, "--site", "out", cwd=tmp_path)
    lines = done.stderr.splitlines()
    assert lines[0] == "3 documents published"
    assert lines[1] == (
        "to look at: 1 has no date, 2 have no publisher (pressmark explain FILE says why)"
    )
    assert lines[-1] == f"open {tmp_path / 'out' / 'index.html'}"
    assert "seconds" not in done.stderr
    assert "MkDocs" not in done.stderr
    again = command("build", corpus, "--site", "out", "--verbose", cwd=tmp_path)
    assert "seconds: " in again.stderr
    assert "lines removed: " in again.stderr


def test_what_ends_a_command(corpus: Path, tmp_path: Path) -> None:
    """Once, without a traceback; the site stays as it was."""
    assert command("build", corpus, "--site", "out", cwd=tmp_path).returncode == 0
    right = contents(tmp_path / "out")
    (corpus / "corpus.yml").write_text("titel: x\n")
    done = command("build", corpus, "--site", "out", cwd=tmp_path)
    assert done.returncode == cli.UNUSABLE
    assert done.stderr.count("there is no setting `titel`") == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1] == pressmark.errors.UNTOUCHED
    assert contents(tmp_path / "out") == right
    done = command("build", tmp_path / "nowhere", cwd=tmp_path)
    assert done.returncode == cli.UNUSABLE
    assert "nowhere: there is no such folder" in done.stderr


def test_strict(corpus: Path, tmp_path: Path) -> None:
    (corpus / "bad.txt").write_bytes(b"\x00" * 64)
    with pytest.raises(pressmark.CuratorError, match="--strict"):
        pressmark.build_site(corpus, tmp_path / "out", strict=True)
    assert not (tmp_path / "out").exists()
    result = pressmark.build_site(corpus, tmp_path / "out")
    assert {problem.path for problem in result.problems} == {"bad.txt"}


def test_an_error_is_the_librarys_own(tmp_path: Path) -> None:
    with pytest.raises(pressmark.CuratorError, match="there is no such folder"):
        pressmark.build_site(tmp_path / "nowhere", tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(pressmark.CuratorError):
        pressmark.build_site(tmp_path / "empty", tmp_path / "out")


def test_read(corpus: Path) -> None:
    document = pressmark.read(corpus / "one.txt")
    assert document.record.label == "The one bell"
    [known, _] = pressmark.records(corpus)
    assert (document.record.date, document.record.words) == (known["date"], known["words"])
    again = pressmark.read((corpus / "one.txt").read_bytes())
    assert again.record == document.record
    with pytest.raises(pressmark.CuratorError):
        pressmark.read(b"\x00" * 64)


def test_records(corpus: Path, tmp_path: Path) -> None:
    done = command("records", corpus, cwd=tmp_path)
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(pressmark.records(corpus)) == printed
    assert [record["publisher"] for record in printed] == [None, "The Gazette"]


def test_nothing_else_is_public() -> None:
    assert set(pressmark.__all__) == {
        *("BuildResult", "CuratorError", "Document", "__version__"),
        *("build_site", "read", "records"),
    }
    assert all(getattr(pressmark, name).__doc__ for name in pressmark.__all__)


def test_the_plugin_has_the_options_of_the_settings() -> None:
    names = {name for name, _ in Options._schema}
    assert names == {field.name for field in fields(SiteSettings)}


def test_texts_that_are_edited_during_a_build(corpus: Path, tmp_path: Path) -> None:
    """Where nothing seemed to have changed: what the host shows must be what is written."""
    collection = read_collection(corpus, RULE_NAMES)
    for path in corpus.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))

    def request(name: str) -> BuildRequest:
        return BuildRequest(corpus, tmp_path / "out", collection, name)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fingerprints, "time_ns", lambda: time.time_ns() + 10**13)
        for name, edited in (("One", False), ("Two", True)):
            with open_build(request(name)) as build:
                analysis = build.analyze()
                assert (analysis.corpus.spooled is None) == edited
                documents, lists = analysis.depths()
                shells = Shells(
                    {depth: mold(Slots, name) for depth in documents},
                    {depth: mold(ListSlots, name) for depth in lists},
                    [],
                )
                if not edited:
                    build.publish(build.write(analysis, shells))
                    continue
                right = contents(tmp_path / "out")
                (corpus / "one.txt").write_text("Another text\n\nIt came amid a build.\n")
                build.changes.keys["one.txt"] = None  # type: ignore[index]  # read it again
                with pytest.raises(pressmark.CuratorError, match="edited during the build"):
                    build.write(analysis, shells)
    assert contents(tmp_path / "out") == right


def test_serve(corpus: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "pressmark.cli", "serve", str(corpus), "--address", address],
        cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert "The two bell" in page(f"http://{address}/archive/two.html", server)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(PATIENCE)
        finally:
            server.kill()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my texts"]


def page(url: str, server: subprocess.Popen[bytes]) -> str:
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url) as answer:  # noqa: S310  # our own server
                return str(answer.read().decode())
        except OSError:
            assert server.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.1)

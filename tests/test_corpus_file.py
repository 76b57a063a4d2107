"""Files of the corpus: what isn't a plain file inside of it is never read, and never waited for."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark import cli
from pressmark.build import fingerprints
from pressmark.build.document_pages import _raw
from pressmark.build.workspace import Workspace
from pressmark.corpus import corpus_file
from pressmark.corpus.corpus_file import Unusable
from pressmark.corpus.read import Item, load, scan
from pressmark.corpus.settings import Collection
from pressmark.errors import Problem
from pressmark.pipeline import process
from pressmark.render.page import markdown_page

GOOD = "A good text\n\nIt has a paragraph that is long enough to be taken for the text it is.\n"
SECRET = "Secret words that nobody may publish, and enough of them to make a line of text.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.txt").write_text(GOOD)
    (folder / "sub" / "below.txt").write_text(GOOD)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "below.txt").write_text(SECRET)
    return folder


def pipe(file: Path) -> None:
    os.mkfifo(file)


def plug(file: Path) -> None:
    here = Path.cwd()
    os.chdir(file.parent)  # paths of sockets must be short
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(file.name)
    finally:
        os.chdir(here)


def folder(file: Path) -> None:
    file.mkdir()


def device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def link_out(file: Path) -> None:
    outside = file.parent.parent / "outside" / "secret"
    outside.write_text("path,title\ngood.txt,Secret\ntitle: Secret\n")
    file.symlink_to(outside)


KINDS = (pipe, plug, folder, device, link_out)


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("name", ["bad.txt", "good.yml", "metadata.csv"])
def test_a_text_sidecar_or_table_that_is_no_plain_file(
    name: str, make: Callable[[Path], None], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(corpus / name)
    code = cli.main(["check", str(corpus)])
    out = capsys.readouterr().out
    assert "Secret" not in out
    if make is folder and name != "metadata.csv":
        # A folder may have any name.
        assert (code, out) == (cli.GOOD, "2 documents, 0 errors, 0 warnings\n")
        return
    assert out.startswith(f"{name}: is "), out
    assert out.endswith("2 documents, 1 error, 0 warnings\n")
    assert code == cli.WRONG
    cli.main(["records", str(corpus)])
    assert "Secret" not in capsys.readouterr().out


@pytest.mark.parametrize("make", KINDS)
def test_settings_that_are_no_plain_file(
    make: Callable[[Path], None], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(corpus / "corpus.yml")
    assert cli.main(["check", str(corpus)]) == cli.UNUSABLE
    error = capsys.readouterr().err
    assert error.startswith("corpus.yml: is "), error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"title: caf\xe9\n", "can't be read: line 1 is not UTF-8 (byte 10); save it as UTF-8"),
        (b"title: x\n" * 20_000, "has 0.2 MB, more than the limit of 0.1 MB; make it smaller"),
        (b'title: "\\ud800"\n', "`title` holds a character that is no text (U+D800)"),
        (b'description: "\\0"\n', "`description` holds a character that is no text (U+0000)"),
        (
            b"max_size: 99999999999999999999999 GB\n",
            "`max_size` must be from 1 byte to 2 GB",
        ),
        (b"max_size: 0\n", "`max_size` must be from 1 byte to 2 GB"),
        (b"max_size: " + b"9" * 5000 + b"\n", "`max_size` must be from 1 byte to 2 GB"),
        (b'defaults:\n  publisher: "\\udfff"\n', "`publisher` holds U+DFFF"),
        (
            b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + b"".join(
                b"%c: &%c [%s]\n" % (name, name, b",".join([b"*%c" % (name - 1)] * 10))
                for name in b"bcdefg"
            ),
            "is not YAML: more than 20000 values",
        ),
    ],
)
def test_settings_that_cannot_be_used(
    data: bytes, message: str, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "corpus.yml").write_bytes(data)
    assert cli.main(["check", str(corpus)]) == cli.UNUSABLE
    error = capsys.readouterr().err
    assert error.startswith("corpus.yml:")
    assert message in error


def test_settings_that_may_not_be_read(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for root, whom permissions don't stop: the system's refusal is played."""
    (corpus / "corpus.yml").write_text("title: x\n")
    real = os.open

    def refuse(path: str, *arguments: Any, **more: Any) -> int:
        if path == "corpus.yml":
            raise PermissionError(13, "Permission denied", path)
        return real(path, *arguments, **more)

    monkeypatch.setattr("os.open", refuse)
    assert cli.main(["check", str(corpus)]) == cli.UNUSABLE
    assert "corpus.yml: can't be read (Permission denied)" in capsys.readouterr().err


def swap_file(corpus: Path) -> None:
    (corpus / "sub" / "below.txt").unlink()
    (corpus / "sub" / "below.txt").symlink_to(corpus.parent / "outside" / "below.txt")


def swap_folder(corpus: Path) -> None:
    (corpus / "sub").rename(corpus / "was")
    (corpus / "sub").symlink_to(corpus.parent / "outside")


def swap_for_a_pipe(corpus: Path) -> None:
    (corpus / "sub" / "below.txt").unlink()
    os.mkfifo(corpus / "sub" / "below.txt")


SWAPS = (swap_file, swap_folder, swap_for_a_pipe)


@pytest.mark.parametrize("swap", SWAPS)
def test_a_file_swapped_after_the_scan(swap: Callable[[Path], None], corpus: Path) -> None:
    settings = Collection()
    item = next(i for i in scan(corpus, settings).items if i.path == "sub/below.txt")
    document = process(corpus, item, settings).document
    assert document
    swap(corpus)
    outcome = process(corpus, item, settings)
    assert outcome.document is None
    assert [problem.path for problem in outcome.problems] == ["sub/below.txt"]
    assert isinstance(fingerprints.read(corpus, "sub/below.txt"), str)
    # What is published of a text that was read before is what was read.
    assert (
        _raw(Workspace(corpus.parent, corpus), document, markdown_page(document)) == GOOD.encode()
    )


def test_a_sidecar_swapped_after_the_scan(corpus: Path) -> None:
    (corpus / "sub" / "below.yml").write_text("title: Mine\n")
    item = Item("sub/below.txt", "sub/below.yml", None)
    (corpus / "sub" / "below.yml").unlink()
    (corpus / "sub" / "below.yml").symlink_to("/etc/passwd")
    outcome = process(corpus, item, Collection())
    assert outcome.document
    assert [(p.path, p.kind) for p in outcome.problems] == [("sub/below.yml", "link-out")]


def test_links_inside_the_corpus_are_followed(corpus: Path) -> None:
    (corpus / "link.txt").symlink_to("good.txt")
    (corpus / "sub" / "up.txt").symlink_to("../link.txt")
    for path in ("link.txt", "sub/up.txt"):
        assert corpus_file.read(corpus, path, 1000).data == GOOD.encode()
        status, digest = corpus_file.fingerprint(corpus, path)
        assert status.st_ino == (corpus / "good.txt").stat().st_ino
        assert digest == corpus_file.fingerprint(corpus, "good.txt")[1]


def test_a_corpus_that_is_a_link(corpus: Path) -> None:
    link = corpus.parent / "link"
    link.symlink_to(corpus)
    assert corpus_file.read(link, "sub/below.txt", 1000).data == GOOD.encode()


@pytest.mark.parametrize("path", ["../outside/below.txt", "sub/../../outside/below.txt", ".."])
def test_a_path_that_leads_out(path: str, corpus: Path) -> None:
    with pytest.raises(Unusable):
        corpus_file.read(corpus, path, 1000)


def test_a_file_that_grows_past_the_limit(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is held back: to cut it would publish half of a text as all of it."""
    size = len(GOOD)
    assert not isinstance(load(corpus, "good.txt", size), Problem)
    real = os.fstat

    def grow(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        with open(corpus / "good.txt", "a", encoding="utf-8") as file:
            file.write("More and more. ")
        return found

    monkeypatch.setattr("os.fstat", grow)
    problem = load(corpus, "good.txt", size)
    assert isinstance(problem, Problem)
    assert problem.kind == "too-large"
    assert "has grown past the limit" in problem.message


def test_a_table_or_sidecar_that_is_too_large(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.corpus.read.MAX_TABLE", 1000)
    (corpus / "metadata.csv").write_text("path,title\n" + "good.txt,x\n" * 1000)
    (corpus / "good.yml").write_text("# x\n" * 30_000)
    assert cli.main(["check", str(corpus)]) == cli.WRONG
    out = capsys.readouterr().out
    assert "good.yml: has 0.1 MB, more than the limit of 0.1 MB; make it smaller" in out
    assert "metadata.csv: has 0.0 MB, more than the limit of 0.001 MB; make it smaller" in out


def test_a_table_that_is_not_utf_8(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "metadata.csv").write_bytes(b"path,title\ngood.txt,caf\xe9\n")
    assert cli.main(["check", str(corpus)]) == cli.WRONG
    assert "metadata.csv: can't be read: line 2 is not UTF-8 (byte 23)" in capsys.readouterr().out


def test_a_system_that_cannot_open_beneath_a_folder(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_file, "_BENEATH", False)
    assert corpus_file.read(corpus, "sub/below.txt", 1000).data == GOOD.encode()
    swap_folder(corpus)
    pipe(corpus / "pipe.txt")
    for path in ("sub/below.txt", "pipe.txt", "../outside/below.txt", "missing.txt"):
        with pytest.raises(Unusable):
            corpus_file.read(corpus, path, 1000)

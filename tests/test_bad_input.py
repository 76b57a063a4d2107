"""Bad input costs itself and nothing else, and its message names the file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark import cli
from tests.builds import build

GOOD = (
    "A good text\n\nIt has a paragraph that is long enough to be taken for the text that it is.\n"
)

Make = Callable[[Path], object]


def write(name: str, data: bytes | str) -> Make:
    def make(corpus: Path) -> None:
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    return make


def both(*makers: Make) -> Make:
    def make(corpus: Path) -> None:
        for one in makers:
            one(corpus)

    return make


def link_out(corpus: Path) -> None:
    outside = corpus.parent / "secret.txt"
    outside.write_text("secret")
    (corpus / "link.txt").symlink_to(outside)


def folder_link_out(corpus: Path) -> None:
    (corpus / "linked").symlink_to(corpus.parent)


def link_loop(corpus: Path) -> None:
    (corpus / "a.txt").symlink_to(corpus / "b.txt")
    (corpus / "b.txt").symlink_to(corpus / "a.txt")


def folder_loop(corpus: Path) -> None:
    (corpus / "sub").mkdir()
    (corpus / "sub" / "up").symlink_to(corpus)


HELD = {
    "empty": (write("bad.txt", ""), "bad.txt: is empty"),
    "white space": (write("bad.txt", " \n\t\n\u00a0\n"), "bad.txt: holds only white space"),
    "binary": (write("bad.txt", bytes(range(256)) * 40), "bad.txt: is no text"),
    "pdf": (write("bad.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), "bad.txt: is no text"),
    "same address": (
        both(write("twin.txt", GOOD), write("twin.md", GOOD)),
        "twin.txt: would have the same address as `twin.md`",
    ),
    "same address but for case": (
        both(write("Twin.txt", GOOD), write("twin.txt", GOOD)),
        "twin.txt: would have the same address as `Twin.txt`",
    ),
    "link out": (link_out, "link.txt: is a link out of the corpus"),
    "link loop": (link_loop, "a.txt: is a link that leads nowhere or in a circle"),
    "a folder of its page's name": (
        both(write("a.txt", GOOD), write("a.html/b.txt", GOOD), write("a.html/c.txt", GOOD)),
        "a.txt: would have the address of a folder, that of `a.html/b.txt`",
    ),
    "a folder of its Markdown page's name": (
        both(write("z.txt", GOOD), write("z.md/b.txt", GOOD)),
        "z.txt: would have the address of a folder, that of `z.md/b.txt`",
    ),
    "a folder of its page's name but for case": (
        both(write("sub/A.txt", GOOD), write("sub/a.HTML/b.txt", GOOD)),
        "sub/A.txt: would have the address of a folder, that of `sub/a.HTML/b.txt`",
    ),
    "a folder of its page's name but for Unicode's form": (
        both(write("\u00e9.txt", GOOD), write("e\u0301.html/b.txt", GOOD)),
        "\u00e9.txt: would have the address of a folder, that of `e\u0301.html/b.txt`",
    ),
    "a folder of its raw file's name but for case": (
        both(write("A.txt", GOOD), write("a.TXT/b.txt", GOOD)),
        "A.txt: would have the address of a folder, that of `a.TXT/b.txt`",
    ),
    "names that grow in an address": (
        write("/".join(["?" * 60] * 25) + "/bad.txt", GOOD),
        "/".join(["?" * 60] * 25) + "/bad.txt: would have an address of 4,532 bytes",
    ),
    "deep folders": (
        write("d/" * 120 + "bad.txt", GOOD),
        "d/" * 99 + "d: has folders more than 100 levels deep",
    ),
    "too large": (
        both(write("corpus.yml", "max_size: 1 MB\n"), write("bad.txt", "x" * 1_200_000)),
        "bad.txt: has 1.2 MB, more than the limit of 1 MB",
    ),
}
"""What holds a file back, and the start of the message."""

KEPT = {
    "folder link out": (folder_link_out, "linked: is a link to a folder"),
    "folder loop": (folder_loop, "sub/up: is a link to a folder"),
    "hidden": (write(".hidden.txt", GOOD), ".hidden.txt: is hidden"),
    "sidecar not YAML": (
        both(write("x.txt", GOOD), write("x.yml", "title: [unclosed\n")),
        "x.yml:2: is not YAML",
    ),
    "sidecar of another kind": (
        both(write("x.txt", GOOD), write("x.yml", "- a\n- b\n")),
        "x.yml:1: must hold `field: value` lines",
    ),
    "sidecar not UTF-8": (
        both(write("x.txt", GOOD), write("x.yml", b"title: caf\xe9\n")),
        "x.yml: can't be read",
    ),
    "sidecar with an unknown key": (
        both(write("x.txt", GOOD), write("x.yml", "titel: X\n")),
        "x.yml:1: there is no field `titel`: did you mean `title`?",
    ),
    "sidecar with a date that is none": (
        both(write("x.txt", GOOD), write("x.yml", "title: X\ndate: 2023-02-30\n")),
        "x.yml:2: `2023-02-30` is no date",
    ),
    "sidecar that multiplies": (
        both(
            write("x.txt", GOOD),
            write(
                "x.yml",
                "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + "".join(
                    f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n"
                    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
                ),
            ),
        ),
        "x.yml:",
    ),
    "sidecar of nothing": (write("x.yml", "title: X\n"), "x.yml: describes no document"),
    "row of nothing": (
        write("metadata.csv", "path,title\nmissing.txt,X\n"),
        "metadata.csv:2: there is no file `missing.txt`",
    ),
    "column of nothing": (
        both(write("x.txt", GOOD), write("metadata.csv", "path,titel\nx.txt,X\n")),
        "metadata.csv:1: there is no field `titel`: did you mean `title`?",
    ),
    "table without path": (
        write("metadata.csv", "file,title\nx.txt,X\n"),
        "metadata.csv:1: has no column `path`",
    ),
    "guessed encoding": (write("x.txt", b"Gr\xfc\xdfe\n"), "x.txt: says nothing of its encoding"),
    "front matter not YAML": (
        write("x.txt", "---\ntitle: [x\n---\n\n" + GOOD),
        "x.txt:2: has front matter that is not YAML",
    ),
}
"""What is told of, while every text is published."""

HARMLESS = {
    "NUL bytes": ("x.txt", "A title\n\nText with a\0NUL in it, and some more words.\n"),
    "ANSI codes": ("x.txt", "A title\n\n\x1b[31mred\x1b[0m and \x1b]0;title\x07 words.\n"),
    "bidi controls": ("x.txt", "A title\n\nabc\u202edef\u2066ghi and so on.\n"),
    "script": ("x.txt", "<script>alert(1)</script>\n\nText <img src=x onerror=alert(1)> here.\n"),
    "templates": ("x.txt", "{{ config }}\n\n{% include 'x' %} and {{ 7 * 7 }} in the text.\n"),
    "javascript link": ("x.md", "# T\n\n[press](javascript:alert(1)) and [x](data:text/html,y).\n"),
    "breaking out": ("x.md", "# T\n\ntext\n</div></article>\n```\n---\n<!-- \n\n# more\n"),
    "spaces": (" a  name .txt", GOOD),
    "dots": ("a..b...txt", GOOD),
    "quotes": ("a\"b'c`d.txt", GOOD),
    "percent and hash": ("100% #1?.txt", GOOD),
    "Unicode": ("Übergröße 漢字 نص.txt", GOOD),
    "a bell": ("a\x07b.txt", GOOD),
    "255 bytes": ("n" * 251 + ".txt", GOOD),
    "one long line": ("x.txt", "word " * 400_000),
    "many short lines": ("x.txt", "a\n" * 15_000),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    return folder


def check(corpus: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = cli.main(["check", str(corpus)])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("case", HELD)
def test_held_back(case: str, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, message = HELD[case]
    make(corpus)
    code, out = check(corpus, capsys)
    assert any(line.startswith(message) for line in out.splitlines()), out
    assert code == cli.WRONG
    assert cli.main(["records", str(corpus)]) == 0
    assert '"id":"good"' in capsys.readouterr().out


@pytest.mark.parametrize("case", KEPT)
def test_told_of(case: str, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, message = KEPT[case]
    make(corpus)
    _, out = check(corpus, capsys)
    assert any(line.startswith(message) for line in out.splitlines()), out
    texts = sum(1 for p in corpus.rglob("*.txt") if not p.name.startswith(".") and p.exists())
    assert cli.main(["records", str(corpus)]) == 0
    assert len(capsys.readouterr().out.splitlines()) <= texts


def test_unreadable(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for root, whom permissions don't stop: the system's refusal is played."""
    (corpus / "bad.txt").write_text(GOOD)
    real = os.open

    def refuse(path: str, *arguments: Any, **more: Any) -> int:
        if str(path).endswith("bad.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **more)

    monkeypatch.setattr("os.open", refuse)
    code, out = check(corpus, capsys)
    assert "bad.txt: can't be read (Permission denied)" in out
    assert "1 document, 1 error" in out
    assert code == cli.WRONG


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("titel: X\n", "corpus.yml:1: there is no setting `titel`: did you mean `title`?"),
        ("title: [a]\n", "corpus.yml:1: `title` must be a text, not a list"),
        (
            "title: X\nrules:\n  share-button: off\n",
            "corpus.yml:3: `rules` knows no `share-button`",
        ),
        ("rules:\n  navigation: maybe\n", "corpus.yml:2: `navigation` must be `on` or `off`"),
        ("max_size: huge\n", "corpus.yml:1: `max_size` must be like `20 MB`"),
        ("a: [\n", "corpus.yml:2: is not YAML"),
        ("title: X\nencoding: utf-9\n", "corpus.yml:2: unknown encoding 'utf-9'"),
        ("defaults:\n  date: May 1897\n", "corpus.yml:2: `May 1897` is no date"),
        ("- x\n", "corpus.yml:1: must hold `setting: value` lines"),
    ],
)
def test_settings_that_cannot_be_used(
    settings: str, message: str, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "corpus.yml").write_text(settings)
    assert cli.main(["check", str(corpus)]) == cli.UNUSABLE
    assert capsys.readouterr().err.startswith(message)


def test_a_fault_of_ours_costs_one_file(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "bad.txt").write_text(GOOD + "trip here")

    def trip(text: str) -> str:
        if "trip" in text:
            raise RuntimeError("a rule has tripped")
        return text

    monkeypatch.setattr("pressmark.pipeline.repair_line", trip)
    code, out = check(corpus, capsys)
    assert "bad.txt: met a fault in Pressmark" in out
    assert "RuntimeError: a rule has tripped" in out
    assert "1 document, 1 error" in out
    assert code == cli.WRONG


@pytest.mark.parametrize("case", HARMLESS)
def test_harmless(case: str, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, text = HARMLESS[case]
    write(name, text)(corpus)
    assert cli.main(["records", str(corpus)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_all_of_it_at_once(tmp_path: Path) -> None:
    """A build of everything above ends well, tells of it without flooding, and proves itself."""
    corpus = tmp_path / "corpus"
    for number, make in enumerate([*(m for m, _ in HELD.values()), *(m for m, _ in KEPT.values())]):
        (corpus / str(number)).mkdir(parents=True)
        make(corpus / str(number))
    for number, (name, text) in enumerate(HARMLESS.values()):
        write(f"h{number}/{name}", text)(corpus)
    for number in range(30):
        write(f"empty/{number}.txt", "")(corpus)
    os.mkfifo(corpus / "pipe.txt")
    site = tmp_path / "site"
    built = build(corpus, site)
    assert built.returncode == 0, built.stderr
    assert "Traceback" not in built.stderr
    assert "… and 21 more of the kind empty-file (31 in all)" in built.stderr
    assert "pipe.txt: is no ordinary file" in built.stderr
    assert cli.main(["verify", str(site)]) == 0
    strict = build(corpus, site, "--strict")
    assert strict.returncode != 0
    assert (site / "index.html").exists()
    for page in filter(Path.is_file, (site / "archive").rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        assert "<script>alert" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html

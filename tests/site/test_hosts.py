"""What hosts make of a site: nothing that a text says is run, whatever the host runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.text import site_paths
from pressmark.text.address import address
from pressmark.verify import verify
from tests.builds import build, contents

BODY = "\n\nIt has a paragraph that is long enough to be taken for the text that it is.\n"
SCRIPT = "<script>alert(1)</script><?php echo 1 ?><!--#exec cmd='ls' -->"
FRONT = "---\ntitle: Evil\nlayout: null\npermalink: {}\n---\n\n"

TEXTS = {
    "front.md": FRONT.format("/front.html") + SCRIPT + BODY,
    "front-2.txt": FRONT.format("/index.html") + SCRIPT + BODY,
    "deep/front.TEXT": FRONT.format("/archive/plain.html") + SCRIPT + BODY,
    "windows.txt": (FRONT.format("/search.html") + SCRIPT + BODY).replace("\n", "\r\n"),
    "plain.md": "# Plain\n\n" + SCRIPT + BODY,
    "code.md": '# Code\n\n```\n{{ "%60%60%60" | url_decode }}\n' + SCRIPT + "\n```\n" + BODY,
    "index.php.txt": "Program\n\n" + SCRIPT + BODY,
    "README.md": "# Read me\n\n" + SCRIPT + BODY,
    "include.shtml.txt": "Included\n\n" + SCRIPT + BODY,
    "_under/a.txt": "Under\n\n" + SCRIPT + BODY,
    "x.md.txt": "One name\n" + BODY,
    "x.md": "Another name\n" + BODY,
}

RAW = {
    "raw/_front-#.txt",
    "raw/_front-2-#.txt",
    "raw/deep/_front-#.txt",
    "raw/_windows-#.txt",
    "raw/plain.md.txt",
    "raw/code.md.txt",
    "raw/index_php-#.txt",
    "raw/README.md.txt",
    "raw/include_shtml-#.txt",
    "raw/_under/a.txt",
    "raw/x_md-#.txt",
    "raw/x.md.txt",
}
"""Their names; `#` is a digest."""

_PROGRAM = re.compile(
    r"\.(?:php\d?|phtml|phar|cgi|pl|py|shtml|html?|svg|asp|jsp)(?=\.|\Z)", re.IGNORECASE
)
"""Endings that hosts run, or that browsers do."""


def plain(name: str) -> str:
    """`name` with `#` in the place of a digest."""
    return re.sub(r"(?<=-)[0-9a-f]{12}(?=\.)", "#", name)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hosts")
    for name, text in TEXTS.items():
        path = folder / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    result = build(folder / "texts", folder / "site")
    assert result.returncode == 0, result.stderr
    return folder / "site"


def test_raw_files_have_names_that_no_host_runs(site: Path) -> None:
    raw = {name: data for name, data in contents(site).items() if name.startswith("raw/")}
    assert set(map(plain, raw)) == RAW
    assert sorted(raw.values()) == sorted(text.encode() for text in TEXTS.values())
    assert [fault.message for fault in verify(site).faults] == []


def test_addresses_of_documents_are_as_before(site: Path) -> None:
    ids = {re.sub(r"\.(?:txt|md|TEXT)$", "", name) for name in TEXTS}
    pages = {name for name in contents(site) if name.startswith("archive/")}
    assert {f"archive/{id_}.html" for id_ in ids} <= pages
    assert "archive/_index_php-#.md" in set(map(plain, pages))


def test_a_reader_sees_the_name_that_the_file_had(site: Path) -> None:
    page = (site / "archive/front.html").read_text(encoding="utf-8")
    assert re.search(r'<a href="\.\./raw/_front-[0-9a-f]{12}\.txt">front\.md</a>', page)


def test_nothing_but_pages_and_scripts_of_ours_has_a_name_that_is_run(site: Path) -> None:
    for name in contents(site):
        stem, _, ending = name.rpartition(".")
        if name.startswith(("raw/", "data/")) or ending == "md":
            assert not _PROGRAM.search(name.rpartition("/")[2]), name
        assert ending in {
            "html", "md", "txt", "css", "js", "svg", "json", "jsonl", "xml", "nojekyll",
        }, name  # fmt: skip
        assert stem or name == ".nojekyll"


def test_pages_hold_nothing_that_a_host_includes(site: Path) -> None:
    """Some hosts look for programs and includes in every page."""
    for name, data in contents(site).items():
        if name.endswith((".html", ".xml")):
            assert b"<!--#" not in data
            assert b"<?php" not in data
            assert not data.startswith(b"---")


def test_a_site_says_that_jekyll_has_nothing_to_do(site: Path) -> None:
    assert (site / ".nojekyll").read_bytes() == b""


def test_jekyll_runs_nothing_where_it_is_run_all_the_same(site: Path, tmp_path: Path) -> None:
    """A site that somebody has copied into a folder of a Jekyll site, or without its dot file."""
    if shutil.which("jekyll") is None:
        pytest.skip("Jekyll isn't here (on Debian: apt-get install jekyll)")
    source, out = tmp_path / "source", tmp_path / "out"
    shutil.copytree(site, source / "shelf")
    (source / "shelf" / ".nojekyll").unlink()
    (source / "_config.yml").write_text("theme: null\n")
    command = ["jekyll", "build", "--quiet", "-s", str(source), "-d", str(out)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    before, after = contents(site), contents(out)
    pages = {name for name in after if name.endswith((".html", ".htm", ".xml"))}
    assert pages
    for name in pages:
        assert after[name] == before[name.removeprefix("shelf/")], name
    raw = {plain(name) for name in after if name.startswith("shelf/raw/")}
    assert raw == {f"shelf/{name}" for name in RAW if "/_" not in name}


NAMES = st.text(
    st.sampled_from("ab.%_-~ é") | st.sampled_from("phtml"), min_size=1, max_size=12
).map(lambda stem: stem.strip("/ .") or "x")
ENDINGS = st.sampled_from([".txt", ".md", ".text", ".TXT", ".md.txt", ".text.txt", ".php.txt"])


@given(st.lists(st.tuples(NAMES, ENDINGS, st.sampled_from(["---", "A text"])), max_size=8))
def test_different_files_have_different_raw_names(files: list[tuple[str, str, str]]) -> None:
    paths = {stem + ending: line for stem, ending, line in files}
    names = {site_paths.raw_name(address(path), line) for path, line in paths.items()}
    assert len(names) == len(paths)
    assert all(name.lower().endswith(".txt") for name in names)
    assert all(not _PROGRAM.search(name) for name in names)


def test_a_name_grows_by_little() -> None:
    """An address has parts of 200 bytes at most, file systems have names of 255."""
    name = ".php" * 50
    for line in ("---", "A text"):
        assert len(site_paths.raw_name(name, line)) < 230
    assert len(site_paths.markdown_name(name)) < 230

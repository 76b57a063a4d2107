"""An archive inside of a MkDocs Material project of somebody's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark import cli
from tests.builds import ROOT, contents

PROJECT = """
site_name: Mein Projekt
site_url: https://example.org/
theme:
  name: material
  language: de
  logo: assets/logo.svg
  palette: {primary: teal}
nav:
  - Start: index.md
  - Über uns: about.md
  - Archiv: archive/index.md
"""
PLUGIN = """
plugins:
  - search
  - pressmark:
      corpus: texts
"""
HOOK = f"""
plugins: [search]
hooks: [{ROOT / "hooks" / "publish.py"}]
extra: {{pressmark: {{corpus: texts}}}}
"""
WAYS = {"plugin": PLUGIN, "hook": HOOK}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    texts, docs = tmp_path / "texts", tmp_path / "docs"
    (docs / "assets").mkdir(parents=True)
    (docs / "assets/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (docs / "index.md").write_text("# Willkommen\n\nEine Seite von uns.\n")
    (docs / "about.md").write_text("# Über uns\n\nWir sammeln Glocken.\n")
    texts.mkdir()
    for name in ("index", "about", "deep/search"):
        (texts / name).parent.mkdir(exist_ok=True)
        (texts / f"{name}.txt").write_text(
            f"The bell of {name}\n\n3 May 2021\n\nA bell hung at the quay, and rang in the fog.\n"
        )
    (texts / "corpus.yml").write_text("title: Glockenarchiv\n")
    return tmp_path


def mkdocs(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    around = {n: value for n, value in os.environ.items() if not n.startswith("PRESSMARK_")}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *arguments], cwd=project, check=False,
        env=around | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "hooks")},
        capture_output=True, text=True,
    )  # fmt: skip


def test_an_archive_is_a_part_of_the_site(project: Path) -> None:
    (project / "mkdocs.yml").write_text(PROJECT + PLUGIN)
    done = mkdocs(project, "--strict")
    assert done.returncode == 0, done.stderr
    site = project / "site"
    # Their pages are as MkDocs makes them, at their own addresses.
    about = (site / "about" / "index.html").read_text()
    assert "Wir sammeln Glocken." in about
    assert "pm-page" not in about
    assert "Content-Security-Policy" not in about
    assert 'href="../archive/index.html"' in about
    # Ours are in the frame of theirs.
    page = (site / "archive/archive/deep/search.html").read_text()
    assert '<html lang="de"' in page
    assert "data-md-color-primary=teal" in page.replace('"', "")
    assert "logo.svg" in page
    assert page.count("The bell of deep/search</h1>") == 1
    assert page.count('rel="canonical"') == 1
    assert "https://example.org/archive/archive/deep/search.html" in page
    assert "\ufdd0" not in page
    home = (site / "archive/index.html").read_text()
    assert "Glockenarchiv" in home
    assert (site / "archive/archive/index.html").exists()
    assert (site / "archive/search/root.js").exists()
    assert not list(site.rglob("mold.html"))
    # Each search knows its own pages.
    known = json.loads((site / "search/search_index.json").read_text())
    assert {entry["location"].partition("#")[0] for entry in known["docs"]} == {"", "about/"}


def test_a_navigation_that_mkdocs_makes_leads_to_the_archive(project: Path) -> None:
    own = PROJECT.partition("nav:")[0]
    (project / "mkdocs.yml").write_text(own + PLUGIN)
    assert mkdocs(project, "--strict").returncode == 0
    page = (project / "site" / "about" / "index.html").read_text()
    assert 'href="../archive/index.html"' in page
    assert "Glockenarchiv" in page
    assert "mold" not in page.lower()


def test_the_hook_and_the_plugin_give_the_same_bytes(project: Path) -> None:
    sites = []
    for way, settings in WAYS.items():
        (project / "mkdocs.yml").write_text(PROJECT + settings)
        assert mkdocs(project, "--site-dir", way).returncode == 0
        sites.append({
            path: data for path, data in contents(project / way).items() if "sitemap" not in path
        })  # fmt: skip
    assert sites[0] == sites[1]


def test_a_build_reuses_what_has_not_changed(project: Path) -> None:
    (project / "mkdocs.yml").write_text(PROJECT + PLUGIN)
    assert mkdocs(project).returncode == 0
    site = project / "site"
    before = {path: path.stat().st_ino for path in site.rglob("*.html")}
    (site / "CNAME").write_text("example.org\n")
    (project / "texts" / "more.txt").write_text("One more\n\nA bell that hung elsewhere.\n")
    assert mkdocs(project).returncode == 0
    assert (site / "CNAME").exists()
    assert (site / "archive/archive/more.html").exists()
    page = site / "archive/archive/deep/search.html"
    assert cli.main(["verify", str(site)]) == cli.GOOD
    assert page in before


def test_verify_knows_what_it_can_prove(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "mkdocs.yml").write_text(PROJECT + PLUGIN)
    assert mkdocs(project).returncode == 0
    site = project / "site"
    assert cli.main(["verify", str(site)]) == cli.GOOD
    said = capsys.readouterr().out
    assert "is a part of another site" in said
    assert "raw files restored from page and ledger: 3 of 3" in said
    for name in ("about/index.html", "archive/archive/about.html", "archive/raw/about.txt"):
        right = (site / name).read_bytes()
        (site / name).write_bytes(right + b".")
        assert cli.main(["verify", str(site)]) == cli.WRONG, name
        (site / name).write_bytes(right)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("theme: readthedocs\nplugins: [pressmark: {corpus: texts}]\n", "write `theme: material`"),
        ("theme: material\nplugins: [pressmark: {corpus: nowhere}]\n", "there is no such folder"),
        ("theme: material\nplugins: [pressmark: {per_page: 0}]\n", "`per_page` must be 1 or more"),
        ("theme: material\nplugins: [pressmark: {per_page: no}]\n", "per_page"),
        ("theme: material\nplugins: [pressmark: {executor: x}]\n", "executor"),
        ("theme: material\nplugins: [pressmark: {folder: ../x}]\n", "`folder` must be the path"),
    ],
)
def test_what_is_wrong_is_said(settings: str, message: str, project: Path) -> None:
    (project / "mkdocs.yml").write_text(f"site_name: x\n{settings}")
    done = mkdocs(project)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()

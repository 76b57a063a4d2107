"""What a site is made of: each file is there for somebody, and comes with its licence."""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from tests.builds import build
from tests.site.servers import ROOT

LICENCES = ROOT / "hooks" / "pressmark" / "licences"

UNLINKED = {
    "pressmark.json": "what a build may replace",
    ".nojekyll": "hosts that would run Jekyll",
    "404.html": "hosts, for wrong addresses",
    "robots.txt": "search engines",
    "data/*": "other programs: the About page names the folder",
    "search/*/*": "the engine, as a search needs them",
    "assets/pressmark/engine.js": "other pages and Node.js",
}
"""Files that no page leads to, and who reads them."""

_ADDRESS = re.compile(r"""(?:href|src|action)=["']?([^"'\s>]+)|url\(["']?([^"')]+)""")

TEXTS = {
    "a.txt": "A text\n\nIt has a paragraph that is long enough to be taken for the text of it.\n",
    "b/c.md": "---\ntitle: Another\ndate: 2021-05-03\npublisher: The Gazette\n---\n\n"
    "It has a paragraph as well, and this one is about another thing altogether.\n",
    "b/d.php.text": "Third\n\nA program to some hosts, were it not for its name in this archive.\n",
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of somebody's own texts."""
    folder = tmp_path_factory.mktemp("own")
    for name, text in TEXTS.items():
        path = folder / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "texts" / "corpus.yml").write_text("site_url: https://shelf.example/\n")
    result = build(folder / "texts", folder / "site")
    assert result.returncode == 0, result.stderr
    return folder / "site"


def reached(site: Path) -> set[str]:
    """The files that one comes to from the front page, by links and by what pages load."""
    seen: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        name = waiting.pop()
        path = site / name
        if name in seen or not path.is_file():
            continue
        seen.add(name)
        if path.suffix not in (".html", ".css"):
            continue
        for found in _ADDRESS.finditer(path.read_text(encoding="utf-8")):
            parts = urlsplit(found[1] or found[2])
            if not parts.scheme and parts.path:
                target = path.parent / unquote(parts.path)
                waiting.append(target.resolve().relative_to(site.resolve()).as_posix())
    return seen


def files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_each_file_is_there_for_somebody(own: Path) -> None:
    alone = files(own) - reached(own)
    unused = {name for name in alone if not any(PurePosixPath(name).match(p) for p in UNLINKED)}
    assert unused == set()
    for pattern in UNLINKED:
        assert any(PurePosixPath(name).match(pattern) for name in alone), pattern


def test_the_demo_ships_nothing_unused_either(demo: Path) -> None:
    alone = files(demo) - reached(demo)
    assert {n for n in alone if not any(PurePosixPath(n).match(p) for p in UNLINKED)} == set()
    assert any(name.startswith("assets/javascripts/bundle") for name in reached(demo))
    assert not [name for name in files(demo) if "lunr" in name or name.endswith(".map")]


def test_material_is_named_where_it_is_used(own: Path, demo: Path) -> None:
    for site in (own, demo):
        styles = (site / "assets/pressmark/pages.css").read_text(encoding="utf-8")
        assert re.search(
            r"/\*! [^*]*Material for MkDocs, Copyright \(c\) \S+ Martin Donath", styles
        )
    licences = {
        site: (site / "assets/pressmark/licences.txt").read_text(encoding="utf-8")
        for site in (own, demo)
    }
    for text in licences.values():
        for name in ("pressmark", "material", "material-design-icons", "unicode", "apache-2.0"):
            assert (LICENCES / f"{name}.txt").read_text(encoding="utf-8") in text
    script = (LICENCES / "material-script.txt").read_text(encoding="utf-8")
    assert script not in licences[own]
    assert script in licences[demo]


@pytest.mark.parametrize(
    ("package", "file", "ours"),
    [
        ("mkdocs-material", "licenses/LICENSE", "material.txt"),
        ("mkdocs-material", ".icons/material/LICENSE", "material-design-icons.txt"),
        ("faker", "licenses/LICENSE.txt", "given-names.txt"),
        ("babel", "locale-data/LICENSE.unicode", "unicode.txt"),
    ],
)
def test_licences_are_those_of_the_packages(package: str, file: str, ours: str) -> None:
    [theirs] = [path for path in distribution(package).files or () if str(path).endswith(file)]
    text = theirs.read_text(encoding="utf-8").strip()
    assert text == (LICENCES / ours).read_text(encoding="utf-8").strip()


def test_our_own_licence_is_the_projects() -> None:
    assert (LICENCES / "pressmark.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()

"""What the README and the other pages say of the product is so, and they leave nothing out."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
import yaml

from pressmark import cli
from pressmark.build.first_pass import analyzed_once
from pressmark.corpus.read import Item, scan
from pressmark.corpus.settings import Collection
from pressmark.ledger import fates
from pressmark.pipeline import process
from pressmark.runtime.workers import WorkerSettings
from tests.builds import build
from tests.conftest import ROOT
from tests.handbook import GUIDE, rows

TEXT = "The clock in the reading room has been four minutes slow since 1911, and stays so.\n"
OTHERS = ("scan.pdf", "page.html", "letter.docx", "letter.odt", "photo.jpg", "Makefile", "b.pdf")
"""Names of files that are no texts."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two texts, and what else people keep beside them."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("a.txt", "c.md"):
        (folder / name).write_text(f"A clock called {name}\n\n{TEXT}")
    for name in OTHERS:
        (folder / name).write_bytes(b"%PDF-1.7")
    return folder


# ---- The README's limits


def only_text_files(corpus: Path) -> None:
    inventory = scan(corpus, Collection())
    assert [item.path for item in inventory.items] == ["a.txt", "c.md"]
    assert sum(inventory.ignored.values()) == len(OTHERS)


def subjects_are_names(corpus: Path) -> None:
    """Of twenty texts about clocks four name a country, and one has a tag of its own."""
    for number in range(20):
        portugal = "In Portugal they are slow. Clocks go slow in Portugal. " if number < 4 else ""
        (corpus / f"{number}.txt").write_text(f"Clock {number}\n\n{portugal}{TEXT}")
    (corpus / "19.yml").write_text("tags: [horology]\n")
    settings = Collection()
    with analyzed_once(scan(corpus, settings), settings, WorkerSettings(1)) as (analyzed, *_):
        tags = {document.id: document.tags for document in analyzed.corpus.documents}
    assert tags.pop("19") == ("horology",)
    assert [tags.pop(name) for name in "0123"] == [("Portugal",)] * 4
    assert set(tags.values()) == {()}


def menus_of_whole_pages(corpus: Path) -> None:
    """The same menu of words that no rule knows: sixteen lines of it are found, four are not."""
    places = (
        *("Harbour", "Schools", "Council", "Rowing", "Letters", "Market", "Weddings", "Theatre"),
        *("Recipes", "Gardens", "Trains", "Weather", "Puzzles", "Podcasts", "Ferries", "Bridges"),
    )
    article = (
        "# Two lighthouses are to be painted in their old colours\n\n"
        "The lighthouses at the mouth of the river will be red and white again. They have been "
        "grey for sixty years, since somebody in an office found that grey was cheaper.\n\n"
        "The paint has been given by the yard, and the ladders by the fire brigade. Whoever likes "
        "may come and watch, from the other side of the water.\n"
    )
    removed = {}
    for number in (16, 4):
        menu = "".join(f"* [{place}](/{place.lower()})\n" for place in places[:number])
        (corpus / "a.md").write_text(f"{menu}\n{article * (1 if number == 16 else 3)}")
        document = process(corpus, Item("a.md", None, None), Collection()).document
        assert document
        removed[number] = sum(
            fate.kind == "removed" and line <= number for line, fate in fates(document).items()
        )
    assert removed == {16: 16, 4: 0}


def words_and_colours_are_ours(corpus: Path) -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for name in ("hooks/publish.py", "hooks/pressmark/theme", "docs\n"):
        settings = settings.replace(
            f" {name}", f" {ROOT / name.strip()}{name[len(name.strip()) :]}"
        )
    others = settings.replace("language: en", "language: de").replace(": custom", ": red")
    assert others != settings
    words, colours = [], []
    for name, text in (("ours", settings), ("others", others)):
        config = corpus.parent / f"{name}.yml"
        config.write_text(text, encoding="utf-8")
        site = corpus.parent / name
        built = build(corpus, site, "--config-file", str(config))
        assert built.returncode == 0, built.stderr
        page = (site / "about.html").read_text(encoding="utf-8")
        words.append(words_of(page))
        styles = [path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.css"))]
        colours.append({c for text in styles for c in re.findall(r"--pm-[\w-]+:[^;}]*", text)})
    assert words[0] == words[1]
    assert "About this archive" in words[0]
    assert colours[0] == colours[1] != set()


def without_javascript_no_search(corpus: Path) -> None:
    site = corpus.parent / "site"
    assert build(corpus, site).returncode == 0
    [notice] = re.findall(
        r"<noscript>(.*?)</noscript>", (site / "search.html").read_text(), re.DOTALL
    )
    assert "browse/index.html" in notice
    assert "archive/a.html" in (site / "browse/title/all.html").read_text()


def on_linux(_: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("whoever reads this has tried it elsewhere: tell it in the README")


LIMITS: dict[str, Callable[[Path], None]] = {
    "It reads text files only": only_text_files,
    "Subjects (tags) are names that recur": subjects_are_names,
    "Menus and notices are recognised by a model trained": menus_of_whole_pages,
    "The site's own words (menus, buttons) are English. Its colours": words_and_colours_are_ours,
    "Without JavaScript, an archive can be browsed, not searched": without_javascript_no_search,
    "It is tested on Linux": on_linux,
}
"""How each line of the README's list begins, and what shows that it is true."""


def test_every_limit_is_held() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## What it can't do yet\n")[2].partition("\n## ")[0]
    lines = [" ".join(line.split()) for line in re.split(r"^- ", section, flags=re.MULTILINE)[1:]]
    held = [next((limit for limit in LIMITS if line.startswith(limit)), line) for line in lines]
    assert held == list(LIMITS)


@pytest.mark.parametrize("limit", LIMITS)
def test_what_it_cannot_do(limit: str, corpus: Path) -> None:
    LIMITS[limit](corpus)


# ---- The page about an archive


def words_of(page: str) -> str:
    """The words of a page's body."""
    body = re.sub(
        r"<(script|style)\b.*?</\1>", "", "<" + page.partition("<body")[2], flags=re.DOTALL
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_what_was_left_out_is_told(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(corpus, site).returncode == 0
    about = words_of((site / "about.html").read_text(encoding="utf-8"))
    assert "No text of the collection was held back." in about
    for kind, number in ((".pdf", 2), (".html", 1), (".jpg", 1), ("without an ending", 1)):
        assert f" {kind} {number} " in about
    (corpus / "empty.txt").touch()
    (corpus / ".hidden.txt").write_text(TEXT)
    (corpus / "elsewhere").symlink_to(tmp_path)
    assert build(corpus, site).returncode == 0
    about = words_of((site / "about.html").read_text(encoding="utf-8"))
    assert "held back" not in about
    for reason in ("empty", "hidden", "a link to a folder"):
        assert f" {reason} 1 " in about


def test_where_nothing_was_left_out_nothing_is_told(corpus: Path, tmp_path: Path) -> None:
    for name in OTHERS:
        (corpus / name).unlink()
    site = tmp_path / "site"
    assert build(corpus, site).returncode == 0
    about = words_of((site / "about.html").read_text(encoding="utf-8"))
    assert "No text of the collection was held back. How the files were written" in about


# ---- Lists that must be whole

DATA = ("theme", "web", "licences")
"""Folders of the package without Python in them."""


def test_the_guide_begins_with_a_list_of_its_pages() -> None:
    class Loader(yaml.SafeLoader):
        """Knows MkDocs' tag, whose value doesn't count here."""

    Loader.add_constructor("!ENV", lambda *_: None)
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)  # noqa: S506
    first, *others = settings["nav"][0]["Guide"]
    assert first == {"Start": "guide/index.md"}
    index = (GUIDE / "index.md").read_text(encoding="utf-8")
    listed = [re.sub(r".*\((.*)\)", r"guide/\1", page) for page, _ in rows(index, "page")]
    assert listed == others
    assert {Path(page).name for page in others} | {"index.md"} == {
        path.name for path in GUIDE.glob("*.md")
    }


def test_the_map_of_the_house_is_whole() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    house = text.partition("## The house\n\n```\n")[2].partition("```")[0]
    for folder in (ROOT, ROOT / "tests"):
        for path in sorted(folder.iterdir()):
            kept = path.name in (".git", ".venv", "node_modules", "site", "__pycache__")
            built = path.name.endswith("_cache") or path.name.startswith(".site")
            if path.is_dir() and not kept and not built and path.name != ".hypothesis":
                assert f"{path.name}/" in house, path


def test_the_map_has_the_layers_in_their_order() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    library = text.partition("  pressmark/  ")[2].partition("\n  tools/")[0]
    names = [
        name.removesuffix(".py") for name in re.findall(r"^    ([\w.]+)", library, re.MULTILINE)
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = project["tool"]["importlinter"]["contracts"]
    layers = [re.split(r" [|:] ", layer) for layer in contract["layers"]]
    assert names[: -len(DATA)] == [name for layer in layers for name in layer]
    assert names[-len(DATA) :] == list(DATA)


def test_modules_that_contributors_are_led_to_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    # A name with a colon is a file of an example.
    names = re.findall(r"`([\w./-]+\.(?:py|js|json|yml|md))`(?!:)", text)
    assert len(names) > 20
    for name in names:
        assert any(ROOT.glob(f"**/{name}")) or any((ROOT / "hooks").rglob(name)), name


def test_all_kinds_of_cases_are_listed() -> None:
    cases = ROOT / "tests" / "cases"
    listed = {
        name.partition("/")[0] for name, *_ in rows((cases / "README.md").read_text(), "folder")
    }
    assert listed == {path.name for path in cases.iterdir() if path.is_dir()}


def test_the_commands_are_told_alike(capsys: pytest.CaptureFixture[str]) -> None:
    """`pressmark --help` names all commands that the README does."""
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    usage = capsys.readouterr().out
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"^\| `pressmark (\w+)", readme, re.MULTILINE):
        assert re.search(rf"^ +{name}\b", usage, re.MULTILINE)


def test_continuous_integration_tries_all() -> None:
    """And what a newcomer runs is told how to do the same."""
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "export PRESSMARK_THOROUGH=1\n" in run
    assert run.index("\nmake site\n") < run.index("\nmake test\n")
    for name in ("CONTRIBUTING.md", "Makefile", "docs/guide/commands.md"):
        assert "PRESSMARK_THOROUGH=1" in (ROOT / name).read_text(encoding="utf-8"), name

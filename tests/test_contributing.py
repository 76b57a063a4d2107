"""What CONTRIBUTING.md shows can be done as it says: its examples are put into place and run."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from pressmark import export
from pressmark.build import collection_pages, second_pass
from pressmark.build import site as build_site
from pressmark.clean import marks
from pressmark.clean.rule import Rule, apply_rules
from pressmark.corpus.read import scan
from pressmark.corpus.settings import Collection
from pressmark.describe import extractors, people
from pressmark.describe.answer import Extractor
from pressmark.describe.extractors import EXTRACTORS
from pressmark.facets import FACETS, Facet
from pressmark.ledger import fates
from pressmark.relate.corpus import Corpus
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render import browse, templates, views
from pressmark.search.search_document import SearchDocument
from tests.conftest import ROOT
from tests.editions import make
from tests.handbook import document, fences

LIBRARY = ROOT / "hooks" / "pressmark"
WORDS = {3: "three", 5: "five", 15: "fifteen"}
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def contribution(section: str) -> tuple[list[str], dict[str, str]]:
    """The Python blocks of a section of CONTRIBUTING.md, and its files by their last name."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    parts = [f for f in fences(text) if f.section == section]
    files = {f.name.rpartition("/")[2]: f.body for f in parts if f.name}
    return [f.body for f in parts if f.kind == "python"], files


def test_a_rule_is_added_as_documented(tmp_path: Path) -> None:
    (function, entry), files = contribution("A cleaning rule")
    scope = vars(marks).copy()
    exec(function, scope)  # noqa: S102  # our own page
    rule = eval(entry, {"Rule": Rule, "marks": SimpleNamespace(**scope)})  # noqa: S307
    cleaned = apply_rules([rule], document(files["in.txt"], tmp_path), {})
    removed = [n for n, fate in fates(cleaned).items() if fate.name == rule.name]
    assert {"removed": removed} == json.loads(files["golden.json"])


def test_an_extractor_is_added_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (function, entry), files = contribution("An extractor")
    scope = vars(people).copy()
    exec(function, scope)  # noqa: S102  # our own page
    extractor = eval(entry, scope | {"Extractor": Extractor})  # noqa: S307
    monkeypatch.setattr(extractors, "EXTRACTORS", (*EXTRACTORS, extractor))
    found = document(files["in.txt"], tmp_path)
    wanted = json.loads(files["golden.json"])
    for field, value in wanted["fields"].items():
        assert getattr(found.record, field) == value
        assert found.record.origins[field].extractor == extractor.name
        assert [n for n, fate in fates(found).items() if fate.name == field] == wanted["takes"]


def test_an_export_format_is_added_as_documented(tmp_path: Path) -> None:
    (function,), _ = contribution("An export format")
    scope = vars(export).copy()
    exec(function, scope)  # noqa: S102  # our own page
    (tmp_path / "clock.txt").write_text("The Clock\n", encoding="utf-8")
    out = tmp_path / "titles.tsv"
    problems = scope["to_titles"](scan(tmp_path, Collection()), Collection(), out)
    assert not list(problems)
    assert out.read_text(encoding="utf-8") == "clock\tThe Clock\n"


def test_a_facet_is_added_as_documented() -> None:
    """Its entry is one, and whoever fills the two classes is named."""
    (entry,), _ = contribution("A facet")
    facet = eval(entry, {"Facet": Facet})  # noqa: S307  # our own page
    assert facet.name not in FACETS
    assert facet.search_rank > max(other.search_rank for other in FACETS.values())
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## A facet\n")[2].partition("\n## ")[0]
    for kind in (DocumentSummary, SearchDocument):
        for file in LIBRARY.rglob("*.py"):
            if f" {kind.__name__}(\n" in file.read_text(encoding="utf-8"):
                assert f"`{file.relative_to(LIBRARY)}`" in section


def a_module(name: str, source: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a module of an example defines. It can be imported, and its classes be pickled."""
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    exec(source, vars(module))  # noqa: S102  # our own page
    return vars(module)


def three_texts(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, year, words in (("a", 1897, 9), ("b", 1898, 30), ("c", 1898, 20)):
        (corpus / f"{name}.txt").write_text(f"Clock {name}\n\n{'It is slow. ' * words}\n")
        (corpus / f"{name}.yml").write_text(f"date: {year}\n")
    return corpus


def test_a_task_is_added_as_documented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (source, call), _ = contribution("A task of the build")
    scope = a_module("pressmark.build.year_texts", source, monkeypatch)
    real = second_pass.write_documents

    def and_years(analyzed: Any, site: Any, contexts: Any, resources: Any) -> Any:
        times = real(analyzed, site, contexts, resources)
        exec(call, scope | {"corpus": analyzed, "resources": resources})  # noqa: S102
        return times

    monkeypatch.setattr(second_pass, "write_documents", and_years)
    corpus, site = three_texts(tmp_path), tmp_path / "site"
    assert not make(corpus, site).problems
    years = {path.name: path.stat().st_ino for path in (site / "years").iterdir()}
    assert years.keys() == {"1897.txt", "1898.txt"}
    text = (site / "years" / "1898.txt").read_text(encoding="utf-8")
    assert text.count("It is slow.") == 50
    (corpus / "a.txt").write_text("Clock a\n\nIt was mended.\n")
    result = make(corpus, site)
    assert not result.corrupt
    assert not result.unchanged
    assert "mended" in (site / "years" / "1897.txt").read_text(encoding="utf-8")
    assert (site / "years" / "1898.txt").stat().st_ino == years["1898.txt"]
    assert make(corpus, site).unchanged


def test_a_page_kind_is_added_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, files = contribution("A page kind")
    view, path, functions, slots, task, call = parts
    [template] = (name for name in files if name.endswith(".html"))
    # The file's whole name is what the code must call it by.
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [name] = (f.name for f in fences(text) if f.name and f.name.endswith(f"/{template}"))
    loader = DictLoader({(ROOT / name).relative_to(templates.THEME).as_posix(): files[template]})
    environment = templates.environment().overlay(
        loader=ChoiceLoader([loader, FileSystemLoader(templates.THEME)])
    )
    monkeypatch.setattr(templates, "environment", lambda: environment)
    scope = vars(views).copy()
    exec(view, scope)  # noqa: S102  # our own page
    monkeypatch.setattr(views, "LongestView", scope["LongestView"], raising=False)
    exec(path, scope)  # noqa: S102
    monkeypatch.setattr(browse, "LONGEST", scope["LONGEST"], raising=False)
    scope = a_module("pressmark.render.longest", functions, monkeypatch)
    namespace = {**vars(templates), **vars(collection_pages), **scope}
    exec(slots, namespace)  # noqa: S102
    exec(task, namespace)  # noqa: S102
    real = collection_pages.write_lists

    def and_longest(documents: Any, per_page: int, context: Any, resources: Any) -> Any:
        lists = real(documents, per_page, context, resources)
        own = SimpleNamespace(own_pages=["index.html"])
        here = namespace | {
            "corpus": SimpleNamespace(corpus=Corpus(documents)),
            "contexts": (None, context),
            "resources": resources,
            "shells": own,
            "lists": lists,
        }
        exec(call, here)  # noqa: S102
        lists.paths = here["paths"][1:]
        return lists

    monkeypatch.setattr(build_site, "write_lists", and_longest)
    corpus, site = three_texts(tmp_path), tmp_path / "site"
    assert not make(corpus, site).problems
    html = (site / "browse" / "longest.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="\.\./archive/(\w)\.html">', html) == ["b", "c", "a"]
    assert "<bdi>90 words</bdi>" in html
    assert "browse/longest.html" in (site / "sitemap.xml").read_text(encoding="utf-8")
    # Its number of words is part of the key: this text is now the shortest but one.
    (corpus / "b.txt").write_text(f"Clock b\n\n{'It is slow. ' * 10}\n")
    make(corpus, site)
    html = (site / "browse" / "longest.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="\.\./archive/(\w)\.html">', html) == ["c", "b", "a"]

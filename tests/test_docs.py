"""The handbook is true: its examples are run, its lists are complete, its links lead somewhere.

How the pages are written for this is said in `tests/handbook.py`.
"""

from __future__ import annotations

import ast
import io
import re
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from markdown.extensions.toc import slugify

from pressmark.clean.rules import FINAL_RULES, RULES
from pressmark.cli import _parser, main
from pressmark.corpus.declared import ALIASES, MAX_VALUE
from pressmark.corpus.read import TEXT_ENDINGS
from pressmark.corpus.settings import Collection, SiteSettings, read_collection, read_site
from pressmark.describe.annotate import ANNOTATIONS
from pressmark.describe.extractors import EXTRACTORS
from pressmark.document import BLANK_LINE, FIELDS, FRONT_MATTER
from pressmark.errors import SHOWN
from pressmark.export import FORMATS
from pressmark.extraction import find_article
from pressmark.ledger import fates
from pressmark.relate import differences, families, related_documents, shingles, tags, terms
from pressmark.relate.inferred import INFERENCES
from pressmark.render import family
from pressmark.render.feeds import FEED_ENTRIES, SITEMAP_URLS
from pressmark.render.page import markdown_page
from pressmark.render.record import record
from pressmark.text.address import MAX_BYTES, identify
from pressmark.text.edtf import readable, valid
from pressmark.text.repair import FIXERS, applied_fixers
from pressmark.text.site_paths import page_path
from tests.conftest import ROOT
from tests.handbook import GUIDE, Fence, document, fences, prose, read, rows, under
from tests.search.small import ask

LIBRARY = ROOT / "hooks" / "pressmark"
WORDS = {3: "three", 5: "five", 15: "fifteen"}
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

# ---- Examples

EXAMPLES = [
    (page.name, section)
    for page in sorted(GUIDE.glob("*.md"))
    for section in dict.fromkeys(
        f.section for f in fences(page.read_text(encoding="utf-8")) if f.kind == "console"
    )
]


@pytest.mark.parametrize(("page", "section"), EXAMPLES)
def test_example(page: str, section: str, tmp_path: Path) -> None:
    parts = [f for f in fences(read(page)) if f.section == section]
    for part in parts:
        if part.name:
            file = tmp_path / part.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(part.body, encoding="utf-8")
    for part in parts:
        if part.kind == "console":
            for command, expected in re.findall(
                r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", part.body, re.MULTILINE
            ):
                found = run(command, tmp_path)
                assert re.fullmatch(pattern(expected), found), f"$ {command}\n{found}"


def run(command: str, folder: Path) -> str:
    """What a command of ours prints, on both outputs."""
    name, *arguments = shlex.split(command)
    assert name == "pressmark"
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with chdir(folder), redirect_stdout(out), redirect_stderr(out):
        main(arguments)
    printed: bytes = out.buffer.getvalue()
    return printed.decode()


def pattern(expected: str) -> str:
    """A regular expression for what a page says a command prints."""
    lines = expected.splitlines(keepends=True)
    return "".join(
        "(?:.*\n)*?" if line == "…\n" else re.escape(line).replace("…", ".*") for line in lines
    )


def taken(text: str) -> tuple[str, list[int]]:
    """The text of a `diff` block, and the numbers of its lines marked with `-`."""
    lines = text.splitlines()
    return "\n".join(x[2:] for x in lines) + "\n", [
        n for n, x in enumerate(lines, 1) if x.startswith("-")
    ]


def examples_of(name: str) -> list[Fence]:
    found = [f for f in fences(read("cleaning.md")) if f.heading == name]
    assert found, f"cleaning.md has no example of `{name}`"
    return found


RULE_NAMES = [*(rule.name for rule in (*RULES, *FINAL_RULES)), FRONT_MATTER, BLANK_LINE]


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_rule_is_documented(rule: str, tmp_path: Path) -> None:
    for example in examples_of(rule):
        text, expected = taken(example.body)
        found = fates(document(text, tmp_path))
        assert [n for n, fate in found.items() if fate.name == rule] == expected
        assert expected


@pytest.mark.parametrize("name", [*ANNOTATIONS, *INFERENCES])
def test_switch_is_documented(name: str) -> None:
    assert f"\n### `{name}`\n" in read("cleaning.md")


@pytest.mark.parametrize("extractor", [e.name for e in EXTRACTORS])
def test_extractor_is_documented(extractor: str, tmp_path: Path) -> None:
    source, answer = examples_of(extractor)
    text, expected = taken(source.body)
    found = document(text, tmp_path)
    wanted = yaml.load(answer.body, Loader=yaml.BaseLoader)  # noqa: S506  # all texts, no objects
    values = {
        field: list(value) if isinstance(value := getattr(found.record, field), tuple) else value
        for field, origin in found.record.origins.items()
        if origin.extractor == extractor
    }
    assert values == wanted
    lines = {n: fate.name or fate.kind for n, fate in fates(found).items()}
    assert [n for n, name in lines.items() if name in wanted] == expected


def test_repairs_are_documented() -> None:
    table = rows(read("cleaning.md"), "repair")
    assert [name for name, *_ in table] == [fix.__name__ for fix in FIXERS]
    for name, _, before, after in table:
        # Characters that can't be seen are written as YAML does.
        before, after = (yaml.safe_load(f'"{cell}"') for cell in (before, after))
        assert name in applied_fixers(before, after), f"{name}: {before!r}"


def test_raw_files_are_restored_as_documented(demo: Path, tmp_path: Path) -> None:
    program = next(f for f in fences(read("records.md")) if f.kind == "python")
    scope: dict[str, Any] = {}
    exec(program.body, scope)  # noqa: S102  # our own page
    scope["restore_all"](demo, tmp_path)
    found = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    raw = demo / "raw"
    assert found == {p.relative_to(raw): p.read_bytes() for p in raw.rglob("*") if p.is_file()}
    assert found


def test_what_can_be_typed_finds_something(demo: Path, node: str) -> None:
    typed = [query for query, _ in rows(read("searching.md"), "typed")]
    answers = ask(node, [["search", query, {}] for query in typed], demo / "search")
    assert {q: a["total"] > 0 for q, a in zip(typed, answers, strict=True)} == dict.fromkeys(
        typed, True
    )


def test_site_is_as_documented(demo: Path) -> None:
    for cell, _ in rows(read("records.md"), "path"):
        for name in cell.split("`, `"):
            path = re.sub("ADDRESS", "essays/ink", name).replace("NAME", "essays/ink.txt")
            assert (demo / path.replace("NNNN", "0000")).exists() or name == "sitemap.xml"


# ---- Nothing is missing


def kinds() -> dict[str, str]:
    """Every kind of problem that the code can name, with how grave it is."""
    found: dict[str, str] = {}
    for file in LIBRARY.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Problem"), args=[_, _, ast.Constant(value=str(kind)), *rest]
                ):
                    found[kind] = rest[1].value if rest[1:] else "warning"  # type: ignore[attr-defined]
                case ast.Call(
                    func=ast.Name(id="Unusable"), args=[ast.Constant(value=str(kind)), _]
                ):
                    found[kind] = "error"
                case ast.Call(
                    func=ast.Attribute(attr="fault"), args=[_, _, ast.Constant(value=str(kind)), _]
                ):
                    found[kind] = "error"
    return found


def test_every_problem_is_documented() -> None:
    tables = rows(read("your-texts.md"), "kind") + rows(read("commands.md"), "kind")
    assert {kind: severity for kind, severity, *_ in tables} == kinds()


def test_every_setting_is_documented(tmp_path: Path) -> None:
    collection = {name: default for name, default, *_ in rows(read("settings.md"), "setting")}
    assert list(collection) == [f.name for f in fields(Collection)]
    text = "".join(f"{name}: {default}\n" for name, default in collection.items() if default)
    (tmp_path / "corpus.yml").write_text(text, encoding="utf-8")
    assert read_collection(tmp_path, RULE_NAMES) == Collection()
    site = {name: yaml.safe_load(value) for name, value, *_ in rows(read("settings.md"), "key")}
    assert list(site) == [f.name for f in fields(SiteSettings)]
    assert read_site(site) == SiteSettings()


def test_every_field_is_documented(tmp_path: Path) -> None:
    found = document("A text.\n", tmp_path)
    table = rows(read("records.md"), "field")
    assert [name for name, *_ in table] == list(record(found, markdown_page(found).text))
    assert [name for name, *_ in rows(read("metadata.md"), "field")] == list(FIELDS)
    aliases = {name: field for field, *_, other in rows(read("metadata.md"), "field")
               for name in re.findall(r"\w+", other)}  # fmt: skip
    assert aliases == ALIASES


def test_dates_are_read_as_documented() -> None:
    table = rows(read("metadata.md"), "written")
    assert len(table) > 5
    for written, shown in table:
        assert valid(written)
        assert readable(written) == shown


def test_addresses_are_made_as_documented() -> None:
    table = rows(read("your-texts.md"), "file")
    assert len(table) > 3
    for file, page in table:
        assert page_path(identify(file)) == page


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("commands.md", f"Of each kind {'ten' if SHOWN == 10 else SHOWN} are shown"),
        ("metadata.md", f"at most {MAX_VALUE:,} characters"),
        ("publishing.md", f"the {FEED_ENTRIES} latest documents"),
        ("publishing.md", f"more than {SITEMAP_URLS:,} pages"),
        ("your-texts.md", f"more than {MAX_BYTES} bytes"),
        ("your-texts.md", f"more than {Collection().max_size // 10**6} MB"),
        ("your-texts.md", "`{}`, `{}` or `{}`".format(*TEXT_ENDINGS)),
        (
            "cleaning.md",
            f"at least {WORDS[tags.LEAST_DOCUMENTS]} documents are about it, or one in a thousand",
        ),
        ("cleaning.md", f"A document gets at most {WORDS[tags.MOST_TAGS]}"),
        ("cleaning.md", f"two fifths of the lines, and at least {WORDS[find_article.PAGE_LINES]}"),
        ("copies.md", f"all runs of {WORDS[shingles.WIDTH]} words"),
        ("copies.md", f"the first {differences.MOST_WORDS:,} words"),
        ("copies.md", f"the first {family.MOST_COMPARED} members"),
        ("copies.md", f"links to up to {WORDS[related_documents.MOST_RELATED]} related texts"),
        ("copies.md", f"Words of the title count {WORDS[terms.TITLE_WEIGHT]} times"),
    ],
)
def test_numbers_are_those_of_the_code(page: str, said: str) -> None:
    assert said in " ".join(read(page).split())


def test_shares_are_those_of_the_code() -> None:
    """Those that the guide says in words: thirds, fifths, quarters."""
    assert (families.THRESHOLD, find_article.PAGE_SHARE) == (2 / 3, 2 / 5)
    assert (tags.ONE_IN, tags.MOST_SHARE, terms.FREQUENT) == (1000, 0.3, 4)


def test_every_command_is_documented() -> None:
    commands = next(a for a in _parser()._actions if a.choices).choices
    assert isinstance(commands, dict)
    shared = under("commands.md", "Settings for one run")
    for name, parser in commands.items():
        text = under("commands.md", f"pressmark {name}") + shared
        for action in parser._actions:
            for option in set(action.option_strings) - {"-h", "--help"}:
                assert f"`{option}" in text, f"{name} {option}"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `pressmark (\w+)", readme, re.MULTILINE)) == set(commands)
    assert [name for name, *_ in rows(read("commands.md"), "format")] == sorted(FORMATS)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    assert [name.split()[-1] for name, *_ in rows(read("commands.md"), "make")] == targets


# ---- Links


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page.read_text(encoding="utf-8"))):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = page.parent / unquote(parts.path) if parts.path else page
        assert target.exists(), link
        if parts.fragment:
            text = prose(target.read_text(encoding="utf-8"))
            ids = [slugify(h, "-") for h in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
            assert parts.fragment in ids, link

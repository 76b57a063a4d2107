"""Settings that reach a page: what they may say, and how pages show it."""

from __future__ import annotations

import html
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.corpus import plain_values
from pressmark.corpus.settings import read_collection, read_site
from pressmark.errors import CuratorError
from pressmark.mkdocs_adapter import site_settings
from pressmark.render.page_mold import ListSlots, Slots, make_mold, markers
from tests.builds import build, contents

TEXT = "A text\n\nIt has a paragraph that is long enough to be taken for the text that it is.\n"

ADDRESSES = [
    "https://example.org/",
    "http://localhost:8000/",
    "https://127.0.0.1/shelf/",
    "https://[::1]:8443/",
    "https://xn--bcher-kva.example/a%20b/~c/(d)/",
    "https://example.org/a;b=c,d/@e/!$&*+/",
]

WRONG = {
    "script": ('https://x/"><script>alert(1)</script>', 'holds `"`'),
    "another scheme": ("javascript:alert(1)", "doesn't begin with `https://`"),
    "data": ("data:text/html,<script>alert(1)</script>", "doesn't begin with `https://`"),
    "no scheme": ("example.org/shelf", "doesn't begin with `https://`"),
    "any scheme": ("//example.org/", "doesn't begin with `https://`"),
    "half of IPv6": ("http://[::1", "is no web address"),
    "no IPv6": ("http://[x]/", "is no web address"),
    "no host": ("https:///shelf/", "names no host"),
    "odd host": ("https://-a-/", "names no host"),
    "no port": ("https://example.org:http/", "is no web address"),
    "large port": ("https://example.org:99999/", "is no web address"),
    "password": ("https://me:secret@example.org/", "user name or password"),
    "quote": ("https://example.org/it's/", "write `%27`"),
    "space": ("https://example.org/my shelf/", "write `%20`"),
    "letter": ("https://example.org/bücher/", "write `%C3%BC`"),
    "control": ("https://example.org/\x07", "U+0007"),
    "line break": ("https://exa\nmple.org/", "write `%0A`"),
}

BASES = {
    "query": ("https://example.org/?a=b", "write `https://example.org/`"),
    "fragment": ("https://example.org/a#b", "write `https://example.org/a`"),
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_of_the_web_stay_as_they_are(address: str) -> None:
    assert plain_values.web_address("x", address) == address
    assert plain_values.base_address("x", f" {address} ") == address
    assert plain_values.base_address("x", address.removesuffix("/")) == address


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("check", [plain_values.web_address, plain_values.base_address])
def test_other_addresses_are_named(check: Callable[[str, str], str], case: tuple[str, str]) -> None:
    address, message = case
    with pytest.raises(ValueError, match="site_url") as error:
        check("site_url", address)
    assert message in str(error.value)


@pytest.mark.parametrize("case", BASES.values(), ids=BASES)
def test_a_site_begins_at_a_folder(case: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="must end in a folder") as error:
        plain_values.base_address("site_url", case[0])
    assert case[1] in str(error.value)


@given(st.text(max_size=60) | st.text(alphabet="htps:/[]@?#.x\"'<>%1\\", max_size=30))
def test_whatever_is_taken_for_an_address_leaves_no_attribute(value: str) -> None:
    for check in (plain_values.web_address, plain_values.base_address, plain_values.link):
        try:
            address = check("x", value)
        except ValueError as error:
            assert str(error).startswith("`x`")  # noqa: PT017  # most values are refused
        else:
            assert html.escape(address.replace("&", "")) == address.replace("&", "")
            assert address.isascii()
            assert not address.lower().startswith(("javascript:", "data:"))


@pytest.mark.parametrize("value", ["\x00", "a\x1bb", "\ud800", "\ufdd0title\ufdd1", "\uffff"])
def test_a_text_holds_text(value: str) -> None:
    with pytest.raises(ValueError, match=r"`title` holds a character that is no text \(U\+"):
        plain_values.line("title", value)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('title: x\nsite_url: "https://x/\\"><script>"\n', 'corpus.yml:2: `site_url` holds `"`'),
        (
            "site_url: javascript:alert(1)\n",
            "corpus.yml:1: `site_url`: `javascript:alert(1)` doesn",
        ),
        ('site_url: "http://[::1"\n', "corpus.yml:1: `site_url`: `http://[::1` is no web address"),
        ('title: "\\ud800"\n', "corpus.yml:1: `title` holds a character"),
        ('description: "\\uFDD0"\n', "corpus.yml:1: `description` holds a character"),
        (f"max_size: {'9' * 40} GB\n", "corpus.yml:1: `max_size` must be from 1 byte to 2 GB"),
    ],
)
def test_settings_of_a_collection_are_named_with_their_line(
    settings: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "corpus.yml").write_text(settings, encoding="utf-8")
    with pytest.raises(CuratorError) as error:
        read_collection(tmp_path, [])
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"per_pag": 1}, "mkdocs.yml:7: there is no setting `per_pag`: did you mean `per_page`?"),
        ({"per_page": "50"}, "mkdocs.yml:7: `per_page` must be a whole number, not `50`"),
        ({"per_page": 0}, "mkdocs.yml:7: `per_page` must be 1 or more"),
        ({"workers": -1}, "mkdocs.yml:7: `workers` must be 0 or more"),
        ({"publish_docs": 1}, "mkdocs.yml:7: `publish_docs` must be `true` or `false`, not `1`"),
        ({"permissions": "all"}, "mkdocs.yml:7: `permissions` must be one of public, umask, not"),
        ({"corpus": ["a"]}, "mkdocs.yml:7: `corpus` must be a text, not `['a']`"),
    ],
)
def test_settings_of_a_site_are_named_with_their_line(
    settings: dict[str, object], message: str
) -> None:
    with pytest.raises(CuratorError) as error:
        read_site(settings | {"corpus!": "x"}, dict.fromkeys(settings, 7))
    assert message in str(error.value)
    assert "mkdocs.yml (extra: pressmark:): there is no setting `corpus!`" in str(error.value)


def test_the_address_in_the_environment_is_checked_too() -> None:
    with pytest.raises(CuratorError, match="`site_url` holds ` `, which no"):
        read_site({"site_url": "http://x y/"})
    with pytest.raises(CuratorError, match=r"mkdocs\.yml:7: `site_url`: `javascript:x` doesn"):
        read_site({"site_url": "javascript:x"}, {"site_url": 7})
    assert read_site({"site_url": "http://x"}).site_url == "http://x/"


SOURCE = """\
site_name: Shelf
repo_url: https://git.example/"onclick="x
edit_uri: javascript:alert(1)
extra_css:
  - https://cdn.example/x.css
theme:
  name: material
  favicon: //cdn.example/x.svg
extra:
  alternate:
    - {name: English, link: "javascript:alert(1)"}
  pressmark:
    corpus: !ENV [PRESSMARK_CORPUS, corpus]
"""


def test_settings_of_mkdocs_are_named_with_their_line() -> None:
    settings = {
        "site_name": "Shelf\ufdd0",
        "repo_url": 'https://git.example/"onclick="x',
        "edit_uri": "javascript:alert(1)",
        "extra_css": ["own.css", "https://cdn.example/x.css"],
        "extra_javascript": [{"path": "https://cdn.example/x.mjs", "type": "module"}],
        "theme": {
            "favicon": "//cdn.example/x.svg",
            "font": {"text": "Roboto"},
            "language": "en",
            "palette": [{"media": "(x)", "scheme": "slate"}, {"scheme": 'x" onload="alert(1)'}],
        },
        "extra": {"alternate": [{"name": "English", "link": "javascript:alert(1)"}]},
        "copyright": "<b>Ours</b>",
    }
    lines = site_settings.lines_of(SOURCE)
    found = [(p.line, p.message.split("`")[1]) for p in site_settings.problems(settings, lines)]
    assert found == [
        (1, "site_name"),
        (2, "repo_url"),
        (3, "edit_uri"),
        (4, "extra_css"),
        (0, "extra_javascript"),
        (8, "theme.favicon"),
        (0, "theme.palette"),
        (10, "extra.alternate"),
        (0, "theme.font"),
    ]
    assert list(site_settings.problems({"site_name": "x"}, site_settings.lines_of("a: ["))) == []


@given(st.text())
def test_no_setting_is_taken_for_a_slot(value: str) -> None:
    """Whatever a page says, if a setting may say it, its mold is cut at the slots alone."""
    try:
        shown = html.escape(plain_values.text("title", value))
    except ValueError:
        return
    for kind in (Slots, ListSlots):
        slots = markers(kind)
        names = list(kind.__dataclass_fields__)
        page = shown.join(["", *(getattr(slots, name) for name in names), ""])
        mold = make_mold(page, kind)
        assert mold.names == tuple(names)
        assert mold.literals == (shown,) * (len(names) + 1)


def test_a_site_shows_its_settings_as_text(tmp_path: Path) -> None:
    """Titles that are markup, or look like the mold's slots of old, are shown as they are."""
    title = "pressmark-slot-title-pressmark </title><script>alert(1)</script> & \"x\" 'y'"
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT)
    quoted = title.replace('"', '\\"')
    (corpus / "corpus.yml").write_text(
        f'title: "{quoted}"\ndescription: "{quoted}"\nsite_url: https://shelf.example/a&b/\n'
    )
    (tmp_path / "site").mkdir()
    result = build(corpus, tmp_path / "site", docs="true")
    assert result.returncode == 0, result.stderr
    pages = {
        name: data.decode()
        for name, data in contents(tmp_path / "site").items()
        if name.endswith(".html")
    }
    assert {"404.html", "index.html", "archive/a.html", "guide/index.html"} <= pages.keys()
    for name, page in pages.items():
        assert "<script>alert" not in page, name
        assert html.unescape(page.partition("<title>")[2].partition("</title>")[0]).endswith(title)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    """It stands for the title of a collection without one."""
    corpus = tmp_path / os.fsdecode(b"we\xffird \x1b[31m<b> & 'name'")
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT)
    result = build(corpus, tmp_path / "site")
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert html.unescape(title) == r"We\xffird \x1b[31m<b> & 'name'"

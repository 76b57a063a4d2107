"""Texts and metadata that would like to be more than text: a reader sees them as they are written,
and nothing of them comes to life.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.site.fixtures import Address, BuildSite, OpenPage
from tests.site.pages import page_of, records, settle
from tests.site.servers import Watch
from tests.site.test_head import Head

TITLE = "</title><script>alert(1)</script> {{ 7*7 }}"
PUBLISHER = '"><img src=x onerror=alert(2)>'
PLACE = "'; alert(3); '"
AUTHOR = "<svg/onload=alert(4)>"
TAG = "{% include 'x' %}${7*7}"
DESCRIPTION = "--></script><script>alert(5)</script><!-- \u2028 & &lt;b&gt;"
NAME = '"><img src=x onerror=alert(6)> {{7*7}} #1 ?a=b &amp; 100%'

LINES = [
    "<script>alert(7)</script>",
    '<img src="https://evil.example/pixel.gif" onerror="alert(8)">',
    '<iframe src="javascript:alert(9)"></iframe>',
    '<style>@import "https://evil.example/style.css";</style>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "[a link](javascript:alert(10)) and [another](java\tscript:alert(11))",
    "[data](data:text/html,<script>alert(12)</script>) <javascript:alert(13)>",
    "![a picture](https://evil.example/picture.png)",
    "{{ 7*7 }} {% raw %} {{ config.site_name }} {# a comment #}",
    "[reference][1] </div></article></body></html> &lt;script&gt; &#60;b&#62;",
    '<a href="https://evil.example/" onclick="alert(14)">a tag</a> `<b>` ``` ~~~',
    "[1]: javascript:alert(15) 'a title'",
    "{: onclick=alert(16) .evil #cite-1 }",
]

LITERAL = ["{{ 7*7 }}", "{{ config.site_name }}", "javascript:alert(1", "</div></article></body>"]
"""What a reader has to see of the lines, character for character."""

OVERRIDE = "\u202eoverride\u202c \u2066unclosed isolate, \u202eunclosed override"
ANSI = "\x1b[31mred\x1b[0m \x1b]0;a title\x07 bell"

# Elements that Pressmark's templates don't make in a document's text, and attributes that act.
LIVE = """() => Array.from(document.querySelectorAll(
  ".pm-doc :is(script, style, iframe, object, embed, meta, link, svg, form, base, img)",
)).map(element => element.outerHTML).concat(
  Array.from(document.querySelectorAll("*"), element => Array.from(element.attributes))
    .flat()
    .filter(({name, value}) => /^on/i.test(name) || /^\\s*(javascript|data|vbscript):/i.test(value))
    .map(({name, value}) => `${name}=${value}`),
)"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, site: BuildSite) -> Path:
    """The site of a corpus that is up to no good."""
    corpus = tmp_path_factory.mktemp("corpora") / "hostile"
    corpus.mkdir()
    prose = "The compositor set the line, and the line was read again before it was printed."
    (corpus / "metadata.txt").write_text(f"A title\n\n{prose}\n", encoding="utf-8")
    sidecar = {
        "title": TITLE,
        "publisher": PUBLISHER,
        "place": PLACE,
        "authors": [AUTHOR],
        "tags": [TAG],
        "description": DESCRIPTION,
        "rights": PUBLISHER,
        "date": "2001-02-03",
    }
    (corpus / "metadata.yml").write_text(json.dumps(sidecar), encoding="utf-8")
    (corpus / "link.txt").write_text(f"A link\n\n{prose}\n", encoding="utf-8")
    (corpus / "link.yml").write_text('url: "javascript:alert(17)"\n', encoding="utf-8")
    paragraphs = "\n\n".join([TITLE, *LINES, prose])
    for name in ("prose.txt", "marked.md", NAME + ".txt"):
        (corpus / name).write_text(paragraphs + "\n", encoding="utf-8")
    (corpus / "controls.txt").write_text(
        f"{OVERRIDE}\n\n{ANSI}\n\n{prose}\n", encoding="utf-8", newline=""
    )
    sidecar = {"publisher": OVERRIDE, "place": "Leiden", "date": "2002-03-04"}
    (corpus / "controls.yml").write_text(json.dumps(sidecar), encoding="utf-8")
    return site(corpus)


@pytest.fixture
def open_hostile(open_page: OpenPage, watch: Watch) -> OpenPage:
    """Opens pages that also fail the test on any dialog."""

    def open_watched(url: str, **how: object) -> Page:
        page = open_page("about:blank", **how)  # type: ignore[arg-type]
        page.on("dialog", lambda dialog: watch.faults.append(f"dialog: {dialog.message}"))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.goto(url)
        return page

    return open_watched


def document(site: Path, id_: str) -> str:
    return f"{site.as_uri()}/{quote(page_of(id_))}"


def test_what_comes_to_life_would_be_seen(
    tmp_path: Path, open_hostile: OpenPage, watch: Watch
) -> None:
    watch.expect("dialog: a dialog")
    (tmp_path / "a.html").write_text(
        "<article class=pm-doc><script>alert('a dialog')</script><p onclick=1>"
        "<a href=' JavaScript:2'>a</a></article>",
        encoding="utf-8",
    )
    assert len(open_hostile((tmp_path / "a.html").as_uri()).evaluate(LIVE)) == 3


def test_every_file_has_its_page(hostile: Path) -> None:
    assert {record["id"] for record in records(hostile)} == {
        "metadata", "link", "prose", "marked", "controls", NAME,
    }  # fmt: skip


def test_nothing_comes_to_life(hostile: Path, address: Address, open_hostile: OpenPage) -> None:
    """On every page of the site: no dialog, no request to elsewhere, no element that acts."""
    page = open_hostile(address(hostile) + "index.html")
    for path in sorted(hostile.rglob("*.html")):
        if path.name != "404.html":
            page.goto(address(hostile) + quote(path.relative_to(hostile).as_posix()))
            assert page.evaluate(LIVE) == [], path.name
            assert page.locator("#cite-1").count() <= 1


@pytest.mark.parametrize("id_", ["prose", "marked", NAME])
def test_the_text_is_there_to_be_read(hostile: Path, open_hostile: OpenPage, id_: str) -> None:
    page = open_hostile(document(hostile, id_))
    text = page.locator(".pm-doc").inner_text()
    for part in LITERAL:
        assert part in text, part
    assert "49" not in page.locator(".pm-text").inner_text()
    links = page.locator(".pm-text a").evaluate_all("all => all.map(link => link.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:"}


def test_metadata_is_shown_as_it_is(hostile: Path, open_hostile: OpenPage) -> None:
    page = open_hostile(document(hostile, "metadata"))
    assert page.locator("h1").inner_text() == TITLE
    assert page.title().startswith(TITLE)
    for value in (PUBLISHER, PLACE, AUTHOR):
        expect(page.locator(".pm-head").get_by_text(value, exact=True)).to_be_visible()
    expect(page.locator(".pm-tags").get_by_text(TAG, exact=True)).to_be_visible()
    # Each leads to its shelf, on which the title stands as it is.
    for value in (PUBLISHER, PLACE, TAG):
        page.goto(document(hostile, "metadata"))
        shown = page.get_by_text(value, exact=True)
        page.locator(".pm-doc a").filter(has=shown).first.click()
        assert page.locator("h1").inner_text() == value
        expect(page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()


def test_the_head_holds_them_whole(hostile: Path) -> None:
    head = Head((hostile / "archive/metadata.html").read_text(encoding="utf-8"))
    assert head.texts["title"][0].startswith(TITLE)
    assert head.one("og:title") == head.linked()["headline"] == TITLE
    assert head.one("DC.publisher") == head.linked()["publisher"]["name"] == PUBLISHER
    assert head.meta["DC.creator"] == [AUTHOR]
    assert head.meta["DC.subject"] == [TAG]
    assert head.one("description") == head.linked()["description"]
    assert (head.one("description") or "").startswith("--></script><script>alert(5)</script>")


def test_an_address_that_is_none_is_no_link(hostile: Path) -> None:
    page = (hostile / "archive/link.html").read_text(encoding="utf-8")
    assert "alert(17)" not in page
    assert "<dt>Original</dt>" not in page


def test_controls_stay_where_they_are(hostile: Path, open_hostile: OpenPage) -> None:
    """An override in a name turns neither what stands beside it nor the line; escape characters
    reach no page.
    """
    page = open_hostile(document(hostile, "controls"))
    kicker = page.locator(".pm-kicker")
    boxes = [
        kicker.locator(part).bounding_box()
        for part in ("a >> nth=0", "time", "a:has-text('Leiden')")
    ]
    starts = [box["x"] for box in boxes if box]
    assert len(starts) == 3
    assert starts == sorted(starts)
    for path in hostile.rglob("*.html"):
        assert not {"\x1b", "\x07"} & set(path.read_text(encoding="utf-8")), path.name
    assert "red" in page.locator(".pm-text").inner_text()


def test_search_shows_what_is_written(
    hostile: Path, address: Address, open_hostile: OpenPage
) -> None:
    page = open_hostile(address(hostile) + "search.html?q=alert+compositor")
    settle(page)
    expect(page.locator(".pm-results").get_by_text(TITLE, exact=True).first).to_be_visible()
    publisher = page.get_by_role("group", name="Publisher").get_by_text(PUBLISHER, exact=True)
    expect(publisher).to_be_visible()
    assert page.evaluate(LIVE) == []
    page.locator(".pm-results a", has_text=TITLE).first.click()
    expect(page.locator("mark").first).to_be_visible()
    assert page.evaluate(LIVE) == []


@pytest.mark.parametrize(
    "where",
    [
        "search.html?q={}",
        "search.html?q=line&publisher={}&sort={}",
        "search.html#?q={}",
        "archive/metadata.html?hl={}#{}",
    ],
)
def test_an_address_can_do_no_harm(hostile: Path, open_hostile: OpenPage, where: str) -> None:
    """A reader may be sent to any address."""
    page = open_hostile("about:blank")
    for text in (
        "<img src=x onerror=alert(18)>",
        "javascript:alert(19)",
        "(a+)+$[",
        "%",
        "\u202e\0",
    ):
        page.goto("about:blank")
        page.goto(f"{hostile.as_uri()}/{where.format(quote(text), quote(text))}")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate(LIVE) == []

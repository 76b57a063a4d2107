"""The HTML of a body is what Python-Markdown makes of its published Markdown."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import markdown
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.corpus.read import scan
from pressmark.corpus.settings import Collection
from pressmark.document import Block, BlockKind
from pressmark.pipeline import process, split_lines
from pressmark.render.markup import EXTENSIONS, render
from pressmark.render.page import markdown_page
from pressmark.text.inline import plain, spans
from pressmark.text.repair import repair_line
from pressmark.text.segment import segment
from pressmark.verify.documents import shown_text, without_space
from tests.conftest import DATA, ROOT
from tests.thorough import rounds

MARKS = "*_`#>-+=~|[](){}<>!&\\:.\"'/ \n\t"
MARKED_TEXT = st.text(
    st.one_of(st.sampled_from(MARKS), st.characters(exclude_categories=["Cs"])), max_size=300
)
PIECES = st.lists(
    st.sampled_from(
        [
            "# head",
            "## *em* head #",
            "**bold**",
            "*em*",
            "__x__",
            "a*b*c",
            "[t](https://a.example/b_c)",
            "[t](javascript:alert(1))",
            "![alt](https://a.example/i.png)",
            "<https://a.example/>",
            "- item",
            "  wrapped",
            "> quote",
            ">",
            "---",
            "===",
            "```",
            "~~~",
            "1. one",
            "| a | b |",
            "|---|---|",
            "<script>alert(1)</script>",
            "<b>bold</b>",
            "&lt;",
            "&amp;copy;",
            "{: onclick=x }",
            "[TOC]",
            "[a]: https://a.example",
            "*[abbr]: x",
            "plain words here",
            "",
            "",
            "    code",
            "\\*",
            "`a`b`",
            "https://a.example/x_y_z?a=1&copy=2",
            "***both***",
            "{{ x }}",
            "{% raw %}",
            "text  ",
        ]
    ),
    max_size=14,
).map("\n".join)

CORPORA = [
    ROOT / "corpus",
    *(
        DATA / name
        for name in (
            "seeds",
            "metadata/fundus/article.md",
            "metadata/fundus/page.md",
            "metadata/gov-18f/raw",
            "metadata/postlight/article.md",
        )
    ),
]

ALLOWED_TAGS = {
    "p", "br", "h2", "h3", "h4", "h5", "h6", "em", "strong", "code", "pre", "a", "ul", "li",
    "blockquote", "hr",
}  # fmt: skip


def bodies(text: str, marked: bool) -> tuple[str, str]:
    """A text's body as Markdown and as HTML."""
    lines = [repair_line(line) for line in split_lines(text)[0]]
    body = render(segment(lines, 1, marked), marked)
    return "\n".join(body.markdown), body.html


def by_the_oracle(source: str) -> str:
    return markdown.markdown(source, extensions=list(EXTENSIONS))


BULLETS = st.lists(st.sampled_from(["*", " ", "\t", "[a](b)", "[*a*](b)", "_", "x", "`", "\n"]))


@settings(max_examples=rounds(60, 400))
@given(
    st.one_of(
        st.lists(st.one_of(MARKED_TEXT, PIECES.map("".join)), max_size=4).map(" ".join),
        BULLETS.map("".join),
    )
)
def test_plain_text_is_that_of_the_spans(text: str) -> None:
    line = " ".join(text.split("\n"))
    assert plain(line, markdown=True) == "".join(span.text for span in spans(line, markdown=True))


@given(st.one_of(MARKED_TEXT, PIECES), st.booleans())
def test_html_is_what_python_markdown_makes(text: str, marked: bool) -> None:
    source, html = bodies(text, marked)
    assert html == by_the_oracle(source)


@given(st.one_of(MARKED_TEXT, PIECES), st.booleans())
def test_the_text_of_the_record_is_what_the_page_shows(text: str, marked: bool) -> None:
    """But for white space: `verify` holds one against the other."""
    lines = [repair_line(line) for line in split_lines(text)[0]]
    body = render(segment(lines, 1, marked), marked)
    assert without_space(shown_text(body.html)) == without_space(body.text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("- Gesamt- und Teilzähler", "- Gesamt- und Teilzähler"),
        ("- **Both - this** and that", "- Both - this and that"),
        ("- One\n  two - and three", "- One\ntwo - and three"),
        ("> a > b", "a > b"),
        ("> see <https://a.example/> there", "see https://a.example/ there"),
    ],
)
def test_only_the_first_mark_of_a_line_says_what_it_is(text: str, plain: str) -> None:
    body = render(segment(text.split("\n"), 1, True), True)
    assert body.text == plain


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "| name\n|\n| place\n|",
        "a | b\n: | :\nc | d",
        "see https://a.example/?id=&amp;pid=1 there",
        "<https://a.example/?a=1&copy;=2>",
        "[x](https://a.example/?id=&amp;pid=1&copy;=3)",
        '[](")a[b\n](c/https://d.example/ "e")',
        "> to **this**\n>\n> and *that*",
        "Indust![a\n](b)rie and **more**",
        "one\n\n## ______________________________\n\ntwo\n\n## ** **\n\n# []()",
    ],
)
def test_what_mutated_texts_have_shown(text: str, marked: bool) -> None:
    """The page is what the library makes of its Markdown, and the record says what it shows."""
    source, html = bodies(text, marked)
    assert html == by_the_oracle(source)
    body = render(segment(text.split("\n"), 1, marked), marked)
    assert without_space(shown_text(body.html)) == without_space(body.text)


@settings(max_examples=rounds(60, 300))
@given(st.one_of(MARKED_TEXT, PIECES), st.booleans())
def test_html_holds_no_more_than_the_library_allows(text: str, marked: bool) -> None:
    """A sanitiser that knows only our few elements finds nothing to take away."""
    _, html = bodies(text, marked)
    clean = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}, "p": {"class"}} | {f"h{n}": {"id"} for n in range(2, 7)},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    assert elements(clean) == elements(html)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)

    def handle_comment(self, data: str) -> None:
        self.seen.append(("comment", data))

    def handle_data(self, data: str) -> None:
        if self.seen and isinstance(self.seen[-1], list):
            self.seen[-1].append(data)
        else:
            self.seen.append([data])


def elements(html: str) -> list[object]:
    """A page's elements, attributes and text, however they are written."""
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return ["".join(part) if isinstance(part, list) else part for part in parser.seen]


MOST = 80
"""Texts of each corpus: the oracle takes a fifth of a second for a page."""


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda p: "/".join(p.parts[-2:]))
def test_corpora_at_hand(corpus: Path) -> None:
    if not corpus.is_dir():
        pytest.skip("the shared data is not here")
    seen = 0
    for item in scan(corpus, Collection()).items[:MOST]:
        document = process(corpus, item, Collection()).document
        if document is None:
            continue
        page = markdown_page(document)
        source = page.source.split("\n---\n", 1)[1]
        assert page.html == by_the_oracle(source), item.path
        seen += 1
    assert seen


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b && c > d", "<p>a &lt; b &amp;&amp; c &gt; d</p>"),
        ("# not a heading", "<p># not a heading</p>"),
        ("1986. A great year.", "<p>1986. A great year.</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("{{ 7 * 7 }}", "<p>{{ 7 * 7 }}</p>"),
        ("snake_case_name and 2*3*4", "<p>snake_case_name and 2*3*4</p>"),
    ],
)
def test_plain_text_shows_what_it_says(text: str, shown: str) -> None:
    source, html = bodies(text, marked=False)
    assert html == shown == by_the_oracle(source)


@pytest.mark.parametrize(
    "text",
    [
        "A line of its own.",
        "Two lines,\nof which each is one.",
        "> A quotation\n> of two lines.",
        "> One paragraph.\n>\n> And another.",
        "- An item\n  of two lines.",
        "- One.\n- Two.",
        "{: .caption } is no mark here.",
        "ساعة قاعة القراءة متأخرة.",
    ],
)
@pytest.mark.parametrize("kind", [None, "verse", "caption"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_foreign_text(text: str, kind: BlockKind | None, language: str) -> None:
    blocks = [replace(block, language=language) for block in segment(text.split("\n"), 1, True)]
    if kind and blocks[0].kind == "paragraph":
        blocks = [replace(block, kind=kind) for block in blocks]
    plain = render([replace(block, language="") for block in blocks], True)
    body = render([*blocks, Block("paragraph", (99,), ("After it.",))], True)
    assert markdown.markdown("\n".join(body.markdown), extensions=EXTENSIONS) == body.html
    way = "rtl" if language == "ar" else "ltr"
    assert f' dir="{way}" lang="{language}">' in body.html
    assert body.text == f"{plain.text}\n\nAfter it."


@pytest.mark.parametrize(
    "text",
    [
        "[two\nlines](https://a.example/)",
        "[\ntwo](https://a.example/) and\nmore",
        "[two\n](https://a.example/)",
        "[![a\nb](c.png)](https://a.example/) x",
        "[![a](c\n.png) b](https://a.example/) x",
        '[a](https://a.example/\n"called") b',
        "![\na](b.png)",
        "**a [\nb](https://a.example/) c** d",
    ],
)
def test_a_line_break_inside_a_link_stays(text: str) -> None:
    """Each line of a block has its own line on the page: the ledger counts on it."""
    assert "".join(span.text for span in spans(text, markdown=True)).count("\n") == text.count("\n")
    lines = tuple(text.split("\n"))
    for kind in ("paragraph", "verse", "quote", "item"):
        block = Block(kind, tuple(range(1, len(lines) + 1)), lines)
        body = render([block], marked=True)
        assert max(place for _, place in body.places) < len(body.markdown)
        assert len({place for _, place in body.places}) == len(lines)
        assert body.html == markdown.markdown("\n".join(body.markdown), extensions=[*EXTENSIONS])

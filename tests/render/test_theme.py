"""What the templates make of the views: nothing in a text can leave its element."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pressmark.render.browse import pages
from pressmark.render.site_links import Site, slugs
from pressmark.render.templates import list_slots
from pressmark.render.views import Bar, BrowseView, DocumentView, FamilyView, Neighbour, SiteView
from tests.test_render import corpus_of

THEME = Path(__file__).resolve().parents[2] / "hooks" / "pressmark" / "theme" / "pages"

HOSTILE = "</title></script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}{% raw %}&amp;\u202e"

LAYOUT = "<title>{% block title %}{% endblock %}</title>{% block head %}{% endblock %}"
LAYOUT += "{% block styles %}{% endblock %}{% block body %}{% endblock %}"

VOID = frozenset({"br", "img", "input", "link", "meta", "rect", "line"})


def environment(autoescape: bool = True) -> Environment:
    """The theme alone, without the host's base template. MkDocs' own environment doesn't escape."""
    env = Environment(
        loader=ChoiceLoader(
            [DictLoader({"pressmark/layout.html": LAYOUT}), FileSystemLoader(THEME)]
        ),
        autoescape=autoescape,  # noqa: S701 - pages must be safe where it is off, as in MkDocs
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.filters["url"] = str
    return env


def fill(kind: Any, text: str, number: int = 3) -> Any:
    """A value of the type `kind` with `text` wherever a string goes, every list of two items."""
    origin, args = get_origin(kind), get_args(kind)
    plain = {Markup: Markup("{}"), str: text, int: number, bool: bool(number)}
    if kind in plain:
        return plain[kind]
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: fill(hints[f.name], text, number) for f in fields(kind)})  # type: ignore[operator]
    if origin is tuple:
        items = (args[0], args[0]) if args[-1] is Ellipsis else args
        return tuple(fill(item, text, number) for item in items)
    # What may be missing is there; a mapping is empty.
    return {} if origin is dict else fill(args[0], text, number)


class Outline(HTMLParser):
    """Elements with their attributes, text without markup, and elements left open."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.stack: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(view: DocumentView, text: str = "") -> str:
    env = environment()
    before, after = (
        env.get_template(f"pressmark/document/{part}.html").render(doc=view)
        for part in ("before", "after")
    )
    return before + text + after


PAGES = {
    "home.html": ("site", SiteView),
    "about.html": ("site", SiteView),
    "browse/body.html": ("browse", BrowseView),
    "family/body.html": ("family", FamilyView),
    "document/head.html": ("doc", DocumentView),
    "document": ("doc", DocumentView),
}


@pytest.mark.parametrize(
    ("template", "escape"),
    [*((template, True) for template in PAGES), ("home.html", False), ("about.html", False)],
)
def test_hostile_values_stay_text(template: str, escape: bool) -> None:
    name, kind = PAGES[template]
    view = fill(kind, HOSTILE)
    if template == "document":
        html = page(view)
    elif isinstance(view, BrowseView):
        html = list_slots(view, HOSTILE).body
    else:
        config = {"site_url": HOSTILE, "extra": {}}
        html = (
            environment(escape)
            .get_template(f"pressmark/{template}")
            .render({name: view, "config": config, "folder": ""})
        )
    outline = Outline(html)
    assert outline.stack == []
    assert not outline.of("img")
    assert all(a.get("type") == "application/ld+json" for a in outline.of("script"))
    assert not [key for _, attributes in outline.elements for key in attributes if key[:2] == "on"]
    values = [value for _, attributes in outline.elements for value in attributes.values()]
    assert any(HOSTILE in value for value in [*outline.text, *values] if value)


@pytest.mark.parametrize("template", ["document.html", "browse.html"])
def test_a_mold_uses_each_varying_value_once(template: str) -> None:
    source = "".join(
        (THEME / "pressmark" / name).read_text(encoding="utf-8") for name in (template, "mold.html")
    )
    used = ["cast.title", "cast.head", "cast.body"]
    if template == "document.html":
        used = ["cast.title", "cast.head", "cast.before", "page.content", "cast.after"]
    assert all(source.count(f"{{{{ {value} }}}}") == 1 for value in used)
    assert source.count("{{") == len(used) + source.count("| url }}") + source.count("super()")


def test_what_is_not_known_leaves_no_trace() -> None:
    view = fill(DocumentView, "Text")
    empty: dict[str, Any] = {f.name: None for f in fields(DocumentView) if "None" in str(f.type)}
    empty |= {f.name: () for f in fields(DocumentView) if str(f.type).startswith("tuple")}
    values = {f.name: getattr(view, f.name) for f in fields(DocumentView)}
    html = page(DocumentView(**{**values, **empty}))
    assert "None" not in html
    assert "By</span>" not in html
    assert "Rights" not in html
    assert "Original" not in html
    assert "<nav" not in html
    assert Outline(html).stack == []


def test_a_title_that_is_only_the_first_words_says_so() -> None:
    view = fill(DocumentView, "Text", 0)
    assert view.title_known is False
    assert "pm-supplied" in page(view)
    assert "pm-supplied" not in page(fill(DocumentView, "Text", 1))


def test_removed_lines_keep_their_numbers() -> None:
    view = fill(DocumentView, "x", 41)
    items = [a for a in Outline(page(view)).of("li") if "value" in a]
    assert [a["value"] for a in items] == ["41", "41"]


def timeline(bars: list[Bar]) -> Outline:
    source = '{% from "pressmark/parts/timeline.html" import timeline %}{{ timeline(bars) }}'
    return Outline(environment().from_string(source).render(bars=bars))


def test_each_bar_with_documents_is_a_named_link() -> None:
    outline = timeline([Bar("1994", 1, "a"), Bar("1995", 0, ""), Bar("1996", 1200, "c")])
    assert [a["aria-label"] for a in outline.of("a")] == [
        "1994: 1 document",
        "1996: 1,200 documents",
    ]


@pytest.mark.parametrize("count", [1, 2, 12, 40, 300])
def test_bars_stay_within_the_chart_and_wide_enough_to_press(count: int) -> None:
    outline = timeline([Bar(f"September {1700 + n}", n + 1, "x") for n in range(count)])
    for bar in outline.of("rect"):
        x, width = (float((bar[key] or "").rstrip("%")) for key in ("x", "width"))
        assert 0 <= x < x + width <= 100.01
    room = outline.of("svg")[0]["width"] or ""
    assert float(room.removesuffix("em")) * 20 >= 24 * count


@pytest.mark.parametrize(
    ("page_number", "shown"),
    [(1, "1 2 3 … 9 Next"), (5, "Previous 1 … 3 4 5 6 7 … 9 Next"), (9, "Previous 1 … 7 8 9")],
)
def test_long_lists_of_pages_are_shortened(page_number: int, shown: str) -> None:
    corpus = corpus_of(9)
    views = dict(pages(corpus, Site("", "", slugs(corpus)), per_page=1))
    name = f"all-{page_number}" if page_number > 1 else "all"
    html = str(list_slots(views[f"browse/title/{name}.html"], "S").body)
    nav = html[html.index('aria-label="Pages"') :]
    assert " ".join("".join(Outline("<nav " + nav).text).split()) == shown


def test_the_page_turns_in_the_direction_of_its_neighbours() -> None:
    view = fill(DocumentView, "Text")
    values = {f.name: getattr(view, f.name) for f in fields(DocumentView)}
    values["next"] = Neighbour("عنوان", "n.html", None, "ar", "rtl")
    assert '<span dir="rtl" lang="ar">عنوان</span>' in page(DocumentView(**values))

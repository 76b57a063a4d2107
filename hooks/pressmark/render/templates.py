"""Render the fragments of the theme that fill the slots of molds, without MkDocs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pressmark.render.browse import entry
from pressmark.render.page_mold import ListSlots, Slots, title_markup
from pressmark.render.views import BrowseView, DocumentView, FamilyView

THEME = Path(__file__).parent.parent / "theme"


@cache
def environment() -> Environment:
    """The Jinja environment of fragments, made once a process. Values are escaped."""
    return Environment(
        loader=FileSystemLoader(THEME),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


def fragment(name: str, **values: object) -> Markup:
    """Render the fragment `name`; white space at its ends is removed."""
    text = environment().get_template(name).render(**values)
    return Markup(text.strip())  # noqa: S704  # the template has escaped what it was given


def document_slots(doc: DocumentView, html: str) -> Slots:
    """The slots of a document page; `html` is the document's text."""
    return Slots(
        title_markup(doc.title, doc.site_name),
        fragment("document/head.html", doc=doc),
        fragment("document/before.html", doc=doc),
        Markup(html),  # noqa: S704  # written by `markup.render`, which escapes the text
        fragment("document/after.html", doc=doc),
    )


def list_slots(browse: BrowseView, site_name: str) -> ListSlots:
    """The slots of a browse page."""
    groups = [
        (group.heading, [entry(listed, browse.root) for listed in group.documents])
        for group in browse.groups
    ]
    return ListSlots(
        title_markup(browse.title, site_name),
        Markup(""),
        fragment("browse/body.html", browse=browse, groups=groups),
    )


def family_slots(family: FamilyView, site_name: str) -> ListSlots:
    """The slots of a family page."""
    return ListSlots(
        title_markup(family.title, site_name),
        Markup(""),
        fragment("family/body.html", family=family),
    )

"""Views of document pages: the values that their templates show."""

from __future__ import annotations

from urllib.parse import urlsplit

from pressmark.clean.rules import WHY
from pressmark.describe.summary import SECONDS_A_WORD
from pressmark.document import BLANK_LINE, LIST_FIELDS, Document
from pressmark.ledger import fates
from pressmark.relate.corpus import Copies, Relations, family_path
from pressmark.relate.document_summary import ListEntry
from pressmark.render import cite, languages
from pressmark.render.browse import entry
from pressmark.render.page import MarkdownPage, shown_path
from pressmark.render.site_links import Site, date_view, size
from pressmark.render.views import (
    CopiesView,
    DocumentView,
    Link,
    Neighbour,
    OriginView,
    RemovedView,
)
from pressmark.text.address import climb, href
from pressmark.text.inline import safe_url
from pressmark.text.site_paths import markdown_path, page_path, raw_file_path

ORIGINS = {
    "sidecar": "from the sidecar",
    "table": "from the table of the collection",
    "front-matter": "from the front matter",
    "text": "read in the text",
    "inference": "inferred",
    "default": "the collection’s default",
}
"""Origin of a field → its name for readers."""

LABELS = {"url": "Address", "authors": "Authors", "rights": "Rights"}
"""Field → its name for readers, where that isn't the capitalized field."""

MAX_REMOVED = 2000
"""Characters shown of a removed line; the raw file has all of it."""


def raw_path(document: Document) -> str:
    """Path of a document's raw file, from the site's root, not percent-encoded."""
    first_line = document.raw[0] if document.raw else ""
    return raw_file_path(document.source.path, first_line)


def document_view(
    document: Document, page: MarkdownPage, relations: Relations, site: Site
) -> DocumentView:
    """The view of `document`; `page` is its rendered text, `relations` are its links to others."""
    record, source = document.record, document.source
    path = page_path(source.id)
    root = climb(path)
    text = record.label + " " + page.text[:300]
    work = cite.Work(source.id, record, site.name, site.absolute(path))
    url = safe_url(record.url) if record.url else None
    markdown = markdown_path(source.id).rpartition("/")[2]
    return DocumentView(
        id=source.id,
        root=root,
        site_name=site.name,
        title=record.label,
        title_known=record.title is not None,
        language=record.language,
        language_name=languages.name(record.language) if record.language else None,
        direction=languages.direction(record.language, text),
        date=date_view(record.date),
        date_link=site.year(root, record.date) if record.date else None,
        publisher=site.facet(root, "publisher", record.publisher) if record.publisher else None,
        place=site.facet(root, "place", record.place) if record.place else None,
        language_link=site.facet(root, "language", record.language) if record.language else None,
        authors=record.authors,
        tags=tuple(site.facet(root, "tag", tag) for tag in record.tags),
        description=_deck(document),
        rights=record.rights,
        words=record.words,
        minutes=max(1, round(record.words * SECONDS_A_WORD / 60)),
        canonical=work.address,
        source_url=url,
        source_host=urlsplit(url).hostname if url else None,
        wayback_url=f"https://web.archive.org/web/*/{url}" if url else None,
        raw=Link(shown_path(source.path).rpartition("/")[2], root + href(raw_path(document))),
        raw_size=size(source.size),
        sha256=source.sha256,
        encoding=document.decoding.encoding,
        markdown=Link(markdown, href(markdown)),
        notes=tuple(_notes(document)),
        removed=tuple(_removed(document)),
        blank_lines=sum(fate.name == BLANK_LINE for fate in fates(document).values()),
        origins=tuple(_origins(document)),
        copies=_copies(relations.copies, root),
        related=tuple(entry(listed, root) for listed in relations.related),
        previous=neighbour(relations.previous, root),
        next=neighbour(relations.next, root),
        citations=cite.citations(work),
        meta=cite.meta(work, site.name),
        jsonld=cite.jsonld(work),
    )


def _copies(copies: Copies | None, root: str) -> CopiesView | None:
    if copies is None:
        return None
    others = tuple(entry(listed, root) for listed in copies.others)
    return CopiesView(copies.total, root + href(family_path(copies.family)), others)


def _deck(document: Document) -> str | None:
    """The description, if it was declared: one taken from the text would only repeat it."""
    origin = document.record.origins.get("description")
    return document.record.description if origin and origin.origin != "text" else None


def neighbour(listed: ListEntry | None, root: str) -> Neighbour | None:
    """A link to the document before or after by date; `root` leads to the site's root."""
    if listed is None:
        return None
    date = date_view(listed.date)
    return Neighbour(
        listed.label,
        root + href(listed.href),
        date.text if date else None,
        listed.language,
        languages.direction(listed.language, listed.label),
    )


def _notes(document: Document) -> list[str]:
    notes = []
    if not document.decoding.confident:
        notes.append(
            f"The file doesn’t say how its letters are encoded; it was read as "
            f"{document.decoding.encoding}, which may be wrong."
        )
    notes.extend(document.notes)
    if document.record.title is None:
        notes.append("The text has no title: its first words stand for one.")
    if not any(block.fate.kind == "body" for block in document.blocks):
        notes.append("Nothing is left of the text once fields and furniture are set apart.")
    return notes


def _removed(document: Document) -> list[RemovedView]:
    return [
        RemovedView(line, fate.name, WHY[fate.name], document.raw[line - 1][:MAX_REMOVED])
        for line, fate in fates(document).items()
        if fate.kind == "removed" and fate.name != BLANK_LINE
    ]


def _origins(document: Document) -> list[OriginView]:
    views = []
    for field, origin in document.record.origins.items():
        value = getattr(document.record, field)
        text = "; ".join(value) if field in LIST_FIELDS else value
        label = LABELS.get(field, field.capitalize())
        views.append(OriginView(label, text, ORIGINS[origin.origin], origin.evidence))
    return views

"""What a document's head says to machines: the same as its record, and nothing more."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.site.pages import page_of, records

SITE = "https://pressmark.example/"
"""Where the demo's corpus.yml says it is published."""


class Head(HTMLParser):
    """The title, the meta tags, the links and the JSON-LD of a page's head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {"title": [], "application/ld+json": []}
        self._inside: list[str] | None = None
        self.feed(text.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in values:
            name = values.get("name") or values.get("property") or ""
            self.meta.setdefault(name, []).append(values["content"])
        elif tag == "link":
            self.links[values["rel"]] = values["href"]
        else:
            self._inside = self.texts.get(values.get("type", tag))
            if self._inside is not None:
                self._inside.append("")

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._inside[-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the base's)
        self._inside = None

    def one(self, name: str) -> str | None:
        """The content of the only tag of this name, or None where there is none."""
        found = self.meta.get(name, [])
        assert len(found) <= 1, name
        return found[0] if found else None

    def linked(self) -> dict[str, Any]:
        """The page's only JSON-LD."""
        (text,) = self.texts["application/ld+json"]
        parsed: dict[str, Any] = json.loads(text)
        return parsed


@pytest.fixture(scope="module")
def heads(demo: Path) -> list[tuple[dict[str, Any], Head]]:
    """(record, head of its page) of every document."""
    return [
        (record, Head((demo / page_of(record["id"])).read_text(encoding="utf-8")))
        for record in records(demo)
    ]


def days(date: str | None) -> str | None:
    """As much of an EDTF date as is known from the year on: heads can't say less, or doubt."""
    known = re.match(r"\d{4}(-\d\d){0,2}", date or "")
    return known[0] if known else None


def test_the_address_is_the_canonical_one(heads: list[tuple[dict[str, Any], Head]]) -> None:
    assert len(heads) >= 25
    for record, head in heads:
        address = SITE + quote(page_of(record["id"]))
        assert head.links["canonical"] == address
        assert head.one("og:url") == address
        assert head.one("citation_public_url") == address
        assert head.linked()["url"] == address
        assert unquote(head.links["alternate"]) == Path(record["id"]).name + ".md"


def test_the_title_is_named_wherever_one_looks(heads: list[tuple[dict[str, Any], Head]]) -> None:
    for record, head in heads:
        (title,) = head.texts["title"]
        assert title.startswith(record["label"])
        assert head.one("DC.title") == record["title"]  # none where the text has none
        assert head.one("citation_title") == record["label"]
        assert head.one("og:title") == record["label"]
        assert head.linked()["headline"] == record["label"]


def test_dates_are_as_partial_as_they_are(heads: list[tuple[dict[str, Any], Head]]) -> None:
    shapes = set()
    for record, head in heads:
        date, known = record["date"], days(record["date"])
        shapes.add(len(known) if known else known)
        assert head.one("DC.date") == date
        assert head.one("citation_publication_date") == (known and known.replace("-", "/"))
        assert head.linked().get("datePublished") == known
        full = known if known and len(known) == len("2024-05-31") else None
        assert head.one("article:published_time") == full
    assert shapes == {None, 4, 7, 10}  # the demo has dates of all kinds


def test_the_rest_is_as_in_the_record(heads: list[tuple[dict[str, Any], Head]]) -> None:
    for record, head in heads:
        linked = head.linked()
        for name in ("description", "og:description"):
            assert head.one(name) == record["description"]
        assert linked.get("description") == record["description"]
        for name in ("DC.publisher", "citation_publisher"):
            assert head.one(name) == record["publisher"]
        assert linked.get("publisher", {}).get("name") == record["publisher"]
        for name in ("DC.language", "citation_language"):
            assert head.one(name) == record["language"]
        assert linked.get("inLanguage") == record["language"]
        for name in ("DC.creator", "citation_author", "author"):
            assert head.meta.get(name, []) == record["authors"]
        assert [author["name"] for author in linked.get("author", [])] == record["authors"]
        for name in ("DC.subject", "article:tag"):
            assert head.meta.get(name, []) == record["tags"]
        assert linked.get("keywords", []) == record["tags"]
        assert head.one("DC.coverage") == record["place"]
        assert head.one("DC.rights") == record["rights"]
        assert head.one("DC.source") == linked.get("isBasedOn") == record["url"]
        assert linked["@context"] == "https://schema.org"
        assert linked["@type"] == "Article"

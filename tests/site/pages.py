"""The kinds of pages that a site has, each with one of the demo corpus, and how to wait for one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from pressmark.text.address import address

ESSAY = "archive/essays/colophons.html"
NEAR = "archive/scrapes/reading-room-page.html"
COPY = "archive/scrapes/bookmobile-courier.html"
FAMILY = "browse/family/gazette/bookmobile.html"
UNTITLED = "archive/letters/postcard.html"
ARABIC = "archive/abroad/arabic-lithography.html"
HEBREW = "archive/abroad/genizah.html"
RESULTS = "search.html?q=errata+printing"

KINDS = {
    "home": "index.html",
    "document": ESSAY,
    "document found": ESSAY + "?hl=colophon+printed",
    "document with copies": COPY,
    "document with related": NEAR,
    "document without title": UNTITLED,
    "document from the right": ARABIC,
    "browse": "browse/index.html",
    "dates": "browse/date/index.html",
    "year": "browse/date/2013.html",
    "undated": "browse/date/undated.html",
    "publishers": "browse/publisher/index.html",
    "publisher": "browse/publisher/the-wayzgoose-review.html",
    "places": "browse/place/index.html",
    "languages": "browse/language/index.html",
    "tags": "browse/tag/index.html",
    "titles": "browse/title/all.html",
    "families": "browse/families.html",
    "family": FAMILY,
    "about": "about.html",
    "search": "search.html",
    "results": RESULTS,
    "no results": "search.html?q=zyzzyva",
    "guide": "guide/index.html",
}
"""Kind → address below the root of the demo site."""


ANSWERED = re.compile(r"\d+ documents?|Nothing found")
"""What the search page's status says when it is done."""


def settle(page: Page) -> Page:
    """`page`, once what its address asks for is done: a search answered, hits counted."""
    if "?hl=" in page.url:
        expect(page.locator(".pm-hits [role=status]")).to_have_text(re.compile(r"\d hits?"))
    if "search.html?" in page.url:
        expect(page.locator(".pm-status")).to_have_text(ANSWERED)
        # What is said to those who don't see it follows a moment later.
        expect(page.locator(".pm-live")).to_have_text(ANSWERED)
    return page


def page_of(id_: str) -> str:
    """The path of a document's page in the site."""
    return f"archive/{address(id_)}.html"


def records(site: Path) -> list[dict[str, Any]]:
    """The records that the site in this folder publishes."""
    files = sorted((site / "data").glob("records-*.jsonl"))
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    # JSON may hold U+2028 as it is, which `splitlines` would take for the end of a line.
    return [json.loads(line) for line in text.split("\n") if line]

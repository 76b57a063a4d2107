"""A page that stands for the templates, with the site's own scripts, over a test's archive."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from pressmark.render.assets import assets
from pressmark.search.parameters import STANDARD, Parameters
from pressmark.search.search_document import SearchDocument
from tests.search.small import write

BOX = "#pm-search-app .pm-search--big input"
"""The search page's own search box."""

HEAD = """<!doctype html><html lang="en" dir="{dir}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Search</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="{up}assets/pressmark/pressmark.css">
<link rel="stylesheet" href="{up}assets/pressmark/document.css">
<style>html {{ font-size: 125% }} button, fieldset {{ border: 0; background: none; color: inherit }}
body {{ margin: 0; background: var(--pm-paper); color: var(--pm-ink) }}</style>
<body data-md-color-scheme="default">
<script>if (matchMedia("(prefers-color-scheme: dark)").matches)
  document.body.dataset.mdColorScheme = "slate"</script>
<header><form class="pm-search" role="search" action="{up}search.html"><input type="search"
  name="q" aria-label="Search"></form></header><main class="pm-page">"""


def scripts(up: str, names: Iterable[str]) -> str:
    """The elements that load the site's scripts of these names."""
    place = f"{up}assets/pressmark"
    return "".join(f'<script src="{place}/{name}.js" defer></script>' for name in names)


def publish(
    folder: Path,
    entries: list[SearchDocument],
    direction: str = "ltr",
    parameters: Parameters = STANDARD,
) -> Path:
    """Writes an index of `entries`, a search page, and a page for each; gives the folder."""
    for path, content in assets(hand_written=True):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    write(folder / "search", entries, parameters)
    page = HEAD.format(up="", dir=direction) + '<h1>Search</h1><div id="pm-search-app"></div>'
    page += "</main>" + scripts("", ["engine", "search"])
    (folder / "search.html").write_text(page, encoding="utf-8")
    (folder / "archive").mkdir()
    for entry in entries:
        text = f'<h1>{html.escape(entry.label)}</h1><div class="pm-text">{html.escape(entry.text)}'
        page = HEAD.format(up="../", dir="ltr") + text + "</div></main>"
        page += scripts("../", ["marks", "page"])
        (folder / entry.url).write_text(page, encoding="utf-8")
    return folder


def results(page: Page, count: int) -> None:
    """Wait until that many results are shown."""
    expect(page.locator(".pm-result")).to_have_count(count)


def state(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.url).query)

"""What machines read of the whole site: feed, sitemap, robots.txt; and that no link is broken."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from pressmark.verify import verify
from tests.site.fixtures import BuildSite
from tests.site.pages import page_of, records
from tests.site.servers import CORPUS, SEEDS
from tests.site.test_head import SITE

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
UNLISTED = {"404.html"}
"""Pages that nobody should be sent to."""


@pytest.mark.parametrize("corpus", [CORPUS, SEEDS], ids=["demo", "seeds"])
def test_the_site_is_what_it_claims(site: BuildSite, corpus: Path) -> None:
    """Every link leads somewhere, nothing is loaded from elsewhere, every raw file comes back."""
    if not corpus.is_dir():
        pytest.skip("the seeds are shared data that isn't here (../shared/data/seeds)")
    folder = site(corpus)
    found = verify(folder)
    assert [f"{fault.path}: {fault.message}" for fault in found.faults] == []
    assert found.documents == found.restored == found.raw_files == len(records(folder)) >= 2
    assert found.pages == len(list(folder.rglob("*.html"))) > found.documents
    assert found.links > 10 * found.pages


def test_the_sitemap_lists_every_page(demo: Path) -> None:
    root = ET.parse(demo / "sitemap.xml").getroot()
    assert root.tag == SITEMAP + "urlset"
    addresses = [loc.text or "" for loc in root.iter(SITEMAP + "loc")]
    assert all(address.startswith(SITE) and address.isascii() for address in addresses)
    listed = [unquote(address.removeprefix(SITE)) or "index.html" for address in addresses]
    pages = {path.relative_to(demo).as_posix() for path in demo.rglob("*.html")}
    assert len(listed) == len(set(listed))
    assert set(listed) == pages - UNLISTED


def test_the_feed_has_the_latest(demo: Path) -> None:
    root = ET.parse(demo / "feed.xml").getroot()
    assert root.tag == ATOM + "feed"
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1
    assert root.findtext(ATOM + "title") == "The Wayzgoose Shelf"
    entries = root.findall(ATOM + "entry")
    updated = [entry.findtext(ATOM + "updated", "") for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert all(datetime.fromisoformat(when).tzinfo for when in updated)
    ids = [entry.findtext(ATOM + "id", "") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(id_.startswith("urn:uuid:") for id_ in ids)
    dated = {
        page_of(record["id"]): record["label"]
        for record in records(demo)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"] or "")
    }
    shown = {}
    for entry in entries:
        link = entry.find(ATOM + "link")
        assert link is not None
        address = link.get("href", "")
        assert address.startswith(SITE)
        shown[unquote(address.removeprefix(SITE))] = entry.findtext(ATOM + "title")
    assert shown == dated
    assert len(shown) > 10


def test_pages_lead_to_the_feed(demo: Path) -> None:
    home = (demo / "index.html").read_text(encoding="utf-8")
    assert re.search(
        r'<link rel="alternate" type="application/atom\+xml"[^>]*href="feed.xml">', home
    )


def test_robots_may_read_everything(demo: Path) -> None:
    lines = (demo / "robots.txt").read_text(encoding="utf-8").split("\n")
    assert lines == ["User-agent: *", "Allow: /", f"Sitemap: {SITE}sitemap.xml", ""]


def test_a_site_without_an_address_claims_none(seeds: Path) -> None:
    """Sitemaps and canonical links have absolute addresses or are not there."""
    assert not (seeds / "sitemap.xml").exists()
    assert "Sitemap" not in (seeds / "robots.txt").read_text(encoding="utf-8")
    for page in seeds.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert 'rel="canonical"' not in text
        assert "og:url" not in text
    feed = ET.parse(seeds / "feed.xml").getroot()
    assert feed.tag == ATOM + "feed"
    assert feed.findtext(ATOM + "id", "").startswith("urn:uuid:")

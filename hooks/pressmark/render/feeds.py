"""Files about the whole site for programs: the Atom feed, the site map, robots.txt.

Atom: RFC 4287. Sitemaps: https://www.sitemaps.org/protocol.html (absolute addresses, at most
50,000 a file).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from pressmark.relate.corpus import Corpus
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render.site_links import Site
from pressmark.text import edtf
from pressmark.text.address import href

FEED = "feed.xml"
FEED_ENTRIES = 50
SITEMAP_URLS = 50_000

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 doesn't allow (2.2, Char)."""


def _text(value: str) -> str:
    return _NOT_XML.sub("", value)


def _urn(name: str) -> str:
    """A URN that is the same in every build (RFC 4122, version 5)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def atom(corpus: Corpus, site: Site) -> bytes:
    """The Atom feed: the latest documents with a known day, since Atom has no partial dates."""
    dated = [d for d in corpus.documents if d.date and len(edtf.iso(d.date) or "") == 10]
    latest = dated[: -FEED_ENTRIES - 1 : -1]
    feed = ET.Element("feed", xmlns=_ATOM)
    ET.SubElement(feed, "title").text = _text(site.name)
    ET.SubElement(feed, "id").text = _urn(site.url or site.name)
    newest = edtf.iso(latest[0].date) if latest and latest[0].date else "1970-01-01"
    ET.SubElement(feed, "updated").text = f"{newest}T00:00:00Z"
    author = ET.SubElement(feed, "author")
    ET.SubElement(author, "name").text = _text(site.name)
    ET.SubElement(feed, "generator").text = "Pressmark"
    if site.url:
        ET.SubElement(feed, "link", rel="self", href=site.url + FEED)
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=site.url or "index.html")
    for document in latest:
        feed.append(_atom_entry(document, site))
    return _xml(feed)


def _atom_entry(document: DocumentSummary, site: Site) -> ET.Element:
    entry = ET.Element("entry")
    ET.SubElement(entry, "title").text = _text(document.label)
    ET.SubElement(entry, "id").text = _urn(f"{site.url or site.name}#{document.id}")
    ET.SubElement(entry, "updated").text = f"{edtf.iso(document.date or '')}T00:00:00Z"
    ET.SubElement(entry, "link", rel="alternate", type="text/html",
                   href=site.url + href(document.href))  # fmt: skip
    if document.description:
        ET.SubElement(entry, "summary").text = _text(document.description)
    for tag in document.tags:
        ET.SubElement(entry, "category", term=_text(tag))
    if document.rights:
        ET.SubElement(entry, "rights").text = _text(document.rights)
    return entry


def sitemaps(paths: Sequence[str], site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, content) of the site map of `paths`: one file, or parts and their index.

    Yields nothing if the site's address isn't known, since site maps need absolute addresses.
    """
    if not site.url:
        return
    starts = range(0, len(paths), SITEMAP_URLS)
    parts = [paths[start : start + SITEMAP_URLS] for start in starts]
    if len(parts) == 1:
        yield "sitemap.xml", _sitemap("urlset", "url", [site.url + href(p) for p in parts[0]])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _sitemap("urlset", "url", [site.url + href(p) for p in part])
    yield "sitemap.xml", _sitemap("sitemapindex", "sitemap", [site.url + name for name in names])


def _sitemap(root: str, item: str, addresses: Sequence[str]) -> bytes:
    top = ET.Element(root, xmlns=_SITEMAP)
    for address in addresses:
        ET.SubElement(ET.SubElement(top, item), "loc").text = address
    return _xml(top)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def robots(site: Site) -> bytes:
    """robots.txt: crawlers may read everything."""
    lines = ["User-agent: *", "Allow: /"]
    if site.url:
        lines.append(f"Sitemap: {site.url}sitemap.xml")
    return ("\n".join(lines) + "\n").encode()

"""Citations of documents as plain text, BibTeX, RIS and CSL-JSON; metadata for a page's head.

Formats: BibTeX (Patashnik, "BibTeXing", 1988), RIS (Reference Manager's tags; TY, TI, AU, DA, ER),
CSL-JSON (https://github.com/citation-style-language/schema, csl-data.json), Highwire Press and
Dublin Core meta tags as Google Scholar and Zotero read them, schema.org `Article` as JSON-LD.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from pressmark.document import Record
from pressmark.text import edtf

_BIBTEX = {
    "\\": r"\textbackslash{}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """A document as citations need it."""

    id: str
    record: Record
    archive: str
    """The archive's name."""
    address: str | None
    """The page's absolute address, if the site has one."""


def plain(work: Work) -> Markup:
    """Cite as plain text: Author. “Title.” Publisher, date. Archive. Address.

    Values from the document are isolated (`bdi`), so that a title in a right-to-left script doesn't
    change the order of the rest.
    """
    r = work.record
    parts = [_isolated("{}.", ", ".join(r.authors))] if r.authors else []
    label = r.label if r.title else f"[{r.label}]"
    stop = "" if label.endswith((".", "?", "!", "…")) else "."
    parts.append(_isolated("“{}”", label + stop))
    date = edtf.readable(r.date) if r.date else "no date"
    if r.publisher:
        parts.append(_isolated("{}, ", r.publisher) + f"{date}.")
    else:
        parts.append(escape(f"{date[:1].upper()}{date[1:]}."))
    parts.append(_isolated("{}.", work.archive))
    parts += [escape(url + ".") for url in (work.address or r.url,) if url]
    return Markup(" ").join(parts)


def _isolated(pattern: str, text: str) -> Markup:
    before, _, after = pattern.partition("{}")
    return Markup(f"{before}<bdi>{escape(text)}</bdi>{after}")  # noqa: S704


def bibtex(work: Work) -> str:
    """Cite as a `@misc` entry, since BibTeX has no type for documents of an archive."""
    r = work.record
    year, month, _ = edtf.parts(r.date) if r.date else (None, None, None)
    fields = {
        "title": "{" + _bibtex(r.label) + "}",
        "author": " and ".join(_bibtex_name(name) for name in r.authors),
        "year": year or "",
        "month": str(int(month)) if year and month else "",
        "publisher": _bibtex_name(r.publisher or ""),
        "howpublished": _bibtex(work.archive),
        "url": _bibtex_url(work.address or r.url or ""),
        "language": _bibtex(r.language or ""),
    }
    key = _bibtex_key(work.id)
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{" + key + ",\n" + ",\n".join(lines) + "\n}"


def _bibtex(text: str) -> str:
    """Escape `text`. BibTeX counts braces even where they are escaped, so that one without its
    counterpart is written as a command.
    """
    printable = "".join(c for c in " ".join(text.split()) if c.isprintable())
    paired = _paired(printable)
    out = []
    for position, c in enumerate(printable):
        if c in "{}":
            side = "left" if c == "{" else "right"
            out.append("\\" + c if position in paired else f"\\textbrace{side}{{}}")
        else:
            out.append(_BIBTEX.get(c, c))
    return "".join(out)


def _paired(text: str) -> set[int]:
    """Positions of the braces in `text` that have their counterpart.

    >>> sorted(_paired("}{a{b}"))
    [3, 5]
    """
    open_braces: list[int] = []
    paired: set[int] = set()
    for position, c in enumerate(text):
        if c == "{":
            open_braces.append(position)
        elif c == "}" and open_braces:
            paired |= {open_braces.pop(), position}
    return paired


def _bibtex_name(name: str) -> str:
    """Put a name in braces where BibTeX would split it: it splits names at `and` and at commas, and
    reads `others` as “et al.”
    """
    written = _bibtex(name)
    words = name.casefold().split()
    whole = "and" in words or words == ["others"] or name.count(",") > 1
    return "{" + written + "}" if whole else written


def _bibtex_key(identity: str) -> str:
    """A key of ASCII letters and digits, with a digest if the id has letters that the key lacks.

    >>> _bibtex_key("letters/a b"), _bibtex_key("über/a")
    ('letters-a-b', 'ber-a-115bbca8')
    """
    key = re.sub(r"[^A-Za-z0-9]+", "-", identity).strip("-")
    if not identity.isascii() or not key:
        key = f"{key}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}".strip("-")
    return key


def _bibtex_url(url: str) -> str:
    return quote(url, safe="%/:?#@!$&'()*+,;=~-._[]")


def ris(work: Work) -> str:
    """Cite as a RIS record. Each value has a line, so line breaks in values become spaces."""
    r = work.record
    year, month, day = edtf.parts(r.date) if r.date else (None, None, None)
    date = f"{year}/{month or ''}/{day or ''}/" if year else ""
    values = [
        ("TY", "GEN"),
        ("TI", r.label),
        *(("AU", name) for name in r.authors),
        ("PY", year),
        ("DA", date),
        ("PB", r.publisher),
        ("CY", r.place),
        ("LA", r.language),
        *(("KW", tag) for tag in r.tags),
        ("DB", work.archive),
        ("UR", work.address or r.url),
        ("ID", work.id),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in values if value]
    return "\n".join([*lines, "ER  - "])


def csl(work: Work) -> dict[str, Any]:
    """Cite as a CSL-JSON item."""
    r = work.record
    item: dict[str, Any] = {"id": work.id, "type": "document", "title": r.label}
    if r.authors:
        item["author"] = [{"literal": name} for name in r.authors]
    year, month, day = edtf.parts(r.date) if r.date else (None, None, None)
    if year:
        item["issued"] = {"date-parts": [[int(p) for p in (year, month, day) if p]]}
    optional = {
        "publisher": r.publisher,
        "publisher-place": r.place,
        "language": r.language,
        "archive": work.archive,
        "URL": work.address or r.url,
        "abstract": r.description,
    }
    return item | {key: value for key, value in optional.items() if value}


def citations(work: Work) -> tuple[tuple[str, str], ...]:
    """All citations for readers to copy: (name of the format, text)."""
    item = json.dumps([csl(work)], ensure_ascii=False, indent=1)
    return (
        ("Plain", plain(work)),
        ("BibTeX", bibtex(work)),
        ("RIS", ris(work)),
        ("CSL-JSON", item),
    )


def meta(work: Work, site_name: str) -> tuple[tuple[str, str, str], ...]:
    """Meta elements for the head: (`name` or `property`, key, value). They are the description,
    Dublin Core, Highwire Press and Open Graph.
    """
    r = work.record
    iso = edtf.iso(r.date) if r.date else None
    tags = [
        ("name", "description", r.description),
        *(("name", "author", name) for name in r.authors),
        ("name", "DC.title", r.title),
        *(("name", "DC.creator", name) for name in r.authors),
        ("name", "DC.date", r.date),
        ("name", "DC.publisher", r.publisher),
        ("name", "DC.language", r.language),
        ("name", "DC.coverage", r.place),
        *(("name", "DC.subject", tag) for tag in r.tags),
        ("name", "DC.rights", r.rights),
        ("name", "DC.source", r.url),
        ("name", "DC.type", "Text"),
        ("name", "citation_title", r.label),
        *(("name", "citation_author", name) for name in r.authors),
        ("name", "citation_publication_date", iso.replace("-", "/") if iso else None),
        ("name", "citation_publisher", r.publisher),
        ("name", "citation_language", r.language),
        ("name", "citation_public_url", work.address),
        ("property", "og:type", "article"),
        ("property", "og:title", r.label),
        ("property", "og:description", r.description),
        ("property", "og:site_name", site_name),
        ("property", "og:url", work.address),
        ("property", "og:locale", (r.language or "").replace("-", "_")),
        ("property", "article:published_time", iso if iso and len(iso) == 10 else None),
        *(("property", "article:tag", tag) for tag in r.tags),
    ]
    return tuple((kind, key, value) for kind, key, value in tags if value)


def jsonld(work: Work) -> Markup:
    """schema.org `Article` as JSON-LD, safe inside a script element."""
    r = work.record
    item: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": r.label,
        "isPartOf": {"@type": "ArchiveComponent", "name": work.archive},
    }
    optional = {
        "description": r.description,
        "datePublished": edtf.iso(r.date) if r.date else None,
        "inLanguage": r.language,
        "author": [{"@type": "Person", "name": name} for name in r.authors],
        "publisher": {"@type": "Organization", "name": r.publisher} if r.publisher else None,
        "contentLocation": {"@type": "Place", "name": r.place} if r.place else None,
        "keywords": list(r.tags),
        "isBasedOn": r.url,
        "url": work.address,
        "wordCount": r.words,
    }
    item |= {key: value for key, value in optional.items() if value}
    return json_in_script(item)


def json_in_script(value: Any) -> Markup:
    """JSON that can't end a script element or open a comment in it (HTML, 4.12.1.3)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for c in "<>&\u2028\u2029":
        text = text.replace(c, f"\\u{ord(c):04x}")
    return Markup(text)  # noqa: S704  # every character that HTML acts on is escaped above

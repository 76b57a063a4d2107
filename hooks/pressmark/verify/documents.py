"""Documents, one by one: raw file, ledger, Markdown page, record and page say the same.

The page is made again from the Markdown page, the record and the ledger, with the functions that a
build makes it with; only how the text looks is left to Python-Markdown, which is not ours.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import markdown

from pressmark import ledger
from pressmark.build.document_pages import search_document
from pressmark.document import BLANK_LINE, Block, Decoding, Document, Fate, Origin, Record, Source
from pressmark.relate.corpus import Relations
from pressmark.render.document_view import document_view
from pressmark.render.markup import EXTENSIONS
from pressmark.render.page import MarkdownPage, quote
from pressmark.render.page_mold import Slots
from pressmark.render.site_links import Site
from pressmark.render.templates import document_slots
from pressmark.render.views import Link
from pressmark.search.prepare import Prepared, prepare
from pressmark.search.search_document import SearchDocument
from pressmark.text.address import address, climb, href
from pressmark.text.site_paths import markdown_path, page_path, raw_name
from pressmark.verify.findings import Findings, difference
from pressmark.verify.frame import Frames, NotThereError, cut, document_parts
from pressmark.verify.links import Links, on_disk
from pressmark.verify.markup import scan
from pressmark.verify.records import Place, names_of, read_lines, records_name, values_of
from pressmark.verify.scripts import Trusted
from pressmark.verify.site import ANYTHING, read

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Context:
    """What every worker needs."""

    folder: Path
    site: Site
    base: str
    trusted: Trusted


@dataclass(frozen=True, slots=True)
class Case:
    """A document to be proved."""

    identity: str
    place: Place
    relations: Relations


@dataclass(slots=True)
class Proved:
    """What was found of a batch of documents."""

    findings: Findings = field(default_factory=Findings)
    frames: Frames = field(default_factory=Frames)
    search: Prepared | None = None


def prove_batch(context: Context, cases: Sequence[Case]) -> Proved:
    """Prove each document of a batch, and give what search is made from."""
    prover = _Prover(context, Links(str(context.folder), context.base, on_disk(context.folder)))
    entries: list[SearchDocument] = []
    findings = prover.proved.findings
    for case in cases:
        record, book = read_lines(context.folder, case.place)
        name = records_name(case.place.shard)
        try:
            prover.prove(case, record, book)
            entries.append(search_document(record))
        except ANYTHING as error:
            message = f"{case.identity} can’t be proved ({type(error).__name__}: {error})"
            findings.fault(name, case.place.line, "record", message)
    try:
        prover.proved.search = prepare(entries)
    except ANYTHING as error:
        message = f"its texts can’t be indexed ({type(error).__name__}: {error})"
        findings.fault(records_name(cases[0].place.shard), 0, "record", message)
    return prover.proved


@dataclass(frozen=True, slots=True)
class _Prover:
    context: Context
    links: Links
    proved: Proved = field(default_factory=Proved)

    def prove(self, case: Case, record: dict[str, Any], book: dict[str, Any]) -> None:
        """Hold all that there is of a document against one another."""
        findings, line = self.proved.findings, case.place.line
        of_record, of_ledger = names_of(case.place)
        path = page_path(case.identity)
        source = markdown_path(case.identity)
        if book["page"] != source or book["raw"] not in _raw_paths(record["path"]):
            findings.fault(of_ledger, line, "ledger", f"{case.identity} has its files elsewhere")
            return
        for name in ("path", "sha256", "encoding"):
            if record[name] != book[name]:
                message = f"{case.identity}: `{name}` isn’t what the ledger says"
                findings.fault(of_record, line, "record", message)
        if _removed(book) != record["removed"]:
            message = f"{case.identity}: `removed` isn’t what the ledger says"
            findings.fault(of_record, line, "record", message)
        raw = self._read(book["raw"])
        if raw is not None:
            findings.raw_files += 1
            if hashlib.sha256(raw).hexdigest() != book["sha256"]:
                message = f"{book['raw']} is not the file that was read (its SHA-256 differs)"
                findings.fault(of_ledger, line, "fixity", message)
        written = self._read(source)
        if written is None:
            return
        text = written.decode("utf-8")
        lines = text.split("\n")
        again = ledger.restore(book, lines, values_of(record))
        if hashlib.sha256(again).hexdigest() == book["sha256"]:
            findings.restored += 1
        else:
            message = f"{book['raw']} can’t be restored from {source} and its ledger"
            findings.fault(of_ledger, line, "restoring", message)
        page = self._markdown(source, text, record)
        document = _document(record, book, len(again if raw is None else raw))
        view = document_view(document, page, case.relations, self.context.site)
        link = Link(record["path"].rpartition("/")[2], climb(path) + href(book["raw"]))
        self._page(path, document_slots(replace(view, raw=link), page.html))

    def _markdown(self, source: str, text: str, record: Mapping[str, Any]) -> MarkdownPage:
        """Hold a Markdown page against its record."""
        findings = self.proved.findings
        head = _head(record)
        if not text.startswith(head) or not text.endswith("\n"):
            message = f"its front matter isn’t what the record says: {difference(head, text)}"
            findings.fault(source, 0, "markdown", message)
        lines = text.split("\n")[:-1]
        body = _converter().reset().convert("\n".join(lines[head.count("\n") :]))
        shown = shown_text(body)
        if bare(shown) != bare(record["text"]):
            message = (
                f"its text isn’t the record’s: {difference(*map(_spaced, (record['text'], shown)))}"
            )
            findings.fault(source, 0, "markdown", message)
        return MarkdownPage(tuple(lines), {}, values_of(record), body, record["text"])

    def _page(self, path: str, slots: Slots) -> None:
        """Hold a page against what it must show."""
        findings = self.proved.findings
        data = self._read(path)
        if data is None:
            return
        findings.pages += 1
        text = data.decode("utf-8")
        try:
            self.proved.frames.note(path, cut(text, document_parts(slots)))
        except NotThereError as error:
            message = f"its {error.name} isn’t what record, ledger and Markdown say: {error}"
            findings.fault(path, 0, "page", message)
            for fault in scan(text, self.context.trusted, partial(self.links.resolve, path)):
                fault.name(path, findings)
        self.links.check(path, text, findings)

    def _read(self, name: str) -> bytes | None:
        try:
            return read(self.context.folder, name)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self.proved.findings.fault(name, 0, "unreadable", f"can’t be read ({reason})")
            return None


def _raw_paths(shown: str) -> set[str]:
    """Where the raw file may be. A name that isn't UTF-8 is shown with escapes for bytes; a text
    that begins like front matter has another name (`served.py`).
    """
    as_bytes = re.sub(r"\\x([89a-f][0-9a-f])", lambda match: chr(0xDC00 + int(match[1], 16)), shown)
    return {
        "raw/" + raw_name(address(path), first)
        for path in (shown, as_bytes)
        for first in ("", "---")
    }


def _head(record: Mapping[str, Any]) -> str:
    fields = (f"{name}: {quote(value)}\n" for name, value in values_of(record).items())
    return "".join(("---\n", *fields, "---\n\n"))


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=list(EXTENSIONS))


def shown_text(body: str) -> str:
    """The plain text of a page's body, as far as white space doesn't count."""
    marked = body.replace("<li>", "<li>- ").replace("<li ", "- <li ")
    return html.unescape(_TAG.sub("", marked))


def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def bare(text: str) -> str:
    """`text` without white space."""
    return _SPACE.sub("", text)


def _removed(book: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a record says of removed lines, from the ledger."""
    found = []
    for number, entry in enumerate(book["lines"], 1):
        rule = entry[0].removeprefix("removed:")
        if rule != entry[0] and rule != BLANK_LINE:
            found.append({"line": number, "rule": rule, "text": entry[1]})
    return found


def _document(record: Mapping[str, Any], book: Mapping[str, Any], size: int) -> Document:
    """What a page is made from, as far as it can be had from record and ledger."""
    origins = {name: Origin(**origin) for name, origin in record["origins"].items()}
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }
    names = ("title", "label", "date", "url", "publisher", "authors", "place", "language", "tags",
             "description", "rights", "words", "family")  # fmt: skip
    raw, blocks = [], []
    for number, (fate, where, *_) in enumerate(book["lines"], 1):
        kind, _, name = fate.partition(":")
        text = where if kind == "removed" else ""
        raw.append(text)
        blocks.append(Block("paragraph", (number,), (text,), Fate(kind, name)))
    return Document(
        Source(record["path"], record["id"], record["sha256"], size),
        Decoding(record["encoding"], confident=not book.get("guessed", False)),
        raw=tuple(raw),
        ends=("\n",) * len(raw),
        blocks=tuple(blocks),
        notes=tuple(book.get("notes", ())),
        record=Record(**{name: known[name] for name in names}, origins=origins),
    )

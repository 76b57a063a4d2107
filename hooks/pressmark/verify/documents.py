"""Check documents one by one: raw file, ledger, Markdown page, record and page must agree.

The page is made again from the Markdown page, the record and the ledger, with the functions that
build it. Only the HTML of the text comes from Python-Markdown, which is independent of ours.
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

from pressmark.document import BLANK_LINE, Block, Decoding, Document, Fate, Origin, Record, Source
from pressmark.ledger import restore
from pressmark.relate.corpus import Relations
from pressmark.render.document_view import document_view
from pressmark.render.markup import EXTENSIONS
from pressmark.render.page import MarkdownPage, quote
from pressmark.render.page_mold import Slots
from pressmark.render.site_links import Site
from pressmark.render.templates import document_slots
from pressmark.render.views import Link
from pressmark.search.prepare import Prepared, prepare
from pressmark.search.search_document import SearchDocument, search_document
from pressmark.text.address import climb, href
from pressmark.text.site_paths import markdown_path, page_path, raw_file_path
from pressmark.verify.frame import Frames, PartDiffersError, cut_frame, document_parts
from pressmark.verify.links import LinkChecker, is_file_in
from pressmark.verify.markup import find_faults
from pressmark.verify.records import (
    Location,
    file_names,
    front_matter_of,
    read_record_and_ledger,
    records_name,
)
from pressmark.verify.report import Report, difference
from pressmark.verify.scripts import TrustedScripts
from pressmark.verify.site import BAD_DATA_ERRORS, read

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Context:
    """The site that is checked, as workers need it."""

    folder: Path
    site: Site
    base: str
    """The path of the site's own address."""
    trusted: TrustedScripts


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """A document to be checked."""

    id: str
    location: Location
    relations: Relations


@dataclass(slots=True)
class BatchResult:
    """What a worker returns for a batch of documents or lists."""

    report: Report = field(default_factory=Report)
    frames: Frames = field(default_factory=Frames)
    search: Prepared | None = None
    """The documents as the index needs them; None if they can't be indexed."""


def check_documents(context: Context, jobs: Sequence[DocumentJob]) -> BatchResult:
    """Check each document of a batch, and prepare the batch for the index."""
    links = LinkChecker(str(context.folder), context.base, is_file_in(context.folder))
    checker = _Checker(context, links)
    entries: list[SearchDocument] = []
    report = checker.result.report
    for job in jobs:
        record, ledger = read_record_and_ledger(context.folder, job.location)
        name = records_name(job.location.shard)
        try:
            checker.check(job, record, ledger)
            entries.append(search_document(record))
        except BAD_DATA_ERRORS as error:
            message = f"{job.id} can’t be proved ({type(error).__name__}: {error})"
            report.fault(name, job.location.line, "record", message)
    try:
        checker.result.search = prepare(entries)
    except BAD_DATA_ERRORS as error:
        message = f"its texts can’t be indexed ({type(error).__name__}: {error})"
        report.fault(records_name(jobs[0].location.shard), 0, "record", message)
    return checker.result


@dataclass(frozen=True, slots=True)
class _Checker:
    context: Context
    links: LinkChecker
    result: BatchResult = field(default_factory=BatchResult)

    def check(self, job: DocumentJob, record: dict[str, Any], ledger: dict[str, Any]) -> None:
        """Compare all files of a document with one another."""
        _, ledger_file = file_names(job.location)
        source = markdown_path(job.id)
        if ledger["page"] != source or ledger["raw"] not in _raw_paths(record["path"]):
            message = f"{job.id} has its files elsewhere"
            self.result.report.fault(ledger_file, job.location.line, "ledger", message)
            return
        self._compare_record(job, record, ledger)
        raw = self._check_raw_file(job, ledger)
        source_bytes = self._read(source)
        if source_bytes is None:
            return
        text = source_bytes.decode("utf-8")
        restored = self._restore(job, ledger, text, record)
        page = self._check_markdown(source, text, record)
        document = _rebuild_document(record, ledger, len(restored if raw is None else raw))
        view = document_view(document, page, job.relations, self.context.site)
        path = page_path(job.id)
        link = Link(record["path"].rpartition("/")[2], climb(path) + href(ledger["raw"]))
        self._check_page(path, document_slots(replace(view, raw=link), page.html))

    def _compare_record(
        self, job: DocumentJob, record: Mapping[str, Any], ledger: Mapping[str, Any]
    ) -> None:
        """Compare what both the record and the ledger say."""
        record_file, _ = file_names(job.location)
        in_ledger = {name: ledger[name] for name in ("path", "sha256", "encoding")}
        in_ledger["removed"] = _removed_lines(ledger)
        for name, value in in_ledger.items():
            if record[name] != value:
                message = f"{job.id}: `{name}` isn’t what the ledger says"
                self.result.report.fault(record_file, job.location.line, "record", message)

    def _check_raw_file(self, job: DocumentJob, ledger: Mapping[str, Any]) -> bytes | None:
        """Compare the raw file with its digest in the ledger; gives its bytes if there is one."""
        raw = self._read(ledger["raw"])
        if raw is not None:
            report = self.result.report
            report.raw_files += 1
            if hashlib.sha256(raw).hexdigest() != ledger["sha256"]:
                _, ledger_file = file_names(job.location)
                message = f"{ledger['raw']} is not the file that was read (its SHA-256 differs)"
                report.fault(ledger_file, job.location.line, "fixity", message)
        return raw

    def _restore(
        self, job: DocumentJob, ledger: dict[str, Any], text: str, record: Mapping[str, Any]
    ) -> bytes:
        """Restore the raw file from the `text` of the Markdown page, and compare its digest."""
        restored = restore(ledger, text.split("\n"), front_matter_of(record))
        if hashlib.sha256(restored).hexdigest() == ledger["sha256"]:
            self.result.report.restored += 1
        else:
            _, ledger_file = file_names(job.location)
            message = f"{ledger['raw']} can’t be restored from {ledger['page']} and its ledger"
            self.result.report.fault(ledger_file, job.location.line, "restoring", message)
        return restored

    def _check_markdown(self, source: str, text: str, record: Mapping[str, Any]) -> MarkdownPage:
        """Compare the Markdown page at `source` with the record, and convert it to HTML."""
        report = self.result.report
        head = _front_matter(record)
        if not text.startswith(head) or not text.endswith("\n"):
            message = f"its front matter isn’t what the record says: {difference(head, text)}"
            report.fault(source, 0, "markdown", message)
        lines = text.split("\n")[:-1]
        body = _converter().reset().convert("\n".join(lines[head.count("\n") :]))
        shown = shown_text(body)
        if without_space(shown) != without_space(record["text"]):
            parted = difference(_single_spaced(record["text"]), _single_spaced(shown))
            report.fault(source, 0, "markdown", f"its text isn’t the record’s: {parted}")
        return MarkdownPage(tuple(lines), {}, front_matter_of(record), body, record["text"])

    def _check_page(self, path: str, slots: Slots) -> None:
        """Compare the page at `path` with the `slots` that it must be cast from."""
        report = self.result.report
        data = self._read(path)
        if data is None:
            return
        report.pages += 1
        text = data.decode("utf-8")
        try:
            self.result.frames.add(path, cut_frame(text, document_parts(slots)))
        except PartDiffersError as error:
            message = f"its {error.name} isn’t what record, ledger and Markdown say: {error}"
            report.fault(path, 0, "page", message)
            resolve = partial(self.links.resolve, path)
            for fault in find_faults(text, self.context.trusted, resolve):
                fault.add_to(report, path)
        self.links.check(path, text, report)

    def _read(self, name: str) -> bytes | None:
        """The bytes of a file; None, and a fault, if it can't be read."""
        try:
            return read(self.context.folder, name)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self.result.report.fault(name, 0, "unreadable", f"can’t be read ({reason})")
            return None


def _raw_paths(shown: str) -> set[str]:
    """The paths that the raw file of a text may have; `shown` is the text's path in its record.

    A record shows bytes that aren't UTF-8 as `\\xe9`, as a name may have it literally; and a text
    that begins like front matter gets another name (`text/site_paths.py`).
    """
    as_bytes = re.sub(r"\\x([89a-f][0-9a-f])", lambda match: chr(0xDC00 + int(match[1], 16)), shown)
    return {
        raw_file_path(path, first_line) for path in (shown, as_bytes) for first_line in ("", "---")
    }


def _front_matter(record: Mapping[str, Any]) -> str:
    """The head of the Markdown page, up to the blank line before the text."""
    fields = (f"{name}: {quote(value)}\n" for name, value in front_matter_of(record).items())
    return "".join(("---\n", *fields, "---\n\n"))


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=list(EXTENSIONS))


def shown_text(body: str) -> str:
    """The text of the HTML `body` as records have it, but for white space."""
    marked = body.replace("<li>", "<li>- ").replace("<li ", "- <li ")
    return html.unescape(_TAG.sub("", marked))


def _single_spaced(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def without_space(text: str) -> str:
    """Remove all white space from `text`."""
    return _SPACE.sub("", text)


def _removed_lines(ledger: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The value of `removed` in a record, from the ledger."""
    removed = []
    for number, entry in enumerate(ledger["lines"], 1):
        rule = entry[0].removeprefix("removed:")
        if rule != entry[0] and rule != BLANK_LINE:
            removed.append({"line": number, "rule": rule, "text": entry[1]})
    return removed


def _rebuild_document(record: Mapping[str, Any], ledger: Mapping[str, Any], size: int) -> Document:
    """Rebuild a document from record and ledger, as far as its page needs it.

    `size` is that of the raw file in bytes. The document has a block for each line; only removed
    lines have their texts.
    """
    origins = {name: Origin(**origin) for name, origin in record["origins"].items()}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }
    names = ("title", "label", "date", "url", "publisher", "authors", "place", "language", "tags",
             "description", "rights", "words", "family")  # fmt: skip
    raw, blocks = [], []
    for number, (fate, place, *_) in enumerate(ledger["lines"], 1):
        kind, _, name = fate.partition(":")
        text = place if kind == "removed" else ""
        raw.append(text)
        blocks.append(Block("paragraph", (number,), (text,), Fate(kind, name)))
    return Document(
        Source(record["path"], record["id"], record["sha256"], size),
        Decoding(record["encoding"], confident=not ledger.get("guessed", False)),
        raw=tuple(raw),
        ends=("\n",) * len(raw),
        blocks=tuple(blocks),
        notes=tuple(ledger.get("notes", ())),
        record=Record(**{name: values[name] for name in names}, origins=origins),
    )

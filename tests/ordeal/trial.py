"""One hostile corpus of a few files, taken down the whole path in process."""

from __future__ import annotations

import json
import random
import re
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from time import process_time
from typing import Any

from pressmark.build.describe_batch import summary_of
from pressmark.build.document_pages import ledger_of
from pressmark.corpus.read import scan
from pressmark.corpus.settings import read_collection
from pressmark.document import Document
from pressmark.errors import CuratorError, Problem, summarize
from pressmark.pipeline import RULE_NAMES, process
from pressmark.relate.corpus import ordered_corpus
from pressmark.render.document_view import document_view
from pressmark.render.page import markdown_page
from pressmark.render.record import json_line, record
from pressmark.render.site_links import Site, slugs
from pressmark.render.templates import document_slots
from pressmark.search.prepare import prepare
from pressmark.search.search_document import search_document
from tests.handbook import fences, read
from tests.ordeal import mutations

Restore = Callable[[Path, dict[str, Any]], bytes]

SLOW = 5.0
"""Seconds of the processor that a megabyte may take."""

_TAGS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "blockquote", "pre", "code", "hr", "br",
     "strong", "em", "a")
)  # fmt: skip
_ATTRIBUTES = frozenset(("id", "class", "lang", "dir", "href"))
_HREF = re.compile(r"https?://", re.IGNORECASE)


def the_guides_program() -> Restore:
    """`restore`, as the page about records and ledgers has it: it knows nothing of Pressmark."""
    program = next(fence for fence in fences(read("records.md")) if fence.kind == "python")
    scope: dict[str, Any] = {}
    exec(program.body, scope)  # noqa: S102  # our own page
    restore: Restore = scope["restore"]
    return restore


@dataclass
class Tally:
    """What became of hostile files."""

    files: Counter[str] = field(default_factory=Counter)
    """Kind of file → how many there were."""
    published: int = 0
    restored: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    """Kind of problem → how often it was told."""
    faults: list[str] = field(default_factory=list)
    """What must not be."""
    slowest: tuple[float, str] = (0.0, "")


def attempt(
    seed: str, texts: Sequence[bytes], folder: Path, restore: Restore, tally: Tally
) -> None:
    """Make a corpus in `folder` from the `seed`, and take it down the path."""
    chance = random.Random(seed)
    files = dict(corpus(chance, texts))
    for name, data in files.items():
        (folder / name).write_bytes(data)
        tally.files[_kind(name)] += 1
    started = process_time()
    try:
        _take(folder, files, restore, tally, seed)
    except Exception:  # noqa: BLE001  # that is what is looked for
        tally.faults.append(f"{seed}: {traceback.format_exc(limit=-3)}")
    seconds = process_time() - started
    size = sum(map(len, files.values()))
    tally.slowest = max(tally.slowest, (seconds, f"{seed} ({size:,} bytes)"))
    if seconds > SLOW * max(1.0, size / 10**6):
        tally.faults.append(f"{seed}: took {seconds:.1f} s for {size:,} bytes")
    for name in files:
        (folder / name).unlink()


def corpus(
    chance: random.Random, texts: Sequence[bytes], number: int = 3
) -> Iterator[tuple[str, bytes]]:
    """(name, content) of some texts with what may stand beside them."""
    names = [f"{at}{chance.choice(('.txt', '.txt', '.md'))}" for at in range(number)]
    for name in names:
        yield name, mutations.text(chance, texts)
        if chance.random() < 0.4:
            yield f"{Path(name).stem}.yml", mutations.sidecar(chance, texts)
    if chance.random() < 0.3:
        yield "metadata.csv", mutations.table(chance, names, texts)
    if chance.random() < 0.2:
        yield "corpus.yml", mutations.settings(chance, texts)


def _kind(name: str) -> str:
    return {"corpus.yml": "settings", "metadata.csv": "tables"}.get(
        name, "sidecars" if name.endswith(".yml") else "texts"
    )


def _take(folder: Path, files: dict[str, bytes], restore: Restore, tally: Tally, seed: str) -> None:
    try:
        collection = read_collection(folder, RULE_NAMES)
    except CuratorError as error:
        tally.problems.update(problem.kind for problem in error.problems)
        (folder / "corpus.yml").unlink()
        collection = read_collection(folder, RULE_NAMES)
        (folder / "corpus.yml").touch()
    inventory = scan(folder, collection)
    documents = []
    problems = list(inventory.problems)
    for item in inventory.items:
        outcome = process(folder, item, collection)
        problems += outcome.problems
        if outcome.document:
            documents.append(outcome.document)
        elif not outcome.problems:
            tally.faults.append(f"{seed}: {item.path} is held back without a word")
    told = "\n".join(summarize(problems))
    if not all(line.isprintable() for line in told.split("\n")):
        tally.faults.append(f"{seed}: a message can't be printed")
    tally.problems.update(problem.kind for problem in problems)
    tally.faults += [f"{seed}: {problem}" for problem in problems if _is_ours(problem)]
    for document in documents:
        tally.published += 1
        page_of = _publish(folder / "site", document)
        if restore(folder / "site", page_of) == files[document.source.path]:
            tally.restored += 1
        else:
            tally.faults.append(f"{seed}: {document.source.path} isn't restored")
    shutil.rmtree(folder / "site", ignore_errors=True)
    _view(documents, tally, seed)


def _is_ours(problem: Problem) -> bool:
    return "fault in Pressmark" in problem.message


def _publish(site: Path, document: Document) -> dict[str, Any]:
    """Write the Markdown page; gives the ledger as it is published."""
    page = markdown_page(document)
    ledger: dict[str, Any] = json.loads(json_line(ledger_of(document, page)))
    file = site / ledger["page"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(page.source.encode())
    return ledger


def _view(documents: Sequence[Document], tally: Tally, seed: str) -> None:
    """All that pages, records and the index are made of."""
    facts = ordered_corpus(summary_of(document) for document in documents)
    site = Site("Ordeal", "https://ordeal.example/", slugs(facts))
    relations = facts.relations()
    entries = []
    for document in documents:
        page = markdown_page(document)
        view = document_view(document, page, relations[document.source.id], site)
        document_slots(view, page.html)
        made = record(document, page.text)
        json_line(made)
        entries.append(search_document(made))
        tally.faults += [f"{seed}: {document.source.path}: {what}" for what in injected(page.html)]
    if entries:
        prepare(entries)


def injected(html: str) -> list[str]:
    """Elements and attributes in a body that no writer of ours makes."""
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return parser.foreign


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what isn't ours."""
        if tag not in _TAGS or any(name not in _ATTRIBUTES for name, _ in attrs):
            self.foreign.append(f"<{tag} {attrs}>")
        if any(name == "href" and not _HREF.match(value or "") for name, value in attrs):
            self.foreign.append(f"<{tag} {attrs}>")

    def handle_comment(self, data: str) -> None:
        """Note it: there are none of ours."""
        self.foreign.append(f"<!--{data}-->")

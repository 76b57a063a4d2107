"""The path of one document, from its file to a described `Document`: a table of contents.

    read → decode → split → segment → extract → clean → describe → tidy → annotate → prove

What concerns the whole corpus (`relate`) and what is made of a document (`render`) come after.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pressmark.clean.rule import apply
from pressmark.clean.rules import FINAL_RULES, RULES
from pressmark.corpus import frontmatter
from pressmark.corpus.corpus_file import Unusable
from pressmark.corpus.declared import from_values, read_sidecar
from pressmark.corpus.read import Item, load, load_text, row_value
from pressmark.corpus.settings import TABLE_FILE, Collection
from pressmark.describe.annotate import ANNOTATIONS, annotate
from pressmark.describe.extractors import EXTRACTORS, describe, with_length_and_label
from pressmark.document import FIELDS, DeclaredMetadata, Document, Source
from pressmark.errors import CuratorError, Problem
from pressmark.extraction.find_article import find_article
from pressmark.proof import prove
from pressmark.relate.inferred import ADDITIONS
from pressmark.runtime.stopwatch import Stopwatch
from pressmark.text.budget import judge, whole
from pressmark.text.decode import decode, is_binary
from pressmark.text.memo import begin_text
from pressmark.text.repair import repair_line
from pressmark.text.segment import looks_like_markdown, segment

RULE_NAMES = (
    *(part.name for part in (*RULES, *FINAL_RULES, *EXTRACTORS)),
    *ANNOTATIONS,
    *ADDITIONS,
)
"""Everything that `rules:` in corpus.yml can switch on or off."""

_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: its document, or None when it is held back, and what is wrong."""

    path: str
    document: Document | None
    problems: tuple[Problem, ...]
    times: Mapping[str, float] = field(default_factory=dict)
    """Stage → seconds."""
    text: str | None = None
    """The plain text of the document's body, where it was made on the way."""

    @property
    def held(self) -> str | None:
        """Why the file isn't published (the problem's kind), or None."""
        return None if self.document else next(p.kind for p in reversed(self.problems))


def process(corpus: Path, item: Item, settings: Collection) -> Outcome:
    """Take one file of the folder `corpus` down the whole path. Never raises for bad input."""
    try:
        return _process(corpus, item, settings)
    except CuratorError:
        # A package that can't be used would hold back every file.
        raise
    except Exception as error:  # noqa: BLE001  # a fault of ours costs one file, not the build
        place = traceback.extract_tb(error.__traceback__)[-1]
        message = (
            f"met a fault in Pressmark and is held back; please report it with the file: "
            f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
        )
        return Outcome(item.path, None, (Problem(item.path, 0, "fault", message, "error"),))


def _process(corpus: Path, item: Item, settings: Collection) -> Outcome:
    clock = Stopwatch()
    begin_text()
    found = load(corpus, item.path, settings.max_size)
    if isinstance(found, Problem):
        return Outcome(item.path, None, (found,), clock.times)
    source, data = found
    given, problems = _given(corpus, item)
    clock.lap("read")
    document = to_lines(source, data, settings.encoding or None)
    clock.lap("decode")
    if isinstance(document, Problem):
        return Outcome(item.path, None, (*problems, document), clock.times)
    over = judge(document)
    if over:
        problems.append(over)
        if over.severity == "error":
            return Outcome(item.path, None, tuple(problems), clock.times)
        document, text, faults = prove(_plain(document, given, settings))
        clock.lap("segment")
        return Outcome(item.path, document, (*problems, *faults), clock.times, text)
    document, more = to_blocks(document, given, settings)
    clock.lap("segment")
    document = find_article(document)
    clock.lap("locate")
    document = apply(RULES, document, settings.rules)
    clock.lap("clean")
    document = describe(document, settings.rules)
    clock.lap("describe")
    document = with_length_and_label(apply(FINAL_RULES, document, settings.rules))
    clock.lap("clean")
    document = annotate(document, settings.rules)
    clock.lap("describe")
    document, text, faults = prove(document)
    clock.lap("prove")
    problems += more + _doubts(document) + faults
    return Outcome(item.path, document, tuple(problems), clock.times, text)


def _plain(document: Document, given: Sequence[DeclaredMetadata], settings: Collection) -> Document:
    """A document as its lines stand, with what people have said of it."""
    document = replace(
        document,
        blocks=whole([repair_line(line) for line in document.raw]),
        given=_in_order([*given, _defaults(settings)]),
    )
    return with_length_and_label(
        describe(document, dict.fromkeys((e.name for e in EXTRACTORS), False))
    )


def to_lines(source: Source, data: bytes, declared: str | None) -> Document | Problem:
    """Decode, and part the text into lines."""
    if is_binary(data):
        message = "is no text (it looks like a binary file); move it out of the corpus"
        return Problem(source.path, 0, "binary", message, "error")
    decoded = decode(data, declared)
    if not decoded.text.strip():
        message = "holds only white space; there is nothing to publish"
        return Problem(source.path, 0, "blank-file", message, "error")
    raw, ends = split_lines(decoded.text)
    # That the encoding is a guess is told where it is used, with what to do about it.
    notes = tuple(note for note in decoded.notes if not note.startswith("the encoding is a guess"))
    return Document(source, decoded.decoding, raw, ends, notes=notes)


def split_lines(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines without their ends, and their ends; only `\\n`, `\\r\\n` and `\\r` end a line.

    >>> split_lines("a\\r\\nb")
    (('a', 'b'), ('\\r\\n', ''))
    """
    lines = tuple(_END.split(text))
    ends = tuple(_END.findall(text))
    if lines and not lines[-1]:
        return lines[:-1], ends
    return lines, (*ends, "")


def to_blocks(
    document: Document, given: Sequence[DeclaredMetadata], settings: Collection
) -> tuple[Document, list[Problem]]:
    """Repair the characters, take the front matter off, find the structure."""
    path = document.source.path
    lines = [repair_line(line) for line in document.raw]
    taken, front, blocks, problems = frontmatter.split(lines, path)
    body = lines[taken:]
    markdown = path.lower().endswith(".md") or looks_like_markdown(body)
    known = [*given, *([front] if front else []), _defaults(settings)]
    return (
        replace(
            document,
            markdown=markdown,
            blocks=(*blocks, *segment(body, taken + 1, markdown)),
            given=_in_order(known),
        ),
        problems,
    )


def _defaults(settings: Collection) -> DeclaredMetadata:
    return from_values("default", "corpus.yml", settings.defaults)[0]


def _in_order(given: Sequence[DeclaredMetadata]) -> tuple[DeclaredMetadata, ...]:
    """Strongest first."""
    order = {"sidecar": 0, "front-matter": 1, "table": 2, "default": 3}
    return tuple(sorted(given, key=lambda one: order[one.origin]))


def _given(corpus: Path, item: Item) -> tuple[list[DeclaredMetadata], list[Problem]]:
    """What the sidecar and the table say of a file."""
    given: list[DeclaredMetadata] = []
    problems: list[Problem] = []
    if item.sidecar:
        try:
            text = load_text(corpus, item.sidecar)
        except Unusable as error:
            problems.append(error.problem(item.sidecar))
        else:
            read, wrong = read_sidecar(item.sidecar, text)
            given += [read] if read else []
            problems += wrong
    if item.row:
        columns = {c: row_value(item.row, c) for c in item.row.values if c in FIELDS}
        read, wrong = from_values("table", TABLE_FILE, columns)
        given.append(read)
        problems += wrong
    return given, problems


def _doubts(document: Document) -> list[Problem]:
    path = document.source.path
    problems = [Problem(path, 0, "decoding", note) for note in document.notes]
    if not any(block.fate.kind == "body" for block in document.blocks):
        message = "has no text left once titles, fields and furniture are set apart"
        problems.append(Problem(path, 0, "no-text", message))
    if not document.decoding.confident:
        message = (
            f"says nothing of its encoding and was read as {document.decoding.encoding}; "
            "if that is wrong, set `encoding` in corpus.yml or save it as UTF-8"
        )
        problems.append(Problem(path, 0, "guessed-encoding", message))
    return problems

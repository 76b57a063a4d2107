"""The path of one document, from its file to a described `Document`: a table of contents.

    read → decode → split → segment → extract → clean → describe → tidy → annotate → prove

The stages that need the whole corpus (`relate`) and that make files (`render`) come after.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pressmark.clean.rule import apply_rules
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
from pressmark.relate.inferred import INFERENCES
from pressmark.runtime.stopwatch import Stopwatch
from pressmark.text.budget import as_one_block, check_budget
from pressmark.text.decode import decode, is_binary
from pressmark.text.memo import begin_text
from pressmark.text.repair import repair_line
from pressmark.text.segment import looks_like_markdown, segment

RULE_NAMES = (
    *(part.name for part in (*RULES, *FINAL_RULES, *EXTRACTORS)),
    *ANNOTATIONS,
    *INFERENCES,
)
"""Names that `rules:` in corpus.yml can switch on or off."""

_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result for one file: its document, or None if it is held back, and its problems."""

    path: str
    document: Document | None
    problems: tuple[Problem, ...]
    times: Mapping[str, float] = field(default_factory=dict)
    """Stage → seconds."""
    text: str | None = None
    """Plain text of the body, if the proof of the document made it."""

    @property
    def held(self) -> str | None:
        """Kind of the problem for which the file isn't published, or None."""
        return None if self.document else next(p.kind for p in reversed(self.problems))


def process(corpus: Path, item: Item, settings: Collection) -> Outcome:
    """Take one file of the folder `corpus` through all stages. Never raises for bad input."""
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
    loaded = load(corpus, item.path, settings.max_size)
    if isinstance(loaded, Problem):
        return Outcome(item.path, None, (loaded,), clock.times)
    source, data = loaded
    declared, problems = _declared(corpus, item)
    clock.lap("read")
    document = to_lines(source, data, settings.encoding or None)
    clock.lap("decode")
    if isinstance(document, Problem):
        return Outcome(item.path, None, (*problems, document), clock.times)
    over_budget = check_budget(document)
    if over_budget:
        problems.append(over_budget)
        if over_budget.severity == "error":
            return Outcome(item.path, None, tuple(problems), clock.times)
        document, text, faults = prove(_plain(document, declared, settings))
        clock.lap("segment")
        return Outcome(item.path, document, (*problems, *faults), clock.times, text)
    document, more_problems = to_blocks(document, declared, settings)
    clock.lap("segment")
    document = find_article(document)
    clock.lap("extract")
    document = apply_rules(RULES, document, settings.rules)
    clock.lap("clean")
    document = describe(document, settings.rules)
    clock.lap("describe")
    document = with_length_and_label(apply_rules(FINAL_RULES, document, settings.rules))
    clock.lap("clean")
    document = annotate(document, settings.rules)
    clock.lap("describe")
    document, text, faults = prove(document)
    clock.lap("prove")
    problems += more_problems + _warnings(document) + faults
    return Outcome(item.path, document, tuple(problems), clock.times, text)


def _plain(
    document: Document, declared: Sequence[DeclaredMetadata], settings: Collection
) -> Document:
    """`document` as one block of lines, with declared metadata only."""
    document = replace(
        document,
        blocks=as_one_block([repair_line(line) for line in document.raw]),
        declared=_in_order([*declared, _defaults(settings)]),
    )
    return with_length_and_label(
        describe(document, dict.fromkeys((e.name for e in EXTRACTORS), False))
    )


def to_lines(source: Source, data: bytes, declared: str | None) -> Document | Problem:
    """Decode `data` and split the text into lines.

    `declared` is the encoding of files that don't tell theirs. A `Problem` if there is no text.
    """
    if is_binary(data):
        message = "is no text (it looks like a binary file); move it out of the corpus"
        return Problem(source.path, 0, "binary", message, "error")
    decoded = decode(data, declared)
    if not decoded.text.strip():
        message = "holds only white space; there is nothing to publish"
        return Problem(source.path, 0, "blank-file", message, "error")
    raw, ends = split_lines(decoded.text)
    return Document(source, decoded.decoding, raw, ends, notes=decoded.notes)


def split_lines(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of `text` without their ends, and the ends: `\\n`, `\\r\\n` or `\\r`, no others.

    >>> split_lines("a\\r\\nb")
    (('a', 'b'), ('\\r\\n', ''))
    """
    lines = tuple(_END.split(text))
    ends = tuple(_END.findall(text))
    if lines and not lines[-1]:
        return lines[:-1], ends
    return lines, (*ends, "")


def to_blocks(
    document: Document, declared: Sequence[DeclaredMetadata], settings: Collection
) -> tuple[Document, list[Problem]]:
    """Repair the characters, split off the front matter, and cut the rest into blocks.

    `declared` is the metadata from outside of the file. Gives the problems of the front matter.
    """
    path = document.source.path
    lines = [repair_line(line) for line in document.raw]
    taken, front, blocks, problems = frontmatter.split(lines, path)
    body = lines[taken:]
    markdown = path.lower().endswith(".md") or looks_like_markdown(body)
    sources = [*declared, *([front] if front else []), _defaults(settings)]
    return (
        replace(
            document,
            markdown=markdown,
            blocks=(*blocks, *segment(body, taken + 1, markdown)),
            declared=_in_order(sources),
        ),
        problems,
    )


def _defaults(settings: Collection) -> DeclaredMetadata:
    return from_values("default", "corpus.yml", settings.defaults)[0]


def _in_order(sources: Sequence[DeclaredMetadata]) -> tuple[DeclaredMetadata, ...]:
    """Strongest source first."""
    order = {"sidecar": 0, "front-matter": 1, "table": 2, "default": 3}
    return tuple(sorted(sources, key=lambda source: order[source.origin]))


def _declared(corpus: Path, item: Item) -> tuple[list[DeclaredMetadata], list[Problem]]:
    """Metadata of a file from its sidecar and its row of the table."""
    declared: list[DeclaredMetadata] = []
    problems: list[Problem] = []
    if item.sidecar:
        try:
            text = load_text(corpus, item.sidecar)
        except Unusable as error:
            problems.append(error.problem(item.sidecar))
        else:
            read, wrong = read_sidecar(item.sidecar, text)
            declared += [read] if read else []
            problems += wrong
    if item.row:
        columns = {c: row_value(item.row, c) for c in item.row.values if c in FIELDS}
        read, wrong = from_values("table", TABLE_FILE, columns)
        declared.append(read)
        problems += wrong
    return declared, problems


def _warnings(document: Document) -> list[Problem]:
    """Doubts about a finished document: how it was decoded, and whether it has any text."""
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

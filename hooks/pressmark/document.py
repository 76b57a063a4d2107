"""`Document`, the one type that flows through the pipeline, and its parts.

Everything here is frozen: a stage takes a `Document` and returns a new one.
Line numbers are 1-based and count the physical lines of the raw file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Literal, TypeVar

Part = TypeVar("Part")

FateKind = Literal["body", "title", "field", "removed"]

BlockKind = Literal["paragraph", "verse", "heading", "caption", "quote", "item", "code", "rule"]
"""`verse`: lines whose breaks have a meaning (verse, addresses). `rule`: a drawn line (`* * *`)."""

OriginKind = Literal["sidecar", "table", "front-matter", "text", "inference", "default"]

FIELDS = (
    "title",
    "date",
    "url",
    "publisher",
    "authors",
    "place",
    "language",
    "tags",
    "description",
    "rights",
)
"""Metadata fields, in the order in which they are shown. `authors` and `tags` are lists."""

LIST_FIELDS = frozenset({"authors", "tags"})


def compact(cls: type[Part]) -> type[Part]:
    """Class decorator: pickle instances as the tuple of their values.

    A frozen dataclass with slots pickles ten times as slowly by itself.
    """
    values = attrgetter(*(item.name for item in fields(cls)))  # type: ignore[arg-type]
    cls.__reduce__ = lambda self: (cls, values(self))  # type: ignore[method-assign]
    return cls


@compact
@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a line: `body`, `title`, a `field` or `removed`.

    `name` is the field for `field`, the rule for `removed`, else empty.
    """

    kind: FateKind
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


BLANK_LINE = "blank-line"
"""Name of the rule that removes lines of white space. They are counted, never listed."""

FRONT_MATTER = "front-matter"
"""Name of the rule that removes front matter lines without a field of the record."""

BODY = Fate("body")
TITLE = Fate("title")


@compact
@dataclass(frozen=True, slots=True)
class Source:
    """A file of the corpus: its name and digest, never its bytes."""

    path: str
    """Relative to the corpus, with `/` between the parts."""
    id: str
    """`path` without its ending. Identifies the document; its address is made from it."""
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    size: int
    """In bytes."""


@compact
@dataclass(frozen=True, slots=True)
class Decoding:
    """How bytes became text, complete enough to go back (see `decode.encode`)."""

    encoding: str
    """Python codec name, lower case: `utf-8`, `cp1252`, `utf-16-le` …"""
    bom: bytes = b""
    confident: bool = True
    """False when the encoding is a guess on thin evidence."""
    patches: tuple[tuple[int, int, bytes], ...] = ()
    """`(start, end, raw)`: characters `[start:end]` of the text stand for the bytes `raw`, which
    the codec would not make of them. Sorted, disjoint."""


@compact
@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines that belong together and share one fate.

    `text[i]` is the repaired text of raw line `lines[i]`, with its Markdown marks.
    """

    kind: BlockKind
    lines: tuple[int, ...]
    text: tuple[str, ...]
    fate: Fate = BODY
    level: int = 0
    """A heading's level (1 to 6); an item's depth (0 and up)."""
    language: str = ""
    """BCP 47, if it surely differs from the document's; else empty."""


@compact
@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a field comes from (promise 2)."""

    origin: OriginKind
    evidence: str
    """Text that was read, and its place: `line 10 (dateline): Washington, February 2`."""
    extractor: str = ""
    """Name of the extractor that read it from the text; empty for all other origins."""


@compact
@dataclass(frozen=True, slots=True)
class Record:
    """Metadata of a document. Unknown fields are None or empty."""

    title: str | None = None
    label: str = ""
    """The title, or the first words of a text without one."""
    date: str | None = None
    """EDTF."""
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    language: str | None = None
    """BCP 47."""
    tags: tuple[str, ...] = ()
    description: str | None = None
    rights: str | None = None
    words: int = 0
    """Number of words of the body."""
    family: str | None = None
    """Id of the document's family of near-copies: that of its first member in time."""
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """Field → origin, for each field that has a value."""


@compact
@dataclass(frozen=True, slots=True)
class Name:
    """A name that recurs in a text, and may become a tag."""

    name: str
    count: int
    line: int
    """Of its first occurrence."""
    country: str = ""
    """ISO 3166-1 code, for the name of a country."""
    written: str = ""
    """Its form in the text, if that is an abbreviation: `U.S.`."""

    @property
    def key(self) -> str:
        """Key of the name in the whole collection, as one string."""
        return f"{self.country}\t{self.name}"


@compact
@dataclass(frozen=True, slots=True)
class DeclaredMetadata:
    """Metadata that a person wrote down: in a sidecar, a table row, front matter, or as a default.

    `values` and `places` are by field; a place is `essay.yml, line 3: 1897`.
    """

    origin: OriginKind
    values: Mapping[str, Any]
    places: Mapping[str, str]


@compact
@dataclass(frozen=True, slots=True)
class Finding:
    """A value read from one line of a full-page scrape."""

    value: str
    line: int
    evidence: str
    """The text of the line, with notes on how it was read."""


@compact
@dataclass(frozen=True, slots=True)
class Document:
    """One document on its way from file to page."""

    source: Source
    decoding: Decoding
    raw: tuple[str, ...]
    """The decoded lines, without their ends, exactly as in the file."""
    ends: tuple[str, ...]
    """The end of each line: `\\n`, `\\r\\n`, `\\r`, or empty for a last line without one."""
    markdown: bool = False
    """Whether the text marks its structure and emphasis as Markdown does."""
    blocks: tuple[Block, ...] = ()
    declared: tuple[DeclaredMetadata, ...] = ()
    """Strongest source first."""
    boilerplate: frozenset[int] = frozenset()
    """Lines of a full-page scrape that aren't part of its article."""
    doubtful: frozenset[int] = frozenset()
    """Lines of a full-page scrape that were kept, but are nearly boilerplate."""
    headline: int = 0
    """Line of the article's headline in a full-page scrape; 0 if none is sure."""
    article_date: Finding | None = None
    """Date of the article in a full-page scrape."""
    article_authors: tuple[Finding, ...] = ()
    """Authors of the article in a full-page scrape."""
    notes: tuple[str, ...] = ()
    """Faults that decoding has met, for the reader: bytes that are invalid, NUL characters."""
    record: Record = Record()
    names: tuple[Name, ...] = ()
    """Names that recur in the text, most characteristic first."""

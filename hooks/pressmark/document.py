"""The one type that flows through the pipeline, and the parts it is made of.

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
"""`verse` is a run of lines that break where they stand (verse, addresses); `rule` a drawn line."""

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
    """Have a part stored as its values: a frozen class's own way is ten times as slow."""
    values = attrgetter(*(item.name for item in fields(cls)))  # type: ignore[arg-type]
    cls.__reduce__ = lambda self: (cls, values(self))  # type: ignore[method-assign]
    return cls


@compact
@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a line: `body`, `title`, a `field` or `removed`.

    `name` is the field's name for a `field`, the rule's for `removed`, else empty.
    """

    kind: FateKind
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


BLANK_LINE = "blank-line"
"""The rule that removes lines of nothing but white space. They are counted, never listed."""

FRONT_MATTER = "front-matter"
"""The rule that removes front matter lines that hold no field of the record."""

BODY = Fate("body")
TITLE = Fate("title")


@compact
@dataclass(frozen=True, slots=True)
class Source:
    """A file of the corpus as it was read: its name, never its bytes."""

    path: str
    """Below the corpus, with `/` between the parts."""
    id: str
    """`path` without its ending: the document's identity, from which its address is made."""
    sha256: str
    size: int
    """In bytes."""


@compact
@dataclass(frozen=True, slots=True)
class Decoding:
    """How bytes became text, with what it takes to go back (see `decode.encode`)."""

    encoding: str
    """Python codec name, lower case: `utf-8`, `cp1252`, `utf-16-le` …"""
    bom: bytes = b""
    confident: bool = True
    """False when the encoding is a guess that the reader should know about."""
    patches: tuple[tuple[int, int, bytes], ...] = ()
    """`(start, end, raw)`: characters `[start:end]` of the text stand for the bytes `raw`, which
    encoding those characters would not give back. Sorted, disjoint."""


@compact
@dataclass(frozen=True, slots=True)
class Block:
    """A run of consecutive lines that belong together and share one fate.

    `text[i]` is the repaired text of raw line `lines[i]`, markup marks still in it.
    """

    kind: BlockKind
    lines: tuple[int, ...]
    text: tuple[str, ...]
    fate: Fate = BODY
    level: int = 0
    """A heading's level (1 to 6); an item's depth (0 and up)."""
    language: str = ""
    """BCP 47, where it is surely another than the document's; else empty."""


@compact
@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field's value comes from (promise 2)."""

    origin: OriginKind
    evidence: str
    """What was read, with the place it stands at: `line 10 (dateline): Washington, February 2`."""
    extractor: str = ""
    """Name of the extractor that read it from the text; empty for all other origins."""


@compact
@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a document. What isn't known is None or empty."""

    title: str | None = None
    label: str = ""
    """The title, or else the first words of the text."""
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
    family: str | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)


@compact
@dataclass(frozen=True, slots=True)
class Name:
    """A name that recurs in a text: what a tag may be made of."""

    name: str
    count: int
    line: int
    """Where it stands first."""
    country: str = ""
    """Its code in ISO 3166-1, for the name of a country."""
    written: str = ""
    """As it stands in the text, where that is an abbreviation: `U.S.`."""

    @property
    def key(self) -> str:
        """What it is known by in the collection: one text, so that all texts may be told apart."""
        return f"{self.country}\t{self.name}"


@compact
@dataclass(frozen=True, slots=True)
class DeclaredMetadata:
    """Metadata that a person wrote down beside the text: one sidecar, row, front matter or default.

    `places` says where each value stands (`essay.yml, line 3`).
    """

    origin: OriginKind
    values: Mapping[str, Any]
    places: Mapping[str, str]


@compact
@dataclass(frozen=True, slots=True)
class Finding:
    """What a line of a page that was taken whole says of its article."""

    value: str
    line: int
    seen: str
    """The line, with what there is to know about how it was read."""


@compact
@dataclass(frozen=True, slots=True)
class Document:
    """One document on its way from file to page."""

    source: Source
    decoding: Decoding
    raw: tuple[str, ...]
    """The decoded lines, without their ends, exactly as they stand in the file."""
    ends: tuple[str, ...]
    """The end of each line: `\\n`, `\\r\\n`, `\\r`, or empty for a last line without one."""
    markdown: bool = False
    """True when the text marks its structure and emphasis as Markdown does."""
    blocks: tuple[Block, ...] = ()
    given: tuple[DeclaredMetadata, ...] = ()
    """Strongest first."""
    beside: frozenset[int] = frozenset()
    """Lines that stand beside the article, where the file is a page that was taken whole."""
    doubtful: frozenset[int] = frozenset()
    """Lines of such a page that were nearly taken for such."""
    headline: int = 0
    """The line that is the headline of such a page's article; 0 where none is surely that."""
    dated: Finding | None = None
    """The date of such a page's article."""
    signed: tuple[Finding, ...] = ()
    """The authors of such a page's article."""
    notes: tuple[str, ...] = ()
    """What a reader should know about how the file was read."""
    record: Record = Record()
    names: tuple[Name, ...] = ()
    """Names that recur in the text, most telling first."""

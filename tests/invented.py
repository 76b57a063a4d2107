"""What a record says and nothing that it was read from does: promise 2, checked apart from the code
that reads.

A value stands in a source when it is there letter for letter in the text, its characters repaired,
as it is or with its links read as a page shows them. Case, white space and what marks emphasis,
headings and quotations make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby, takewhile

from babel.dates import get_month_names
from babel.localedata import locale_identifiers

from pressmark.document import FIELDS, Origin, Record
from pressmark.text import edtf
from pressmark.text.decode import decode
from pressmark.text.inline import plain
from pressmark.text.repair import repair_line

STANDING = ("title", "url", "publisher", "authors", "place", "description", "rights")
"""Fields whose values are words of somebody, whatever their origin."""

_FOLDED = re.compile(r"[\s*_`#>|\\\[\]]+")
_LINE = re.compile(r"line (\d+) ")
_SURELY = re.compile(r"\((?:probability|confidence) [01]\.\d+\)")


def fold(text: str) -> str:
    """`text` as it is compared."""
    return _FOLDED.sub("", text).casefold()


@dataclass(frozen=True)
class Sources:
    """All that a record may be read from."""

    lines: tuple[str, ...]
    """The document's own, their characters repaired; the first is line 1."""
    beside: str
    """Its file's name, and what was written down about it."""

    @cached_property
    def whole(self) -> str:
        """All of it."""
        return "\n".join((*self.lines, self.beside))

    @cached_property
    def _folded(self) -> str:
        return fold(self.whole)

    @cached_property
    def _shown(self) -> str:
        return fold("\n".join(self._as_shown()))

    def _as_shown(self) -> Iterator[str]:
        """Lines and paragraphs as a page shows them: a link may run over the end of a line."""
        for filled, run in groupby(self.lines, lambda line: bool(line.strip())):
            if filled:
                lines = tuple(run)
                yield from (plain(line, markdown=True) for line in (*lines, " ".join(lines)))

    def have(self, value: str, line: int) -> bool:
        """Whether `value` stands in one of them, or in what is shown when a paragraph begins at
        `line` (0 for none), be it inside of a link.
        """
        run = takewhile(str.strip, self.lines[line - 1 :]) if line else ()
        begun = fold(plain(" ".join(run), markdown=True))
        return any(fold(value) in text for text in (self._folded, self._shown, begun))


def sources(data: bytes, path: str, beside: Iterable[str] = (), declared: str = "") -> Sources:
    """What there is to read from in a file with those bytes at `path`; `beside` are the texts of
    its sidecar, its table and the collection's settings.
    """
    lines = re.split(r"\r\n|\n|\r", decode(data, declared or None).text)
    named = re.sub(r"[-_./]+", " ", path)
    return Sources(tuple(map(repair_line, lines)), "\n".join((path, named, *beside)))


def faults(record: Record, found: Sources) -> list[str]:
    """A line for each field of `record` that says more than `found`, or not where from."""
    wrong: list[str] = []
    for field in FIELDS:
        value, origin = getattr(record, field), record.origins.get(field)
        if value and (origin is None or not origin.evidence.strip()):
            wrong.append(f"{field}: has no evidence")
        elif value and origin and field == "date":
            wrong += (
                f"date: {value}: {part} ({origin.evidence})"
                for part in _of_date(value, origin, found)
            )
        elif value and origin:
            values = (value,) if isinstance(value, str) else value
            wrong += _of_text(field, values, origin, found)
    return wrong


def _line(origin: Origin) -> int:
    """The line that a value was read from, 0 for none."""
    line = _LINE.match(origin.evidence)
    return int(line[1]) if line else 0


def _of_text(field: str, values: Iterable[str], origin: Origin, found: Sources) -> Iterator[str]:
    if field in STANDING or origin.origin != "inference":
        for value in values:
            if not found.have(value.removesuffix("…"), _line(origin)):
                yield f"{field}: {value!r} stands nowhere ({origin.evidence})"
    elif not _SURELY.search(origin.evidence):
        yield f"{field}: is inferred, and nothing says how surely ({origin.evidence})"


def _of_date(value: str, origin: Origin, found: Sources) -> Iterator[str]:
    """What of a date isn't there: month and day where the origin says that they were read, the
    year anywhere.
    """
    line = _line(origin)
    here = found.lines[line - 1] if line else found.whole
    for end in value.split("/"):
        year, month, day = edtf.parts(end)
        decade = re.match(r"\d{2,3}(?=X)", end)
        if year and not _number(int(year), found.whole):
            yield f"no year {year}"
        if decade and decade[0] not in found.whole:
            yield f"no years {decade[0]}"
        if month and not (_number(int(month), here) or _named(int(month), here)):
            yield f"no month {month}"
        if day and not _number(int(day), here):
            yield f"no day {day}"


def _number(number: int, text: str) -> bool:
    """Whether `text` has the number, in any digits, and not as a part of a longer one."""
    return any(int(digits) == number for digits in re.findall(r"\d+", text) if len(digits) <= 4)


def _named(month: int, text: str) -> bool:
    """Whether `text` has the month's name: as a word, in scripts that have capitals."""
    folded = text.casefold()
    words = set(re.findall(r"[^\W\d_]+", folded))
    return any(
        name in words or (name.upper() == name and name in folded) for name in month_names()[month]
    )


@cache
def month_names() -> dict[int, frozenset[str]]:
    """Month → its names and abbreviations in every language of CLDR, folded."""
    names: dict[int, set[str]] = {month: set() for month in range(1, 13)}
    for language in locale_identifiers():
        if "_" in language:  # a country's names are nearly always its language's
            continue
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, language).items():
                    names[month].add(name.casefold().rstrip("."))
    return {
        month: frozenset(name for name in known if len(name) > 1) for month, known in names.items()
    }

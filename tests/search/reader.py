"""A second reader of the index, written from `docs/guide/search-format.md` alone: what it finds
shows that the page tells the truth. It asks nothing of Pressmark.
"""

from __future__ import annotations

import base64
import json
import math
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from tests.search.reader_words import Words

BITMAP, IMPACTS, TITLES = 1, 2, 4
SIDES = (-1, -2, -3, 1, 2, 3)
"""Where the common words stand whose codes are kept with a position."""
FILE = re.compile(r'pressmarkChunk\("([^"]+)","([A-Za-z0-9+/=]*)"\);\n')


class DamagedError(Exception):
    """A file isn't what it should be."""


class Link(NamedTuple):
    """A word in one language, or in none."""

    cls: int
    documents: int
    stop: bool


class Entry(NamedTuple):
    """A line of the dictionary."""

    word: str
    code: int
    """Of a common word; else 0."""
    links: tuple[Link, ...]
    example: str | None
    """Of a stem that isn't a word: a word that has it."""


class Postings(NamedTuple):
    """Which documents hold a class or a form."""

    docs: list[int]
    impacts: dict[int, int]
    titled: list[int]


class Class(NamedTuple):
    """A record of `p`."""

    names: list[str]
    first_form: int
    postings: Postings


Places = dict[tuple[int, int], tuple[int, ...]]
"""(document, position) → six codes: before it, nearest first, and after it; none for a gram."""


class Bytes:
    """Reads a chunk from its beginning."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def numbers(self, count: int) -> list[int]:
        return [self.number() for _ in range(count)]

    def records(self) -> list[bytes]:
        return [self.take(length) for length in self.numbers(self.number())]

    def documents(self, bitmap: bool, count: int, total: int) -> list[int]:
        if not bitmap:
            return list(accumulate(self.numbers(count)))
        bits = self.take((total + 7) // 8)
        return [doc for doc in range(total) if bits[doc >> 3] >> (doc & 7) & 1]

    def titles(self, total: int) -> list[int]:
        bitmap = self.take(1) == b"\x01"
        return self.documents(bitmap, self.number(), total)


def signed(zigzag: int) -> int:
    return -(zigzag + 1) // 2 if zigzag & 1 else zigzag // 2


def order(word: str) -> bytes:
    return word.encode("utf-16-be")


def dictionary(data: bytes) -> list[Entry]:
    """The entries of a chunk `d` or `g`."""
    chunk = Bytes(data)
    count, expected = chunk.numbers(2)
    shared, rest, heads = (chunk.numbers(count) for _ in range(3))
    codes = [chunk.number() if head & 1 else 0 for head in heads]
    linked = sum(head >> 1 for head in heads)
    steps, held = (chunk.numbers(linked) for _ in range(2))
    stems = heads.count(0)
    also, others = (chunk.numbers(stems) for _ in range(2))
    spelled = []
    word = b""
    for same, more in zip(shared, rest, strict=True):
        word = word[:same] + chunk.take(more)
        spelled.append(word)
    links = []
    for step, documents in zip(steps, held, strict=True):
        cls = expected + signed(step)
        expected = max(expected, cls + 1)
        links.append(Link(cls, documents >> 1, documents & 1 == 1))
    alone = zip(also, others, strict=True)
    out = []
    for word, head, code in zip(spelled, heads, codes, strict=True):
        example = None
        if not head >> 1:
            same, more = next(alone)
            example = (word[:same] + chunk.take(more)).decode()
        own = tuple(links[: head >> 1])
        del links[: head >> 1]
        out.append(Entry(word.decode(), code, own, example))
    return out


class Reader:
    """An index: the folder `search` of a site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Each chunk and each record is read once.
        self.chunk = cache(self._chunk)
        self.postings = cache(self._postings)
        self.places = cache(self._places)
        self.root: dict[str, Any] = json.loads(self.chunk("root"))
        if self.root["format"] != 2:
            raise DamagedError("root")
        self.total: int = self.root["documents"]
        self.words = Words(self.root["characters"])
        own = self.root["words"]
        kinds = {"p": "postings", "f": "forms", "x": "positions"}
        self.starts = {kind: list(accumulate(own[name])) for kind, name in kinds.items()}
        self.texts = [
            (f"{volume['folder']}/{number}", count)
            for volume in self.root["texts"]
            for number, count in enumerate(volume["documents"])
        ]

    def names(self) -> Iterator[str]:
        """All chunks that there are, by what the root says."""
        own, columns = self.root["words"], self.root["columns"]
        yield "root"
        yield from (f"{own['folder']}/d{number}" for number in range(len(own["dictionary"])))
        yield from (f"{own['folder']}/g{number}" for number in range(len(own["grams"])))
        for kind, starts in self.starts.items():
            yield from (f"{own['folder']}/{kind}{start}" for start in starts)
        yield from (f"{columns['folder']}/c{number}" for number in set(columns["in"].values()))
        yield from (name for name, _ in self.texts)

    def _chunk(self, name: str) -> bytes:
        file = FILE.fullmatch((self.folder / f"{name}.js").read_bytes().decode("ascii"))
        if not file or file[1] != name:
            raise DamagedError(name)
        stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            data = stream.decompress(base64.b64decode(file[2], validate=True))
        except (ValueError, zlib.error) as error:
            raise DamagedError(name) from error
        if not stream.eof or stream.unused_data:
            raise DamagedError(name)
        return data

    def entries(self, kind: str, number: int) -> list[Entry]:
        """The entries of one chunk of the dictionary (`d`) or of the grams (`g`)."""
        return dictionary(self.chunk(f"{self.root['words']['folder']}/{kind}{number}"))

    def look_up(self, word: str) -> Entry | None:
        """The entry of a word or a stem."""
        return self._entry("d", self.root["words"]["dictionary"], word)

    def gram(self, words: Sequence[str]) -> Entry | None:
        """The entry of two or three common words in a row."""
        return self._entry("g", self.root["words"]["grams"], " ".join(words))

    def _entry(self, kind: str, firsts: Sequence[str], word: str) -> Entry | None:
        number = bisect_right(firsts, order(word), key=order) - 1
        found = self.entries(kind, number) if number >= 0 else []
        return next((entry for entry in found if entry.word == word), None)

    def _record(self, kind: str, number: int) -> Bytes:
        first = self.starts[kind][bisect_right(self.starts[kind], number) - 1]
        records = Bytes(self.chunk(f"{self.root['words']['folder']}/{kind}{first}")).records()
        return Bytes(records[number - first])

    def _listed(self, record: Bytes) -> Postings:
        flags = record.number()
        count = record.number()
        docs = record.documents(bool(flags & BITMAP), count, self.total)
        impacts: dict[int, int] = {}
        if flags & IMPACTS:
            levels = record.number()
            rounded = [(255 * level + levels // 2) // levels for level in record.take(count)]
            impacts = dict(zip(docs, rounded, strict=True))
        return Postings(docs, impacts, record.titles(self.total) if flags & TITLES else [])

    def _postings(self, cls: int) -> Class:
        record = self._record("p", cls)
        count = record.number()
        names = []
        word = b""
        for _ in range(count if count > 1 else 0):
            shared, more = record.numbers(2)
            word = word[:shared] + record.take(more)
            names.append(word.decode())
        return Class(names, record.number(), self._listed(record))

    def _form(self, word: str, link: Link) -> tuple[int, Postings]:
        """The number and the documents of a form."""
        names, first, postings = self.postings(link.cls)
        if not names:
            return first, postings
        number = first + names.index(word)
        return number, self._listed(self._record("f", number))

    def classes(self, word: str) -> dict[int, Postings]:
        """The classes of a word by their numbers, stop words' left out."""
        entry = self.look_up(word)
        links = entry.links if entry else ()
        return {link.cls: self.postings(link.cls).postings for link in links if not link.stop}

    def documents(self, word: str, *, title: bool = False) -> set[int]:
        """Documents that hold a form of the word."""
        found = self.classes(word).values()
        return {doc for each in found for doc in (each.titled if title else each.docs)}

    def exactly(self, word: str, *, title: bool = False) -> set[int]:
        """Documents that hold the word itself."""
        entry = self.look_up(word)
        return self._holding(entry, title=title) if entry else set()

    def _holding(self, entry: Entry, *, title: bool) -> set[int]:
        found = [self._form(entry.word, link)[1] for link in entry.links]
        return {doc for each in found for doc in (each.titled if title else each.docs)}

    def impacts(self, word: str) -> dict[int, int]:
        """Document → what the word weighs there."""
        out: dict[int, int] = {}
        for postings in self.classes(word).values():
            for doc, impact in postings.impacts.items():
                out[doc] = max(impact, out.get(doc, 0))
        return out

    def rarity(self, documents: int) -> int:
        """What a word in so many documents weighs."""
        return round(4096 * math.log(1 + (self.total - documents + 0.5) / (documents + 0.5)))

    def _places(self, entry: Entry, *, near: bool) -> Places:
        out: Places = {}
        for link in entry.links:
            number, postings = self._form(entry.word, link)
            record = self._record("x", number)
            counts = record.numbers(len(postings.docs))
            rows = [
                (doc, position)
                for doc, count in zip(postings.docs, counts, strict=True)
                for position in accumulate(record.numbers(count))
            ]
            columns: list[list[int]] = []
            for side in SIDES if near else ():
                nearer = [1] * len(rows) if abs(side) == 1 else columns[-1]
                columns.append([record.number() if code else 0 for code in nearer])
            codes = zip(*columns, strict=True) if near else [()] * len(rows)
            out |= dict(zip(rows, codes, strict=True))
        return out

    def phrase(self, words: Sequence[str], *, title: bool = False) -> set[int]:
        """Documents that hold the words one after the other."""
        found = [self.look_up(word) for word in words]
        entries = [entry for entry in found if entry and entry.links]
        if len(entries) < len(words):
            return set()
        common = [entry.code > 0 for entry in entries]
        if all(common) and len(words) < 3:
            whole = entries[0] if len(words) == 1 else self.gram(words)
            return self._holding(whole, title=title) if whole else set()
        starts: list[set[tuple[int, int]]] = []
        proved = set()
        for place, entry in enumerate(entries):
            if common[place]:
                continue
            asked: dict[int, int] = {}
            for column, away in enumerate(SIDES):
                other = place + away
                row = common[max(0, other) : place] if away < 0 else common[place + 1 : other + 1]
                if 0 <= other < len(words) and all(row):
                    asked[column] = entries[other].code
                    proved.add(other)
            starts.append(
                {
                    (doc, at - place)
                    for (doc, at), codes in self.places(entry, near=True).items()
                    if all(codes[column] == code for column, code in asked.items())
                }
            )
        for place in range(len(words) - 2):
            if all(common[place : place + 3]) and not proved.issuperset(range(place, place + 3)):
                gram = self.gram(words[place : place + 3])
                rows = self.places(gram, near=False) if gram else {}
                starts.append({(doc, at - place) for doc, at in rows})
        end = self.root["titleSpace"] if title else math.inf
        return {doc for doc, at in set.intersection(*starts) if at + len(words) <= end}

    def _column(self, name: str) -> Bytes | None:
        if name not in self.root["columns"]["in"]:
            return None
        number = self.root["columns"]["in"][name]
        chunk = Bytes(self.chunk(f"{self.root['columns']['folder']}/c{number}"))
        while True:
            found = chunk.take(chunk.number()).decode()
            content = chunk.take(chunk.number())
            if found == name:
                return Bytes(content)

    def values(self, name: str) -> list[tuple[str, ...]]:
        """The values of each document in a column."""
        column = self._column(name)
        if not column:
            return [()] * self.total
        several, values = json.loads(column.take(column.number()))
        out = []
        for _ in range(self.total):
            head = column.number()
            places = column.numbers(head) if several else [head - 1] if head else []
            out.append(tuple(values[place] for place in places))
        return out

    def days(self) -> list[tuple[int, int] | None]:
        """The first and the last day of each document, from 0001-01-01, which is 0."""
        column = self._column("date")
        if not column:
            return [None] * self.total
        firsts = []
        day = 0
        for step in column.numbers(self.total):
            day += signed(step - 1) if step else 0
            firsts.append(day if step else None)
        return [first if first is None else (first, first + column.number()) for first in firsts]

    def shown(self) -> Iterator[list[Any]]:
        """Of each document id, url, title, label, date, publisher, text."""
        for name, count in self.texts:
            rows: list[list[Any]] = json.loads(self.chunk(name))
            if len(rows) != count:
                raise DamagedError(name)
            for row in rows:
                yield [*row[:3], row[2] if row[3] is None else row[3], *row[4:]]

"""The dictionary: every word of the corpus, sorted, with the classes that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from pressmark.search.chunks import Part
from pressmark.search.pack import front_coded, varint, zigzag

Links = list[tuple[int, int, bool]]
"""(class, documents that hold this form, whether it is a stop word), a language each."""


def write(
    part: Part, kind: str, entries: Iterable[tuple[str, int, Links]], target: int
) -> list[str]:
    """Adds the chunks of a dictionary to `part`; returns the first word of each.

    `entries` are sorted: (word, its code where it is a common word or else 0, links). A class is
    written as its distance from the one after the last, since a word mostly opens the next class.
    """
    starts: list[str] = []
    body: list[bytes] = []
    size = expected = opened = 0
    previous = b""

    def close() -> None:
        part.add(f"{kind}{len(starts) - 1}", varint(len(body)) + varint(opened) + b"".join(body))

    for word, code, links in entries:
        if not body or size > target:
            if body:
                close()
            starts.append(word)
            body, size, previous = [], 0, b""
            opened = expected
        spelled = word.encode()
        entry = [front_coded(spelled, previous), varint(len(links) << 1 | (code > 0))]
        if code:
            entry.append(varint(code))
        for number, documents, stop in links:
            entry += (varint(zigzag(number - expected)), varint(documents << 1 | stop))
            expected = max(expected, number + 1)
        body.append(b"".join(entry))
        size += len(body[-1])
        previous = spelled
    if body:
        close()
    return starts

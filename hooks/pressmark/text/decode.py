"""Bytes to text, and back to the very same bytes.

`decode` reads a file's bytes in their encoding (see `detect_encoding.py`) and records how to write
them again; `encode` is its exact inverse, whatever the bytes were.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.document import Decoding
from pressmark.text.detect_encoding import (
    STATEFUL,
    WIDER,
    UnknownEncoding,
    byte_order_mark,
    codec,
    detect,
    is_binary,
    is_plain,
    is_surely_utf_8,
    with_byte_order,
)

__all__ = ["Decoded", "UnknownEncoding", "codec", "decode", "encode", "is_binary"]

MOST_PATCHES = 10_000
"""With more, one patch over the whole text is the smaller record."""

Patches = tuple[tuple[int, int, bytes], ...]

REPLACEMENT = "\ufffd"

UTF_8 = Decoding("utf-8")

# Strict decoding from these loses nothing, so there is no need to encode again and compare.
_FAITHFUL = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})

# Bytes that are tested together for being written again; only if they aren't, one by one.
_STRETCH = 256

# The error handler below gives each byte that can't be decoded as U+DC00 plus its value; no
# strict codec gives a lone surrogate, so they can't be mistaken for text.
_KEEP = "pressmark-keep"
_LOST = re.compile("[\udc00-\udcff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and how it was read."""

    text: str
    decoding: Decoding
    notes: tuple[str, ...] = ()
    """Faults for the curator: invalid bytes, NUL characters."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text in `data`, without its byte order mark.

    `declared` is the encoding that a person named; a byte order mark, or more than a few characters
    of valid UTF-8, overrule it. Each run of bytes that are invalid in the encoding becomes one
    U+FFFD, and is kept in `Decoding.patches`. `Decoding.confident` is False if the encoding was
    guessed on thin evidence.

    Raises `UnknownEncoding` if `declared` names none.

    >>> decode(b"caf\\xc3\\xa9").text
    'café'
    >>> decode(b"one\\xff two " + "café à côté".encode()).decoding.patches
    ((3, 4, b'\\xff'),)
    """
    named = None if declared is None else codec(declared)
    bom, marked = byte_order_mark(data)
    if marked:
        return _read(data, marked, bom)
    if named is not None:
        return _read(data, "utf-8" if is_surely_utf_8(data) else with_byte_order(named, data))
    if is_plain(data):
        try:
            return Decoded(data.decode(), UTF_8)
        except UnicodeDecodeError:
            pass
    detected, confident = detect(data)
    return _read(data, detected, confident=confident)


def encode(text: str, decoding: Decoding) -> bytes:
    """The bytes that `decode` made `text` from: its exact inverse.

    >>> d = decode(b"\\xef\\xbb\\xbfcaf\\xc3\\xa9 \\xff")
    >>> encode(d.text, d.decoding)
    b'\\xef\\xbb\\xbfcaf\\xc3\\xa9 \\xff'
    """
    parts, done = [decoding.bom], 0
    for start, end, raw in decoding.patches:
        parts += (text[done:start].encode(decoding.encoding), raw)
        done = end
    parts.append(text[done:].encode(decoding.encoding))
    return b"".join(parts)


def _read(data: bytes, name: str, bom: bytes = b"", confident: bool = True) -> Decoded:
    """`data` decoded as `name`, with the patches to write it again."""
    body = data[len(bom) :]
    notes: tuple[str, ...] = ()
    patches: Patches = ()
    try:
        text = body.decode(name)
        reversible = name in _FAITHFUL or _inverts(text, Decoding(name), body)
    except UnicodeError:
        name, reversible = WIDER.get(name, name), False
        text = body.decode(name, "surrogateescape" if name == "utf-8" else _KEEP)
    if not reversible:
        lost = [len(run) for run in _LOST.findall(text)]
        if lost:
            size, places = _many(sum(lost), "byte"), _many(len(lost), "place")
            notes += (f"{size} in {places} invalid in {name}, shown as {REPLACEMENT}",)
        text, patches = _patched(body, text, name)
    if nuls := text.count("\0"):
        notes += (_many(nuls, "NUL character"),)
    return Decoded(text, Decoding(name, bom, confident, patches), notes)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _patched(body: bytes, marked: str, name: str) -> tuple[str, Patches]:
    """Text and patches for a `body` that the codec reads as `marked`, but doesn't write so.

    In `marked`, each byte that can't be decoded is U+DC00 plus its value.
    """
    text, patches = _replace_undecoded(marked, [])
    if name not in _FAITHFUL and not _inverts(text, Decoding(name, patches=patches), body):
        text, patches = _mend(body, name) or (text, ())
    if len(patches) > MOST_PATCHES or not _inverts(text, Decoding(name, patches=patches), body):
        text = _SURROGATE.sub(REPLACEMENT, text)
        patches = ((0, len(text), body),)
    return text, patches


def _inverts(text: str, decoding: Decoding, data: bytes) -> bool:
    """Whether `encode` gives `data`, and the text holds no lone surrogate."""
    if _SURROGATE.search(text):
        return False
    try:
        return encode(text, decoding) == data
    except UnicodeError:
        return False


def _replace_undecoded(marked: str, odd: list[tuple[int, int, bytes]]) -> tuple[str, Patches]:
    """Text with one U+FFFD for each run of undecoded bytes in `marked`, and all patches to it.

    `odd` has further patches: sorted, at indices of `marked`, none of them in such a run.
    """
    runs = [
        (m.start(), m.end(), bytes(ord(c) - 0xDC00 for c in m[0])) for m in _LOST.finditer(marked)
    ]
    lost = {start for start, _, _ in runs}
    parts: list[str] = []
    patches: list[tuple[int, int, bytes]] = []
    done = size = 0
    for start, end, raw in sorted(runs + odd):
        piece = marked[done:start]
        stand_in = REPLACEMENT if start in lost and end > start else marked[start:end]
        size += len(piece)
        patches.append((size, size + len(stand_in), raw))
        size += len(stand_in)
        parts += (piece, stand_in)
        done = end
    parts.append(marked[done:])
    return "".join(parts), tuple(patches)


def _mend(body: bytes, name: str) -> tuple[str, Patches] | None:
    """Text and patches for a `body` with valid parts that the codec writes in another way.

    Some codecs read two sequences as one character; these are patched one by one. For stateful
    codecs a patch covers a line. None if there would be more than `MOST_PATCHES`.
    """
    units = _lines if STATEFUL.match(name) else _characters
    marked: list[str] = []
    odd: list[tuple[int, int, bytes]] = []
    size = 0
    for out, raw in units(body, name):
        # `_replace_undecoded` patches a unit of undecoded bytes, together with its neighbours.
        if not _writes(out, raw, name) and not _LOST.fullmatch(out):
            odd.append((size, size + len(out), raw))
            out = _SURROGATE.sub(REPLACEMENT, out)
            if len(odd) > MOST_PATCHES:
                return None
        marked.append(out)
        size += len(out)
    return _replace_undecoded("".join(marked), odd)


def _writes(out: str, raw: bytes, name: str) -> bool:
    try:
        return out.encode(name) == raw
    except UnicodeError:
        return False


def _lines(body: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """`(text, bytes)` of each line, decoded by itself."""
    for line in body.splitlines(keepends=True):
        yield line.decode(name, _KEEP), line


def _characters(body: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """`(text, bytes)` of each stretch that the codec writes again as it is; of all other stretches,
    of each character.
    """
    decoder = codecs.getincrementaldecoder(name)(_KEEP)
    held = b""  # read, but not yet a character
    for start in range(0, len(body), _STRETCH):
        chunk, last = body[start : start + _STRETCH], start + _STRETCH >= len(body)
        state = decoder.getstate()
        out = decoder.decode(chunk, last)
        rest = decoder.getstate()[0]
        raw = held + chunk[: len(chunk) - len(rest)]
        if _writes(out, raw, name):
            yield out, raw
            held = rest
            continue
        decoder.setstate(state)
        for i in range(len(chunk)):
            held += chunk[i : i + 1]
            out = decoder.decode(chunk[i : i + 1], last and i == len(chunk) - 1)
            rest = decoder.getstate()[0]
            if out or not rest:
                yield out, held[: len(held) - len(rest)]
                held = rest


def _keep(error: UnicodeError) -> tuple[str, int]:
    """Error handler for codecs: keeps each byte that can't be decoded as a lone surrogate."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + b) for b in error.object[error.start : error.end]), error.end


codecs.register_error(_KEEP, _keep)

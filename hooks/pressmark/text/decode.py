"""Bytes to text and back to the very same bytes.

`decode` reads a file's bytes in the encoding they are in (see `detect_encoding.py`) and records
what it takes to write them again; `encode` is its exact inverse, whatever the bytes were.
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
    codec,
    detect,
    endian,
    is_binary,
    is_plain,
    mark,
    tells_utf_8,
)

__all__ = ["Decoded", "UnknownEncoding", "codec", "decode", "encode", "is_binary"]

MOST_PATCHES = 10_000
"""Above this, one patch over the whole text is the smaller record."""

Patches = tuple[tuple[int, int, bytes], ...]

REPLACEMENT = "\ufffd"

UTF_8 = Decoding("utf-8")

# Strict decoding to these loses nothing, so there is no need to encode again and compare.
_FAITHFUL = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})

# Bytes that are read together where some can't be written again, and one by one if they are theirs.
_STRETCH = 256

# The error handler below gives each byte that can't be decoded as U+DC00 plus its value; no
# strict codec gives a lone surrogate, so they can't be mistaken for text.
_KEEP = "pressmark-keep"
_LOST = re.compile("[\udc00-\udcff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, how it was read, and what its curator should know about that."""

    text: str
    decoding: Decoding
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text in `data`, without its byte order mark.

    `declared` is the encoding that a person named for files that don't tell theirs: by a byte
    order mark, or by more than a few characters of valid UTF-8. Bytes that are invalid in the
    encoding become one U+FFFD a run, and are kept in `Decoding.patches`. `Decoding.confident` is
    False when the encoding was guessed on thin evidence.

    Raises `UnknownEncoding` when `declared` names none.

    >>> decode(b"caf\\xc3\\xa9").text
    'café'
    >>> decode(b"one\\xff two " + "café à côté".encode()).decoding.patches
    ((3, 4, b'\\xff'),)
    """
    named = None if declared is None else codec(declared)
    bom, marked = mark(data)
    if marked:
        return _read(data, marked, bom)
    if named is not None:
        return _read(data, "utf-8" if tells_utf_8(data) else endian(named, data))
    if is_plain(data):
        try:
            return Decoded(data.decode(), UTF_8)
        except UnicodeDecodeError:
            pass
    found, confident = detect(data)
    return _read(data, found, confident=confident)


def encode(text: str, decoding: Decoding) -> bytes:
    """The bytes that `decode` made `text` from: its exact inverse.

    >>> d = decode(b"\\xef\\xbb\\xbfcaf\\xc3\\xa9 \\xff")
    >>> encode(d.text, d.decoding)
    b'\\xef\\xbb\\xbfcaf\\xc3\\xa9 \\xff'
    """
    parts, at = [decoding.bom], 0
    for start, end, raw in decoding.patches:
        parts += (text[at:start].encode(decoding.encoding), raw)
        at = end
    parts.append(text[at:].encode(decoding.encoding))
    return b"".join(parts)


def _read(data: bytes, name: str, bom: bytes = b"", confident: bool = True) -> Decoded:
    """`data` read in the encoding `name`, with all that is needed to write it again."""
    body = data[len(bom) :]
    notes: tuple[str, ...] = ()
    patches: Patches = ()
    try:
        text = body.decode(name)
        whole = name in _FAITHFUL or _inverts(text, Decoding(name), body)
    except UnicodeError:
        name, whole = WIDER.get(name, name), False
        text = body.decode(name, "surrogateescape" if name == "utf-8" else _KEEP)
    if not whole:
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
    """Text and patches for a `body` that the codec reads as `marked`, but wouldn't write so."""
    text, patches = _settle(marked, [])
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


def _settle(marked: str, odd: list[tuple[int, int, bytes]]) -> tuple[str, Patches]:
    """Text with one U+FFFD for each run of undecoded bytes in `marked`, and all patches to it.

    `odd` are patches in places of `marked`, sorted, none of them in such a run.
    """
    runs = [
        (m.start(), m.end(), bytes(ord(c) - 0xDC00 for c in m[0])) for m in _LOST.finditer(marked)
    ]
    lost = {start for start, _, _ in runs}
    parts: list[str] = []
    patches: list[tuple[int, int, bytes]] = []
    at = size = 0
    for start, end, raw in sorted(runs + odd):
        piece = marked[at:start]
        stand_in = REPLACEMENT if start in lost and end > start else marked[start:end]
        size += len(piece)
        patches.append((size, size + len(stand_in), raw))
        size += len(stand_in)
        parts += (piece, stand_in)
        at = end
    parts.append(marked[at:])
    return "".join(parts), tuple(patches)


def _mend(body: bytes, name: str) -> tuple[str, Patches] | None:
    """Text and patches for `body`, parts of which the codec wouldn't write as they stand.

    Some codecs read two sequences as one character; those are patched one by one. With codecs
    that shift, a patch covers a line. None when there would be too many.
    """
    units = _lines if STATEFUL.match(name) else _characters
    marked: list[str] = []
    odd: list[tuple[int, int, bytes]] = []
    size = 0
    for out, raw in units(body, name):
        # A unit that is all undecoded bytes is patched by `_settle`, with its neighbours.
        if not _writes(out, raw, name) and not _LOST.fullmatch(out):
            odd.append((size, size + len(out), raw))
            out = _SURROGATE.sub(REPLACEMENT, out)
            if len(odd) > MOST_PATCHES:
                return None
        marked.append(out)
        size += len(out)
    return _settle("".join(marked), odd)


def _writes(out: str, raw: bytes, name: str) -> bool:
    try:
        return out.encode(name) == raw
    except UnicodeError:
        return False


def _lines(body: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Each line, read alone, and its bytes."""
    for line in body.splitlines(keepends=True):
        yield line.decode(name, _KEEP), line


def _characters(body: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Stretches that the codec writes as they stand, the characters of all others, their bytes."""
    decoder = codecs.getincrementaldecoder(name)(_KEEP)
    held = b""  # read, but not yet a character
    for at in range(0, len(body), _STRETCH):
        chunk, last = body[at : at + _STRETCH], at + _STRETCH >= len(body)
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
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + b) for b in error.object[error.start : error.end]), error.end


codecs.register_error(_KEEP, _keep)

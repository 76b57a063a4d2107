"""Numbers and words as bytes: the small vocabulary that every part of the index is written in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Array = np.ndarray[Any, Any]


def varint(value: int) -> bytes:
    """A number, seven bits a byte, lowest first; the high bit says that more follows (LEB128).

    >>> varint(300).hex()
    'ac02'
    """
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def varints(values: npt.ArrayLike) -> tuple[Bytes, Ints]:
    """Many numbers below 2**35 as `varint` writes them: the bytes, and where each number ends."""
    numbers = np.asarray(values, dtype=np.int64)
    sizes = np.ones(len(numbers), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        sizes += numbers >= 1 << bits
    ends = np.cumsum(sizes)
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    starts = ends - sizes
    for byte in range(int(sizes.max()) if len(sizes) else 0):
        here = sizes > byte
        more = np.where(sizes[here] > byte + 1, 0x80, 0)
        out[starts[here] + byte] = (numbers[here] >> 7 * byte) & 0x7F | more
    return out, ends


def zigzag(value: int) -> int:
    """Signed to unsigned, small numbers first: 0, -1, 1, -2 … become 0, 1, 2, 3 …"""
    return value * 2 if value >= 0 else -value * 2 - 1


def front_coded(word: bytes, previous: bytes) -> bytes:
    """`word` as (bytes shared with `previous`, bytes that follow, those bytes)."""
    shared = 0
    for ours, theirs in zip(word, previous, strict=False):
        if ours != theirs:
            break
        shared += 1
    return varint(shared) + varint(len(word) - shared) + word[shared:]


def documents(numbers: Ints, count: int) -> tuple[bool, bytes]:
    """A sorted list of document numbers below `count`: as a map of bits where that is shorter
    (then the first is True), else as varints of the differences.
    """
    size = (count + 7) // 8
    if len(numbers) >= size:
        bits = np.zeros(size * 8, dtype=bool)
        bits[numbers] = True
        return True, np.packbits(bits, bitorder="little").tobytes()
    return False, varints(np.diff(numbers, prepend=0))[0].tobytes()


def slices(packed: Bytes, ends: Ints, starts: Ints) -> list[bytes]:
    """`varints` output cut into records: record `i` holds the numbers from `starts[i]` on."""
    edges = np.concatenate(([0], ends))[np.append(starts, len(ends))]
    whole = packed.tobytes()
    return [whole[a:b] for a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)]


def gaps(numbers: Iterable[int]) -> list[int]:
    """A rising list as its first value and the differences."""
    out: list[int] = []
    last = 0
    for number in numbers:
        out.append(number - last)
        last = number
    return out


def records(parts: Sequence[bytes]) -> bytes:
    """Records behind a table of their lengths."""
    table = varints([len(parts), *map(len, parts)])[0].tobytes()
    return table + b"".join(parts)

"""Numbers and words as bytes: the small vocabulary that every part of the index is written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from pressmark.runtime.arrays import Bytes, Ints


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
    """Many numbers below 2**63 as `varint` writes them: the bytes, and where each number ends."""
    numbers = np.asarray(values, dtype=np.int64)
    sizes = np.ones(len(numbers), dtype=np.int64)
    large = np.flatnonzero(numbers > 0x7F)
    for more in _rests(numbers, large):
        sizes[more[0]] += 1
    ends = np.cumsum(sizes)
    starts = ends - sizes
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    out[starts] = numbers & 0x7F
    for byte, (places, rest) in enumerate(_rests(numbers, large)):
        at = starts[places] + byte
        out[at] |= 0x80
        out[at + 1] = rest & 0x7F
    return out, ends


def _rests(numbers: Ints, places: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Of the numbers at `places` what their next seven bits, and the next, leave: as long as there
    are any that need another byte, these places and these numbers.
    """
    rest = numbers[places] >> 7
    while len(places):
        yield places, rest
        more = np.flatnonzero(rest > 0x7F)
        places, rest = places[more], rest[more] >> 7


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

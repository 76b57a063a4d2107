"""Encodes numbers, words and records as bytes, for all files of the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from pressmark.runtime.arrays import Bytes, Ints


def varint(value: int) -> bytes:
    """Encode a number with seven bits a byte, lowest first; the high bit marks all but the last
    byte (LEB128).

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
    """Encode numbers from 0 to 2**63 - 1 like `varint`. Returns the bytes, and where each number
    ends among them.
    """
    numbers = np.asarray(values, dtype=np.int64)
    sizes = np.ones(len(numbers), dtype=np.int64)
    large = np.flatnonzero(numbers > 0x7F)
    for indices, _ in _rests(numbers, large):
        sizes[indices] += 1
    ends = np.cumsum(sizes)
    starts = ends - sizes
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    out[starts] = numbers & 0x7F
    for byte, (indices, rest) in enumerate(_rests(numbers, large)):
        offsets = starts[indices] + byte
        out[offsets] |= 0x80
        out[offsets + 1] = rest & 0x7F
    return out, ends


def _rests(numbers: Ints, indices: Ints) -> Iterator[tuple[Ints, Ints]]:
    """(indices, remaining bits) of the `numbers` that need a second byte (those at `indices`), of
    those that need a third one, and so on.
    """
    rest = numbers[indices] >> 7
    while len(indices):
        yield indices, rest
        more = np.flatnonzero(rest > 0x7F)
        indices, rest = indices[more], rest[more] >> 7


def zigzag(value: int) -> int:
    """Signed to unsigned, small numbers first: 0, -1, 1, -2 … become 0, 1, 2, 3 …"""
    return value * 2 if value >= 0 else -value * 2 - 1


def front_coded(word: bytes, previous: bytes) -> bytes:
    """Encode `word` as the number of bytes shared with the start of `previous`, then the number of
    remaining bytes and those bytes.
    """
    shared = 0
    for ours, theirs in zip(word, previous, strict=False):
        if ours != theirs:
            break
        shared += 1
    return varint(shared) + varint(len(word) - shared) + word[shared:]


def documents(numbers: Ints, count: int) -> tuple[bool, bytes]:
    """Encode a sorted list of document numbers below `count` as a bitmap if that is shorter,
    otherwise as varints of the differences. Returns (whether it is a bitmap, bytes).
    """
    size = (count + 7) // 8
    if len(numbers) >= size:
        bits = np.zeros(size * 8, dtype=bool)
        bits[numbers] = True
        return True, np.packbits(bits, bitorder="little").tobytes()
    return False, varints(np.diff(numbers, prepend=0))[0].tobytes()


def slices(packed: Bytes, ends: Ints, starts: Ints) -> list[bytes]:
    """Split the output of `varints` into records; record `i` begins at the number `starts[i]`."""
    edges = np.concatenate(([0], ends))[np.append(starts, len(ends))]
    whole = packed.tobytes()
    return [whole[a:b] for a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)]


def gaps(numbers: Iterable[int]) -> list[int]:
    """The first value of a rising list, then the differences."""
    out: list[int] = []
    previous = 0
    for number in numbers:
        out.append(number - previous)
        previous = number
    return out


def records(parts: Sequence[bytes]) -> bytes:
    """Concatenate records behind their number and a table of their lengths."""
    table = varints([len(parts), *map(len, parts)])[0].tobytes()
    return table + b"".join(parts)

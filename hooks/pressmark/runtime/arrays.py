"""Names for NumPy's arrays, and how numbers in them are sorted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Array = np.ndarray[Any, Any]


def stable_order(keys: Array) -> Ints:
    """`np.argsort(keys, kind="stable")` of numbers that aren't negative, in half the time: NumPy
    has a radix sort for 16 bits, so longer numbers are sorted by their digits, the lowest first.
    """
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    for shift in range(16, int(keys.max(initial=0)).bit_length(), 16):
        digit = (keys >> shift).astype(np.uint16)
        order = order[np.argsort(digit[order], kind="stable")]
    return order

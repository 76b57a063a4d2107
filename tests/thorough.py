"""How far the tests go that try many things at random: `PRESSMARK_THOROUGH=1` has them try all.

A test that tries dozens of things shows a fault that is easy to meet; the rare ones take hundreds,
and minutes. Continuous integration (`.ci/run`) sets the switch, so nothing is left out there.

    @settings(max_examples=rounds(40, 400))
    def test_any_line(...): ...
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Option = TypeVar("Option")

THOROUGH: bool = os.environ.get("PRESSMARK_THOROUGH", "") not in ("", "0")
"""Whether the long runs are wanted."""


def rounds(few: int, many: int) -> int:
    """`many` in a thorough run, `few` otherwise."""
    return many if THOROUGH else few


def each(options: Sequence[Option], turn: int) -> Sequence[Option]:
    """All `options` in a thorough run, otherwise the one whose turn it is: of a test that does the
    same in light and dark colours, say, or over http and from a disk.
    """
    return options if THOROUGH else (options[turn % len(options)],)

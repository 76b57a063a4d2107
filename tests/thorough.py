"""How far the tests go that try many things at random: `PRESSMARK_THOROUGH=1` has them try all.

A test that tries dozens of things shows a fault that is easy to meet; the rare ones take hundreds,
and minutes. Continuous integration (`.ci/run`) sets the switch, so nothing is left out there.

    @settings(max_examples=rounds(40, 400))
    def test_any_line(...): ...
"""

from __future__ import annotations

import os

THOROUGH: bool = os.environ.get("PRESSMARK_THOROUGH", "") not in ("", "0")
"""Whether the long runs are wanted."""


def rounds(few: int, many: int) -> int:
    """`many` in a thorough run, `few` otherwise."""
    return many if THOROUGH else few

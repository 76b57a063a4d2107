"""Hostile files cost themselves and nothing else: a slice of what `python -m tests.ordeal` tries.

With PRESSMARK_THOROUGH=1 it is all of it: 100,000 files in process and 5,000 texts in a site.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ordeal.__main__ import in_process
from tests.ordeal.built import build_and_restore
from tests.ordeal.mutations import MUTATIONS
from tests.ordeal.trial import Tally, injected
from tests.thorough import THOROUGH, rounds


@pytest.mark.parametrize("part", range(rounds(1, 20)))
def test_files_in_process(part: int) -> None:
    tally = in_process(5_000 if THOROUGH else 400, f"suite {part}")
    assert "\n".join(tally.faults) == ""
    assert tally.published == tally.restored > 100


@pytest.mark.parametrize("part", range(rounds(1, 5)))
def test_files_in_a_site(part: int, tmp_path: Path) -> None:
    tally = Tally()
    build_and_restore(1_000 if THOROUGH else 60, f"suite {part}", tmp_path, tally)
    assert "\n".join(tally.faults) == ""
    assert tally.published == tally.restored > 40


def test_there_are_many_ways_to_spoil_a_file() -> None:
    assert len(set(MUTATIONS)) > 16


def test_markup_that_is_not_ours_is_seen() -> None:
    assert not injected('<p lang="fr"><a href="https://a.example/">x</a></p>')
    for html in (
        "<script>",
        "<p onclick=x>",
        '<a href="javascript:x">',
        "<!-- x -->",
        "<img src=x>",
    ):
        assert injected(html)

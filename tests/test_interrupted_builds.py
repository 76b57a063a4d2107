"""A few of the builds that are killed or run at once; all of them under PRESSMARK_THOROUGH."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interrupted_builds import Outcome, kills, pairs
from tests.thorough import rounds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ordeal")


def ended_well(outcome: Outcome) -> bool:
    print(outcome.counts)
    assert outcome.faults == []
    return True


def test_builds_killed_at_any_moment(folder: Path) -> None:
    outcome = kills(folder, rounds(8, 200), seed=1)
    assert ended_well(outcome)
    # Or hardly any was in the middle of something.
    assert outcome.counts["done before"] <= outcome.counts.total() / 2


def test_two_builds_of_one_site_at_once(folder: Path) -> None:
    outcome = pairs(folder, rounds(2, 50), seed=2)
    assert ended_well(outcome)
    assert outcome.counts["waited"] > 0

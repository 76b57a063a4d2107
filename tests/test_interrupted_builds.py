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


@pytest.mark.parametrize("part", range(rounds(1, 8)))
def test_builds_killed_at_any_moment(part: int, folder: Path) -> None:
    assert ended_well(kills(folder, rounds(2, 25), seed=part))


@pytest.mark.parametrize("part", range(rounds(1, 5)))
def test_two_builds_of_one_site_at_once(part: int, folder: Path) -> None:
    assert ended_well(pairs(folder, rounds(2, 10), seed=part))

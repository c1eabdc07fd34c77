"""A part of the campaign of `python -m tests.faults`, with the cases that once were not survived among it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from peanut_studio.store.result_cache import ResultCache
from tests.faults import campaign
from tests.faults.campaign import Tally

UNHURRIED = pytest.mark.skipif(
    bool(os.environ.get("CI")), reason="takes a minute or two of CI's thirty; runs without CI set, and in tests.faults"
)
DAMAGE: dict[str, tuple[Callable[[Path, int], Tally], int]] = {
    "projects": (campaign.projects_damaged, 80),
    "values in projects": (campaign.projects_rewritten, 120),
    "fills": (campaign.fills_damaged, 120),
    "masks": (campaign.masks_damaged, 120),
    "films": (campaign.films_damaged, 4 * 45),
    "weights": (campaign.weights_damaged, 80),
}
KILLED: dict[str, tuple[Callable[[Path, int], Tally], int]] = {
    "edits": (campaign.edits_killed, 3),
    "jobs": (campaign.jobs_killed, 4),
    "windows": (campaign.windows_killed, 2),
    "full disk": (campaign.disks_full, 4),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damaged_files(what: str, tmp_path: Path) -> None:
    attempt, count = DAMAGE[what]
    tally = attempt(tmp_path, count)
    assert tally.tried == count
    assert tally.failures == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs POSIX: signals and limits")
@pytest.mark.parametrize("what", [*list(KILLED)[:2], *(pytest.param(one, marks=UNHURRIED) for one in list(KILLED)[2:])])
def test_killed_programs_and_full_disks(what: str, tmp_path: Path) -> None:
    attempt, count = KILLED[what]
    tally = attempt(tmp_path, count)
    assert tally.tried == count
    assert tally.failures == []


@pytest.mark.slow
@UNHURRIED
@pytest.mark.skipif(shutil.which("cc") is None or sys.platform != "linux", reason="needs a C compiler and LD_PRELOAD")
def test_a_disk_that_is_full_from_a_write_on(tmp_path: Path) -> None:
    tally = campaign.writes_refused(tmp_path, 0.1)
    assert tally.tried > 10
    assert tally.failures == []


@pytest.mark.slow
@UNHURRIED
@pytest.mark.skipif(os.name != "posix", reason="needs POSIX: limits")
def test_strange_films(tmp_path: Path) -> None:
    tally = campaign.strange_films(tmp_path)
    assert tally.tried == 18
    assert tally.failures == []


def test_the_campaign_notices_what_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ResultCache, "load", lambda *_: {})
    assert campaign.fills_damaged(tmp_path, 25).survived == 0

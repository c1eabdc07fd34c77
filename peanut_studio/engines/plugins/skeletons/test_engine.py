"""What every engine must do, and what only this one does: add tests of that."""

from __future__ import annotations

from pathlib import Path

from peanut_studio.engines.plugins.check import check


def test_it_does_what_every_engine_must() -> None:
    assert [finding for finding in check(Path(__file__).parents[1]) if finding.fault] == []

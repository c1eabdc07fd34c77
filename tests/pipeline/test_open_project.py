"""Results of projects take no more room than they may, and none that no step shows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from peanut_studio.pipeline.project_places import bound_results, drop_results, new_place
from peanut_studio.store.project_file import results_of


def test_results_that_no_step_shows_go(tmp_path: Path) -> None:
    for name in ("result-1", "result-2", "result-x", "mine"):
        (tmp_path / name).mkdir()
    drop_results(tmp_path, {"result-2"})
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["mine", "result-2", "result-x"]


def test_the_oldest_results_without_a_name_give_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path))
    paths = [new_place() for _ in range(4)]
    for age, path in enumerate(paths):
        (results_of(path) / "result-1").mkdir(parents=True)
        (results_of(path) / "result-1" / "0_0_0.png").write_bytes(b"x" * 1000)
        path.write_bytes(b"")
        os.utime(path, (1e9 - age, 1e9 - age))
    bound_results(paths[3], 2500)
    assert [results_of(path).exists() for path in paths] == [True, True, False, True]
    assert all(path.exists() for path in paths)

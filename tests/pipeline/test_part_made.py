"""Halves of results: which wait to be gone on with, and which do not."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np

from peanut_studio.media.patches import Overlay, PatchFolder
from peanut_studio.model.clip import Span
from peanut_studio.pipeline.part_made import OLDEST, part_made, waiting
from peanut_studio.pipeline.project_places import drop_results


def _half(folder: Path, footage: str, age: float, frames: tuple[int, ...] = (2, 3, 5)) -> None:
    patches = PatchFolder.begin(folder, Path(footage), None, Span(0, 8))
    patches.leave_open()
    for frame in frames:
        patches.save(frame, Overlay(1, 1, np.zeros((2, 2, 3), np.uint8), np.ones((2, 2), np.float32)))
    os.utime(folder, (time.time() - age,) * 2)


def test_of_each_clip_the_newest_half_is_spared(tmp_path: Path) -> None:
    for number, (footage, age) in enumerate(
        [("/a.mp4", 300.0), ("/a.mp4", 20.0), ("/b.mp4", 900.0), ("/c.mp4", OLDEST + 9.0)], start=1
    ):
        _half(tmp_path / f"result-{number}", footage, age)
    PatchFolder.begin(tmp_path / "result-5", Path("/d.mp4"), None, Span(0, 8))
    (tmp_path / "something else").mkdir()
    assert waiting(tmp_path) == {"result-2", "result-3"}
    drop_results(tmp_path, {"result-1"})
    assert sorted(one.name for one in tmp_path.iterdir()) == ["result-1", "result-2", "result-3", "something else"]
    drop_results(tmp_path / "not there", set())


def test_half_a_result_says_so(tmp_path: Path) -> None:
    _half(tmp_path / "result-1", "/a.mp4", 0)
    found = part_made(tmp_path / "result-1", (), ())
    assert found is not None
    assert (found.whole, found.filled, found.span) == (False, (Span(2, 4), Span(5, 6)), Span(0, 8))
    _half(tmp_path / "result-2", "/a.mp4", 0, ())
    assert part_made(tmp_path / "result-2", (), ()) is None
    assert part_made(tmp_path / "nothing", (), ()) is None
    PatchFolder(tmp_path / "result-1").finish()
    assert waiting(tmp_path) == {"result-2"}

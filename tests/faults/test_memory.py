"""Memory that runs out in any stage of a removal: it goes on with less, or there is one sentence and nothing half."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.cli.app import run
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.pipeline.demo_scene import Scene
from tests.bench.profile import STAGES, Clock, timed

SCENE = Scene(96, 64, 12)
CALLED_ONCE = {"shadow"}
NOT_REACHED = {"hallucinate"}
"""Stages that this clip, of which everything is seen at some time, may do without."""


class Scarce(Clock):
    """Lets memory run out in a stage, from its call of that number on, some times or for ever."""

    def __init__(self, stage: str, begin: int, times: float) -> None:
        super().__init__()
        self.tried, self._stage, self._begin, self._times, self._met = 0, stage, begin, times, 0

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        if name in STAGES[self._stage]:
            self._met += 1
            if self._met >= self._begin and self.tried < self._times:
                self.tried += 1
                raise MemoryError
        yield


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "in.mp4"
    write_clip(path, (SCENE.frame(t) for t in range(SCENE.count)), (SCENE.width, SCENE.height), Fraction(24))
    return path


def removed(clip: Path, target: Path) -> int:
    words = [
        "--box",
        "8,28,34,52",
        "--segmenter",
        "grabcut",
        "--inpainter",
        "propagation",
        "--codec",
        "ffv1",
        "--quiet",
    ]
    return run(["remove", str(clip), *words, "-o", str(target)])


def pictures(path: Path) -> list[np.ndarray]:
    with open_clip(path) as reader:
        return [reader[index] for index in range(len(reader))]


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, float("inf")], ids=["once", "for ever"])
@pytest.mark.parametrize("stage", STAGES)
def test_memory_runs_out(
    stage: str,
    times: float,
    clip: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    target, scarce = tmp_path / "out.mkv", Scarce(stage, 1 if stage in CALLED_ONCE else 2, times)
    with timed(scarce, STAGES):
        code = removed(clip, target)
    if not scarce.tried:
        assert stage in NOT_REACHED
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("peanut-studio: ")]
    if code == 0:
        assert len(pictures(target)) == SCENE.count
        return
    assert code == 2
    assert len(said) == 1
    assert "memory" in said[0]
    assert list(tmp_path.glob("*out.mkv")) == []
    assert removed(clip, target) == 0
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "another"))
    assert removed(clip, tmp_path / "whole.mkv") == 0
    both = zip(pictures(target), pictures(tmp_path / "whole.mkv"), strict=True)
    assert [index for index, (one, other) in enumerate(both) if not np.array_equal(one, other)] == []

"""The window opens, shows a clip, and drives jobs to exactly one end."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ui.job_thread import JobThread
from peanut_studio.ui.main_window import MainWindow


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    rng = np.random.default_rng(0)
    frame = rng.integers(0, 256, (48, 64, 3)).astype(np.uint8)
    write_clip(path, [np.roll(frame, t, axis=1) for t in range(12)], (64, 48), Fraction(25))
    return path


def test_a_clip_is_opened_and_walked_through(qtbot: QtBot, clip: Path, tmp_path: Path) -> None:
    window = MainWindow(settings=QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.desk.document.opened):
        window.open(clip)
    assert window.desk.document.project is not None
    assert window.desk.document.project.clip.frame_count == 12
    with qtbot.waitSignal(window.desk.document.frame_moved) as moved:
        window.desk.document.go_to(7)
    assert moved.args == [7]
    window.close()


@pytest.mark.parametrize(("ending", "expected"), [("result", "succeeded"), ("error", "failed"), ("stop", "cancelled")])
def test_a_job_ends_in_exactly_one_way(qtbot: QtBot, ending: str, expected: str) -> None:
    closed: list[bool] = []

    def job() -> Job[int]:
        try:
            for step in range(100000):
                yield Progress("working", step, 100000)
                time.sleep(0.001)
                if ending == "error":
                    raise InputError("No.")
                if ending == "result" and step == 3:
                    return 42
        finally:
            closed.append(True)
        raise AssertionError

    thread = JobThread(lambda _thread: job())
    ends: list[str] = []
    thread.succeeded.connect(lambda _value: ends.append("succeeded"))
    thread.failed.connect(lambda _sentence: ends.append("failed"))
    thread.cancelled.connect(lambda: ends.append("cancelled"))
    if ending == "stop":
        thread.progressed.connect(lambda _progress: thread.cancel())
    with qtbot.waitSignal(thread.finished):
        thread.start()
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == [expected]
    assert closed == [True]


@pytest.fixture(autouse=True)
def no_files_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path / "data"))

"""A whole edit of real footage by mouse and keys alone, with the engine that tracks in earnest and a quick fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from peanut_studio.engines.weights import WeightStore, default_root
from peanut_studio.media.reader import open_clip
from peanut_studio.model.project import Project
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.edit import Tools
from peanut_studio.ui.dialogs.export import ExportDialog
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Mode
from peanut_studio.ui.tools import OnBytes, OnTracks, Say
from tests.ui.conftest import click
from tests.ui.test_painting import drag

FIRST, LAST = 100, 105
DOG, GRASS = (640, 400), (200, 650)
NEEDED = "mobile_sam.pt"
WEIGHTS = default_root()
"""Where they lie on this machine, asked for before the tests' own folders are set."""

SHORT, LONG = 60000, 600000
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def quick_tools(say: Say, on_bytes: OnBytes, on_tracks: OnTracks) -> Tools:
    choices = Choices(segmenter="mobilesam", inpainter="telea", device="cpu")
    return Tools(choices, WeightStore(announce=say, on_progress=on_bytes), on_tracks)


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    if not (WEIGHTS / NEEDED).is_file():
        pytest.skip(f"needs the weights {NEEDED}: peanut-studio models fetch {NEEDED}")
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(WEIGHTS))


@pytest.fixture
def make_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(quick_tools, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.mark.clips
@pytest.mark.weights
@pytest.mark.slow
def test_a_dog_is_removed_corrected_compared_exported_and_found_again(
    qtbot: QtBot, clips: Path, weights: None, make_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    viewer, document, time = window.viewer, window.desk.document, window.transport.time
    window.open(clips / "sam2_dog" / "clip.mp4")
    qtbot.waitUntil(lambda: document.project is not None and viewer.has_picture, timeout=SHORT)

    def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        qtbot.keyClick(viewer, key, held)

    def go_to(frame: int) -> None:
        press(Qt.Key.Key_G, CTRL)
        qtbot.keyClicks(time, str(frame))
        qtbot.keyClick(time, Qt.Key.Key_Return)
        assert document.frame == frame

    def work() -> None:
        assert window.worker.is_running
        qtbot.waitUntil(lambda: not window.worker.is_running, timeout=LONG)
        assert not (window.messages.is_error and window.messages.isVisible()), window.messages.text

    def now() -> Project:
        assert document.project is not None
        return document.project

    def area(frame: int) -> int:
        track = now().objects[0].track
        assert track is not None
        return track.area(frame)

    for frame, key in ((FIRST, Qt.Key.Key_I), (LAST, Qt.Key.Key_O)):
        go_to(frame)
        press(key)
    assert (now().span.start, now().span.stop) == (FIRST, LAST + 1)
    go_to(FIRST)
    click(qtbot, window, *DOG)
    qtbot.waitUntil(lambda: not window.desk.prompter.is_busy, timeout=LONG)
    press(Qt.Key.Key_T, SHIFT)
    work()
    assert all(area(frame) > 20000 for frame in range(FIRST, LAST + 1))
    whole = area(LAST)

    go_to(FIRST + 3)
    press(Qt.Key.Key_B)
    drag(qtbot, window, [GRASS, (GRASS[0] + 120, GRASS[1])])
    assert now().objects[0].correction_on(FIRST + 3) is not None
    assert window.objects.row(0).told == "Changed: track again"
    press(Qt.Key.Key_T, CTRL)
    work()
    assert window.objects.row(0).told == "Tracked"
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    assert now().objects[0].correction_on(FIRST + 3) is None
    assert abs(area(LAST) - whole) == 0

    press(Qt.Key.Key_Return, CTRL)
    work()
    assert viewer.mode is Mode.WIPE
    press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: viewer.has_result, timeout=SHORT)
    result = now().result
    assert result is not None
    press(Qt.Key.Key_Z, CTRL)
    assert now().result is None
    press(Qt.Key.Key_Y, CTRL)
    assert now().result == result

    press(Qt.Key.Key_E, CTRL)
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    dialog.folder.selectAll()
    qtbot.keyClicks(dialog.folder, str(tmp_path))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Exported" in window.messages.text, timeout=LONG)
    track = now().objects[0].track
    assert track is not None
    with open_clip(clips / "sam2_dog" / "clip.mp4") as before, open_clip(tmp_path / "clip-h264.mp4") as after:
        assert len(after) == LAST + 1 - FIRST
        mask = track.mask(FIRST + 3)
        apart = np.abs(before[FIRST + 3].astype(int) - after[3].astype(int)).mean(axis=2)
    assert apart[mask].mean() > 15, "the dog is gone"
    assert apart[:100].mean() < 4, "what lies far from him is as it was"

    frame = document.frame
    window.close()
    again = make_window()
    qtbot.waitUntil(lambda: bool(_go_on(again)), timeout=SHORT)
    qtbot.mouseClick(_go_on(again)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.viewer.has_picture and again.viewer.has_result, timeout=SHORT)
    kept = again.desk.document.project
    assert kept is not None
    assert kept.objects == now().objects
    assert kept.result is not None
    assert again.desk.document.frame == frame


def _go_on(window: MainWindow) -> list[QPushButton]:
    return [one for one in window.welcome.findChildren(QPushButton) if "Go on" in one.text()]

"""A clip made larger from the window: the dialog, the job, the lane, the film beside the clip."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from peanut_studio.media.reader import open_clip
from peanut_studio.ui.dialogs.upscale import Enlargement, UpscaleDialog
from peanut_studio.ui.lanes import Lane
from peanut_studio.ui.main_window import MainWindow
from tests.ui.conftest import COUNT

LONG = 60000


def _asked(window: MainWindow) -> UpscaleDialog:
    window.actions_by_id["upscale"].trigger()
    (dialog,) = window.findChildren(UpscaleDialog)
    return dialog


def test_the_dialog_offers_sizes_and_says_what_they_come_to(opened: MainWindow, tmp_path: Path) -> None:
    dialog = _asked(opened)
    project = opened.desk.document.project
    assert project is not None
    size = (project.clip.width, project.clip.height)
    assert dialog.engine.currentData() == "basicvsr"
    sizes = [dialog.sizes.itemData(row) for row in range(dialog.sizes.count())]
    assert sizes[0] == (2 * size[0], 2 * size[1])
    assert size not in sizes
    assert f"-{2 * size[0]}x{2 * size[1]}.mp4" in dialog.target.text()
    assert "of memory" in dialog.estimate.text()
    dialog.engine.setCurrentIndex(dialog.engine.findData("basicvsr++-denoise"))
    assert dialog.sizes.itemData(0) == size, "what restores can keep the size"
    assert "fetches" in dialog.engine.currentText()
    assert dialog.upscale.isEnabled()
    dialog.target.setText(str(project.clip.path))
    assert not dialog.upscale.isEnabled()
    assert "the clip itself" in dialog.warning.text()
    dialog.target.setText(str(tmp_path / "nowhere" / "x.mp4"))
    assert not dialog.upscale.isEnabled()
    (tmp_path / "there.mp4").write_bytes(b"")
    dialog.target.setText(str(tmp_path / "there.mp4"))
    assert dialog.upscale.isEnabled()
    assert "is replaced" in dialog.warning.text()
    dialog.reject()


def test_a_clip_is_enlarged_and_stands_beside_itself(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    target = tmp_path / "large.mp4"
    opened.desk.document.go_to(5)
    opened.actions_by_id["set_out"].trigger()
    dialog = _asked(opened)
    dialog.engine.setCurrentIndex(dialog.engine.findData("lanczos"))
    dialog.target.setText(str(target))
    with qtbot.waitSignal(opened.worker.enlarged, timeout=LONG):
        qtbot.mouseClick(dialog.upscale, Qt.MouseButton.LeftButton)
    project = opened.desk.document.project
    assert project is not None
    with open_clip(target) as film:
        assert film.size == (2 * project.clip.width, 2 * project.clip.height)
        assert len(film) == 6
    lane = opened.timeline.lanes[-1]
    assert isinstance(lane, Lane)
    assert lane.name == "Enlarged"
    assert lane.filled is not None
    assert lane.filled.bins(0, 1, COUNT).tolist() == [1] * 6 + [0] * (COUNT - 6)
    qtbot.waitUntil(lambda: any(clip.path == target for clip in opened.media_bin.clips), timeout=LONG)
    assert "Enlarged" in opened.messages.text


def test_what_cannot_be_enlarged_is_said(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    project = opened.desk.document.project
    assert project is not None
    size = (2 * project.clip.width, 2 * project.clip.height)
    opened.upscaling.begin(Enlargement(True, size, "lanczos", tmp_path / "x.mp4"))
    qtbot.waitUntil(lambda: bool(opened.messages.text), timeout=LONG)
    assert "Nothing has been filled in yet" in opened.messages.text

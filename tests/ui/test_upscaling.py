"""A clip made larger from the window: the dialog, the job, the lane, the film beside the clip."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from peanut_studio.media.reader import open_clip
from peanut_studio.ui.dialogs.upscale import Enlargement, UpscaleDialog
from peanut_studio.ui.lanes import Lane
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Mode, Standing
from peanut_studio.ui.projection import notice_of
from tests.ui.conftest import COUNT, SIZE, click


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
    assert dialog.upscale.isEnabled()
    assert "nowhere is made" in dialog.warning.text()
    assert not dialog.warning.property("bad")
    (tmp_path / "there.mp4").write_bytes(b"")
    dialog.target.setText(str(tmp_path / "there.mp4"))
    assert dialog.upscale.isEnabled()
    assert "is replaced" in dialog.warning.text()
    assert dialog.warning.property("bad")
    dialog.reject()


def test_a_clip_is_enlarged_and_stands_beside_itself(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    target = tmp_path / "large.mp4"
    opened.desk.document.go_to(5)
    opened.actions_by_id["set_out"].trigger()
    dialog = _asked(opened)
    dialog.engine.setCurrentIndex(dialog.engine.findData("lanczos"))
    dialog.target.setText(str(target))
    with qtbot.waitSignal(opened.worker.enlarged):
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
    qtbot.waitUntil(lambda: any(clip.path == target for clip in opened.media_bin.clips))
    assert "Enlarged" in opened.messages.text


def test_what_cannot_be_enlarged_is_said(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    project = opened.desk.document.project
    assert project is not None
    size = (2 * project.clip.width, 2 * project.clip.height)
    opened.upscaling.begin(Enlargement(True, size, "lanczos", tmp_path / "x.mp4"))
    qtbot.waitUntil(lambda: bool(opened.messages.text))
    assert "Nothing has been filled in yet" in opened.messages.text


def test_the_larger_film_is_held_against_the_clip_in_the_same_place(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    action, viewer, document = opened.actions_by_id["compare_enlarged"], opened.viewer, opened.desk.document
    assert not action.isEnabled()
    document.set_range(4, 8)
    document.go_to(5)
    size = (4 * SIZE[0], 4 * SIZE[1])
    opened.upscaling.begin(Enlargement(False, size, "lanczos", tmp_path / "large.mp4"))
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert action.isEnabled()
    (compare,) = [one for one in opened.messages.findChildren(QPushButton) if one.text() == "Compare"]
    qtbot.mouseClick(compare, Qt.MouseButton.LeftButton)
    assert action.isChecked()
    assert viewer.mode is Mode.WIPE

    def second() -> QImage | None:
        return viewer.slides.result

    qtbot.waitUntil(lambda: (image := second()) is not None and image.width() == size[0])
    opened.actions_by_id["view_side"].trigger()
    qtbot.waitUntil(lambda: (image := second()) is not None and image.width() == size[0])
    viewer.zoom_at(viewer.panes[0].center(), 2.0)
    grabbed = viewer.grab().toImage()
    for x, y in ((40, 48), (64, 20), (50, 60)):
        colours = []
        for pane in viewer.panes:
            at = viewer.view.to_screen(QPointF(x + 0.5, y + 0.5), pane).toPoint()
            colour = grabbed.pixelColor(at)
            colours.append((colour.red(), colour.green(), colour.blue()))
        assert max(abs(one - two) for one, two in zip(*colours, strict=True)) < 30, (x, y, colours)
    opened.readout.point_at((40, 48))
    qtbot.waitUntil(lambda: "→" in opened.readout.text())
    before, after = opened.readout.text().split("   ")[1].split("  →  ")
    assert max(abs(int(a) - int(b)) for a, b in zip(before.split(), after.split(), strict=True)) < 30
    opened.actions_by_id["view_difference"].trigger()
    qtbot.waitUntil(lambda: viewer.slides.made is not None and viewer.slides.made.width() == SIZE[0])
    document.go_to(2)
    opened.actions_by_id["view_wipe"].trigger()
    qtbot.waitUntil(lambda: second() is None)
    assert viewer.slides.standing is Standing.BEYOND
    assert "does not have this frame" in notice_of(viewer.slides.standing)[0]
    action.trigger()
    assert opened.desk.comparing.on(0) == (Standing.NONE, None)
    (tmp_path / "large.mp4").unlink()
    action.trigger()
    assert not action.isChecked()
    assert "not there any more" in opened.messages.text


def test_a_result_that_is_being_made_is_shown_instead_of_the_larger_film(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    opened.desk.document.set_range(0, 3)
    opened.upscaling.begin(Enlargement(False, (2 * SIZE[0], 2 * SIZE[1]), "lanczos", tmp_path / "large.mp4"))
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    opened.actions_by_id["compare_enlarged"].trigger()
    assert opened.desk.comparing.enlarged is not None
    opened.actions_by_id["view_edit"].trigger()
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert opened.desk.comparing.enlarged is None
    assert not opened.actions_by_id["compare_enlarged"].isChecked()
    project = opened.desk.document.project
    assert project is not None
    assert project.result is not None
    assert opened.desk.comparing.path == project.result.path

"""From opening a clip to opening it again, by mouse and keys alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from peanut_studio.media.reader import open_clip
from peanut_studio.model.project import Project
from peanut_studio.ui.dialogs.export import ExportDialog
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.viewer import Mode
from tests.ui.conftest import COUNT, click, plain_tools
from tests.ui.test_painting import drag

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def test_a_whole_edit_by_mouse_and_keys(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    viewer, document = opened.viewer, opened.desk.document

    def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        qtbot.keyClick(viewer, key, held)

    def work() -> None:
        qtbot.waitUntil(lambda: not opened.worker.is_running)

    def now() -> Project:
        assert document.project is not None
        return document.project

    click(qtbot, opened, 30, 48)
    press(Qt.Key.Key_T, SHIFT)
    work()
    assert not now().untracked_objects
    for _ in range(10):
        press(Qt.Key.Key_Right)
    press(Qt.Key.Key_B)
    drag(qtbot, opened, [(50, 48), (50, 80)])
    assert now().objects[0].correction_on(10) is not None
    assert now().objects[0].is_stale
    press(Qt.Key.Key_T, CTRL)
    work()
    assert not now().objects[0].is_stale
    press(Qt.Key.Key_Return, CTRL)
    work()
    assert viewer.mode is Mode.WIPE
    press(Qt.Key.Key_F4)
    assert viewer.mode is Mode.SIDE
    qtbot.waitUntil(lambda: viewer.has_result)
    result = now().result
    assert result is not None
    press(Qt.Key.Key_Z, CTRL)
    assert now().result is None
    press(Qt.Key.Key_Y, CTRL)
    assert now().result == result
    press(Qt.Key.Key_E, CTRL)
    dialog = opened.findChild(ExportDialog)
    assert dialog is not None
    dialog.folder.selectAll()
    qtbot.keyClicks(dialog.folder, str(tmp_path))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Exported" in opened.messages.text)
    with open_clip(tmp_path / "ball-h264.mp4") as reader:
        assert len(reader) == COUNT
        red, green, _ = reader[6][48, 42].astype(int)
    assert abs(red - green) < 40
    # Where there is no window manager nobody gives the focus back when the dialog has gone: keys reach no window.
    opened.close()
    qtbot.waitUntil(lambda: not opened.isVisible())

    again = MainWindow(plain_tools, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    again.show()
    try:
        buttons = again.welcome.findChildren
        qtbot.waitUntil(lambda: any("Go on" in one.text() for one in buttons(QPushButton)))
        goes_on = next(one for one in buttons(QPushButton) if "Go on" in one.text())
        qtbot.mouseClick(goes_on, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: again.viewer.has_picture and again.viewer.has_result)
        kept = again.desk.document.project
        assert kept is not None
        assert kept.objects == now().objects
        assert kept.result is not None
        assert not kept.wants_result
        assert again.desk.document.frame == 10
    finally:
        again.close()
        again.deleteLater()

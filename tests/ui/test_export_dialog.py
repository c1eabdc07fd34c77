"""The export dialog: every preset, what it says, and a file at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.pipeline.presets import PRESETS, Content
from peanut_studio.ui.dialogs.export import ExportDialog
from peanut_studio.ui.main_window import MainWindow
from tests.ui.conftest import COUNT, click


@pytest.fixture
def removed(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The ball is gone from frames 0 to 7."""
    opened.desk.document.go_to(7)
    opened.actions_by_id["set_out"].trigger()
    opened.desk.document.go_to(0)
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    project = opened.desk.document.project
    assert project is not None
    assert project.result is not None, opened.messages.text
    return opened


def _asked(window: MainWindow, folder: Path) -> ExportDialog:
    dialog = window.exporting.ask()
    assert dialog is not None
    dialog.folder.setText(str(folder))
    return dialog


def _choose(dialog: ExportDialog, name: str) -> None:
    dialog.presets.setCurrentRow([preset.id for preset in PRESETS].index(name))


def test_every_preset_makes_sense_of_the_same_choices(qtbot: QtBot, removed: MainWindow, tmp_path: Path) -> None:
    dialog = _asked(removed, tmp_path)
    for row, preset in enumerate(PRESETS):
        dialog.presets.setCurrentRow(row)
        delivery = dialog.delivery
        assert delivery is not None
        assert delivery.settings.codec == preset.codec
        assert delivery.content is preset.contents[0]
        assert delivery.target == tmp_path / f"ball-{preset.id}{preset.ending}"
        assert delivery.span == Span(0, 8)
        assert dialog.quality.isVisible() == (preset.qualities is not None)
        assert dialog.export.isEnabled()
    dialog.reject()


def test_range_quality_and_name_go_into_the_order(removed: MainWindow, tmp_path: Path) -> None:
    dialog = _asked(removed, tmp_path)
    _choose(dialog, "h264")
    dialog.range.setCurrentIndex(1)
    dialog.quality.setValue(dialog.quality.maximum() - 23)
    dialog.pattern.setText("{name} {range}")
    dialog.ending.setCurrentIndex(dialog.ending.findData(".mkv"))
    delivery = dialog.delivery
    assert delivery is not None
    assert (delivery.span, delivery.settings.crf) == (Span(0, COUNT), 23)
    assert delivery.target.name == f"ball 0-{COUNT - 1}.mkv"
    assert "CRF 23" in dialog.quality_told.text()
    dialog.pattern.setText("{nonsense}")
    assert not dialog.export.isEnabled()
    assert "{nonsense}" in dialog.warning.text()
    dialog.pattern.setText("x")
    dialog.folder.setText(str(tmp_path / "nowhere"))
    assert "nowhere is made" in dialog.warning.text()
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "file").write_bytes(b"")
    dialog.folder.setText(str(tmp_path / "file" / "nowhere"))
    ordered: list[object] = []
    dialog.chosen.connect(ordered.append)
    dialog.export.click()
    assert "cannot be made" in dialog.warning.text()
    assert not ordered
    dialog.folder.setText(str(tmp_path / "nowhere"))
    dialog.chosen.disconnect()
    dialog.chosen.connect(ordered.append)
    dialog.export.click()
    assert ordered
    assert (tmp_path / "nowhere").is_dir()


def test_the_size_is_measured_and_an_existing_file_is_named(qtbot: QtBot, removed: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "ball-ffv1.mkv").write_bytes(b"x")
    dialog = _asked(removed, tmp_path)
    _choose(dialog, "ffv1")
    assert "ball-ffv1.mkv exists already" in dialog.warning.text()
    assert dialog.warning.property("bad")
    assert dialog.export.text() == "R&eplace"
    qtbot.waitUntil(lambda: dialog.size_told.text().startswith("About"))
    dialog.reject()


def test_a_folder_that_is_not_there_yet_is_no_fault(qtbot: QtBot, removed: MainWindow, tmp_path: Path) -> None:
    dialog = _asked(removed, tmp_path / "new" / "folder")
    _choose(dialog, "ffv1")
    qtbot.waitUntil(lambda: dialog.size_told.text().startswith("About"))
    assert "is made" in dialog.warning.text()
    assert not dialog.warning.property("bad")
    assert dialog.export.isEnabled()
    dialog.export.click()
    qtbot.waitUntil((tmp_path / "new" / "folder" / "ball-ffv1.mkv").is_file)


def test_enter_exports_and_the_choice_is_remembered(qtbot: QtBot, removed: MainWindow, tmp_path: Path) -> None:
    dialog = _asked(removed, tmp_path)
    _choose(dialog, "ffv1")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    target = tmp_path / "ball-ffv1.mkv"
    qtbot.waitUntil(lambda: "Exported" in removed.messages.text)
    assert str(target) in removed.messages.text
    assert removed.messages.button.isVisible()
    with open_clip(target) as reader:
        assert len(reader) == 8
    again = _asked(removed, tmp_path)
    assert again.preset.id == "ffv1"
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not [one for one in removed.children() if isinstance(one, ExportDialog)])


def test_masks_alone_can_be_exported(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    assert not opened.actions_by_id["export"].isEnabled()
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert opened.actions_by_id["export"].isEnabled()
    dialog = _asked(opened, tmp_path)
    enabled = {
        preset.id for row, preset in enumerate(PRESETS) if dialog.presets.item(row).flags() & Qt.ItemFlag.ItemIsEnabled
    }
    assert enabled == {"vp9", "prores4444", "ffv1", "png", "exr", "mattes", "matte-film"}
    _choose(dialog, "ffv1")
    assert Content.RESULT not in [dialog.content.itemData(n) for n in range(dialog.content.count())]
    _choose(dialog, "mattes")
    dialog.export.click()
    qtbot.waitUntil(lambda: "Exported" in opened.messages.text)
    assert len(list((tmp_path / "ball-mattes" / "Object 1").iterdir())) == COUNT


def test_everything_can_be_reached_and_has_a_name(qtbot: QtBot, removed: MainWindow, tmp_path: Path) -> None:
    dialog = _asked(removed, tmp_path)
    reached: list[QWidget] = []
    dialog.presets.setFocus()
    for _ in range(20):
        focus = dialog.focusWidget()
        if focus is None or focus in reached:
            break
        reached.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    for widget in (dialog.presets, dialog.range, dialog.quality, dialog.pattern, dialog.export, dialog.browse):
        assert widget in reached
    for widget in (dialog.presets, dialog.content, dialog.range, dialog.quality, dialog.folder, dialog.pattern):
        assert widget.accessibleName()
    dialog.reject()


def test_closing_the_window_while_the_size_is_measured_is_safe(
    qtbot: QtBot, removed: MainWindow, tmp_path: Path
) -> None:
    dialog = _asked(removed, tmp_path)
    _choose(dialog, "h265")
    with qtbot.waitSignal(dialog.estimator.began):
        pass
    dialog.reject()
    removed.close()
    assert isinstance(removed.settings, QSettings)

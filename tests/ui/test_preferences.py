"""Preferences: kept, applied at once, and safe against nonsense."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peanut_studio.engines import memory_limit
from peanut_studio.media import proxy
from peanut_studio.pipeline.housekeeping import Room, take
from peanut_studio.store import place
from peanut_studio.ui import preferences, theme
from peanut_studio.ui.appearance import dress
from peanut_studio.ui.dialogs.preferences import PreferencesDialog
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.preferences import Preferences
from peanut_studio.ui.tools import usual_tools


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    """What is set for the whole program is set back."""
    yield
    take(Room())
    dress(qapp, "dark")


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def dialog(window: MainWindow) -> PreferencesDialog:
    return window.preferring.ask()


def test_what_is_saved_is_loaded(settings: QSettings) -> None:
    shortcuts = {"track": ("Ctrl+Shift+K",), "redo": ("Ctrl+Y", "F9"), "play": ()}
    kept = Preferences(
        "light", "zh_CN", "cpu", 6, "/x", 20, 640, "grabcut", "regions", "dis", "telea", "lanczos", shortcuts
    )
    preferences.save(settings, kept)
    settings.sync()
    assert preferences.load(QSettings(settings.fileName(), QSettings.Format.IniFormat)) == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "pink"), ("proxy_side", "7"), ("memory_gb", "-3"), ("device", "tpu"), ("cache_gb", "x")],
)
def test_nonsense_in_the_file_is_as_usual(settings: QSettings, name: str, value: str) -> None:
    settings.setValue(f"preferences/{name}", value)
    assert preferences.load(settings) == Preferences()


def test_the_theme_changes_at_once_with_icons_and_painting(window: MainWindow, dialog: PreferencesDialog) -> None:
    def shade(window: MainWindow) -> QColor:
        picture = window.actions_by_id["play"].icon().pixmap(40, 40).toImage()
        return QColor(picture.pixel(picture.width() // 2, picture.height() // 2))

    dark, text = window.grab().toImage().pixelColor(600, 300), shade(window)
    dialog.theme.setCurrentIndex(dialog.theme.findData("light"))
    assert theme.shown() is theme.LIGHT
    assert window.grab().toImage().pixelColor(600, 300).lightness() > dark.lightness() + 100
    assert shade(window).lightness() < text.lightness() - 100
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    assert shade(window) == text
    assert window.preferring.now.theme == "dark"


def test_engines_and_device_are_those_preferred(window: MainWindow, dialog: PreferencesDialog) -> None:
    box = dialog.engines["inpaint"]
    assert box.findData("telea") > 0
    box.setCurrentIndex(box.findData("telea"))
    dialog.device.setCurrentIndex(dialog.device.findData("cpu"))
    choices = usual_tools(lambda: window.preferring.now, lambda _weight: False)(
        print, lambda *_: None, lambda _: None
    ).choices
    assert (choices.inpainter, choices.device, choices.segmenter) == ("telea", "cpu", "auto")
    assert preferences.load(window.settings).inpaint == "telea"


def test_an_engine_that_follows_words_says_what_it_takes(window: MainWindow, dialog: PreferencesDialog) -> None:
    box = dialog.engines["ground"]
    assert dialog.followed.isHidden()
    assert dialog.engines["segment"].findData("sam3") < 0, "it cannot be clicked with"
    box.setCurrentIndex(box.findData("follow:sam3"))
    told = dialog.followed.text()
    assert not dialog.followed.isHidden()
    assert "SAM License" in told
    assert "GB are still to be fetched" in told
    assert "accepted the licence at" in told
    assert "huggingface.co/facebook/sam3" in told
    assert (window.preferring.now.follower, window.preferring.now.grounder) == ("sam3", "")
    choices = usual_tools(lambda: window.preferring.now, lambda _weight: False)(
        print, lambda *_: None, lambda _: None
    ).choices
    assert (choices.grounder, choices.segmenter) == ("auto", "auto")
    box.setCurrentIndex(box.findData("follow:samwise"))
    assert "Apache-2.0" in dialog.followed.text()
    assert "accepted" not in dialog.followed.text()
    box.setCurrentIndex(box.findData("owlv2"))
    assert dialog.followed.isHidden()
    assert window.preferring.now.follower == ""


def test_room_counts_at_once(window: MainWindow, dialog: PreferencesDialog) -> None:
    dialog.memory.setValue(1)
    dialog.cache_gb.setValue(3)
    dialog.proxy.setCurrentIndex(dialog.proxy.findData(640))
    assert place.kept_bytes() == 3 << 30
    assert proxy.proxy_size((1920, 1080)) == (640, 360)
    memory_limit.set_limit(1 << 20)
    with pytest.raises(MemoryError):
        memory_limit.check()


def test_the_cache_is_measured_and_cleared(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    kept, result = tmp_path / "cache" / "masks" / "a.npz", tmp_path / "cache" / "work" / "b.png"
    for file in (kept, result):
        file.parent.mkdir(parents=True)
        file.write_bytes(bytes(2_500_000))
    dialog = window.preferring.ask()
    qtbot.waitUntil(lambda: dialog.cache_told.text() == "2.5 MB")
    qtbot.waitUntil(dialog.clear.isEnabled)
    dialog.clear.click()
    qtbot.waitUntil(lambda: dialog.cache_told.text() == "2.5 MB freed")
    assert not kept.exists()
    assert result.exists()


def test_a_new_key_works_and_the_old_one_no_more(qtbot: QtBot, opened: MainWindow) -> None:
    dialog = opened.preferring.ask()
    dialog.keys.choose("last")
    dialog.keys.keys.setKeySequence(QKeySequence("Ctrl+9"))
    assert opened.actions_by_id["last"].shortcuts() == [QKeySequence("Ctrl+9")]
    assert "Ctrl+9" in opened.actions_by_id["last"].toolTip()
    dialog.reject()
    opened.activateWindow()
    qtbot.waitActive(opened)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_End)
    assert opened.desk.document.frame == 0
    qtbot.keyClick(opened.viewer, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert opened.desk.document.frame > 0


def test_a_key_has_one_use(dialog: PreferencesDialog, window: MainWindow) -> None:
    editor = dialog.keys
    editor.choose("last")
    editor.keys.setKeySequence(QKeySequence("Ctrl+E"))
    assert "Export" in editor.told.text()
    assert window.preferring.now.shortcuts == {}
    editor.take.click()
    assert window.preferring.now.shortcuts == {"last": ("Ctrl+E",), "export": ()}
    assert window.actions_by_id["export"].shortcuts() == []
    editor.choose("export")
    editor.usual.click()
    assert "Last Frame" in editor.told.text()
    editor.choose("first")
    editor.keys.setKeySequence(QKeySequence("3"))
    assert "Select Object" in editor.told.text()
    assert not editor.take.isVisible()
    editor.all_usual.click()
    assert window.preferring.now.shortcuts == {}
    assert window.actions_by_id["export"].shortcuts() == [QKeySequence("Ctrl+E")]


def test_escape_closes_and_pages_have_names(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    for row in range(dialog.names.count()):
        dialog.names.setCurrentRow(row)
        assert dialog.pages.currentIndex() == row
    for widget in (dialog.names, dialog.theme, dialog.device, dialog.memory, dialog.cache_folder, dialog.keys.keys):
        assert widget.accessibleName()
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

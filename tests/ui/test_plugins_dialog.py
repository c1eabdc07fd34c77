"""Plugins are shown with licence and origin, allowed and forbidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from peanut_studio.engines.plugins import consent, found, skeleton
from peanut_studio.engines.registry import engines
from peanut_studio.ui.dialogs.plugins import PluginsDialog
from peanut_studio.ui.main_window import MainWindow


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path))
    monkeypatch.delenv("PEANUT_STUDIO_PLUGINS", raising=False)
    monkeypatch.setattr(found, "beside_program", lambda: tmp_path / "none")
    monkeypatch.setattr(found, "_installed", lambda: ())
    return tmp_path / "plugins"


@pytest.fixture
def dialog(qtbot: QtBot, home: Path) -> PluginsDialog:
    skeleton.make("mine", "inpaint", home)
    made = PluginsDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def ids() -> list[str]:
    return [engine.id for engine in engines("inpaint")]


def test_a_plugin_is_allowed_after_licence_and_origin_were_shown(qtbot: QtBot, dialog: PluginsDialog) -> None:
    assert dialog.allow.isEnabled()
    assert not dialog.forbid.isEnabled()
    qtbot.mouseClick(dialog.allow, Qt.MouseButton.LeftButton)
    assert dialog.box is not None
    told = dialog.box.informativeText()
    assert "Licence: MIT" in told
    assert "https://example.org/mine" in told
    assert dialog.box.defaultButton() is not None
    agree = next(button for button in dialog.box.buttons() if button is not dialog.box.defaultButton())
    assert "mine" not in ids()
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(agree, Qt.MouseButton.LeftButton)
    assert "mine" in ids()
    item = dialog.table.topLevelItem(0)
    assert item is not None
    assert item.text(2) == "Allowed"
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(dialog.forbid, Qt.MouseButton.LeftButton)
    assert "mine" not in ids()


def test_no_is_no(qtbot: QtBot, dialog: PluginsDialog) -> None:
    qtbot.mouseClick(dialog.allow, Qt.MouseButton.LeftButton)
    assert dialog.box is not None
    qtbot.keyClick(dialog.box, Qt.Key.Key_Escape)
    assert consent.allowed() == {}
    assert dialog.box is None


def test_what_a_plugin_says_is_no_markup(qtbot: QtBot, home: Path) -> None:
    folder = skeleton.make("mine", "inpaint", home)
    facts = folder / "engine.toml"
    text = facts.read_text().replace("https://example.org/mine", "file:///etc/passwd")
    facts.write_text(text.replace("The mean colour", "<img src='x'>The mean colour"))
    dialog = PluginsDialog()
    qtbot.addWidget(dialog)
    assert "&lt;img" in dialog.told.text()
    assert "<img" not in dialog.told.text()
    assert "href" not in dialog.told.text(), "only addresses of the web are links"


def test_a_broken_plugin_and_none_at_all_are_told_of(qtbot: QtBot, home: Path) -> None:
    dialog = PluginsDialog()
    qtbot.addWidget(dialog)
    assert "There are none" in dialog.told.text()
    assert not dialog.allow.isEnabled()
    folder = skeleton.make("mine", "inpaint", home)
    (folder / "engine.toml").write_text("nothing")
    dialog.fill()
    assert "is left out" in dialog.told.text()
    assert not dialog.allow.isEnabled()


def test_the_menu_opens_it(window: MainWindow, home: Path) -> None:
    skeleton.make("mine", "inpaint", home)
    dialog = window.helping.show_plugins()
    assert dialog.current is not None
    assert dialog.current.plugin.name == "mine"
    dialog.close()

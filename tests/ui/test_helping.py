"""Log, report, history and the first hints."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from peanut_studio.model.prompt import Click
from peanut_studio.pipeline.project_places import Offer
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.report import without_folders
from tests.ui.conftest import click


def test_the_log_holds_logging_and_messages_and_filters(qtbot: QtBot, window: MainWindow) -> None:
    log = logging.getLogger("peanut_studio.engines")
    log.warning("the card is %s", "hot")
    log.error("it broke")
    window.messages.note("Saved.")
    window.actions_by_id["panel_log"].trigger()
    dialog = window.helping.log_panel
    qtbot.waitUntil(lambda: len(dialog.shown) == 3)
    dialog.level.setCurrentIndex(2)
    assert [line.split()[1] for line in dialog.shown] == ["warning", "error"]
    dialog.search.setText("HOT")
    (line,) = dialog.shown
    assert line.endswith("engines: the card is hot")
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == line
    window.messages.complain("A hot potato.")
    qtbot.waitUntil(lambda: len(dialog.shown) == 2)
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert not dialog.isVisible()


@pytest.mark.parametrize("size", [(900, 560), (1280, 800), (1920, 1100)])
def test_the_first_hint_covers_nothing_that_can_be_pressed(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], tmp_path: Path
) -> None:
    window.resize(*size)
    clips = [str(tmp_path / f"clip {number}.mp4") for number in range(3)]
    window.welcome.show_recent(clips)
    window.welcome.show_offers([Offer(tmp_path / "untitled.peanut", (name,), 0.0) for name in clips])
    window.tour.begin()
    qtbot.wait(400)
    hint = window.tour.frame
    assert hint.isVisible()
    assert window.rect().contains(hint.geometry())
    covered = [
        button.text() or button.accessibleName()
        for button in window.welcome.findChildren(QAbstractButton)
        if hint.geometry().intersects(QRect(button.mapTo(window, QPoint(0, 0)), button.size()))
    ]
    assert not covered


def test_what_was_done_needs_no_hint_any_more(
    qtbot: QtBot, window: MainWindow, ball_clip: Path, tmp_path: Path
) -> None:
    window.tour.begin()
    assert "Open a clip here" in window.tour.text.text()
    window.open(ball_clip)
    qtbot.waitUntil(lambda: "Click what should go" in window.tour.text.text())
    assert window.tour.frame.isVisible()
    window.desk.document.add_marks(Click(30, 48, True, 0))
    qtbot.waitUntil(lambda: "Remove follows" in window.tour.text.text())
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: "Export writes" in window.tour.text.text())
    qtbot.waitUntil(lambda: window.actions_by_id["view_wipe"].isChecked())
    window.export_to(tmp_path / "film.mp4")
    qtbot.waitUntil(lambda: not window.tour.frame.isVisible())
    window.tour.begin()
    assert not window.tour.frame.isVisible()


def test_who_asks_for_the_hints_is_told_also_what_was_done(opened: MainWindow) -> None:
    opened.desk.document.add_marks(Click(30, 48, True, 0))
    opened.tour.begin(again=True)
    assert "Click what should go" in opened.tour.text.text()
    assert opened.tour.frame.isVisible()


def test_the_report_names_no_folders(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    opened.messages.complain(f"{tmp_path / 'secret' / 'film.mp4'} cannot be read.")
    qtbot.waitUntil(lambda: bool(opened.helping.log.entries))
    opened.actions_by_id["copy_report"].trigger()
    text = QGuiApplication.clipboard().text()
    for part in ("Peanut Studio 0", "Qt 6", "theme='dark'", "film.mp4 cannot be read", "Devices:"):
        assert part in text
    assert "secret" not in text
    assert str(tmp_path.parent) not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/home/ann/a b/film.mp4 is bad", "film.mp4 is bad"),
        (r"C:\Users\Ann\film.mp4 is bad", "film.mp4 is bad"),
        ("see '/x/y.log'.", "see 'y.log'."),
        ("12/24 frames, and/or", "12/24 frames, and/or"),
        ("https://a.example/b", "https://a.example/b"),
    ],
)
def test_of_paths_the_name_is_left(text: str, expected: str) -> None:
    assert without_folders(text) == expected


def test_the_history_lists_steps_and_jumps(qtbot: QtBot, opened: MainWindow) -> None:
    document, panel = opened.desk.document, opened.helping.history
    opened.actions_by_id["panel_history"].trigger()
    click(qtbot, opened, 30, 48)
    document.go_to(9)
    opened.actions_by_id["set_out"].trigger()
    assert document.project is not None
    names = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert names == ["Opened", "Add Point", "Set Out"]
    panel.list.itemClicked.emit(panel.list.item(0))
    assert document.project.objects == ()
    assert panel.list.currentRow() == 0
    assert panel.list.count() == 3
    panel.list.itemActivated.emit(panel.list.item(2))
    assert document.project.span.stop == 10
    assert len(document.project.objects) == 1


def test_a_clip_that_was_opened_is_in_the_history_before_the_first_edit(
    qtbot: QtBot, window: MainWindow, ball_clip: Path
) -> None:
    shown = window.helping.history.list
    window.actions_by_id["panel_history"].trigger()
    qtbot.waitUntil(lambda: shown.count() == 1 and shown.item(0).text() == "No clip is open yet")
    window.open(ball_clip)
    qtbot.waitUntil(lambda: shown.item(0).text() == "Opened")
    assert shown.count() == 1


def test_hints_come_once(qtbot: QtBot, opened: MainWindow) -> None:
    tour = opened.tour
    tour.begin()
    assert tour.frame.isVisible()
    assert "Click what should go" in tour.text.text()
    tour.next.click()
    assert "Remove" in tour.text.text()
    tour.next.click()
    assert tour.next.text() == "Done"
    assert opened.rect().contains(tour.frame.geometry())
    tour.next.click()
    assert not tour.frame.isVisible()
    tour.begin()
    assert not tour.frame.isVisible()
    tour.begin(again=True)
    assert tour.frame.isVisible()
    tour.stop.click()
    assert not tour.frame.isVisible()

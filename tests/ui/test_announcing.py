"""What is seen of jobs from outside: the title, the task bar, a notification when another window is in front."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from peanut_studio.ui import preferences
from peanut_studio.ui.announcing import Announcing
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.preferences import Preferences
from peanut_studio.ui.queued import State
from peanut_studio.ui.task_bar_windows import PARTS, WindowsTaskBar
from tests.ui.conftest import click
from tests.ui.test_job_queue import Bench, bench

__all__ = ["bench"]


class SeenBar:
    """A task bar that remembers what it was to show."""

    def __init__(self) -> None:
        self.shown: list[tuple[float | None, bool]] = []

    def show(self, share: float | None, paused: bool) -> None:
        self.shown.append((share, paused))


def test_title_and_task_bar_follow_the_job(qtbot: QtBot, opened: MainWindow) -> None:
    bar, queue = SeenBar(), opened.worker.queue
    opened.announcing.bar = bar
    titles: list[str] = []
    opened.windowTitleChanged.connect(titles.append)
    plain = opened.windowTitle()
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    opened.actions_by_id["pause_job"].trigger()
    qtbot.waitUntil(lambda: queue.jobs[0].state is State.PAUSED)
    assert opened.windowTitle().startswith("Paused, ")
    assert bar.shown[-1][1]
    opened.actions_by_id["pause_job"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert opened.windowTitle() == plain
    assert f"100 % - {plain}" in titles
    assert bar.shown[-1] == (None, False)
    shares = [share for share, _ in bar.shown if share is not None]
    assert (min(shares), max(shares)) == (0.0, 1.0)
    assert len(set(shares)) > 2


@pytest.mark.parametrize("wished", [True, False])
def test_a_word_when_another_window_is_in_front(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch, wished: bool, tmp_path: Path
) -> None:
    told: list[tuple[str, str]] = []
    alerted: list[QWidget] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _tray: None)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _tray, title, text, *_: told.append((title, text)))
    monkeypatch.setattr(QApplication, "alert", lambda window, *_: alerted.append(window))
    opened.preferring.change(replace(opened.preferring.now, notify=wished))
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert told == []
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not opened.isActiveWindow())
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert told == ([("Removing · ball.mp4: done", opened.worker.queue.jobs[0].said)] if wished else [])
    assert alerted == ([opened] if wished else [])
    opened.messages.clear()
    opened.activateWindow()
    qtbot.waitUntil(lambda: "Removed from" in opened.messages.text)
    other.activateWindow()
    qtbot.waitUntil(lambda: not opened.isActiveWindow())
    opened.export_to(tmp_path / "out.mp4")
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    assert opened.messages.text.startswith("Exported ")
    assert opened.messages.button.isVisible(), "the offer to open the folder stays"


def test_without_a_tray_the_window_asks_for_attention(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerted: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", lambda window, *_: alerted.append(window))
    from peanut_studio.ui.panels.message_bar import MessageBar

    window = QWidget()
    qtbot.addWidget(window)
    announcing = Announcing(bench.queue, MessageBar(window), lambda: True, window)
    bench.add("a")
    qtbot.waitUntil(lambda: bool(alerted))
    assert announcing._tray is None


def test_the_wish_is_kept(tmp_path: Path) -> None:
    for wished in (False, True):
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        preferences.save(settings, Preferences(notify=wished))
        settings.sync()
        again = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        assert preferences.load(again).notify is wished
    assert Preferences().notify


def test_the_windows_task_bar_calls_the_right_methods() -> None:
    calls: list[tuple[int, ...]] = []
    function = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
    kind_of_state = function(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    kind_of_value = function(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulonglong, ctypes.c_ulonglong)
    value = kind_of_value(lambda _this, window, done, total: calls.append((9, window, done, total)) or 0)
    state = kind_of_state(lambda _this, window, flag: calls.append((10, window, flag)) or 0)
    table = (ctypes.c_void_p * 11)()
    table[9], table[10] = ctypes.cast(value, ctypes.c_void_p).value, ctypes.cast(state, ctypes.c_void_p).value
    thing = ctypes.c_void_p(ctypes.addressof(table))
    bar = WindowsTaskBar(ctypes.addressof(thing), 77)
    bar.show(0.25, paused=False)
    bar.show(0.5, paused=True)
    bar.show(None, paused=False)
    assert calls == [(10, 77, 2), (9, 77, 250, PARTS), (10, 77, 8), (9, 77, 500, PARTS), (10, 77, 0)]


SENDS = """
import sys
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication
from peanut_studio.ui.task_bar import LauncherEntry
application = QApplication(["x"])
application.setDesktopFileName("peanut-studio")
bus = QDBusConnection.sessionBus()
assert bus.isConnected()
LauncherEntry(bus).show(0.25, False)
bus.call(__import__("PySide6.QtDBus").QtDBus.QDBusMessage.createMethodCall(
    "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "ListNames"))
"""
LISTENS = """
dbus-monitor --session "interface='com.canonical.Unity.LauncherEntry'" &
for _ in 1 2 3 4 5; do sleep 0.2; done
"$0" -c "$1"
sleep 0.3
kill %1
"""


@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-run-session") is None or shutil.which("dbus-monitor") is None,
    reason="needs a bus of its own",
)
def test_the_launcher_hears_of_the_progress() -> None:
    ran = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", LISTENS, sys.executable, SENDS],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = " ".join(ran.stdout.split())
    assert "member=Update" in said, (ran.stdout, ran.stderr)
    assert 'string "application://peanut-studio.desktop"' in said
    assert 'string "progress" variant double 0.25' in said
    assert 'string "progress-visible" variant boolean true' in said

"""What is seen of the jobs from outside the window: title, task bar, a word when one is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.queued import QueuedJob, State
from peanut_studio.ui.task_bar import NoTaskBar, TaskBar, task_bar

SHOWN = 10000
"""Milliseconds that a notification stays where the system lets the program say so."""


class Announcing(QObject):
    """Notifies only while another window is in front, and only where somebody `wishes` it.

    What was said meanwhile is said again in the message bar when the window comes to the front.
    """

    def __init__(self, queue: JobQueue, messages: MessageBar, wishes: Callable[[], bool], window: QWidget) -> None:
        super().__init__(window)
        self._queue, self._messages, self._wishes, self._window = queue, messages, wishes, window
        self._title = window.windowTitle()
        self._told: tuple[int | None, bool] = None, False
        self._missed = ""
        self._tray: QSystemTrayIcon | None = None
        self.bar: TaskBar = NoTaskBar()
        window.installEventFilter(self)
        queue.changed.connect(self._show)
        queue.advanced.connect(self._show)
        queue.ended.connect(self.on_ended)

    def set_title(self, title: str) -> None:
        """What the window is called where nothing is being done."""
        self._title = title
        self._show_title()

    def find_bar(self) -> None:
        """Look for the system's task bar; the window must be shown."""
        self.bar = task_bar(self._window)

    def on_ended(self, job: QueuedJob) -> None:
        """A job is over."""
        if self._window.isActiveWindow():
            return
        failed = job.state is State.FAILED
        # An error, and an offer to open what was made, stay in the message bar until they are closed.
        self._missed = "" if failed or job.made is not None else f"{job.name}: {job.said}"
        if self._wishes():
            title = self.tr("{work}: failed") if failed else self.tr("{work}: done")
            self._notify(title.format(work=job.name), job.said, failed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window comes to the front."""
        if watched is self._window and event.type() == QEvent.Type.WindowActivate:
            if self._missed:
                self._messages.note(self._missed)
                self._missed = ""
            if self._tray is not None:
                self._tray.hide()
        elif watched is self._window and event.type() == QEvent.Type.Show and isinstance(self.bar, NoTaskBar):
            QTimer.singleShot(0, self, self.find_bar)
        return super().eventFilter(watched, event)

    def stop(self) -> None:
        """Nothing is to be seen any more."""
        self.bar.show(None, False)
        if self._tray is not None:
            self._tray.hide()

    def _notify(self, title: str, text: str, failed: bool) -> None:
        QApplication.alert(self._window)
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.setToolTip("Peanut Studio")
            self._tray.messageClicked.connect(self._come_forward)
            self._tray.activated.connect(self._come_forward)
        self._tray.show()
        kind = QSystemTrayIcon.MessageIcon.Warning if failed else QSystemTrayIcon.MessageIcon.Information
        self._tray.showMessage(title, text, kind, SHOWN)

    def _come_forward(self) -> None:
        self._window.raise_()
        self._window.activateWindow()

    def _show(self) -> None:
        job = self._queue.current
        percent = None if job is None else int(100 * job.share + 1e-6)
        paused = job is not None and job.state in (State.PAUSING, State.PAUSED)
        if (percent, paused) != self._told:
            self._told = percent, paused
            self._show_title()
            self.bar.show(None if percent is None else percent / 100, paused)

    def _show_title(self) -> None:
        percent, paused = self._told
        if percent is None:
            self._window.setWindowTitle(self._title)
        elif paused:
            self._window.setWindowTitle(
                self.tr("Paused, {percent} % - {title}").format(percent=percent, title=self._title)
            )
        else:
            self._window.setWindowTitle(f"{percent} % - {self._title}")

"""What helps beside the work: models, log, report, history, the first hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMessageBox, QToolButton, QWidget

from peanut_studio import __version__
from peanut_studio.model.project import Project
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.log_book import LogBook
from peanut_studio.ui.panels.history import HistoryPanel
from peanut_studio.ui.panels.keyboard import KeyboardDialog
from peanut_studio.ui.panels.log import LogPanel
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.preferring import Preferring
from peanut_studio.ui.queued import QueuedJob, State
from peanut_studio.ui.report import report
from peanut_studio.ui.tour import Hint, Tour

SOURCE_CODE = "Apache-2.0"

if TYPE_CHECKING:
    from peanut_studio.ui.dialogs.models import ModelsDialog
    from peanut_studio.ui.dialogs.plugins import PluginsDialog


class Helping(QObject):
    """Opens what is asked for and keeps what it needs."""

    def __init__(
        self, window: QMainWindow, document: Document, messages: MessageBar, preferring: Preferring, queue: JobQueue
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._messages, self._preferring = window, document, messages, preferring
        self._queue = queue
        self._has_exported = False
        queue.ended.connect(self._on_job_ended)
        self.log = LogBook(self)
        messages.said.connect(self.log.hear_message)
        self.history = HistoryPanel(window)
        self.history.jumped.connect(document.jump)
        self.history.visibilityChanged.connect(lambda _seen: self._show_history())
        document.changed.connect(self._show_history)
        self.log_panel = LogPanel(self.log, self._report)

    def make_tour(self, settings: QSettings, actions: Mapping[str, QAction], welcome: QWidget, viewer: QWidget) -> Tour:
        """The hints of the first start."""

        def button(name: str) -> QWidget | None:
            buttons = self._window.findChildren(QToolButton)
            return next((one for one in buttons if one.defaultAction() is actions[name]), None)

        def project() -> Project | None:
            return self._document.project

        def is_marked() -> bool:
            return (now := project()) is not None and bool(now.marked_objects)

        def is_removed() -> bool:
            asked = any(job.work.kind == "remove" for job in self._queue.jobs)
            return asked or ((now := project()) is not None and now.result is not None)

        open_it = self.tr("Open a clip here, or drop a file anywhere in the window.")
        click_it = self.tr("Click what should go. Right click what does not belong to it.")
        remove_it = self.tr("Remove follows the object through the clip and fills it away.")
        export_it = self.tr("Export writes the film. F1 lists all keys.")
        hints = (
            Hint(lambda: welcome, open_it, lambda: project() is not None),
            Hint(lambda: viewer, click_it, is_marked),
            Hint(lambda: button("remove"), remove_it, is_removed),
            Hint(lambda: button("export"), export_it, lambda: self._has_exported),
        )
        return Tour(self._window, settings, hints)

    def _on_job_ended(self, job: QueuedJob) -> None:
        if job.work.kind == "fetch" and job.state is State.DONE:
            self._preferring.engines_changed.emit()
        self._has_exported |= job.work.kind == "export" and job.state is State.DONE

    def show_models(self) -> ModelsDialog:
        """The engines and their files."""
        from peanut_studio.ui.dialogs.models import ModelsDialog

        dialog = ModelsDialog(self._window, queue=self._queue)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def show_plugins(self) -> PluginsDialog:
        """Engines from outside the program."""
        from peanut_studio.ui.dialogs.plugins import PluginsDialog

        dialog = PluginsDialog(self._window)
        dialog.changed.connect(self._preferring.engines_changed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def show_keyboard(self) -> None:
        """The page of shortcuts."""
        dialog = KeyboardDialog(self._window, self._preferring.now.shortcuts)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_about(self) -> None:
        """What this is."""
        what = self.tr("Removes things from video.")
        text = f"Peanut Studio {__version__}\n\n{what}\n{SOURCE_CODE}"
        title = self.tr("About Peanut Studio")
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def copy_report(self) -> None:
        """Versions, system, settings and the end of the log, to paste where help is asked for."""
        QGuiApplication.clipboard().setText(self._report())
        self._messages.note(self.tr("The report is in the clipboard; it holds names of files but no folders."))

    def stop(self) -> None:
        """The window closes."""
        self.log.stop()

    def _report(self) -> str:
        return report(self.log.entries, self._preferring.now)

    def _show_history(self) -> None:
        if self.history.isVisible():
            self.history.show_history(self._document.history)

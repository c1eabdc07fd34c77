"""From the Export action to the finished file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from peanut_studio.model.project import Project
from peanut_studio.ui.document import Document
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.ui.dialogs.estimator import Estimator
    from peanut_studio.ui.dialogs.export import ExportDialog
    from peanut_studio.ui.dialogs.export_form import Work


class Exporting(QObject):
    """Asks what to export, has it done, and says where it lies."""

    def __init__(
        self, document: Document, worker: Worker, messages: MessageBar, settings: QSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._worker, self._messages = document, worker, messages
        self._settings, self._window = settings, window
        self._estimator: Estimator | None = None
        worker.exported.connect(self._on_exported)

    def ask(self) -> ExportDialog | None:
        """Open the dialog; None where there is nothing to export, which is then said."""
        from peanut_studio.ui.dialogs.export import ExportDialog

        project = self._document.project
        if project is None:
            return None
        is_coming = self._worker.is_coming
        if not is_coming and not can_export(project):
            self._messages.complain(self.tr("There is nothing to export yet: click an object, then Track or Remove."))
            return None
        dialog = ExportDialog(_work(project, is_coming), self._settings, self._estimating(), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._worker.export)
        dialog.open()
        return dialog

    def to(self, target: Path) -> None:
        """Export the result's range as the file's ending says, without asking."""
        from peanut_studio.media.codecs import CODECS, ExportSettings
        from peanut_studio.pipeline.deliver import Delivery

        project = self._document.project
        if project is None or project.result is None:
            return
        codec = next(name for name, codec in CODECS.items() if target.suffix.lower() in codec.endings)
        settings, result = ExportSettings(codec), project.result
        self._worker.export(
            Delivery(project.clip.path, target, result.span, settings=settings, result=result.path, overwrite=True)
        )

    def stop(self) -> None:
        """Wait for what is being measured."""
        if self._estimator is not None:
            self._estimator.stop()

    def _estimating(self) -> Estimator:
        from peanut_studio.ui.dialogs.estimator import Estimator

        self._estimator = self._estimator or Estimator(self)
        return self._estimator

    def _on_exported(self, path: Path) -> None:
        self._messages.offer(
            self.tr("Exported {path}.").format(path=path), self.tr("Open Folder"), lambda: open_folder(path)
        )


def can_export(project: Project) -> bool:
    """Whether there is a result or at least masks."""
    return project.result is not None or any(chosen.track is not None for chosen in project.objects)


def open_folder(path: Path) -> None:
    """Show where a file lies in the desktop's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))


def _work(project: Project, is_coming: bool) -> Work:
    from peanut_studio.ui.dialogs.export_form import Work

    result = project.result
    known = [(chosen, chosen.track) for chosen in project.objects if chosen.track is not None]
    tracks = tuple((chosen.name, track) for chosen, track in known)
    refined_by = tuple(chosen.refinement for chosen, _ in known)
    return Work(project.clip, project.span, result.path if result else None, tracks, refined_by, is_coming)

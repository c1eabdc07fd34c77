"""Asks, before anything is downloaded, whether it may be."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from peanut_studio.ui.dialogs.sizes import size_text

if TYPE_CHECKING:
    from peanut_studio.engines.catalogue import WeightInfo


class Consent(QObject):
    """`may_fetch` is called by any thread but the window's and waits for the answer; each file is asked about once."""

    _wanted = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._asking = threading.Lock()
        self._answered = threading.Event()
        self._stopped = False
        self._answers: dict[str, bool] = {}
        self.box: QMessageBox | None = None
        self._wanted.connect(self._ask, Qt.ConnectionType.QueuedConnection)

    def may_fetch(self, weight: WeightInfo) -> bool:
        """Whether somebody agrees to size and licence. False when the window is being closed."""
        with self._asking:
            if weight.name not in self._answers and not self._stopped:
                self._answered.clear()
                self._wanted.emit(weight)
                self._answered.wait()
            return self._answers.get(weight.name, False)

    def stop(self) -> None:
        """The window closes: nobody will answer."""
        self._stopped = True
        self._answered.set()

    def _ask(self, weight: WeightInfo) -> None:
        if self._stopped:
            return
        box = question(self._window, (weight,))
        self.box = box

        def on_finished() -> None:
            # A refusal counts for this time only: the next need of the file asks again.
            agreed = box.clickedButton() is box.defaultButton()
            if agreed:
                self._answers[weight.name] = True
            self.box = None
            self._answered.set()

        box.finished.connect(on_finished)
        box.open()


def question(parent: QWidget, files: tuple[WeightInfo, ...]) -> QMessageBox:
    """A question about files to download: what, how large, under which licence."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(QCoreApplication.translate("Consent", "Download"))
    box.setText(
        QCoreApplication.translate("Consent", "Download {size} of trained weights?").format(
            size=size_text(sum(file.size for file in files))
        )
    )
    lines = []
    for file in files:
        link = f'<a href="{file.licence_url}">{file.licence}</a>'
        lines.append(f"<p>{file.title}<br>{size_text(file.size)}, {link}</p>")
        if file.note:
            lines.append(f"<p>{file.note}</p>")
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setInformativeText("".join(lines))
    yes = box.addButton(QCoreApplication.translate("Consent", "&Download"), QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(QCoreApplication.translate("Consent", "Not Now"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(yes)
    box.setEscapeButton(no)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box

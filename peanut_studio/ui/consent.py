"""Asks, before anything is downloaded, whether it may be."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from peanut_studio.model.progress import rest
from peanut_studio.ui.dialogs.sizes import size_text

if TYPE_CHECKING:
    from peanut_studio.engines.catalogue import WeightInfo

LOOK_UP = 0.1
"""Seconds after which a thread that waits for an answer looks whether its job is to stop."""


class Consent(QObject):
    """`may_fetch` is called by any thread but the window's and waits for the answer; one question is open at a time.

    Who agreed to a file is not asked about it again. A question whose job is given up goes away.
    """

    _wanted = Signal(object, int)
    _withdrawn = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._changed = threading.Condition()
        self._stopped = False
        self._open: int | None = None
        self._asked = 0
        self._answer: bool | None = None
        self._agreed: set[str] = set()
        self.box: QMessageBox | None = None
        self._wanted.connect(self._ask, Qt.ConnectionType.QueuedConnection)
        self._withdrawn.connect(self._withdraw, Qt.ConnectionType.QueuedConnection)

    def may_fetch(self, weight: WeightInfo) -> bool:
        """Whether somebody agrees to size and licence. False when the window is being closed.

        Raises Cancelled where the job that asks is cancelled meanwhile.
        """
        number = self._begin(weight)
        if number is None:
            return not self._stopped
        try:
            while True:
                with self._changed:
                    if self._answer is not None or self._stopped:
                        return bool(self._answer)
                    self._changed.wait(LOOK_UP)
                rest()
        finally:
            with self._changed:
                self._open = None
                self._changed.notify_all()
            self._withdrawn.emit(number)

    def stop(self) -> None:
        """The window closes: nobody will answer."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _begin(self, weight: WeightInfo) -> int | None:
        """Open a question when no other one is; its number, None where it needs no asking."""
        while True:
            with self._changed:
                if weight.name in self._agreed or self._stopped:
                    return None
                if self._open is None:
                    self._asked += 1
                    self._open, self._answer = self._asked, None
                    self._wanted.emit(weight, self._asked)
                    return self._asked
                self._changed.wait(LOOK_UP)
            rest()

    def _ask(self, weight: WeightInfo, number: int) -> None:
        if self._stopped or self._open != number:
            return
        box = question(self._window, (weight,))
        self.box = box

        def on_finished() -> None:
            # A refusal counts for this time only: the next need of the file asks again.
            agreed = box.clickedButton() is box.defaultButton()
            self.box = None
            with self._changed:
                if self._open == number:
                    self._answer = agreed
                    if agreed:
                        self._agreed.add(weight.name)
                self._changed.notify_all()

        box.finished.connect(on_finished)
        # Not modal, so that the job can be cancelled, and anything else done, while the question is open.
        box.setWindowModality(Qt.WindowModality.NonModal)
        box.show()

    def _withdraw(self, number: int) -> None:
        if self.box is not None and number == self._asked:
            self.box.reject()


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

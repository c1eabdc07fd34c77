"""From the Fill Range With action to a range of the result that another engine has filled."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog, QWidget

from peanut_studio.ui.document import Document
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.worker import Worker


class Refilling(QObject):
    """Asks which engine is to fill the range, and has it done."""

    def __init__(self, document: Document, worker: Worker, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._worker, self._messages, self._window = document, worker, messages, window

    def ask(self) -> QInputDialog | None:
        """Open the question; None where nothing was filled in yet."""
        from peanut_studio.pipeline.offers import offers

        project = self._document.project
        if project is None or project.result is None:
            self._messages.note(self.tr("Nothing has been filled in yet."))
            return None
        names = {f"{offer.title} ({offer.id})": offer.id for offer in offers("inpaint") if offer.ready}
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Fill Range With"))
        text = self.tr("Frames {first} to {last} are filled anew; the others stay as they are. Fill by:")
        dialog.setLabelText(text.format(first=project.span.start, last=project.span.stop - 1))
        dialog.setComboBoxItems(list(names))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda chosen: self.begin(names[chosen]))
        dialog.open()
        return dialog

    def begin(self, engine: str) -> None:
        """Have it done."""
        self._messages.clear()
        self._worker.remove(inpainter=engine)

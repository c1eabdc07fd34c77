"""From the action that tries engines to the list of what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from peanut_studio.ui.document import Document
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.preferring import Preferring
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.trial.chosen import Tried
    from peanut_studio.ui.dialogs.trial import TrialDialog


class Trying(QObject):
    """Asks which engines, has them tried, shows how they did, and goes on with the one that is wanted."""

    def __init__(
        self, document: Document, worker: Worker, messages: MessageBar, prefers: Preferring, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._worker, self._messages = document, worker, messages
        self._prefers, self._window = prefers, window
        worker.tried.connect(self.on_tried)

    def ask(self, tried: Tried | None = None) -> TrialDialog | None:
        """Open the dialog, with what came of a trial when there was one; None where no clip is open."""
        from peanut_studio.pipeline.offers import offers
        from peanut_studio.ui.dialogs.trial import TrialDialog

        project = self._document.project
        if project is None:
            return None
        found = tried.comparison if tried is not None else None
        dialog = TrialDialog(offers("inpaint"), len(project.span), found, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self.begin)
        dialog.used.connect(self.use)
        if tried is not None:
            page = QUrl.fromLocalFile(str(tried.page))
            dialog.page_pressed.connect(lambda: QDesktopServices.openUrl(page))
        dialog.open()
        return dialog

    def begin(self, names: tuple[str, ...], held_out: bool) -> None:
        """Have it done."""
        self._messages.clear()
        self._worker.try_engines(names, held_out)

    def use(self, engine: str) -> None:
        """Fill by this engine from now on."""
        self._prefers.change(replace(self._prefers.now, inpaint=engine))
        self._messages.note(self.tr("Holes are filled by {engine} from now on.").format(engine=engine))

    def on_tried(self, tried: Tried) -> None:
        """They have been tried."""
        text = self.tr("The engines were tried; {engine} does it best here.").format(engine=tried.comparison.best)
        self._messages.offer(text, self.tr("Show"), lambda: self.ask(tried))

"""From the Upscale action to the larger film, and how far it got in the timeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from peanut_studio.model.clip import Span
from peanut_studio.model.progress import Progress
from peanut_studio.ui.comparing import EnlargedFilm
from peanut_studio.ui.desk import Desk
from peanut_studio.ui.exporting import open_folder
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.preferring import Preferring
from peanut_studio.ui.projects import Projects
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.ui.dialogs.upscale import Enlargement, UpscaleDialog

STAGE = "enlarging"


class Upscaling(QObject):
    """Asks how large, has it done, puts the film beside the clip, and shows in the timeline which frames are done.

    `made_to_compare`: somebody wants to see the film that was made against its clip.
    """

    made_to_compare = Signal()

    def __init__(
        self, desk: Desk, worker: Worker, projects: Projects, messages: MessageBar, prefers: Preferring, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk, self._worker, self._projects, self._messages = desk, worker, projects, messages
        self._prefers, self._window = prefers, window
        self._done: dict[Path, Span] = {}
        self._films: dict[Path, EnlargedFilm] = {}
        self._span: Span | None = None
        worker.enlarged.connect(self.on_enlarged)
        worker.queue.progressed.connect(self.on_progressed)
        desk.document.opened.connect(self.on_opened)

    def ask(self) -> UpscaleDialog | None:
        """Open the dialog; None where no clip is open."""
        from PySide6.QtCore import Qt

        from peanut_studio.pipeline.offers import offers
        from peanut_studio.pipeline.upscale import USUAL
        from peanut_studio.ui.dialogs.upscale import UpscaleDialog

        project = self._desk.document.project
        if project is None:
            return None
        result = project.result.span if project.result else None
        usual = self._prefers.now.upscale or USUAL
        dialog = UpscaleDialog(project.clip, project.span, result, offers("upscale"), usual, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.begin)
        dialog.open()
        return dialog

    def begin(self, chosen: Enlargement) -> None:
        """Have it done."""
        self._messages.clear()
        self._worker.upscale(chosen)

    def on_progressed(self, progress: Progress) -> None:
        """A frame is done."""
        job, project = self._worker.queue.current, self._desk.document.project
        if job is None or job.work.kind != "upscale" or progress.stage != STAGE or project is None:
            return
        span = self._worker.enlarged_span
        slot = job.work.slot
        if span is None or slot is None or not progress.done or not slot.is_same(self._desk.document.slot):
            return
        self._done[project.clip.path] = Span(span.start, span.start + progress.done)
        self._show()

    def on_opened(self) -> None:
        """Another clip."""
        self._show()

    @property
    def film(self) -> EnlargedFilm | None:
        """The larger film of the clip that is shown, where one was made."""
        project = self._desk.document.project
        return self._films.get(project.clip.path) if project is not None else None

    def compare(self, wanted: bool) -> None:
        """Hold the clip against its larger film, or against the result again."""
        film = self.film if wanted else None
        if film is not None and not film.path.is_file():
            self._messages.complain(self.tr("{path} is not there any more.").format(path=film.path))
            film = None
        self._desk.comparing.take(film)

    def on_enlarged(self, film: EnlargedFilm) -> None:
        """There is a film."""
        self._films[film.of] = film
        self._projects.add([film.path])
        told = self.tr("Enlarged: {path}. It is among the clips of the project.").format(path=film.path)
        if film == self.film:
            self._messages.offer(told, self.tr("Compare"), self.made_to_compare.emit)
        else:
            self._messages.offer(told, self.tr("Open Folder"), lambda: open_folder(film.path))

    def _show(self) -> None:
        project = self._desk.document.project
        if project is not None:
            self._desk.show_enlarged(self._done.get(project.clip.path))

"""What the jobs that wait may take, worked out in a thread as `batch --dry-run` does it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from peanut_studio.model.project import Project
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.queued import Work
from peanut_studio.ui.tools import MakeTools

if TYPE_CHECKING:
    from peanut_studio.batch.estimate import Estimate

COMMANDS = {
    "track": "track", "track_from": "track", "follow": "track", "remove": "remove", "refill": "remove",
    "upscale": "upscale", "export": "export", "try": "compare",
}  # fmt: skip
"""What a kind of work is called on the command line; what others take is a matter of seconds."""


class Outlook(QObject):
    """Asks anew when the clip of a job that waits is another one, for it takes the clip as it is then."""

    def __init__(
        self, queue: JobQueue, document: Document, make_tools: MakeTools, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._document, self._make_tools = queue, document, make_tools
        self._asked: dict[int, Project] = {}
        self._thread = LatestThread(lambda: None, self)
        self._thread.answered.connect(self.on_answered)
        queue.changed.connect(self.look)
        document.changed.connect(self.look)

    def look(self) -> None:
        """Ask for what is not known of the jobs that wait."""
        waiting = {job.number: job.work for job in self._queue.waiting if job.work.kind in COMMANDS}
        self._asked = {number: project for number, project in self._asked.items() if number in waiting}
        for number, work in waiting.items():
            project = self._document.project_of(work.slot)
            if project is not None and self._asked.get(number) is not project:
                self._asked[number] = project
                self._thread.ask(str(number), partial(_estimate, work, project, self._make_tools))

    def on_answered(self, number: str, found: Estimate) -> None:
        """An answer has come."""
        self._queue.expect(int(number), found)

    def stop(self) -> None:
        """End the thread."""
        self._thread.stop()


def _estimate(work: Work, project: Project, make_tools: MakeTools) -> Estimate:
    from peanut_studio.batch.estimate import Ahead, estimate_of

    removed = project.removed_objects
    has_masks = work.kind == "refill" or all(one.is_tracked(project.span) for one in removed)
    inpainter = work.told.get("by") if work.kind == "refill" else None
    choices = make_tools(_ignore, _ignore, _ignore).choices
    size = project.clip.width, project.clip.height
    start, stop = work.told.get("span") or (project.span.start, project.span.stop)
    return estimate_of(
        Ahead(COMMANDS[work.kind], stop - start, size, inpainter or choices.inpainter, choices.reduce, has_masks)
    )


def _ignore(*_told: object) -> None:
    pass

"""Jobs that were not done when the window was closed: remembered, and there again when their clip is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QMessageBox, QWidget

from peanut_studio.ui.answered import is_answered
from peanut_studio.ui.document import Document
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.queued import QueuedJob, State
from peanut_studio.ui.remembered import KINDS, Told, bring_back
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.pipeline.open_project import OpenProject

KEY = "jobs/unfinished"
KEPT = 50
"""Entries that are remembered; older ones are of projects that nobody opened again."""

_Entry = tuple[str, int, str, Told]
"""The project's file, the clip's number in it, the kind of work, what was chosen for it."""


class Unfinished(QObject):
    """Remembers work on clips as it is asked for, so that also a crash forgets nothing.

    What was found so far is in the cache, from which it goes on.
    """

    def __init__(
        self, document: Document, worker: Worker, messages: MessageBar, settings: QSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._worker, self._messages = document, worker, messages
        self._settings, self._window = settings, window
        self._left = _load(settings)
        self._is_asking = False
        self.asks = True
        worker.queue.changed.connect(self.remember)
        document.opened.connect(self._bring_back)

    def may_close(self) -> bool:
        """Whether nothing is under way, or the user wants to close all the same."""
        under_way = [job for job in self._worker.queue.unfinished if job.state is not State.HELD]
        if not under_way or not self.asks:
            return True
        if self._is_asking:
            return False
        self._is_asking = True
        sure = self.is_sure(len(under_way))
        self._is_asking = False
        return sure

    def is_sure(self, count: int) -> bool:
        """Ask whether to close although so many jobs are not done."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Peanut Studio")
        box.setText(self.tr("%n jobs are not done yet.", "", count))
        box.setInformativeText(
            self.tr("Work on a clip is offered again when the clip is opened next; downloads and copies are given up.")
        )
        close = box.addButton(self.tr("&Close"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("&Keep Working"), QMessageBox.ButtonRole.RejectRole)
        return is_answered(box, close, stay)

    def remember(self) -> None:
        """Keep what there is to do; also where its project was saved elsewhere."""
        entries = [entry for job in self._worker.queue.unfinished if (entry := _entry(job)) is not None]
        entries = [*(entry for entry in self._left if entry not in entries), *entries][-KEPT:]
        text = json.dumps(entries)
        if text != self._settings.value(KEY, "[]"):
            self._settings.setValue(KEY, text)

    def _bring_back(self) -> None:
        slot = self._document.slot
        if slot is None or slot.project is None:
            return
        self._put_by(slot.project)
        here = str(slot.project.file.path), slot.clip_id
        mine = [(kind, told) for project, clip, kind, told in self._left if (project, clip) == here]
        self._left = [entry for entry in self._left if entry[:2] != here]
        shown = self._document.project
        back = [bring_back(self._worker, shown, kind, told) for kind, told in mine] if shown is not None else []
        jobs = [job for job in back if job is not None]
        numbers = [job.number for job in jobs]
        if jobs:
            self._messages.offer(
                self.tr("{work} was not done when the window was closed.").format(work=jobs[-1].name),
                self.tr("Go On"),
                lambda: self._go_on(numbers),
            )

    def _go_on(self, numbers: list[int]) -> None:
        for number in numbers:
            self._worker.queue.go_on(number)

    def _put_by(self, project: OpenProject) -> None:
        """Take what is held for clips of other projects off the list; it comes back with them."""
        for job in self._worker.queue.waiting:
            slot, entry = job.work.slot, _entry(job)
            if job.state is State.HELD and slot is not None and slot.project not in (None, project):
                self._left += [entry] if entry is not None else []
                self._worker.queue.cancel(job.number)


def _entry(job: QueuedJob) -> _Entry | None:
    slot = job.work.slot
    if job.work.kind not in KINDS or slot is None or slot.project is None or slot.clip_id is None:
        return None
    return str(slot.project.file.path), slot.clip_id, job.work.kind, job.work.told


def _load(settings: QSettings) -> list[_Entry]:
    try:
        kept = json.loads(str(settings.value(KEY, "[]")))
        return [(str(project), int(clip), kind, dict(*told)) for project, clip, kind, *told in kept if kind in KINDS]
    except (ValueError, TypeError):
        return []

"""Strokes become masks: one after the other in a thread, each one step of the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.correction import Correction
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import Project
from peanut_studio.model.stroke import Flood, Lasso, MaskEdit, Stroke
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_thread import LatestThread

NAMES: dict[tuple[type, bool], str] = {
    (Stroke, True): "Brush", (Stroke, False): "Erase", (Lasso, True): "Lasso", (Lasso, False): "Lasso Away",
    (Flood, True): "Fill", (Flood, False): "Take Part Away",
}  # fmt: skip
"""How the history calls an edit."""

KEY = "mask"


@dataclass(frozen=True, eq=False)
class _Task:
    name: str
    of: Project
    object_id: int | None
    frame: int
    work: Callable[[MaskTrack], Iterable[Correction]]


class Handwork(QObject):
    """Masks that a person makes. Edits wait for each other, for each begins with what the last one left.

    `settled` comes when nothing waits any more and all that was made is in the document.
    """

    failed = Signal(str)
    settled = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._waiting: list[_Task] = []
        self._in_hand: _Task | None = None
        self._thread = LatestThread(lambda: None, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)

    @property
    def is_busy(self) -> bool:
        """Whether an edit has not reached the document yet."""
        return self._in_hand is not None

    def paint(self, frame: int, edit: MaskEdit) -> None:
        """Change the selected object's mask on a frame; without one a new object is made."""

        def work(track: MaskTrack) -> Iterable[Correction]:
            from peanut_studio.pipeline.correct import painted

            made = painted(track, frame, edit)
            return (made,) if made is not None else ()

        self._add(NAMES[type(edit), edit.adds], frame, work)

    def copy(self, frame: int, count: int) -> None:
        """The selected object's mask of a frame on so many frames after it."""

        def work(track: MaskTrack) -> Iterable[Correction]:
            from peanut_studio.pipeline.correct import copied

            return copied(track, frame, count)

        self._add("Copy Mask", frame, work)

    def stop(self) -> None:
        """End the thread."""
        self._waiting.clear()
        self._thread.stop()

    def on_answered(self, _key: str, made: object) -> None:
        """Keep what was made."""
        task, self._in_hand = self._in_hand, None
        project = self._document.project
        if task is not None and isinstance(made, tuple) and made and project and project.clip is task.of.clip:
            self._document.correct(task.name, task.object_id, made)
        self._next()

    def on_failed(self, _key: str, sentence: str) -> None:
        """An edit could not be made."""
        self._in_hand = None
        self.failed.emit(sentence)
        self._next()

    def _add(self, name: str, frame: int, work: Callable[[MaskTrack], Iterable[Correction]]) -> None:
        project = self._document.project
        if project is not None:
            chosen = self._document.selected
            self._waiting.append(_Task(name, project, chosen.object_id if chosen else None, frame, work))
            self._next()

    def _next(self) -> None:
        if self._in_hand is not None:
            return
        project = self._document.project
        if not self._waiting or project is None:
            self.settled.emit()
            return
        task = self._waiting.pop(0)
        # Of strokes drawn before there was an object, all but the first go to the one that the first has made.
        object_id = task.object_id if task.object_id is not None else project.selected
        task = _Task(task.name, task.of, object_id, task.frame, task.work)
        clip, chosen = project.clip, project.find(object_id)
        track = self._document.track_on(chosen, task.frame) if chosen is not None else None
        base = track or MaskTrack(object_id or 0, (clip.width, clip.height), clip.frame_count)
        self._in_hand = task
        self._thread.ask(KEY, lambda: tuple(task.work(base)))

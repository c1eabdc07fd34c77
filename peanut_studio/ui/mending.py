"""Clicks on a mask that is there already: each adds or takes away a part, and what comes out is a correction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.project import Mark
from peanut_studio.model.prompt import Box, Click
from peanut_studio.ui.document import Document
from peanut_studio.ui.prompter import Mended, Prompter


@dataclass(frozen=True)
class _Asked:
    """What was said of a mask that is `runs` in the document, and not answered yet."""

    object_id: int
    frame: int
    runs: bytes
    marks: tuple[Mark, ...]


class Mending(QObject):
    """Puts right the mask of one object on one frame; clicks that come before the answer count with those before."""

    def __init__(self, document: Document, prompter: Prompter, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._prompter = document, prompter
        self._asked: _Asked | None = None
        prompter.mended.connect(self.on_mended)
        prompter.mend_failed.connect(self.on_mend_failed)

    def takes(self, chosen: ChosenObject | None, frame: int) -> bool:
        """Whether marks on a frame mend the object's mask there, rather than point at the object."""
        if chosen is None or chosen.locked or chosen.marks_on(frame):
            return False
        return chosen.correction_on(frame) is not None or self._runs(chosen, frame) is not None

    def ask(self, chosen: ChosenObject, marks: tuple[Mark, ...]) -> None:
        """Mend the mask of the marks' frame; the document gets it as a correction."""
        frame, project = marks[0].frame, self._document.project
        runs = self._runs(chosen, frame)
        if project is None:
            return
        asked, before = _Asked(chosen.object_id, frame, runs or b"", marks), self._asked
        if before is not None and replace(before, marks=marks) == asked:
            asked = replace(before, marks=(*before.marks, *marks))
        self._asked = asked
        track = self._document.track_on(chosen, frame)
        self._prompter.mend(project, chosen.object_id, track if runs else None, asked.marks)

    def on_mended(self, answer: Mended) -> None:
        """The mask has come; it counts if it is the answer to the last question and the old mask is still there."""
        asked, project = self._asked, self._document.project
        if asked is None or asked.marks != answer.marks or asked.object_id != answer.object_id:
            return
        self._asked = None
        chosen = project.find(asked.object_id) if project is not None else None
        if chosen is None or (self._runs(chosen, asked.frame) or b"") != asked.runs:
            return
        first = asked.marks[0]
        adds = isinstance(first, Box) or (isinstance(first, Click) and first.positive)
        self._document.correct("Add Part" if adds else "Take Part Away", asked.object_id, [answer.correction])

    def on_mend_failed(self, object_id: int, marks: tuple[Mark, ...]) -> None:
        """There is no answer: the marks are given up, lest they go along with the next click."""
        if self._asked is not None and (self._asked.object_id, self._asked.marks) == (object_id, marks):
            self._asked = None

    def _runs(self, chosen: ChosenObject, frame: int) -> bytes | None:
        track = self._document.track_on(chosen, frame)
        return track.runs[frame] if track is not None and track.area(frame) else None

"""The thread that looks for what a phrase means, while the person goes on working."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.project import Project
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.matches import Match, match_of
from peanut_studio.ui.tools import MakeTools

if TYPE_CHECKING:
    from peanut_studio.pipeline.seek import Seeker, Sought

KEY = "words"


@dataclass(frozen=True, eq=False)
class Question:
    """A phrase about a frame of a project."""

    project: Project
    frame: int
    text: str


@dataclass(frozen=True, eq=False)
class Answer:
    """What was found, and how it is drawn."""

    question: Question
    sought: Sought
    matches: tuple[Match, ...]


class Seeking(QObject):
    """Asks the engine; of several phrases the newest counts. `said` carries notes, `failed` what went wrong."""

    found = Signal(object)
    said = Signal(str)
    failed = Signal(str)
    busy_changed = Signal(bool)

    def __init__(self, make_tools: MakeTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_tools = make_tools
        self._seeker: Seeker | None = None
        self._of: Project | None = None
        self._asked: Question | None = None
        self._thread = LatestThread(self._close, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    def is_asked(self, frame: int, text: str) -> bool:
        """Whether this is being looked for already."""
        return self._asked is not None and (self._asked.frame, self._asked.text) == (frame, text)

    def ask(self, question: Question) -> None:
        """Look for a phrase; `found` gives the answer unless it is given up or another one is asked."""
        self._asked = question
        self.busy_changed.emit(True)
        self._thread.ask(KEY, lambda: self._find(question))

    def give_up(self) -> None:
        """No answer is wanted any more."""
        if self._asked is not None:
            self._asked = None
            self.busy_changed.emit(False)

    def forget(self) -> None:
        """Another engine is to answer from now on."""
        self._thread.ask("forget", self._close)

    def stop(self) -> None:
        """End the thread and free the engine."""
        self._thread.stop()

    def on_answered(self, _key: str, answer: Answer | None) -> None:
        """Pass an answer on."""
        if answer is None or answer.question is not self._asked:
            return
        self._asked = None
        self.busy_changed.emit(False)
        self.found.emit(answer)

    def on_failed(self, key: str, sentence: str) -> None:
        """Pass a failure on."""
        if key == KEY and self._asked is not None:
            self._asked = None
            self.busy_changed.emit(False)
            self.failed.emit(sentence)

    def _find(self, question: Question) -> Answer:
        from peanut_studio.pipeline.footage import Footage
        from peanut_studio.pipeline.seek import Seeker

        if self._seeker is None or self._of is None or self._of.clip is not question.project.clip:
            self._close()
            tools = self._make_tools(self.said.emit, _ignore_bytes, _ignore_tracks)
            self._seeker = Seeker(Footage(question.project.clip.path), tools.choices, tools.weights)
            self._of = question.project
        sought = self._seeker.find(question.text, question.frame)
        return Answer(question, sought, tuple(match_of(thing) for thing in sought.things))

    def _close(self) -> None:
        if self._seeker is not None:
            self._seeker.close()
            self._seeker = None


def _ignore_bytes(_done: int, _total: int) -> None:
    pass


def _ignore_tracks(_tracks: object) -> None:
    pass

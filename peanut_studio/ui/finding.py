"""From a phrase to numbered candidates over the picture, and from the one that is picked to an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from peanut_studio.ui.document import Document
from peanut_studio.ui.panels.prompt_bar import PromptBar
from peanut_studio.ui.seeking import Answer, Question, Seeking
from peanut_studio.ui.tools import MakeTools
from peanut_studio.ui.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peanut_studio.pipeline.seek import Thing

HISTORY, MOST = "phrases", 12


class Finding(QObject):
    """Asks, shows, picks. `began` comes before the search; `said` and `failed` carry sentences for the user.

    Where a `follower` is preferred, there is nothing to be picked: `follow_wanted` gives the phrase and the engine.
    """

    began = Signal()
    said = Signal(str)
    failed = Signal(str)
    follow_wanted = Signal(str, str)

    def __init__(
        self,
        bar: PromptBar,
        viewer: Viewer,
        document: Document,
        make_tools: MakeTools,
        settings: QSettings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bar, self._viewer, self._document, self._settings = bar, viewer, document, settings
        self._answer: Answer | None = None
        self.follower: Callable[[], str] = lambda: ""
        self.seeking = Seeking(make_tools, self)
        self.seeking.found.connect(self.on_found)
        self.seeking.said.connect(self.said)
        self.seeking.failed.connect(self.on_failed)
        bar.asked.connect(self.on_asked)
        bar.taken.connect(self.take)
        bar.dismissed.connect(self.on_dismissed)
        viewer.match_picked.connect(self.pick)
        viewer.matches_taken.connect(self.take)
        viewer.matches_left.connect(self.dismiss)
        viewer.escaped.connect(self.dismiss)
        document.frame_moved.connect(lambda _frame: self.dismiss())
        document.opened.connect(self.dismiss)
        bar.show_history(self._phrases)

    @property
    def is_open(self) -> bool:
        """Whether there are candidates to pick from."""
        return self._answer is not None

    def on_asked(self, text: str) -> None:
        """A phrase was typed."""
        project = self._document.project
        if project is None or self.seeking.is_asked(self._document.frame, text):
            return
        self.dismiss()
        self.began.emit()
        if text and (follower := self.follower()):
            self._remember(text)
            self._viewer.setFocus()
            self.follow_wanted.emit(text, follower)
            return
        self._bar.show_busy()
        self.seeking.ask(Question(project, self._document.frame, text))

    def on_found(self, answer: Answer) -> None:
        """The candidates have come; they are shown where the playhead still is on their frame."""
        project = self._document.project
        same = project is not None and project.clip is answer.question.project.clip
        if not same or self._document.frame != answer.sought.frame:
            self._bar.show_nothing()
            return
        self._remember(answer.sought.text)
        self._tell_unused(answer)
        if not answer.matches:
            self._bar.show_nothing()
            self.failed.emit(
                self.tr("Nothing on this frame looks like “{phrase}”: say it in other words, or click it.").format(
                    phrase=answer.sought.text
                )
            )
            return
        self._answer = answer
        self._viewer.set_matches(answer.matches)
        self._viewer.setFocus()
        if answer.sought.fits:
            self._bar.show_found(answer.sought.text, len(answer.matches), len(answer.sought.meant))
        else:
            best = answer.matches[0]
            self._bar.show_nearest(answer.sought.text)
            self.said.emit(
                self.tr("Nothing fits “{phrase}”; what comes nearest, with {score}, is number 1.").format(
                    phrase=answer.sought.text, score=best.label
                )
            )

    def on_failed(self, sentence: str) -> None:
        """It could not be looked for."""
        self._bar.show_nothing()
        self.failed.emit(sentence)

    def take(self) -> None:
        """Take what the phrase means: the first, or as many as it says."""
        if self._answer is not None:
            self._make(self._answer.sought.meant or self._answer.sought.things[:1])

    def pick(self, number: int) -> None:
        """Take the candidate of that number, where there is one."""
        if self._answer is not None:
            self._make([thing for thing in self._answer.sought.things if thing.number == number])

    def on_dismissed(self) -> None:
        """Escape in the field: the candidates go, or, where there are none, the field is left."""
        if self._answer is None and not self.seeking.is_busy:
            self._viewer.setFocus()
        self.dismiss()

    def dismiss(self) -> None:
        """Pick none."""
        self.seeking.give_up()
        self._answer = None
        self._viewer.set_matches(())
        self._bar.show_nothing()

    def stop(self) -> None:
        """End the thread."""
        self.seeking.stop()

    def _make(self, things: Sequence[Thing]) -> None:
        answer = self._answer
        if answer is None or not things:
            return
        self.dismiss()
        self._document.add_found(answer.sought.text, [one.marks for one in things])
        self._viewer.setFocus()

    def _tell_unused(self, answer: Answer) -> None:
        sought = answer.sought
        told = []
        if sought.nameless:
            text = self.tr("“{words}” was not used: this engine knows colour, place, size and motion, not names.")
            told.append(text.format(words=sought.nameless))
        for relation in sought.relations:
            text = self.tr("“{words}” was not used: places beside other things are not understood.")
            told.append(text.format(words=relation))
        if told:
            self.said.emit(" ".join(told))

    @property
    def _phrases(self) -> list[str]:
        kept = self._settings.value(HISTORY, [])
        return [kept] if isinstance(kept, str) else [str(one) for one in kept] if isinstance(kept, list) else []

    def _remember(self, text: str) -> None:
        phrases = [text, *(one for one in self._phrases if one != text)][:MOST]
        self._settings.setValue(HISTORY, phrases)
        self._bar.show_history(phrases)

"""The mask under a mark, found in a thread while the person goes on pointing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import StudioError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import Colour, Mark, Project
from peanut_studio.model.prompt import MaskPrompt, Prompt
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.patience import NoAnswer, Patience
from peanut_studio.ui.pictures import peek_of
from peanut_studio.ui.tools import MakeTools

if TYPE_CHECKING:
    from peanut_studio.pipeline.edit import Tools
    from peanut_studio.pipeline.far_preview import FarPreview
    from peanut_studio.pipeline.preview import Preview


PEEK = "peek"
MEND = "mend"
WARM = "warm"
LOOK = "look"
PREPARE = "prepare"
NO_OBJECT = 0
"""Objects are numbered from 1."""


@dataclass(frozen=True, eq=False)
class Peek:
    """What a mask would look like on a frame."""

    frame: int
    layer: QImage
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Answer:
    """The mask that the marks of one frame stand for."""

    object_id: int
    marks: tuple[Mark, ...]
    track: MaskTrack
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Found:
    track: MaskTrack
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Mended:
    """An object's mask on a frame after marks that mend it."""

    object_id: int
    marks: tuple[Mark, ...]
    correction: Correction
    notes: tuple[str, ...]


class Prompter(QObject):
    """Asks the engine for masks; of several questions about one object the newest counts.

    `mend_failed` names the object and gives the marks of a question that has no answer; `failed` says why.
    Of a question that is given up no answer is taken, and it is not put again. `peek_ended` comes with every answer to
    `peek`, also where that is none.
    """

    found = Signal(object)
    mended = Signal(object)
    mend_failed = Signal(int, object)
    said = Signal(str)
    failed = Signal(str)
    busy_changed = Signal(bool)
    peeked = Signal(int, object)
    peek_ended = Signal()

    def __init__(self, make_tools: MakeTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_tools = make_tools
        self._held: tuple[Project, Preview | FarPreview, Tools] | None = None
        self._has_answered = False
        self._asked: dict[str, tuple[Mark, ...]] = {}
        self._given_up: dict[str, tuple[Mark, ...]] = {}
        self._plugin = ""
        self._looked: tuple[object, int] | None = None
        self.patience = Patience(self)
        self._is_warm = self._is_warming = self._is_prepared = False
        self._thread = LatestThread(self._close, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return bool(self._asked)

    def awaited_on(self, frame: int) -> tuple[Mark, ...]:
        """The newest mark on a frame of each question that has no answer yet."""
        return tuple(marks[-1] for marks in self._asked.values() if marks and marks[-1].frame == frame)

    @property
    def is_working(self) -> bool:
        """Whether an answer is awaited, or what answers is being brought in."""
        return self.is_busy or self._is_warming

    def ask(self, project: Project, object_id: int, marks: tuple[Mark, ...]) -> None:
        """Ask for the mask of an object's marks, all of one frame; `found` gives it."""
        key = str(object_id)
        if marks in (self._asked.get(key), self._given_up.get(key)):
            return
        self._asked[key] = marks
        self.busy_changed.emit(True)

        def find() -> Answer:
            found = self._find(project, object_id, marks)
            return Answer(object_id, marks, found.track, found.notes)

        self._thread.ask(key, find)

    def mend(self, project: Project, object_id: int, track: MaskTrack | None, marks: tuple[Mark, ...]) -> None:
        """Ask what marks, all of one frame, make of the mask that `track` has there; `mended` gives it."""
        key = f"{MEND} {object_id}"
        self._asked[key] = marks
        self._given_up.pop(key, None)
        self.busy_changed.emit(True)
        frame = marks[0].frame

        def mend() -> Mended:
            before = () if track is None else (MaskPrompt(track.mask(frame), frame),)
            try:
                found = self._find(project, object_id, (*before, *marks))
            except BaseException:
                self.mend_failed.emit(object_id, marks)
                raise
            return Mended(object_id, marks, Correction.of(frame, found.track.mask(frame)), found.notes)

        self._thread.ask(key, mend)

    def peek(self, project: Project, marks: tuple[Mark, ...], colour: Colour) -> None:
        """Ask what the mask of marks that are not made yet would look like; `peeked` gives it if nothing is wrong."""

        def look() -> Peek | None:
            try:
                found = self._find(project, NO_OBJECT, marks)
            except NoAnswer:
                raise
            except StudioError:
                return None
            frame = marks[0].frame
            return Peek(frame, peek_of(found.track.mask(frame), colour), found.notes)

        self._thread.ask(PEEK, look)

    def prepare(self) -> None:
        """A clip is open: bring in what a question is put with, and have the process there that answers it."""
        if self._is_prepared:
            return
        self._is_prepared = True

        def begin() -> None:
            from peanut_studio.pipeline import far_preview  # noqa: F401

            tools = self._make_tools(_ignore_words, _ignore_bytes, _ignore_tracks)
            if tools.pointing is not None:
                tools.pointing.begin()

        self._thread.ask(PREPARE, begin)

    def warm(self) -> None:
        """A question is likely to come: import what answers it, once. Nothing is fetched for that, and nothing said."""
        if self._is_warm:
            return
        self._is_warm = self._is_warming = True

        def bring() -> None:
            from peanut_studio.pipeline.preview import bring_segmenter

            tools = self._make_tools(_ignore_words, _ignore_bytes, _ignore_tracks)
            if tools.pointing is None:
                bring_segmenter(tools.choices, tools.weights)
            else:
                tools.pointing.bring(tools)

        self._thread.ask(WARM, bring)

    def look(self, project: Project, frame: int) -> None:
        """A question about a frame is likely to come: have the engine look at it before. Nothing is said."""
        looked = project.clip, frame
        if self._looked == looked or self.is_busy or LOOK in self._given_up:
            return
        self._looked = looked

        def look() -> None:
            preview, _ = self._preview_of(project)
            with self.patience.watched(self._plugin):
                preview.look_at(frame)

        self._thread.ask(LOOK, look)

    def forget(self) -> None:
        """Another engine is to answer from now on."""
        self._is_warm = False
        self._looked = None
        self._given_up.clear()
        self._thread.ask("forget", self._close)

    def give_up(self) -> None:
        """Nobody waits for answers any more; what does not answer by itself is ended."""
        if not (self.is_busy or self.patience.is_tried):
            return
        self._given_up.update(self._asked)
        for key, marks in self._asked.items():
            if key.startswith(MEND):
                self.mend_failed.emit(int(key.removeprefix(MEND)), marks)
        self._asked.clear()
        self.patience.give_up()
        self.busy_changed.emit(False)
        self.said.emit(self.tr("Stopped."))

    def stop(self) -> None:
        """End the thread and free the engine."""
        self._thread.stop()

    def on_answered(self, key: str, answer: Answer | Mended | Peek | None) -> None:
        """Pass an answer on."""
        self._is_warming = self._is_warming and key != WARM
        for note in answer.notes if answer is not None else ():
            self.said.emit(note)
        if key == PEEK:
            self.peek_ended.emit()
        if isinstance(answer, Peek):
            self.peeked.emit(answer.frame, answer.layer)
        if answer is None or isinstance(answer, Peek) or self._given_up.get(key) == answer.marks:
            return
        if self._asked.get(key) == answer.marks:
            del self._asked[key]
        self.busy_changed.emit(self.is_busy)
        (self.mended if isinstance(answer, Mended) else self.found).emit(answer)

    def on_failed(self, key: str, sentence: str) -> None:
        """Pass a failure on; what fails while nobody has asked yet will fail again when somebody does."""
        if key in (WARM, PREPARE, LOOK):
            self._is_warming = self._is_warming and key != WARM
            return
        if key == PEEK:
            self.peek_ended.emit()
        self._asked.pop(key, None)
        self.busy_changed.emit(self.is_busy)
        self.failed.emit(sentence)

    def _find(self, project: Project, object_id: int, marks: tuple[Prompt, ...]) -> _Found:
        preview, tools = self._preview_of(project)
        with self.patience.watched(self._plugin):
            track = preview.track(object_id, marks)
        if self._has_answered:
            return _Found(track, ())
        self._has_answered = True
        if tools.working is not None:
            # Tracking is what comes next.
            tools.working.bring(tools)
        return _Found(track, preview.notes)

    def _preview_of(self, project: Project) -> tuple[Preview | FarPreview, Tools]:
        from peanut_studio.pipeline.far_preview import preview_for
        from peanut_studio.pipeline.footage import Footage

        if self._held is None or self._held[0].clip is not project.clip:
            self._close()
            self._is_warm, self._has_answered = True, False
            tools = self._make_tools(self.said.emit, _ignore_bytes, _ignore_tracks)
            self._held = project, preview_for(Footage(project.clip.path), tools), tools
            self._plugin = _plugin_of(tools)
        return self._held[1:]

    def _close(self) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            held[1].close()


def _plugin_of(tools: Tools) -> str:
    from peanut_studio.engines.registry import plugin_of

    return plugin_of("segment", tools.choices.segmenter)


def _ignore_words(_sentence: str) -> None:
    pass


def _ignore_bytes(_done: int, _total: int) -> None:
    pass


def _ignore_tracks(_tracks: object) -> None:
    pass

"""Keeps every edit in the project's file, in a thread, in order; asks the file for what was kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from peanut_studio.model.history import History
from peanut_studio.model.project import Project
from peanut_studio.ui.document import Document
from peanut_studio.ui.faults import sentence_of
from peanut_studio.ui.job_thread import LatestThread

if TYPE_CHECKING:
    from peanut_studio.pipeline.open_project import Foreign, OpenProject, Prepared, Shelf, Slot

RETRY = 4000
"""Milliseconds until what could not be kept is tried again."""

_Kept = tuple[History[Project], int]


class Keeper(QObject):
    """`shelved` tells what is in the project, `prepared` gives a clip as it was left, `missing` one without its media.

    `outside` gives a `Foreign` project, opened when `go_on_opening` answers for it. `fresh` says that a path is of
    no clip of the project yet, `offered` gives the projects to go on with, `kept_work` a clip's path and the project
    that has work on it, `copied` the place of a copy. `failed` and `said` carry sentences.
    """

    shelved = Signal(object)
    prepared = Signal(object)
    missing = Signal(object)
    outside = Signal(object)
    fresh = Signal(object)
    offered = Signal(object)
    kept_work = Signal(object)
    copied = Signal(object)
    failed = Signal(str)
    said = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._project: OpenProject | None = None
        self._waiting: dict[int, tuple[Slot, _Kept]] = {}
        self._queueing = threading.Lock()
        self._seen: History[Project] | None = None
        self._thread = LatestThread(self._farewell, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)
        self._retry = QTimer(self, singleShot=True, interval=RETRY)
        self._retry.timeout.connect(self.flush)
        self._complained = False
        self._place: Path | None = None
        self._candidate: OpenProject | None = None
        document.changed.connect(self.on_changed)
        document.opened.connect(self.on_opened)
        document.parking.edited.connect(self.on_parked_edited)

    @property
    def is_behind(self) -> bool:
        """Whether there are edits that could not be kept."""
        return self._complained and bool(self._waiting)

    @property
    def place(self) -> Path | None:
        """Where the project's file lies, or will; None where nothing had to be kept yet."""
        return self._place

    def results(self) -> Path:
        """The folder in which the project's results are kept."""
        from peanut_studio.store.project_file import results_of

        return results_of(self._begin_at())

    def on_opened(self) -> None:
        """Another clip: what was left of the one before is kept first."""
        slot = self._slot()
        self._seen = None
        self._thread.ask("adopt", lambda: self._adopt(slot))

    def on_changed(self) -> None:
        """Keep the edit, if it was one."""
        history = self._document.history
        if history is not None and history is not self._seen:
            self._seen = history
            self._note()
            self.flush()

    def on_parked_edited(self, slot: Slot, history: History[Project], frame: int) -> None:
        """A clip that is not shown was worked on."""
        self._queue(slot, (history, frame))
        self.flush()

    def flush(self) -> None:
        """Keep what waits."""
        self._thread.ask("keep", self._keep_all)

    def stop(self) -> None:
        """Keep the last things and close the file."""
        self._retry.stop()
        if self._document.history is not None:
            self._note()
            self.flush()
        self._thread.stop()

    # --- what is asked of the file

    def show_path(self, path: Path) -> None:
        """Look for a clip among those of the project: `prepared`, `missing`, or `fresh`."""
        self._ask("show", lambda: self._at(path))

    def show_clip(self, clip_id: int, moved_to: Path | None = None, project: OpenProject | None = None) -> None:
        """A clip of the project that is open, or of one about to be, as it was left."""
        self._ask("show", lambda: (project or self._opened()).prepare(clip_id, moved_to))

    def add(self, paths: list[Path]) -> None:
        """Put clips into the bin."""
        self._ask("add", lambda: self._add(paths))

    def set_removed(self, clip_id: int, removed: bool) -> None:
        """Take a clip out of the bin, or back in."""
        self._ask(f"remove {clip_id}", lambda: self._remove(clip_id, removed))

    def open_project(self, path: Path, clip: Path | None = None) -> None:
        """Open a project at the clip that was looked at last, or at the one that lies there; the project that is open
        stays until a clip of the other is there.
        """
        self._ask("show", lambda: self._open(path, clip))

    def go_on_opening(self, foreign: Foreign, agreed: bool) -> None:
        """Open a project with the media outside its folder, or without them."""
        self._ask("show", lambda: self._admit(foreign, agreed))

    def save_as(self, path: Path) -> None:
        """From now on keep the project there."""
        self._ask("save", lambda: self._save(path))

    def copy_to(self, place: Callable[[str], Path]) -> None:
        """Write the file of the project that is shown, as it is now, to the `place` for one of its title.

        What is opened afterwards does not change which project that is, even where its file is still to be made.
        """
        project, slot = self._document.project, self._slot()
        if project is not None:
            self._ask("copy", lambda: self._copy(slot, project.clip.title, place))

    def look_for_offers(self) -> None:
        """Which projects there are to go on with."""

        def look() -> tuple[str, object]:
            from peanut_studio.pipeline.project_places import offers

            return "offers", offers()

        self._thread.ask("offers", look)

    def look_for_work(self, clip: Path, named: Sequence[Path]) -> None:
        """Which project has work on the clip that lies there: one without a name, or one of the `named`."""

        def look() -> tuple[str, object] | None:
            from peanut_studio.pipeline.project_places import kept_work

            offer = kept_work(clip, [path for path in named if path != self._place])
            return ("kept work", (clip, offer)) if offer is not None else None

        self._thread.ask("kept work", look)

    # --- the thread's signals

    def on_answered(self, key: str, answer: object) -> None:
        """The file has answered."""
        from peanut_studio.pipeline.open_project import Foreign, Prepared, Shelf

        if key == "keep" and not self._waiting:
            self._complained = False
        if isinstance(answer, Shelf):
            self._place = answer.path
            self.shelved.emit(answer)
        elif isinstance(answer, Prepared):
            (self.prepared if answer.path is not None else self.missing).emit(answer)
        elif isinstance(answer, Foreign):
            self.outside.emit(answer)
        elif isinstance(answer, tuple):
            kind, value = answer
            signals = {"offers": self.offered, "kept work": self.kept_work, "fresh": self.fresh}
            {**signals, "copied": self.copied, "said": self.said}[kind].emit(value)

    def on_failed(self, key: str, sentence: str) -> None:
        """The file, or its disk, does not play along."""
        if key in ("keep", "adopt"):
            self._retry.start()
            if self._complained:
                return
            self._complained = True
        self.failed.emit(sentence)

    def _ask(self, key: str, question: Callable[[], object]) -> None:
        self._note()

        def after_keeping() -> object:
            self._keep_all()
            return question()

        self._thread.ask(key, after_keeping)

    def _note(self) -> None:
        history = self._document.history
        if history is not None:
            self._queue(self._slot(), (history, self._document.frame))

    def _queue(self, slot: Slot, kept: _Kept) -> None:
        with self._queueing:
            self._waiting[id(slot)] = slot, kept

    def _slot(self) -> Slot:
        from peanut_studio.pipeline.open_project import Slot

        slot = self._document.slot
        if slot is None:
            slot = self._document.slot = Slot()
        return slot

    # --- in the thread

    def _opened(self) -> OpenProject:
        from peanut_studio.pipeline.open_project import OpenProject

        if self._project is None:
            self._project = OpenProject.begin(self._begin_at())
        return self._project

    def _begin_at(self) -> Path:
        from peanut_studio.pipeline.project_places import new_place

        self._place = self._place or new_place()
        return self._place

    def _keep_all(self) -> Shelf | None:
        fresh = False
        for number, (slot, kept) in list(self._waiting.items()):
            fresh = fresh or slot.clip_id is None
            (slot.project or self._opened()).keep(slot, *kept)
            # A newer one may have come meanwhile; it waits for the next round.
            with self._queueing:
                if self._waiting[number][1] is kept:
                    del self._waiting[number]
        return self._opened().shelf() if fresh else None

    def _adopt(self, slot: Slot) -> Shelf | None:
        self._keep_all()
        if slot.project is not None and slot.project is not self._project:
            before, self._project = self._project, slot.project
            self._place = slot.project.file.path
            if before is not None:
                before.close()
        self._drop_candidate()
        return self._project.shelf() if self._project is not None else None

    def _at(self, path: Path) -> object:
        clip_id = self._project.at(path) if self._project is not None else None
        return self._opened().prepare(clip_id) if clip_id is not None else ("fresh", path)

    def _add(self, paths: list[Path]) -> None:
        from peanut_studio.model.errors import StudioError

        for path in paths:
            try:
                self._opened().add(path)
            except StudioError as error:  # the others are no worse for it
                self.failed.emit(sentence_of(error))
            self.shelved.emit(self._opened().shelf())

    def _remove(self, clip_id: int, removed: bool) -> Shelf:
        self._opened().file.set_removed(clip_id, removed)
        return self._opened().shelf()

    def _open(self, path: Path, clip: Path | None) -> Prepared | Foreign | tuple[str, str] | None:
        from peanut_studio.pipeline.open_project import Foreign, OpenProject

        if self._project is not None and self._project.file.path == path.absolute():
            return "said", self.tr("{name} is open already.").format(name=path.name)
        self._drop_candidate()
        project, note = OpenProject.open(path)
        self._candidate = project
        try:
            wished = project.at(clip) if clip is not None else None
            foreign = Foreign(project, path, wished, note, project.outside())
        except BaseException:
            self._drop_candidate()
            raise
        return foreign if foreign.outside else self._admit(foreign, agreed=True)

    def _admit(self, foreign: Foreign, agreed: bool) -> Prepared | None:
        from peanut_studio.model.errors import InputError

        project = foreign.project
        if self._candidate is not project:
            return None
        try:
            if agreed and foreign.outside:
                project.agree()
            clip_id = project.last_shown(there=not agreed) if foreign.wished is None else foreign.wished
            if clip_id is None:
                raise InputError(self.tr("{path} holds no clip.").format(path=foreign.path))
            if foreign.note:
                self.said.emit(foreign.note)
            return project.prepare(clip_id)
        except BaseException:
            self._drop_candidate()
            raise

    def _drop_candidate(self) -> None:
        candidate, self._candidate = self._candidate, None
        if candidate is not None and candidate is not self._project:
            candidate.close()

    def _save(self, path: Path) -> Shelf:
        self._opened().save_as(path)
        sentence = self.tr("Saved. Everything you do from now on is kept in {name} as you do it.")
        self.said.emit(sentence.format(name=path.name))
        return self._opened().shelf()

    def _copy(self, slot: Slot, clip: str, place: Callable[[str], Path]) -> tuple[str, tuple[Path, Path]]:
        from peanut_studio.model.errors import InputError

        project = slot.project or self._opened()
        path = place(project.file.path.stem if project.is_named else clip)
        try:
            path.parent.mkdir(parents=True)
        except OSError as error:
            sentence = self.tr("{folder} cannot be made ({why}); choose another folder.")
            raise InputError(sentence.format(folder=path.parent, why=error.strerror)) from error
        project.file.copy_to(path)
        return "copied", (project.file.path, path)

    def _farewell(self) -> None:
        try:
            self._keep_all()
        finally:
            self._drop_candidate()
            if self._project is not None:
                self._project.close()

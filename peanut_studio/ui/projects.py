"""Projects as the user meets them: opened, named, gone on with; their clips in the media bin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMessageBox, QWidget

from peanut_studio.ui import recent
from peanut_studio.ui.desk import Desk
from peanut_studio.ui.exporting import open_folder
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.keeper import Keeper
from peanut_studio.ui.panels.media_bin import PICTURE, MediaBin
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.panels.welcome import Welcome
from peanut_studio.ui.pictures import image_of
from peanut_studio.ui.project_questions import ENDING, ProjectQuestions, is_project
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.pipeline.open_project import Foreign, Prepared, Shelf
    from peanut_studio.pipeline.project_places import Offer


class Projects(QObject):
    """`titled` gives the window's title."""

    titled = Signal(str)

    def __init__(
        self,
        desk: Desk,
        worker: Worker,
        media_bin: MediaBin,
        welcome: Welcome,
        messages: MessageBar,
        settings: QSettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._desk, self._worker, self._bin, self._welcome = desk, worker, media_bin, welcome
        self._messages, self._settings, self._window = messages, settings, window
        self._shelf: Shelf | None = None
        self._expected: Prepared | None = None
        self._leaving: int | None = None
        self._asked_for: Path | None = None
        self._questions = ProjectQuestions(settings, window)
        self.keeper = Keeper(desk.document, self)
        worker.results = self.keeper.results
        self.keeper.shelved.connect(self.on_shelved)
        self.keeper.prepared.connect(self.on_prepared)
        self.keeper.missing.connect(self.on_missing)
        self.keeper.outside.connect(self.on_outside)
        self.keeper.fresh.connect(self._open_fresh)
        self.keeper.offered.connect(welcome.show_offers)
        self.keeper.kept_work.connect(self.on_kept_work)
        self.keeper.copied.connect(self.on_copied)
        worker.collected.connect(self.on_collected)
        self.keeper.failed.connect(messages.complain)
        self.keeper.said.connect(messages.note)
        welcome.offer_pressed.connect(lambda path: self.open(Path(path)))
        media_bin.shown.connect(self.show_clip)
        media_bin.removal_pressed.connect(self.remove_clip)
        media_bin.add_pressed.connect(self.ask_clips)
        media_bin.pictures_wanted.connect(self.on_pictures_wanted)
        desk.document.opened.connect(self.on_opened)
        self._pictures = LatestThread(lambda: None, self)
        self._pictures.answered.connect(lambda path, image: self._bin.show_picture(path, image))

    def open(self, path: Path) -> None:
        """Open a project, or a clip, which then is in the project."""
        if not is_project(path) or self._may_go():
            self._messages.clear()
            if is_project(path):
                self._asked_for = None
                self.keeper.open_project(path)
            else:
                self._asked_for = path.absolute()
                self.keeper.show_path(path.absolute())

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open the first, put the others into the bin."""
        if paths and (not is_project(paths[0]) or self._may_go()):
            clips = [path.absolute() for path in paths if not is_project(path)]
            if len(clips) > 1 and not is_project(paths[0]):
                self.keeper.add(clips)
            self.open(paths[0])

    def add(self, paths: Sequence[Path]) -> None:
        """Put clips into the bin; where no clip is open the first one is."""
        if self._desk.document.project is None:
            self.open_all(paths)
        elif paths:
            self.keeper.add([path.absolute() for path in paths])

    def show_clip(self, clip_id: int) -> None:
        """Make a clip of the bin the current one."""
        self._messages.clear()
        self._asked_for = None
        self.keeper.show_clip(clip_id)

    def remove_clip(self, clip_id: int) -> None:
        """Take a clip out of the project; its work comes back with it."""
        others = [clip for clip in self._bin.clips if clip.clip_id != clip_id]
        clip = next((clip for clip in self._bin.clips if clip.clip_id == clip_id), None)
        if clip is None:
            return
        if not others:
            self._messages.note(self.tr("This is the only clip of the project; add another one first."))
        elif clip_id == self._current:
            self._leaving = clip_id
            self.show_clip(others[0].clip_id)
        else:
            self.keeper.set_removed(clip_id, True)
            self._messages.offer(
                self.tr("{name} was taken out of the project.").format(name=clip.name),
                self.tr("Put It Back"),
                lambda: self.keeper.set_removed(clip_id, False),
            )

    # --- asking

    def ask_project(self) -> None:
        """Ask which project to open."""
        if (path := self._questions.which_project()) is not None:
            self.open(path)

    def ask_clips(self) -> None:
        """Ask which clips to add."""
        self.add(self._questions.which_clips())

    def save(self) -> None:
        """Ask where to save a project without a name; of one that has one, say that it is saved."""
        shelf = self._shelf
        if shelf is None or not shelf.is_named:
            self.ask_name()
            return
        told = self.tr("{name} is saved as you work: there is nothing to be done.")
        self._messages.note(told.format(name=shelf.path.name))

    def ask_name(self) -> None:
        """Ask where to save the project."""
        project = self._desk.document.project
        target = self._questions.which_name(project.clip.title) if project is not None else None
        if target is not None:
            self.keeper.save_as(target)

    def ask_collect(self) -> None:
        """Ask for a folder that takes the project with all its media."""
        folder = self._questions.which_folder() if self._desk.document.project is not None else None
        if folder is not None:
            self.collect(folder)

    def collect(self, folder: Path) -> None:
        """Copy the project as it is now, and its media, into a new folder there."""
        if self._desk.document.project is None:
            return

        def place(title: str) -> Path:
            from peanut_studio.model.errors import InputError

            target = folder / self.tr("{title} collected").format(title=title) / f"{title}{ENDING}"
            if target.parent.exists():
                sentence = self.tr("{folder} exists already; choose another folder.")
                raise InputError(sentence.format(folder=target.parent))
            return target

        self.keeper.copy_to(place)
        if self._worker.is_running:
            self._messages.note(self.tr("The project is collected as it is now, once the jobs before it are done."))

    # --- what the keeper tells

    @property
    def places(self) -> tuple[Path, ...]:
        """Where what is open lies: the project's file, and the clip's, should the project not be kept."""
        project = self._desk.document.project
        kept = (self.keeper.place,) if self.keeper.place is not None else ()
        return (*kept, project.clip.path) if project is not None else ()

    @property
    def _current(self) -> int | None:
        slot = self._desk.document.slot
        return slot.clip_id if slot is not None else None

    def on_shelved(self, shelf: Shelf) -> None:
        """What is in the project is known."""
        if shelf.is_named and (self._shelf is None or shelf.path != self._shelf.path):
            recent.add(self._settings, shelf.path)
        self._shelf = shelf
        self._bin.show_shelf(shelf, self._current)
        self._show_title()

    def on_prepared(self, prepared: Prepared) -> None:
        """A clip as it was left; it is now opened."""
        assert prepared.path is not None
        self._expected = prepared
        self._desk.document.expect(prepared)
        self._desk.open(prepared.path)

    def on_missing(self, prepared: Prepared) -> None:
        """A clip whose media are not where they were."""
        path = self._questions.where_is(prepared.name)
        if path is not None:
            self.keeper.show_clip(prepared.slot.clip_id or 0, path, prepared.slot.project)
        else:
            told = self.tr("{name} was not found; its work stays in the project.")
            self._messages.complain(told.format(name=prepared.name))
            if self._shelf is not None:
                self._bin.show_shelf(self._shelf, self._current)

    def on_outside(self, foreign: Foreign) -> None:
        """A project that was not made here wants to read what lies elsewhere."""
        self.keeper.go_on_opening(foreign, self._questions.uses_outside(foreign.path.name, foreign.outside))

    def on_opened(self) -> None:
        """A clip is there."""
        expected, self._expected = self._expected, None
        if expected is not None and self._desk.document.slot is not expected.slot:
            told = self.tr("{name} is not as it was; what was done before stays with the earlier one in the project.")
            self._messages.complain(told.format(name=expected.name))
        if self._shelf is not None:
            self._bin.show_shelf(self._shelf, self._current)
        self._show_title()
        self._look_for_work()
        if self._leaving is not None and self._leaving != self._current:
            leaving, self._leaving = self._leaving, None
            self.remove_clip(leaving)

    def _look_for_work(self) -> None:
        """Somebody opened a clip that is as if new: perhaps there is work on it elsewhere."""
        asked, self._asked_for = self._asked_for, None
        history = self._desk.document.history
        if asked is not None and history is not None and not (history.past or history.future):
            known = [Path(path) for path in recent.paths(self._settings)]
            self.keeper.look_for_work(history.present.clip.path, [path for path in known if is_project(path)])

    def on_kept_work(self, found: tuple[Path, Offer]) -> None:
        """There is work on the clip that was opened; both stay as they are until somebody chooses."""
        clip, offer = found
        project = self._desk.document.project
        if project is None or project.clip.path != clip:
            return
        told = self.tr("Earlier work on {name}, edited {when}, is kept.")
        self._messages.offer(
            told.format(name=offer.names[0], when=self._welcome.ago(offer.edited)),
            self.tr("Go On"),
            lambda: self._go_on_with(offer.path, clip),
        )

    def _go_on_with(self, project: Path, clip: Path) -> None:
        if self._may_go():
            self.keeper.open_project(project, clip)

    def on_copied(self, places: tuple[Path, Path]) -> None:
        """The project's file is in the new folder; its media follow."""
        self._worker.collect(*places)

    def on_collected(self, path: Path) -> None:
        """Project and media are in one folder."""
        self._messages.offer(
            self.tr("Collected in {folder}.").format(folder=path.parent),
            self.tr("Open Folder"),
            lambda: open_folder(path),
        )

    def on_pictures_wanted(self, paths: list[Path]) -> None:
        """Make thumbnails."""
        for path in paths:
            self._pictures.ask(str(path), partial(_thumbnail, path))

    def may_close(self) -> bool:
        """Whether nothing is lost by closing, or the user wants to all the same."""
        if not self.keeper.is_behind:
            return True
        answer = QMessageBox.question(
            self._window,
            "Peanut Studio",
            self.tr("The last steps could not be kept, because the disk does not take them. Closing loses them."),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Discard

    def stop(self) -> None:
        """Keep the last edits and close the project."""
        self._pictures.stop()
        self.keeper.stop()

    def _open_fresh(self, path: Path) -> None:
        self._expected = None
        self._desk.document.expect(None)
        self._desk.open(path)

    def _may_go(self) -> bool:
        busy = self._worker.is_running
        if busy:
            self._messages.complain(self.tr("There are jobs that are not done yet; wait for them, or cancel them."))
        return not busy

    def _show_title(self) -> None:
        project = self._desk.document.project
        if project is None:
            return
        named = self._shelf is not None and self._shelf.is_named
        name = f"{self._shelf.path.stem} - " if self._shelf is not None and named else ""
        self.titled.emit(f"{name}{project.clip.name} - Peanut Studio")


def _thumbnail(path: Path) -> QImage:
    from peanut_studio.pipeline.thumbnail import thumbnail

    return image_of(thumbnail(path, PICTURE.height() * 2))

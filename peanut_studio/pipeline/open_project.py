"""The project that is open: its file, the clips in it, their results."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from peanut_studio.media.patches import PatchFolder
from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Clip
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.history import History
from peanut_studio.model.project import Project
from peanut_studio.pipeline.part_made import with_part_made
from peanut_studio.pipeline.project_places import (
    bound_results,
    copy_file,
    copy_project,
    copy_results,
    drop_results,
    new_place,
)  # fmt: skip
from peanut_studio.pipeline.trust import Trust
from peanut_studio.store import known_media, place
from peanut_studio.store.project_faults import DamagedProject
from peanut_studio.store.project_file import SUFFIX, KeptClip, ProjectFile, results_of
from peanut_studio.store.project_media import MediaReference
from peanut_studio.store.project_salvage import salvage


@dataclass(frozen=True)
class BinClip:
    """A clip as the media bin lists it. `path` is None where its media are missing; `size` is width and height."""

    clip_id: int
    name: str
    path: Path | None
    size: tuple[int, int]
    frame_count: int
    duration: Fraction


@dataclass(frozen=True)
class Shelf:
    """What can be seen of a project: where its file is, whether the user named it, its clips."""

    path: Path
    is_named: bool
    clips: tuple[BinClip, ...]


@dataclass
class Slot:
    """A clip's place in a project, given when it is first kept: `project` None is the one that is open then."""

    project: OpenProject | None = None
    clip_id: int | None = None

    def is_same(self, other: Slot | None) -> bool:
        """Whether both are the place of one clip."""
        if other is None or other is self:
            return other is self
        return self.clip_id is not None and self.clip_id == other.clip_id and self.project is other.project


@dataclass(frozen=True, eq=False)
class Prepared:
    """A clip as it was left. `path` is None where its media are missing; they are then asked for."""

    slot: Slot
    name: str
    path: Path | None
    history: History[Project]
    frame: int


@dataclass
class OpenProject:
    """Not for use from two threads at once. Raises InputError and MediaError.

    Of media outside its folder it reads only those that the user brought into a project, or agreed to. `came_from` is
    the folder of the file that it is a copy of.
    """

    file: ProjectFile
    came_from: Path | None = None
    leftovers: list[Path] = field(default_factory=list)
    former_results: list[Path] = field(default_factory=list)

    @staticmethod
    def begin(path: Path) -> OpenProject:
        """A new one without a name, at a `new_place`."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{path.parent} cannot be made ({error.strerror}); your work is not kept.") from error
        project = OpenProject(ProjectFile(path, create=True))
        bound_results(path)
        return project

    @staticmethod
    def open(path: Path) -> tuple[OpenProject, str]:
        """The one in a file, and what is to be said about it.

        One that cannot be written is worked on as a copy; so is what is whole of a damaged one.
        """
        path, note = path.absolute(), ""
        came_from = path.parent
        if path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            copy = new_place().with_name(path.name)
            copy_project(path, copy)
            note = f"{path} cannot be written, so you work on a copy: File > Save Project As… gives it a place."
            path = copy
        try:
            file = ProjectFile(path)
            try:
                file.check()
            except BaseException:
                file.close()
                raise
        except DamagedProject:
            path, note = _salvaged(path, came_from)
            file = ProjectFile(path)
        project = OpenProject(file, came_from if came_from != path.parent else None)
        if project.came_from is not None:
            # Where it is a copy, what lay beside the file does so no more.
            project._remember_all()
        with contextlib.suppress(InputError):  # a clip that is damaged says so when it is looked at
            project.file.tidy()
            drop_results(project.file.results, project.file.results_needed())
        bound_results(path)
        return project, note

    @property
    def is_named(self) -> bool:
        """Whether the user gave it a name and place."""
        return not self.file.path.is_relative_to(place.data_root().absolute())

    # --- its clips

    def shelf(self) -> Shelf:
        """What is in it."""
        trust = self._trust()
        return Shelf(self.file.path, self.is_named, tuple(self._bin_clip(kept, trust) for kept in self.file.clips()))

    def outside(self) -> tuple[Path, ...]:
        """Media outside the project's folder that are not read before somebody agrees to it."""
        trust, project = self._trust(), self.file.path
        missing = [kept.media for kept in self.file.clips() if trust.find(kept.media, project) is None]
        return tuple(path for media in missing if (path := trust.outside(media, project)) is not None)

    def agree(self) -> None:
        """Somebody knows where the project comes from: what is `outside` may be read from now on."""
        trust = self._trust()
        clips = ((kept.media, trust.outside(kept.media, self.file.path)) for kept in self.file.clips())
        known_media.remember((path, media) for media, path in clips if path is not None)

    def _trust(self) -> Trust:
        return Trust(self.file.path.parent, *([self.came_from] if self.came_from is not None else []))

    def _remember_all(self) -> None:
        trust = self._trust()
        found = ((trust.find(kept.media, self.file.path), kept.media) for kept in self.file.clips())
        known_media.remember((path, media) for path, media in found if path is not None)

    def _bin_clip(self, kept: KeptClip, trust: Trust) -> BinClip:
        path = trust.find(kept.media, self.file.path)
        clip = self.file.clip_of(kept.clip_id, path or Path(kept.media.absolute))
        size = clip.width, clip.height
        return BinClip(kept.clip_id, clip.name, path, size, clip.frame_count, clip.duration)

    def at(self, path: Path) -> int | None:
        """The number of the clip that lies at a path, which somebody named."""
        clips = (kept.media for kept in self.file.clips() if path.absolute() in kept.media.places(self.file.path))
        known_media.remember((path, media) for media in clips)
        trust = self._trust()
        found = (one.clip_id for one in self.file.clips() if trust.find(one.media, self.file.path) == path.absolute())
        return next(found, None)

    def last_shown(self, *, there: bool = False) -> int | None:
        """The number of the clip that was looked at last, of those that are `there` if one is."""
        trust, path = self._trust(), self.file.path
        clips = sorted(self.file.clips(), key=lambda one: one.shown, reverse=True)
        found = (one.clip_id for one in clips if not there or trust.find(one.media, path) is not None)
        return next(found, clips[0].clip_id if clips else None)

    def prepare(self, clip_id: int, moved_to: Path | None = None) -> Prepared:
        """A clip as it was left; where it was moved and somebody said where to, it is from now on looked for there."""
        kept = next((one for one in self.file.clips() if one.clip_id == clip_id), None)
        if kept is None:
            raise InputError("This clip is not in the project any more.")
        trust = self._trust()
        path = moved_to or trust.find(kept.media, self.file.path)
        clip = self.file.clip_of(clip_id, path or Path(kept.media.absolute))
        if moved_to is not None:
            with open_clip(moved_to) as reader:
                self.file.load(clip_id, reader.clip)
        if path is not None and str(path) != kept.media.absolute:
            media = _reference(path, self.file.path)
            self.file.relink(clip_id, media)
            if moved_to is not None or trust.knows(kept.media):
                known_media.remember([(path, media)])
        history, frame = self.file.load(clip_id, clip)
        if path is not None:
            _point_results_at(history, path)
            now = with_part_made(history.present, self.file.results)
            history = history if now is history.present else history.edit("Remove", now)
            self._check_results(history)
        return Prepared(Slot(self, clip_id), clip.name, path, history, frame)

    def _check_results(self, history: History[Project]) -> None:
        trust = self._trust()
        for result in _results_in(history):
            if not trust.may_read(result):
                raise InputError(f"The result {result} leads out of the project's folder; take it away.")

    def add(self, path: Path) -> int:
        """A clip put into the bin; the number of the one that is there already."""
        known = self.at(path)
        if known is not None:
            return known
        with open_clip(path) as reader:
            history = History(Project.of(reader.clip))
        return self._add(path, history)

    def _add(self, path: Path, history: History[Project]) -> int:
        media = _reference(path, self.file.path)
        known_media.remember([(path.absolute(), media)])
        return self.file.add(media, history).clip_id

    def keep(self, slot: Slot, history: History[Project], frame: int) -> None:
        """All steps of a clip, as they are now."""
        if slot.clip_id is None:
            slot.project = self
            slot.clip_id = self._add(history.present.clip.path, history)
        self._bring_results(history)
        self.file.keep(slot.clip_id, history, frame)

    def _bring_results(self, history: History[Project]) -> None:
        """Results of jobs that were under way when the project was saved elsewhere come after it."""
        for path in _results_in(history) if self.former_results else ():
            target = self.file.results / path.name
            if path.parent in self.former_results and not target.exists():
                copy_results(path, target)

    # --- the file

    def save_as(self, path: Path) -> None:
        """From now on the project is in this file, its results beside it. Where that fails it stays where it is.

        A job may be making another result meanwhile: that one comes with the step that shows it.
        """
        path, old = path.absolute(), self.file
        if path == old.path:
            return
        if path.exists():
            ProjectFile(path).close()  # says where it is no project, or open in another window
        old.copy_to(path)
        shutil.rmtree(results_of(path), ignore_errors=True)
        for name in sorted(old.results_needed()):
            copy_results(old.results / name, results_of(path) / name)
        new = ProjectFile(path)
        try:
            trust, moved = self._trust(), list[tuple[Path, MediaReference]]()
            for kept in new.clips():
                found = trust.find(kept.media, old.path)
                if found is not None:
                    media = _reference(found, path)
                    new.relink(kept.clip_id, media)
                    moved.append((found, media))
            known_media.remember(moved)
            new.take_over(old)
        except BaseException:
            new.close()
            raise
        was_named, self.file = self.is_named, new
        self.former_results.append(old.results)
        old.close()
        if not was_named:
            # Results may still be looked at where they were.
            old.path.unlink(missing_ok=True)
            self.leftovers.append(old.path.parent)

    def close(self) -> None:
        """Let go of it. One without a name in which nothing was done leaves nothing."""
        worthless = not self.is_named
        with contextlib.suppress(InputError):
            worthless = worthless and not self.file.has_work()
        self.file.close()
        for folder in [*self.leftovers, *([self.file.path.parent] if worthless else [])]:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, eq=False)
class Foreign:
    """A project about to be opened: its file, the clip that is wished for, what is to be said of it, and the media
    `outside` its folder that nobody brought in or agreed to here.
    """

    project: OpenProject
    path: Path
    wished: int | None
    note: str
    outside: tuple[Path, ...]


def _salvaged(path: Path, came_from: Path) -> tuple[Path, str]:
    """A copy of what is whole of a project, and what is to be said about it."""
    target = new_place().with_name(path.name)
    torn = target.with_name(f"damaged{SUFFIX}")
    try:
        copy_file(path, torn)
        copy_results(results_of(path), results_of(target))
        trust = Trust(path.parent, came_from)
        losses = salvage(torn, target, lambda clip: _clip_at(clip, trust), results_of(target))
    except BaseException:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise
    for left in target.parent.glob(f"{torn.name}*"):
        left.unlink(missing_ok=True)
    return target, (
        f"{path} is damaged: {losses.told()} could not be read; you work on a copy of all the rest, to which "
        "File > Save Project As… gives a place."
    )


def _clip_at(path: Path, trust: Trust) -> Clip | None:
    if not trust.may_read(path):
        return None
    try:
        with open_clip(path) as reader:
            return reader.clip
    except (InputError, MediaError):
        return None


def _reference(path: Path, project: Path) -> MediaReference:
    try:
        return MediaReference.of(path, project)
    except OSError as error:
        raise MediaError(f"{path} cannot be read ({error.strerror or error}).") from error


def _results_in(history: History[Project]) -> set[Path]:
    states = [history.present, *(state for _, state in (*history.past, *history.future))]
    return {state.result.path for state in states if state.result is not None}


def _point_results_at(history: History[Project], footage: Path) -> None:
    for path in _results_in(history):
        if PatchFolder.is_at(path):
            with contextlib.suppress(MediaError):  # a damaged result says so when it is looked at
                PatchFolder(path).point_at(footage)

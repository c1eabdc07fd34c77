"""What the window shows: a project with its history, and where the playhead is. Widgets ask it for changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.found import with_found
from peanut_studio.model.history import History
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import ChosenObject, Colour, Mark, Project, Result
from peanut_studio.model.refinement import Refinement
from peanut_studio.ui.parking import Parking

if TYPE_CHECKING:
    from peanut_studio.pipeline.edit import TrackedObjects
    from peanut_studio.pipeline.open_project import Prepared, Slot

PreviewKey = tuple[int, tuple[Mark, ...]]
KEPT_PREVIEWS = 256


class Document(QObject):
    """The one place where the project changes; every change is a new value and one `changed`.

    `frame_moved` tells of the playhead alone, `opened` of another clip, which comes before its `changed`. Clips that
    jobs still need are in the `parking` while another one is shown.
    """

    changed = Signal()
    frame_moved = Signal(int)
    opened = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History[Project] | None = None
        self._previews: dict[PreviewKey, MaskTrack] = {}
        self._coming: Mapping[int, MaskTrack] = {}
        self._expected: Prepared | None = None
        self.slot: Slot | None = None
        self.parking = Parking(self)
        self.frame = 0

    @property
    def project(self) -> Project | None:
        """What is being worked on, None before a clip is opened."""
        return self._history.present if self._history else None

    @property
    def history(self) -> History[Project] | None:
        """The edits made so far."""
        return self._history

    # --- the clip and the playhead

    def expect(self, prepared: Prepared | None) -> None:
        """The clip that is opened next is to be as it was left; None: nothing is known of it."""
        self._expected = prepared

    def open(self, clip: Clip) -> None:
        """Go on with a clip as it was left, or start with one of which nothing has been decided."""
        expected, self._expected = self._expected, None
        known = expected is not None and _is_same(expected, clip)
        if self._history is not None and self.slot is not None:
            self.parking.park(self.slot, self._history, self.frame)
        waited = self.parking.take(expected.slot) if expected and known else None
        history = waited or (expected.history if expected and known else None)
        self._history = _of_clip(history, clip) if history else History(Project.of(clip))
        self.slot = expected.slot if expected and known else None
        self._previews.clear()
        self._coming = {}
        self.frame = expected.frame if expected and known else 0
        self.opened.emit()
        self.changed.emit()
        self.frame_moved.emit(self.frame)

    def go_to(self, frame: int) -> None:
        """Move the playhead, kept inside the clip."""
        if self.project is None:
            return
        frame = max(0, min(frame, self.project.clip.frame_count - 1))
        if frame != self.frame:
            self.frame = frame
            self.frame_moved.emit(frame)

    # --- objects and marks

    def add_marks(self, *marks: Mark) -> None:
        """Points, all of one scribble, or a box for the selected object: one step of the history."""
        project = self.project
        if project is None or not marks:
            return
        for mark in marks:
            project = project.with_mark(mark)
        name = "Add Box" if hasattr(marks[0], "x0") else "Add Point" if len(marks) == 1 else "Scribble"
        self._edit(name, project)

    def add_found(self, name: str, things: Sequence[tuple[Mark, ...]]) -> None:
        """New objects called `name`, each with the marks that point at it: one step of the history."""
        if self.project is not None and things:
            self._edit("Find by Words", with_found(self.project, name, things))

    def clear_marks(self, frame: int) -> None:
        """Take the selected object's marks and its correction off a frame."""
        project, chosen = self.project, self.selected
        if project is not None and chosen is not None and frame in chosen.keys and not chosen.locked:
            name = "Clear Points" if chosen.marks_on(frame) else "Clear Correction"
            self._edit(name, project.without_key(frame))

    @property
    def selected(self) -> ChosenObject | None:
        """The object that marks and strokes go to."""
        return self.project.find(self.project.selected) if self.project else None

    def delete_selected(self) -> None:
        """Delete the object that marks go to."""
        if self.project is not None and self.project.selected is not None:
            self.delete_object(self.project.selected)

    # --- masks made by hand

    def correct(self, name: str, object_id: int | None, corrections: Iterable[Correction]) -> None:
        """An object's masks on some frames as somebody made them: one step of the history; None: of a new object."""
        project = self.project
        if project is not None and object_id is None:
            project = project.with_new_object()
            object_id = project.selected
        if project is not None and object_id is not None and project.find(object_id) is not None:
            self._edit(name, project.with_corrections(object_id, corrections))

    def end_object(self, object_id: int, frame: int) -> None:
        """The object is not in the picture any more from a frame on."""
        project = self.project
        if project is not None:
            count = project.clip.frame_count
            self._edit("Delete From Here On", project.with_object(object_id, lambda one: one.gone_from(frame, count)))

    def refine(self, object_id: int, how: Refinement) -> None:
        """How an object's masks are shown and used; one step for changes in a row."""
        chosen = self.project.find(object_id) if self.project else None
        if self.project is None or self._history is None or chosen is None or chosen.refinement == how:
            return
        name = f"Refine {chosen.name}"
        changed = self.project.with_object(object_id, lambda one: replace(one, refinement=how))
        if self._history.undo_name == name and not self._history.future:
            self._amend(changed)
        else:
            self._edit(name, changed)

    def add_object(self) -> None:
        """One more object, to which the next mark goes."""
        if self.project is not None:
            self._edit("New Object", self.project.with_new_object())

    def delete_object(self, object_id: int) -> None:
        """Forget an object."""
        if self.project is not None and self.project.find(object_id) is not None:
            self._edit("Delete Object", self.project.without_object(object_id))

    def rename_object(self, object_id: int, name: str) -> None:
        """Give an object a name; an empty one is not taken."""
        chosen = self.project.find(object_id) if self.project else None
        name = " ".join(name.split())
        if self.project is None or chosen is None or chosen.name == name or not name:
            self.changed.emit()
            return
        self._edit("Rename Object", self.project.with_object(object_id, lambda one: replace(one, name=name)))

    def colour_object(self, object_id: int, colour: Colour) -> None:
        """Show an object in another colour."""
        if self.project is not None:
            self._edit("Colour", self.project.with_object(object_id, lambda one: replace(one, colour=colour)))

    def show_object(self, object_id: int, visible: bool) -> None:
        """Show or hide an object's mask; no step of the history."""
        if self.project is not None:
            self._amend(self.project.with_object(object_id, lambda one: replace(one, visible=visible)))

    def lock_object(self, object_id: int, locked: bool) -> None:
        """Keep marks and strokes off an object; no step of the history."""
        if self.project is not None:
            self._amend(self.project.with_object(object_id, lambda one: replace(one, locked=locked)))

    def set_removed(self, object_id: int, removed: bool) -> None:
        """Whether an object is to go from the picture."""
        if self.project is not None:
            name = "Remove Object" if removed else "Keep Object"
            self._edit(name, self.project.with_object(object_id, lambda one: replace(one, removed=removed)))

    def select(self, object_id: int | None) -> None:
        """The object that marks go to; no step of the history."""
        project = self.project
        if project is not None and project.selected != object_id and (object_id is None or project.find(object_id)):
            self._amend(replace(project, selected=object_id))

    # --- the range

    def set_in(self) -> None:
        """The range begins at the playhead."""
        if self.project is not None:
            stop = self.project.span.stop if self.frame < self.project.span.stop else self.project.clip.frame_count
            self._edit("Set In", self.project.with_range(self.frame, stop))

    def set_out(self) -> None:
        """The playhead's frame is the last of the range."""
        if self.project is not None:
            start = self.project.span.start if self.frame >= self.project.span.start else 0
            self._edit("Set Out", self.project.with_range(start, self.frame + 1))

    def clear_range(self) -> None:
        """The range is all of the clip."""
        if self.project is not None:
            self._edit("Clear In and Out", self.project.with_range(0, self.project.clip.frame_count))

    def set_range(self, start: int, stop: int) -> None:
        """The range is from `start` up to, not including, `stop`."""
        if self.project is not None and start < stop:
            self._edit("Set Range", self.project.with_range(start, stop))

    # --- markers

    def add_marker(self, frame: int, name: str = "") -> None:
        """Mark a frame, or give its marker another name."""
        if self.project is not None:
            known = any(marker.frame == frame for marker in self.project.markers)
            if not known or name:
                self._edit("Rename Marker" if known else "Add Marker", self.project.with_marker(frame, name))

    def delete_marker(self, frame: int) -> None:
        """Take a frame's marker away."""
        if self.project is not None and any(marker.frame == frame for marker in self.project.markers):
            self._edit("Delete Marker", self.project.without_marker(frame))

    # --- what computers find out

    def keep_preview(self, object_id: int, marks: tuple[Mark, ...], track: MaskTrack) -> None:
        """The mask that marks on one frame stand for."""
        self._previews[object_id, marks] = track
        while len(self._previews) > KEPT_PREVIEWS:
            self._previews.pop(next(iter(self._previews)))
        self.changed.emit()

    def has_preview(self, object_id: int, marks: tuple[Mark, ...]) -> bool:
        """Whether the mask of these marks is known."""
        return (object_id, marks) in self._previews

    def show_coming(self, tracks: Mapping[int, MaskTrack]) -> None:
        """Masks of a tracking that is still going on; shown, not kept."""
        self._coming = tracks
        self.changed.emit()

    def project_of(self, slot: Slot | None) -> Project | None:
        """The project of a clip that is shown (`slot` None: whichever that is) or that jobs need, else None."""
        if slot is None or slot.is_same(self.slot):
            return self.project
        parked = self.parking.find(slot)
        return parked.present if parked else None

    def keep_tracks(
        self, tracked: TrackedObjects, asked: Project, result: Result | None = None, slot: Slot | None = None
    ) -> None:
        """What tracking made of the project `asked`, and the film made with it; for the clip of a `slot`."""
        name = "Track" if result is None else "Remove"
        if slot is not None and not slot.is_same(self.slot):
            self.parking.edit(slot, name, lambda project: _with_tracks(project, asked, tracked, result))
            return
        self._coming = {}
        project = self.project
        if project is None or (slot is None and project.clip is not asked.clip):
            return
        if tracked.tracks or result is not None:
            self._edit(name, _with_tracks(project, asked, tracked, result))
        else:
            self.changed.emit()

    def show_result(self, name: str, result: Result | None, slot: Slot | None = None) -> None:
        """Another result, or none, in place of the one that a clip has; that one is still there for undo."""
        if slot is not None and not slot.is_same(self.slot):
            self.parking.edit(slot, name, lambda project: replace(project, result=result))
        elif self.project is not None:
            self._edit(name, replace(self.project, result=result))

    def track_of(self, chosen: ChosenObject) -> MaskTrack | None:
        """The object's masks through time as they are shown."""
        return self._coming.get(chosen.object_id, chosen.track)

    def track_on(self, chosen: ChosenObject, frame: int) -> MaskTrack | None:
        """The track that holds the object's mask of a frame: the newest marks' preview, else what was tracked."""
        if chosen.correction_on(frame) is not None:
            return chosen.track
        marks = chosen.marks_on(frame)
        track = self.track_of(chosen)
        preview = self._previews.get((chosen.object_id, marks)) if marks else None
        fresh = track is not None and not chosen.is_new(frame) and frame in track.runs
        if preview is not None and not fresh:
            return preview
        return track if track is not None and frame in track.runs else None

    # --- history

    def jump(self, steps: int) -> None:
        """So many steps back (below 0) or forward, as far as there are any."""
        if self._history is None:
            return
        for _ in range(abs(steps)):
            self._history = self._history.redo() if steps > 0 else self._history.undo()
        self.changed.emit()

    def undo(self) -> None:
        """One step back."""
        if self._history is not None and self._history.past:
            self._history = self._history.undo()
            self.changed.emit()

    def redo(self) -> None:
        """One step forward."""
        if self._history is not None and self._history.future:
            self._history = self._history.redo()
            self.changed.emit()

    def neighbour_mark(self, step: int) -> int | None:
        """The next frame with a mark before (-1) or after (1) the playhead."""
        frames = {frame for chosen in (self.project.objects if self.project else ()) for frame in chosen.key_frames}
        ahead = [frame for frame in frames if (frame - self.frame) * step > 0]
        return (min(ahead) if step > 0 else max(ahead)) if ahead else None

    @property
    def range(self) -> Span | None:
        """The range worked on."""
        return self.project.span if self.project else None

    def _edit(self, name: str, project: Project) -> None:
        assert self._history is not None
        if project == self.project:
            return
        self._history = self._history.edit(name, project)
        self.changed.emit()

    def _amend(self, project: Project) -> None:
        assert self._history is not None
        self._history = self._history.amend(project)
        self.changed.emit()


def _with_tracks(project: Project, asked: Project, tracked: TrackedObjects, result: Result | None) -> Project:
    def kept(chosen: ChosenObject) -> ChosenObject:
        before = asked.find(chosen.object_id)
        track = tracked.tracks.get(chosen.object_id)
        if before is None or track is None:
            return chosen
        return chosen.tracked(track, before, tracked.settled)

    return replace(project, objects=tuple(map(kept, project.objects)), result=result or project.result)


def _is_same(expected: Prepared, clip: Clip) -> bool:
    then = expected.history.present.clip
    same = (then.width, then.height, then.frame_count) == (clip.width, clip.height, clip.frame_count)
    return same and expected.path == clip.path


def _of_clip(history: History[Project], clip: Clip) -> History[Project]:
    """The history with what was now read of the clip; itself where that is the same as ever."""
    if history.present.clip == clip:
        return history

    def moved(steps: tuple[tuple[str, Project], ...]) -> tuple[tuple[str, Project], ...]:
        return tuple((name, replace(state, clip=clip)) for name, state in steps)

    return History(replace(history.present, clip=clip), moved(history.past), moved(history.future))

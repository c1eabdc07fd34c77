"""What the window shows: a project with its history, and where the playhead is. Widgets ask it for changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.found import with_followed
from peanut_studio.model.history import History
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import ChosenObject, Mark, Project, Result
from peanut_studio.ui.object_edits import ObjectEdits
from peanut_studio.ui.parking import Parking

if TYPE_CHECKING:
    from peanut_studio.pipeline.edit import TrackedObjects
    from peanut_studio.pipeline.open_project import Prepared, Slot

PreviewKey = tuple[int, tuple[Mark, ...]]
KEPT_PREVIEWS = 256


class Document(ObjectEdits):
    """The one place where the project changes; every change is a new value and one `changed`.

    `coming` tells of masks that a tracking has found so far, `frame_moved` of the playhead alone, `opened` of another
    clip, which comes before its `changed`. Clips that jobs still need are in the `parking` while another one is shown.
    """

    coming = Signal()
    frame_moved = Signal(int)
    opened = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._previews: dict[PreviewKey, MaskTrack] = {}
        self._coming: Mapping[int, MaskTrack] = {}
        self._expected: Prepared | None = None
        self.slot: Slot | None = None
        self.parking = Parking(self)
        self.frame = 0

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

    def knows_mask(self, chosen: ChosenObject, frame: int) -> bool:
        """Whether nothing needs to be found for the object's mask on a frame: it was painted, tracked, or found."""
        if chosen.correction_on(frame) is not None or self.has_preview(chosen.object_id, chosen.marks_on(frame)):
            return True
        return chosen.track is not None and not chosen.is_new(frame) and frame in chosen.track.runs

    def show_coming(self, tracks: Mapping[int, MaskTrack]) -> None:
        """Masks of a tracking that is still going on; shown, not kept. Told by `coming`, for nothing else changes."""
        self._coming = tracks
        self.coming.emit()

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

    def keep_interpolated(self, object_id: int, made: Sequence[Correction], slot: Slot | None = None) -> bool:
        """Masks from one correction of an object to another one, both given along, for the clip of a `slot`.

        Says whether both are still what they were. Frames that were corrected meanwhile stay as they are.
        """
        project = self.project_of(slot)
        chosen = project.find(object_id) if project is not None else None
        if project is None or chosen is None or not {made[0], made[-1]} <= set(chosen.corrections):
            return False
        new = [one for one in made if one.frame not in chosen.corrected_frames]
        if new and slot is not None and not slot.is_same(self.slot):
            self.parking.edit(slot, "Interpolate", lambda now: now.with_corrections(object_id, new))
        elif new:
            self.correct("Interpolate", object_id, new)
        return True

    def add_followed(self, name: str, track: MaskTrack, asked: Project, slot: Slot | None = None) -> None:
        """A new object called `name` with its masks through the clip of the project `asked`, or of a `slot`."""
        if slot is not None and not slot.is_same(self.slot):
            self.parking.edit(slot, "Find by Words", lambda project: with_followed(project, name, track))
        elif self.project is not None and (slot is not None or self.project.clip is asked.clip):
            self._edit("Find by Words", with_followed(self.project, name, track))

    def show_result(self, name: str, result: Result | None, slot: Slot | None = None) -> None:
        """Another result, or none, in place of the one that a clip has; that one is still there for undo."""
        if slot is not None and not slot.is_same(self.slot):
            self.parking.edit(slot, name, lambda project: replace(project, result=result))
        elif self.project is not None:
            self._edit(name, replace(self.project, result=result))

    def track_of(self, chosen: ChosenObject) -> MaskTrack | None:
        """The object's masks through time as they are shown."""
        return self._coming.get(chosen.object_id, chosen.track)

    @property
    def column_of_removed(self) -> float | None:
        """The middle column, in pixels of the clip, of what is removed on this frame; None where there is nothing."""
        from peanut_studio.ops.mask_geometry import bounds_of

        chosen = self.project.removed_objects if self.project is not None else ()
        tracks = [one.track for one in chosen if one.track is not None]
        boxes = [box for track in tracks if (box := bounds_of(track.mask(self.frame))) is not None]
        return (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2 if boxes else None

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

    def neighbour_mark(self, step: int) -> int | None:
        """The next frame with a mark before (-1) or after (1) the playhead."""
        frames = {frame for chosen in (self.project.objects if self.project else ()) for frame in chosen.key_frames}
        ahead = [frame for frame in frames if (frame - self.frame) * step > 0]
        return (min(ahead) if step > 0 else max(ahead)) if ahead else None

    @property
    def range(self) -> Span | None:
        """The range worked on."""
        return self.project.span if self.project else None


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

"""What is being worked on: a clip, the objects chosen in it, their masks, the result. Every edit gives a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from peanut_studio.model.chosen import COLOURS, ChosenObject, Colour, Mark
from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.refinement import Refinement

__all__ = ["COLOURS", "ChosenObject", "Colour", "Mark", "Project", "Result"]


@dataclass(frozen=True, order=True)
class Marker:
    """A place in the clip that somebody gave a name."""

    frame: int
    name: str


@dataclass(frozen=True, eq=False)
class Result:
    """A written film: its frame 0 is the clip's frame `span.start`. `filled` are the clip's frames that were changed.

    `made_from` are the tracks whose objects were removed, `refined_by` how each was refined. It is not `whole` where
    the work was stopped before everything was filled.
    """

    path: Path
    span: Span
    filled: tuple[Span, ...]
    made_from: tuple[MaskTrack, ...]
    refined_by: tuple[Refinement, ...] = ()
    whole: bool = True


@dataclass(frozen=True, eq=False)
class Project:
    """A clip and all that was decided about it. `span` is the range worked on."""

    clip: Clip
    span: Span
    objects: tuple[ChosenObject, ...] = ()
    selected: int | None = None
    result: Result | None = None
    markers: tuple[Marker, ...] = ()

    @staticmethod
    def of(clip: Clip) -> Project:
        """A clip of which nothing has been decided yet."""
        return Project(clip, Span(0, clip.frame_count))

    def find(self, object_id: int | None) -> ChosenObject | None:
        """The object of that number, None where there is none."""
        return next((chosen for chosen in self.objects if chosen.object_id == object_id), None)

    @property
    def marked_objects(self) -> tuple[ChosenObject, ...]:
        """The objects that somebody has pointed at or painted."""
        return tuple(chosen for chosen in self.objects if chosen.keys)

    @property
    def removed_objects(self) -> tuple[ChosenObject, ...]:
        """The objects that are to go from the picture."""
        return tuple(chosen for chosen in self.marked_objects if chosen.removed)

    @property
    def untracked_objects(self) -> tuple[ChosenObject, ...]:
        """The objects to be tracked, or tracked again, before the range can be worked on."""
        return tuple(chosen for chosen in self.marked_objects if not chosen.is_tracked(self.span))

    @property
    def wants_result(self) -> bool:
        """Whether there is no result, or half of one."""
        return self.result is None or not self.result.whole

    @property
    def is_result_stale(self) -> bool:
        """Whether objects or masks have changed since the result was made, or the range reaches beyond it."""
        if self.result is None:
            return False
        wanted = self.removed_objects
        made, now = self.result.made_from, tuple(chosen.track for chosen in wanted)
        same = len(now) == len(made) and all(a is b for a, b in zip(now, made, strict=True))
        refined = tuple(chosen.refinement for chosen in wanted)
        untracked = any(not chosen.is_tracked(self.span) for chosen in wanted)
        covered = self.result.span.covers(self.span)
        return not same or untracked or not covered or refined != self.result.refined_by

    def with_new_object(self) -> Project:
        """One more object, which is then the selected one."""
        number = max((chosen.object_id for chosen in self.objects), default=0) + 1
        fresh = ChosenObject(number, f"Object {number}", COLOURS[(number - 1) % len(COLOURS)])
        return replace(self, objects=(*self.objects, fresh), selected=number)

    def without_object(self, object_id: int) -> Project:
        """The object gone; its neighbour is selected."""
        rest = tuple(chosen for chosen in self.objects if chosen.object_id != object_id)
        selected = self.selected if self.selected != object_id else (rest[-1].object_id if rest else None)
        return replace(self, objects=rest, selected=selected)

    def with_object(self, object_id: int, change: Callable[[ChosenObject], ChosenObject]) -> Project:
        """One object changed."""
        objects = tuple(change(chosen) if chosen.object_id == object_id else chosen for chosen in self.objects)
        return replace(self, objects=objects)

    def with_mark(self, mark: Mark) -> Project:
        """A mark added to the selected object; the first mark of all makes the object."""
        project = self if self.find(self.selected) is not None else self.with_new_object()
        assert project.selected is not None
        return project.with_object(project.selected, lambda chosen: chosen.with_mark(mark))

    def without_key(self, frame: int) -> Project:
        """The selected object's marks and correction on a frame taken away."""
        if self.selected is None:
            return self
        return self.with_object(self.selected, lambda chosen: chosen.without_key(frame))

    def with_corrections(self, object_id: int, corrections: Iterable[Correction]) -> Project:
        """An object's masks on some frames as somebody made them by hand."""
        given = tuple(corrections)
        return self.with_object(
            object_id, lambda chosen: chosen.with_corrections(given, (self.clip.width, self.clip.height), self._count)
        )

    @property
    def _count(self) -> int:
        return self.clip.frame_count

    def with_range(self, start: int, stop: int) -> Project:
        """Another range; what reaches over the clip's ends is cut."""
        return replace(self, span=Span(max(0, start), min(stop, self.clip.frame_count)))

    def with_result(self, result: Result | None) -> Project:
        """Another result, or none."""
        return replace(self, result=result)

    def with_marker(self, frame: int, name: str = "") -> Project:
        """A marker on a frame, in place of the one that is there; without a name it gets a number."""
        if not name:
            taken = {marker.name for marker in self.markers}
            name = next(text for n in range(1, len(taken) + 2) if (text := f"Marker {n}") not in taken)
        others = tuple(marker for marker in self.markers if marker.frame != frame)
        return replace(self, markers=tuple(sorted((*others, Marker(frame, name)))))

    def without_marker(self, frame: int) -> Project:
        """The frame's marker taken away."""
        return replace(self, markers=tuple(marker for marker in self.markers if marker.frame != frame))

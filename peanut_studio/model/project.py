"""What is being worked on: a clip, the objects chosen in it, their masks, the result. Every edit gives a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.prompt import Box, Click

Colour: TypeAlias = tuple[int, int, int]
Mark: TypeAlias = Click | Box

COLOURS: tuple[Colour, ...] = (
    (255, 92, 122), (64, 196, 255), (126, 217, 87), (255, 190, 60), (190, 130, 255), (255, 140, 80), (70, 220, 190),
    (240, 120, 220),
)  # fmt: skip
"""Colours of objects, 8-bit RGB, by number."""


@dataclass(frozen=True)
class ChosenObject:
    """One object: what a person pointed at, and the masks that tracking made of it.

    `tracked_from` are the marks that `track` was made from, over the range `tracked_over`.
    """

    object_id: int
    name: str
    colour: Colour
    visible: bool = True
    marks: tuple[Mark, ...] = ()
    track: MaskTrack | None = None
    tracked_from: tuple[Mark, ...] = ()
    tracked_over: Span | None = None

    def marks_on(self, frame: int) -> tuple[Mark, ...]:
        """The marks on a frame, those that place the object first."""
        here = [mark for mark in self.marks if mark.frame == frame]
        return tuple(sorted(here, key=lambda mark: isinstance(mark, Click) and not mark.positive))

    @property
    def marked_frames(self) -> tuple[int, ...]:
        """The frames with marks, ascending."""
        return tuple(sorted({mark.frame for mark in self.marks}))

    @property
    def is_stale(self) -> bool:
        """Whether the marks have changed since the object was tracked."""
        return self.track is not None and self.tracked_from != self.marks

    def is_tracked(self, span: Span) -> bool:
        """Whether the masks of all of `span` are there and made from the marks as they are."""
        over = self.tracked_over
        return (
            self.track is not None
            and not self.is_stale
            and over is not None
            and over.start <= span.start
            and span.stop <= over.stop
        )


@dataclass(frozen=True, eq=False)
class Result:
    """A written film: its frame 0 is the clip's frame `span.start`. `filled` are the clip's frames that were changed.

    `made_from` are the tracks whose objects were removed.
    """

    path: Path
    span: Span
    filled: tuple[Span, ...]
    made_from: tuple[MaskTrack, ...]


@dataclass(frozen=True, eq=False)
class Project:
    """A clip and all that was decided about it. `span` is the range worked on."""

    clip: Clip
    span: Span
    objects: tuple[ChosenObject, ...] = ()
    selected: int | None = None
    result: Result | None = None

    @staticmethod
    def of(clip: Clip) -> Project:
        """A clip of which nothing has been decided yet."""
        return Project(clip, Span(0, clip.frame_count))

    def find(self, object_id: int | None) -> ChosenObject | None:
        """The object of that number, None where there is none."""
        return next((chosen for chosen in self.objects if chosen.object_id == object_id), None)

    @property
    def marked_objects(self) -> tuple[ChosenObject, ...]:
        """The objects that somebody has pointed at."""
        return tuple(chosen for chosen in self.objects if chosen.marks)

    @property
    def untracked_objects(self) -> tuple[ChosenObject, ...]:
        """The objects to be tracked, or tracked again, before the range can be worked on."""
        return tuple(chosen for chosen in self.marked_objects if not chosen.is_tracked(self.span))

    @property
    def is_result_stale(self) -> bool:
        """Whether objects, masks or range have changed since the result was made."""
        if self.result is None:
            return False
        made, now = self.result.made_from, tuple(chosen.track for chosen in self.marked_objects)
        same = len(now) == len(made) and all(a is b for a, b in zip(now, made, strict=True))
        return not same or bool(self.untracked_objects) or self.result.span != self.span

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
        return project.with_object(project.selected, lambda chosen: replace(chosen, marks=(*chosen.marks, mark)))

    def without_marks(self, frame: int) -> Project:
        """The selected object's marks on a frame taken away."""
        if self.selected is None:
            return self
        return self.with_object(
            self.selected,
            lambda chosen: replace(chosen, marks=tuple(mark for mark in chosen.marks if mark.frame != frame)),
        )

    def with_range(self, start: int, stop: int) -> Project:
        """Another range; what reaches over the clip's ends is cut."""
        return replace(self, span=Span(max(0, start), min(stop, self.clip.frame_count)))

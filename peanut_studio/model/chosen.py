"""One object: what a person pointed at and painted, and the masks that tracking made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from peanut_studio.model.clip import Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.prompt import Box, Click
from peanut_studio.model.refinement import UNREFINED, Refinement
from peanut_studio.model.territory import concerned, join_spans, within, without

Colour: TypeAlias = tuple[int, int, int]
Mark: TypeAlias = Click | Box
Key: TypeAlias = tuple[Mark, ...] | Correction
"""What a person said of the object on one frame."""

COLOURS: tuple[Colour, ...] = (
    (255, 92, 122), (64, 196, 255), (126, 217, 87), (255, 190, 60), (190, 130, 255), (255, 140, 80), (70, 220, 190),
    (240, 120, 220),
)  # fmt: skip
"""Colours of objects, 8-bit RGB, by number."""


@dataclass(frozen=True)
class ChosenObject:
    """An object of the project.

    A frame has marks, or a correction, or neither; `corrections` ascend. `gone` are stretches on which the object is
    not in the picture. `track` holds the masks as they are to be seen, corrected frames among them; `tracked_from`
    and `corrected_from` are the marks and corrections that tracking has taken into account. Marks and strokes do not
    change a `locked` object; one that is not `removed` stays in the picture.
    """

    object_id: int
    name: str
    colour: Colour
    visible: bool = True
    locked: bool = False
    removed: bool = True
    marks: tuple[Mark, ...] = ()
    corrections: tuple[Correction, ...] = ()
    gone: tuple[Span, ...] = ()
    refinement: Refinement = UNREFINED
    track: MaskTrack | None = None
    tracked_from: tuple[Mark, ...] = ()
    corrected_from: tuple[Correction, ...] = ()

    def marks_on(self, frame: int) -> tuple[Mark, ...]:
        """The marks on a frame, those that place the object first."""
        return _marks_on(self.marks, frame)

    def correction_on(self, frame: int) -> Correction | None:
        """The mask that was made by hand on a frame."""
        return next((correction for correction in self.corrections if correction.frame == frame), None)

    @cached_property
    def keys(self) -> Mapping[int, Key]:
        """What was said of the object, by frame."""
        return _keys(self.marks, self.corrections)

    @property
    def marked_frames(self) -> tuple[int, ...]:
        """The frames with marks, ascending."""
        return tuple(sorted({mark.frame for mark in self.marks}))

    @property
    def corrected_frames(self) -> tuple[int, ...]:
        """The frames with a mask made by hand, ascending."""
        return tuple(correction.frame for correction in self.corrections)

    @property
    def key_frames(self) -> tuple[int, ...]:
        """The frames with marks or a correction, ascending."""
        return tuple(sorted(self.keys))

    # --- what tracking has still to do

    @property
    def is_stale(self) -> bool:
        """Whether marks or corrections have changed since the object was tracked."""
        return self.track is not None and self._keys_then != self.keys

    @cached_property
    def _keys_then(self) -> Mapping[int, Key]:
        return _keys(self.tracked_from, self.corrected_from)

    def is_new(self, frame: int) -> bool:
        """Whether what is said on a key frame has not been taken into account by tracking."""
        return frame in self.keys and self._keys_then.get(frame) != self.keys[frame]

    def stale_over(self, span: Span) -> tuple[Span, ...]:
        """The tracked frames of `span` whose masks were made from marks or corrections that have changed."""
        if self.track is None or not self.is_stale:
            return ()
        changed = concerned(self._keys_then, self.keys, span)
        known = [part for stretch in self.track.stretches for part in within(changed, stretch)]
        fresh = [Span(frame, frame + 1) for frame in self.corrected_frames]
        return without(known, [*self.gone, *fresh])

    def missing_over(self, span: Span) -> tuple[Span, ...]:
        """The frames of `span` that were never tracked."""
        known = self.track.stretches if self.track is not None else ()
        return without([span], [*known, *self.gone])

    def untracked_over(self, span: Span) -> tuple[Span, ...]:
        """The frames of `span` to be tracked, or tracked again."""
        return join_spans([*self.stale_over(span), *self.missing_over(span)])

    def is_tracked(self, span: Span) -> bool:
        """Whether the masks of all of `span` are there and made from marks and corrections as they are."""
        return self.track is not None and not self.untracked_over(span)

    # --- edits

    def with_mark(self, mark: Mark) -> ChosenObject:
        """One more mark, which says that the object is in the picture from there on."""
        return replace(self, marks=(*self.marks, mark), gone=_back_from(self.gone, mark.frame))

    def without_key(self, frame: int) -> ChosenObject:
        """Marks and correction taken off a frame. What was painted there goes with them."""
        marks = tuple(mark for mark in self.marks if mark.frame != frame)
        corrections = tuple(correction for correction in self.corrections if correction.frame != frame)
        track = self.track
        if track is not None and self.correction_on(frame) is not None:
            track = track.without_frames([frame])
        return replace(self, marks=marks, corrections=corrections, track=track if track and track.runs else None)

    def with_corrections(
        self, corrections: Iterable[Correction], size: tuple[int, int], frame_count: int
    ) -> ChosenObject:
        """Masks made by hand; each takes the place of what its frame had. An empty one: the object is not there."""
        given = {correction.frame: correction for correction in corrections}
        there = {frame: correction for frame, correction in given.items() if not correction.is_empty}
        kept = {correction.frame: correction for correction in self.corrections if correction.frame not in given}
        gone = self.gone
        for frame in sorted(there):
            gone = _back_from(gone, frame)
        gone = join_spans([*gone, *(Span(frame, frame + 1) for frame in given if frame not in there)])
        track = self.track or MaskTrack(self.object_id, size, frame_count)
        track = track.with_runs({frame: correction.runs for frame, correction in there.items()})
        if len(there) < len(given):
            track = track.without_frames(given.keys() - there.keys())
        return replace(
            self,
            marks=tuple(mark for mark in self.marks if mark.frame not in given),
            corrections=tuple(correction for _, correction in sorted({**kept, **there}.items())),
            gone=gone,
            track=track,
        )

    def gone_from(self, frame: int, frame_count: int) -> ChosenObject:
        """The object is not in the picture any more from a frame on; what was said of it there is forgotten."""
        track = self.track
        if track is not None:
            track = track.without_frames(number for number in track.runs if number >= frame)
        return replace(
            self,
            marks=tuple(mark for mark in self.marks if mark.frame < frame),
            corrections=tuple(correction for correction in self.corrections if correction.frame < frame),
            gone=join_spans([*self.gone, Span(frame, frame_count)]),
            track=track if track and track.runs else None,
        )

    def overlaid(self, track: MaskTrack) -> MaskTrack:
        """A tracker's masks with those made by hand, and none where the object is gone; itself where that is so."""
        dropped = [frame for span in self.gone for frame in range(span.start, span.stop) if frame in track.runs]
        painted = {made.frame: made.runs for made in self.corrections if track.runs.get(made.frame) != made.runs}
        return track.without_frames(dropped).with_runs(painted) if dropped or painted else track

    def tracked(self, track: MaskTrack, before: ChosenObject, settled: Iterable[int] | None = None) -> ChosenObject:
        """What tracking made of the object as it was `before`; what was painted in the meantime stays.

        `settled` are the key frames that were taken into account, None for all.
        """
        track = self.overlaid(track)
        if settled is None:
            return replace(self, track=track, tracked_from=before.marks, corrected_from=before.corrections)
        frames = set(settled)
        marks = [mark for mark in self.tracked_from if mark.frame not in frames]
        corrections = [correction for correction in self.corrected_from if correction.frame not in frames]
        return replace(
            self,
            track=track,
            tracked_from=(*marks, *(mark for mark in before.marks if mark.frame in frames)),
            corrected_from=tuple(
                sorted(
                    (*corrections, *(made for made in before.corrections if made.frame in frames)),
                    key=lambda correction: correction.frame,
                )
            ),
        )


def _marks_on(marks: Iterable[Mark], frame: int) -> tuple[Mark, ...]:
    here = [mark for mark in marks if mark.frame == frame]
    return tuple(sorted(here, key=lambda mark: isinstance(mark, Click) and not mark.positive))


def _keys(marks: tuple[Mark, ...], corrections: tuple[Correction, ...]) -> dict[int, Key]:
    said: dict[int, Key] = {frame: _marks_on(marks, frame) for frame in {mark.frame for mark in marks}}
    return {**said, **{correction.frame: correction for correction in corrections}}


def _back_from(gone: tuple[Span, ...], frame: int) -> tuple[Span, ...]:
    """The object is back on a frame of a stretch without it, and stays to that stretch's end."""
    return tuple(
        part for span in gone for part in (without([span], [Span(frame, span.stop)]) if frame in span else (span,))
    )

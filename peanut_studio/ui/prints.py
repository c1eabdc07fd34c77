"""Frames made into what the viewer shows of them. Called in the feed's threads, for it takes milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frame, Frames, Mask, SoftMask
from peanut_studio.model.project import Colour
from peanut_studio.model.refinement import Refinement
from peanut_studio.ui.modes import Look, Mode, Standing
from peanut_studio.ui.pictures import grey_image_of, image_of, layer_of

if TYPE_CHECKING:
    from peanut_studio.pipeline.refined_view import RefinedView


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is to be shown of a frame: the source, the result (whose frame 0 is `result`), masks in colours, refined.

    `standing` says what there is of the result.
    """

    frame: int
    source: bool = True
    result: int | None = None
    masks: tuple[tuple[MaskTrack, Colour, Refinement], ...] = ()
    look: Look = field(default_factory=Look)
    standing: Standing = Standing.NONE

    @property
    def is_as_it_was(self) -> bool:
        """Whether the source is shown for the result, too."""
        return self.standing is Standing.UNCHANGED and self.look.mode.has_result

    def asks_for(self, other: Wanted) -> bool:
        """Whether the other one asks for the same pictures."""
        same = (self.frame, self.source, self.result) == (other.frame, other.source, other.result)
        return same and (self.masks, self.look, self.standing) == (other.masks, other.look, other.standing)


@dataclass(frozen=True, eq=False)
class Shown:
    """The pictures of a frame; None where they were not wanted or there are none. `full`: not of a small copy.

    `layers` are the masks over the source, `rims` over the result; `made` is what a mode makes out of the pictures: a
    matte, a difference. `frames` are source and result, for reading single
    pixels; they are there with full pictures only.
    """

    frame: int
    source: QImage | None
    result: QImage | None
    layers: tuple[QImage, ...]
    full: bool = True
    number: int = 0
    made: QImage | None = None
    frames: tuple[Frame, Frame | None] | None = None
    rims: tuple[QImage, ...] = ()
    standing: Standing = Standing.NONE


@dataclass(frozen=True, eq=False)
class JobFrame:
    """The picture of a frame of the clip that a job has just filled."""

    frame: int
    image: QImage


@dataclass(frozen=True, eq=False)
class NotYet:
    """There are no small copies of all that is wanted; `result` is one all the same, `same` says it is the source."""

    number: int
    wanted: Wanted
    result: Frame | None = None
    same: bool = False


@dataclass(frozen=True, eq=False)
class Masks:
    """How masks are found: by `view`, and exactly where the clip's `frames` are known, small ones else.

    Those that do not fit the clip's `size`, where that is known, are left out.
    """

    view: RefinedView
    frames: Frames | None = None
    size: tuple[int, int] | None = None

    def of(self, wanted: Wanted, source: Frame) -> Iterator[tuple[Mask, Colour, Refinement]]:
        """Of all objects that are to be seen on the frame, whose full picture is `source` where there are `frames`."""
        for track, colour, how in wanted.masks:
            if (self.size is not None and track.size != self.size) or wanted.frame not in track.runs:
                continue
            if self.frames is not None:
                mask = self.view.exact(track, wanted.frame, how, source, self.frames)
            else:
                mask = self.view.quick(track, wanted.frame, how)
            if mask.any():
                yield mask, colour, how

    def hair_of(self, mask: Mask, how: Refinement, source: Frame) -> SoftMask | None:
        """How much of each pixel is the object where hair counts, float32 (H, W); None in small pictures."""
        from peanut_studio.ops.mask_refine import coverage_of

        return coverage_of(mask, how.hair, source) if how.hair and self.frames is not None else None


def developed(wanted: Wanted, source: Frame, result: Frame | None, step: int, number: int, masks: Masks) -> Shown:
    """The pictures of source and result, small ones where `step` is above 1; masks lose what lies between steps."""
    full, mode = step == 1, wanted.look.mode
    made: QImage | None = None
    layers: tuple[QImage, ...] = ()
    rims: tuple[QImage, ...] = ()
    if mode is Mode.DIFFERENCE and result is not None:
        from peanut_studio.ops.compare import difference, fitted

        made = image_of(difference(source, fitted(result, source), wanted.look.gain))
    elif mode is Mode.MATTE:
        made = _matte(wanted, source, step, masks)
    elif wanted.look.has_masks and mode is not Mode.FLOW:
        layers, rims = _layers(wanted, source, step, masks)
    first = image_of(source) if wanted.source else None
    second = None if result is None else first if result is source and first is not None else image_of(result)
    frames = (source, result) if full else None
    return Shown(wanted.frame, first, second, layers, full, number, made, frames, rims, wanted.standing)


def _layers(wanted: Wanted, source: Frame, step: int, masks: Masks) -> tuple[tuple[QImage, ...], tuple[QImage, ...]]:
    """Over the source and over the result, of which nothing is to be hidden."""
    mode = wanted.look.mode
    inside = round(255 * wanted.look.opacity) if mode in (Mode.EDIT, Mode.SIDE) else 0
    shown = [
        (mask[::step, ::step], colour, (how.feather or 0) / step, masks.hair_of(mask, how, source) if inside else None)
        for mask, colour, how in masks.of(wanted, source)
    ]
    layers = tuple(layer_of(mask, colour, feather, inside, hair) for mask, colour, feather, hair in shown)
    if not mode.can_overlay:
        return layers, ()
    return layers, tuple(layer_of(mask, colour, feather, 0) for mask, colour, feather, _ in shown) if inside else layers


def _matte(wanted: Wanted, source: Frame, step: int, masks: Masks) -> QImage:
    from peanut_studio.ops.feather import feather
    from peanut_studio.ops.overlay import matte

    height, width = source.shape[:2]

    def soft(mask: Mask, how: Refinement) -> SoftMask:
        hair = masks.hair_of(mask, how, source)
        return feather(mask[::step, ::step], 0, (how.feather or 0) / step) if hair is None else hair

    return grey_image_of(matte((soft(mask, how) for mask, _, how in masks.of(wanted, source)), (width, height)))

"""What a person pointed at, checked against the clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask
from peanut_studio.model.prompt import Box, Click, MaskPrompt, Prompt

Point: TypeAlias = tuple[float, float, int | None]
Corners: TypeAlias = tuple[float, float, float, float, int | None]


@dataclass(frozen=True, eq=False)
class Pointing:
    """One object: points on it, points beside it, boxes round it, masks of it.

    Each ends with its frame, counted from the clip's first; None means the first frame of the range worked on.
    """

    points: tuple[Point, ...] = ()
    minus_points: tuple[Point, ...] = ()
    boxes: tuple[Corners, ...] = ()
    masks: tuple[tuple[Mask, int | None], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.points or self.boxes or self.masks)

    def prompts(self, clip: Clip, span: Span) -> tuple[Prompt, ...]:
        """The prompts for a tracker. Raises InputError for what lies outside the frame or the range."""
        if not self:
            raise InputError("Nothing says what to remove: give a point or a box on the object, or its masks.")
        return tuple(self._prompts(clip, span))

    def _prompts(self, clip: Clip, span: Span) -> Iterator[Prompt]:
        pointed = set()
        for x0, y0, x1, y1, frame in self.boxes:
            name = f"The box {x0:g},{y0:g},{x1:g},{y1:g}"
            _check_inside(x0, y0, clip, name)
            _check_inside(x1, y1, clip, name)
            if x1 <= x0 or y1 <= y0:
                raise InputError(f"{name} is empty; give its top left corner first, then its bottom right one.")
            pointed.add(at := _frame(frame, clip, span))
            yield Box(x0, y0, x1, y1, at)
        for mask, frame in self.masks:
            if mask.shape != (clip.height, clip.width):
                size = f"{mask.shape[1]}x{mask.shape[0]}"
                raise InputError(f"The mask is {size}, the clip {clip.width}x{clip.height}; they must be equal.")
            if not mask.any():
                raise InputError("The mask is empty, so nothing says what to remove.")
            pointed.add(at := _frame(frame, clip, span))
            yield MaskPrompt(np.asarray(mask, dtype=np.bool_), at)
        for x, y, frame in self.points:
            _check_inside(x, y, clip, f"The point {x:g},{y:g}")
            pointed.add(at := _frame(frame, clip, span))
            yield Click(x, y, True, at)
        for x, y, frame in self.minus_points:
            _check_inside(x, y, clip, f"The point {x:g},{y:g}")
            at = _frame(frame, clip, span)
            if at not in pointed:
                raise InputError(
                    f"Frame {at} has only points beside the object; give a point on it or a box round it there too."
                )
            yield Click(x, y, False, at)


def _check_inside(x: float, y: float, clip: Clip, name: str) -> None:
    if not (-0.5 <= x <= clip.width - 0.5 and -0.5 <= y <= clip.height - 0.5):
        raise InputError(
            f"{name} lies outside the frame, which is {clip.width}x{clip.height} pixels: "
            f"x goes from 0 to {clip.width - 1}, y from 0 to {clip.height - 1}."
        )


def _frame(frame: int | None, clip: Clip, span: Span) -> int:
    if frame is None:
        return span.start
    if not 0 <= frame < clip.frame_count:
        raise InputError(f"Frame {frame} is outside the clip, which has frames 0 to {clip.frame_count - 1}.")
    if frame not in span:
        raise InputError(
            f"Frame {frame} is outside the range worked on, frames {span.start} to {span.stop - 1}; "
            "point at a frame inside it."
        )
    return frame

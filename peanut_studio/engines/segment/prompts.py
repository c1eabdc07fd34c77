"""What a person said of one object on one frame, checked against the clip."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask
from peanut_studio.model.prompt import Box, Click, Prompt
from peanut_studio.ops.mask_geometry import Bounds


@dataclass(frozen=True, eq=False)
class Hints:
    """All prompts of one object on one frame: clicks in their order, the last box, the last given mask."""

    clicks: tuple[Click, ...] = ()
    box: Bounds | None = None
    mask: Mask | None = None

    def with_prompt(self, prompt: Prompt, size: tuple[int, int]) -> Hints:
        """These and one more, already checked, prompt; boxes are cut at the frame's edge. A mask replaces the rest."""
        if isinstance(prompt, Click):
            return replace(self, clicks=(*self.clicks, prompt))
        if isinstance(prompt, Box):
            right, bottom = size[0] - 1, size[1] - 1
            cut = (max(prompt.x0, 0.0), max(prompt.y0, 0.0), min(prompt.x1, right), min(prompt.y1, bottom))
            return replace(self, box=cut)
        return Hints(mask=np.array(prompt.mask, np.bool_))

    @property
    def places_object(self) -> bool:
        """Whether anything says where the object is, not only where it is not."""
        return self.box is not None or self.mask is not None or any(click.positive for click in self.clicks)


def by_part(mask: Mask, clicks: Sequence[Click]) -> list[list[Click]]:
    """Positive clicks by the connected part of a mask, bool (H, W), that they lie on; each beside it by itself."""
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    groups: dict[int, list[Click]] = {}
    for number, click in enumerate(clicks):
        if click.positive:
            row, column = (
                min(max(round(at), 0), side - 1) for at, side in zip((click.y, click.x), mask.shape, strict=True)
            )
            groups.setdefault(int(labels[row, column]) or -1 - number, []).append(click)
    return list(groups.values())


def check_prompt(prompt: Prompt, size: tuple[int, int], count: int) -> None:
    """Raise InputError unless the prompt lies on a clip of `count` frames of `size` (width, height)."""
    width, height = size
    if not 0 <= prompt.frame < count:
        raise InputError(f"The prompt is for frame {prompt.frame}, but the clip has frames 0 to {count - 1}.")
    if isinstance(prompt, Click):
        if not (-0.5 <= prompt.x < width - 0.5 and -0.5 <= prompt.y < height - 0.5):
            raise InputError(
                f"The point {prompt.x:g},{prompt.y:g} lies outside the frame, which is {width}x{height}; "
                f"x goes from 0 to {width - 1} and y from 0 to {height - 1}."
            )
    elif isinstance(prompt, Box):
        text = f"The box {prompt.x0:g},{prompt.y0:g},{prompt.x1:g},{prompt.y1:g}"
        if not (prompt.x1 > prompt.x0 and prompt.y1 > prompt.y0):
            raise InputError(f"{text} is empty; give its left, top, right and bottom edge, in that order.")
        if prompt.x1 < 0 or prompt.y1 < 0 or prompt.x0 > width - 1 or prompt.y0 > height - 1:
            raise InputError(f"{text} lies outside the frame, which is {width}x{height}.")
    else:
        mask = prompt.mask
        if mask.shape != (height, width):
            shape = "x".join(str(side) for side in reversed(mask.shape))
            raise InputError(
                f"The mask for frame {prompt.frame} is {shape}, but the frame is {width}x{height}; "
                "make it the same size."
            )
        if not mask.any():
            raise InputError(f"The mask for frame {prompt.frame} is empty; mark the object in it.")


def check_placed(hints: Hints, object_id: int, frame: int) -> None:
    """Raise InputError where an object's hints only say where it is not."""
    if not hints.places_object:
        raise InputError(
            f"Frame {frame} has only points that do not belong to object {object_id}; "
            "first give a point on it or a box round it."
        )


def check_propagation(any_object: bool, span: Span, count: int) -> None:
    """Raise InputError unless there is an object to carry, through a span of a clip of `count` frames."""
    if not any_object:
        raise InputError("No object has been pointed at yet; give a point, a box or a mask first.")
    check_range(span, count)


def check_range(span: Span, count: int) -> None:
    """Raise InputError unless a span lies in a clip of `count` frames."""
    if span.stop > count:
        raise InputError(f"The range {span.start}..{span.stop} lies outside the clip, which has {count} frames.")


def check_known(object_id: int, objects: Container[int]) -> None:
    """Raise InputError where there is no object of that number."""
    if object_id not in objects:
        raise InputError(f"There is no object {object_id} to remove.")

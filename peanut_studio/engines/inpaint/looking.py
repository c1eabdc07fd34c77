"""A clip filled look by look, on a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from peanut_studio.engines.inpaint.canvas import Picture, filled
from peanut_studio.engines.inpaint.schedule import Look, Schedule
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks

Fill = Callable[[Look, list[int]], Mapping[int, Picture]]
"""A look and the frames of it that are wanted, not always some, to pictures (H, W, 3) in [-1, 1] of these."""


def filled_by_looks(
    frames: Frames,
    masks: Masks,
    wanted: Span | None,
    schedule: Schedule,
    fill: Fill,
    forget: Callable[[int], None] = lambda _before: None,
) -> Iterator[Frame]:
    """The `wanted` frames (all), in order; those with a hole come from `fill`, the others as they are.

    Frames that several looks fill are blended half and half, one after the other, as the authors of STTN, E2FGVI and
    ProPainter do. `forget` is told up to which frame nothing is filled any more. The longest look is the first to be
    filled: where memory does not do for it, that shows at once.
    """
    asked = wanted or Span(0, len(frames))
    looks = list(schedule.looks(len(frames)))
    holes = [_with_hole(masks, asked, look) for look in looks]
    longest = max(range(len(looks)), key=lambda number: (bool(holes[number]), looks[number].length), default=0)
    at_hand = {longest: fill(looks[longest], holes[longest])} if looks else {}
    pictures: dict[int, Picture] = {}
    for number, look in enumerate(looks):
        following = looks[number + 1].local.start if number + 1 < len(looks) else len(frames)
        made = at_hand.pop(number) if number in at_hand else fill(look, holes[number])
        for index, picture in made.items():
            before = pictures.get(index)
            pictures[index] = picture if before is None else (before + picture) * np.float32(0.5)
        for index in range(max(asked.start, look.local.start), min(asked.stop, following)):
            frame = frames[index]
            yield filled(frame, masks[index], pictures.pop(index)) if index in pictures else frame
        forget(following)


def _with_hole(masks: Masks, asked: Span, look: Look) -> list[int]:
    """The frames of a look that are asked for and have a hole."""
    inside = range(max(asked.start, look.local.start), min(asked.stop, look.local.stop))
    return [index for index in inside if masks[index].any()]

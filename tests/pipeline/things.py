"""A scene of coloured discs, and a grounder that sees them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from peanut_studio.engines.contract import EngineInfo, Proposal
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frame, Frames, Mask
from peanut_studio.ops.mask_geometry import bounds_of
from peanut_studio.pipeline.choice import Made

SIZE = (160, 96)
RED, BLUE, WHITE = (210, 40, 40), (40, 70, 200), (245, 245, 245)
DISCS: tuple[tuple[tuple[int, int, int], int, int, int, float], ...] = (
    (RED, 30, 40, 12, 0.0),
    (RED, 120, 50, 9, 0.0),
    (BLUE, 70, 30, 10, 1.5),
    (WHITE, 80, 75, 14, 0.0),
)
"""Colour, middle, radius, and motion to the right in pixels a frame."""


def scene(count: int = 12, discs: Sequence[int] = (0, 1, 2, 3)) -> list[Frame]:
    """Discs over grey texture."""
    noise = np.random.default_rng(5).integers(90, 150, (SIZE[1], SIZE[0]), np.uint8)
    ground = cv2.cvtColor(cv2.GaussianBlur(noise, (0, 0), 1.2), cv2.COLOR_GRAY2RGB)
    frames: list[Frame] = []
    for index in range(count):
        frame = ground.copy()
        for number in discs:
            frame[disc(number, index)] = DISCS[number][0]
        frames.append(np.asarray(frame, np.uint8))
    return frames


def disc(number: int, index: int) -> Mask:
    """The mask of a disc on a frame."""
    _, x, y, radius, speed = DISCS[number]
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    return np.asarray(np.hypot(rows - y, columns - x - speed * index) < radius, np.bool_)


class Discs:
    """A grounder that proposes every disc that it finds in its place, and counts how often it is asked."""

    def __init__(
        self, *, knows_nouns: bool = False, with_masks: bool = True, seen: Sequence[int] = (0, 1, 2, 3)
    ) -> None:
        self.knows_nouns = knows_nouns
        self.asked: list[int] = []
        self._with_masks, self._seen = with_masks, seen

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        self.asked.append(index)
        found = []
        for number in self._seen:
            mask = disc(number, index)
            box = bounds_of(mask)
            if box is not None and np.abs(frames[index][mask] - np.float32(DISCS[number][0])).mean() < 20:
                found.append(Proposal(box, 0.9, mask if self._with_masks else None))
        return found


def made(grounder: Discs | None = None) -> Made:
    """The grounder as the workshop hands it out."""
    info = EngineInfo("discs", "ground", "Discs", "tests:Discs", "Apache-2.0", "https://example.org")
    return Made(grounder or Discs(), info)

"""What is remembered of a tracked object from frame to frame, and how sure one can be of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.segment.amendment import Amendment
from peanut_studio.engines.segment.appearance import Appearance
from peanut_studio.engines.segment.choice import Candidate
from peanut_studio.engines.segment.field import box_at, centre, extent, joined
from peanut_studio.engines.segment.motion import Carried
from peanut_studio.model.picture import Mask
from peanut_studio.ops.mask_geometry import Bounds, bounds_of, moved_onto

HABIT = 0.1
"""How fast the usual extent and the usual lowest value follow the object."""

REACH = 0.75
REACH_LOST = 0.2
"""How far from where it is expected an object is likely to be found again: in parts of its size, and so much more for
each frame that it has been missing."""

HELD = 128
FORGOTTEN = 25
"""Tenure from which on something has long been the object's, and what is lost of it on each frame without."""

REMEMBERED = 12
"""For so many frames a part that is hidden is known to belong to the object."""

FALLING = 0.35
STEADY = 0.75
"""Likeness, in parts of what is usual for the object: below the first nothing is believed, from the second on all."""


PIECED = 0.7
"""What was put together from parts is believed this much."""


@dataclass(frozen=True, eq=False)
class Track:
    """One object: its last mask, where it is or should be, and what it looks like.

    `near` is the appearance seen in a region round it, `far` in the whole frame. `usual_likeness` and `usual_low` are
    what the appearance model gives for it on good frames. `age`, (H, W), tells how many frames
    ago each pixel, moved along with the object, was in its mask; `tenure` for about how many frames what is there now
    has been, 255 if it was on the prompted frame. `missing` counts frames since it was last seen. `amendment` is what a
    person put right.
    """

    mask: Mask
    box: Bounds
    usual_extent: tuple[float, float]
    age: npt.NDArray[np.uint8] | None = None
    tenure: npt.NDArray[np.uint8] | None = None
    near: Appearance | None = None
    far: Appearance | None = None
    usual_likeness: float = 0.9
    usual_low: float = 0.5
    velocity: tuple[float, float] = (0.0, 0.0)
    missing: int = 0
    amendment: Amendment | None = None

    @property
    def expected_centre(self) -> tuple[float, float]:
        """Where its middle should be on the next frame, were nothing known of that frame."""
        x, y = centre(self.box)
        return x + self.velocity[0], y + self.velocity[1]

    @property
    def size(self) -> float:
        """Its usual size: the root mean square of its sides, in pixels."""
        return float(np.hypot(*self.usual_extent)) / 2**0.5

    def place(self, carried: Bounds | None) -> Bounds:
        """Where to look: round the carried mask where there is one, wide enough for what may be hidden now."""
        if carried is None:
            return box_at(self.expected_centre, self.usual_extent)
        width, height = self.usual_extent
        return joined(carried, box_at(centre(carried), (0.9 * width, 0.9 * height)))

    def nearness(self, x: float, y: float) -> float:
        """How well a place agrees with where the object is expected, in [0, 1]."""
        expected = self.expected_centre
        distance = float(np.hypot(x - expected[0], y - expected[1])) / self.size
        return min(1.0, (REACH + REACH_LOST * self.missing) / max(distance, 1e-6)) ** 2

    def confidence(self, candidate: Candidate) -> float:
        """How sure one can be that a candidate is the object, in [0, 1].

        The product of the IoU that the network predicts, how usual the likeness is, how well the mask follows the
        motion (or, without a carried mask, how near it is to where the object was), and how plausible its extent is.
        """
        bounds = bounds_of(candidate.mask)
        if bounds is None:
            return 0.0
        likeness = (candidate.likeness / self.usual_likeness - FALLING) / (STEADY - FALLING)
        if candidate.pieced:
            motion = PIECED
        elif candidate.carried is None:
            motion = self.nearness(*centre(bounds))
        else:
            motion = max(min(1.0, candidate.carried / 0.6), 0.5)
        (width, height), (usual_width, usual_height) = extent(bounds), self.usual_extent
        growth = width * height / (usual_width * usual_height)
        plausible = min(1.0, 2 * growth, 3 / growth)
        return candidate.answer.quality * min(1.0, max(0.0, likeness)) * motion * plausible

    @property
    def whole(self) -> Mask:
        """Where the object would be if nothing were before it: all that was in its mask of late, moved along."""
        return self.mask if self.age is None else np.asarray(self.age < REMEMBERED, np.bool_)

    def moved(self, carried: Carried) -> Track:
        """The track on the next frame, of whose objects only the motion is known yet."""
        if self.age is None:
            return self
        by = self.velocity if self.missing else carried.shift
        age = np.full_like(self.age, REMEMBERED)
        moved_onto(age, self.age, by)
        tenure = None if self.tenure is None or self.missing else carried.motion.carry_counts(self.tenure)
        return replace(self, age=np.minimum(age + 1, REMEMBERED), tenure=tenure)

    def lost(self) -> Track:
        """The track after a frame on which the object was not found: it goes on, slower and slower."""
        onwards = (0.8 * self.velocity[0], 0.8 * self.velocity[1])
        box = box_at(self.expected_centre, self.usual_extent)
        return replace(self, box=box, velocity=onwards, missing=self.missing + 1, amendment=None)

    def seen(self, mask: Mask, bounds: Bounds, pieced: bool = False) -> Track:
        """The track after a frame on which the object was found; what was pieced together teaches nothing new."""
        (old_x, old_y), (new_x, new_y) = centre(self.box), centre(bounds)
        velocity = (0.0, 0.0)
        if not self.missing:
            velocity = ((self.velocity[0] + new_x - old_x) / 2, (self.velocity[1] + new_y - old_y) / 2)
        width, height = extent(bounds)
        usual = (
            self.usual_extent[0] + HABIT * (width - self.usual_extent[0]),
            self.usual_extent[1] + HABIT * (height - self.usual_extent[1]),
        )
        age, tenure = self.age, self.tenure
        if age is not None and not pieced:
            age = np.where(mask, np.uint8(0), age)
            before = np.zeros_like(age) if tenure is None else tenure
            longer = np.where(before < HELD, before + np.uint8(1), np.uint8(255))
            tenure = np.where(mask, longer, np.maximum(before, FORGOTTEN) - np.uint8(FORGOTTEN))
        return replace(
            self, mask=mask, box=bounds, usual_extent=usual, velocity=velocity, missing=0, age=age, tenure=tenure
        )

    @property
    def held(self) -> Mask:
        """What has been the object's from the beginning, or for longer than a stranger would be, bool (H, W)."""
        return np.zeros_like(self.mask) if self.tenure is None else np.asarray(self.tenure >= HELD, np.bool_)

    def has_held(self, part: Mask) -> bool:
        """Whether most of a part, bool (H, W), has long been the object's."""
        return bool(part.any()) and float(self.held[part].mean()) >= 0.5

"""The stretch of a clip that is looked at while one frame is filled: bounded, whatever the clip's length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import FlowEstimator
from peanut_studio.engines.inpaint.passing import MOVING, Judgement, Sight, hole_motion, in_front, judged, nearby, solid
from peanut_studio.engines.inpaint.way import Way
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import FlowField, Frame, Frames, Mask, Masks
from peanut_studio.model.progress import rest
from peanut_studio.ops.align import HOLE_SIGMA, STILL, Grey, View
from peanut_studio.ops.motion import (
    Homography,
    camera_motion,
    diffuse,
    dilated,
    inverse,
    is_still,
    lengths,
    pixel_grid,
    project,
    project_grid,
    sample,
    touches,
    within,
)
from peanut_studio.ops.overlay import eight_bit
from peanut_studio.ops.trace import Step

HalfFlow = npt.NDArray[np.float16]
NEAR = 36
"""Frames on each side between which pixels are carried."""
AHEAD = 72
"""Frames that are read in advance, for what only shows later."""
FAR = 192
FAR_STEP = 24
"""Of the frames before NEAR every 24th is kept, up to 192 back, for what showed long ago."""
LONGEST = 480
"""Frames back to which keys are remembered, and as long again as a window."""
FAR_PART = "far/"
"""With a frame's number behind it, the part of what is remembered that is about that frame before NEAR."""
STEADY_REACH = 12
TREMBLE = 0.5
"""Pixels (at width 432) that flow may err by; before a camera on a tripod what moves less stands still."""
TRANSIENT = 28.0
CUT = 45.0
"""Mean difference, of 255, between a frame and its camera-aligned successor above which a new shot begins."""


def working_size(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Width and height of at most `side`, at least 16, in the proportions of `size`."""
    factor = min(1.0, side / max(size))
    return max(16, round(size[0] * factor)), max(16, round(size[1] * factor))


@dataclass(eq=False)
class Exposure:
    """One frame of the reel. `small` pictures are of working size; `native` is the frame as it came."""

    index: int
    native: Frame
    hole: Mask
    small: npt.NDArray[np.uint8]
    grey: Grey
    small_hole: Mask
    grown: Mask
    known: Mask
    motion: Mask
    judgement: Judgement
    flow: HalfFlow | None = None
    reverse: HalfFlow | None = None
    lasting: View | None = field(default=None, repr=False)
    """The frame as it is seen when those around it are not held any more, where it can be asked for then."""
    _view: View | None = field(default=None, repr=False)

    def last_again(self, moving: Mask) -> None:
        """What was known of it when those around it were let go of: `moving` is what moved in it."""
        self.lasting = View(self.grey, self.known, moving)

    @property
    def sight(self) -> Sight:
        """What can be seen of the frame."""
        return Sight(self.small, self.grey, self.known, self.grown)


@dataclass(frozen=True, eq=False)
class Standing:
    """How a reel stands: frame `at` is worked on, `front` is the last one that was read, which are `held`.

    `ways` is the camera's way to frame `at` - NEAR from those before it that can still be asked for.
    """

    at: int
    front: int
    held: tuple[int, ...]
    ways: Mapping[int, Homography]


class Reel:
    """Frames round the one at work, with camera motion, completed flow and what moves by itself.

    `working_size` (width, height) is the size at which motion is measured. `used` tells which parts of
    what is remembered from long ago were made use of since a window `begun`: see `ReelMemory`.
    """

    def __init__(self, frames: Frames, masks: Masks, flow: FlowEstimator, working_size: tuple[int, int]) -> None:
        self._frames, self._masks, self._flow = frames, masks, flow
        self.size = working_size
        self.scale = working_size[0] / 432
        self._held: dict[int, Exposure] = {}
        self.way = Way()
        self.used: set[str] = set()
        self.begun = 0
        self._front = -1
        self._at = 0

    def __getitem__(self, index: int) -> Exposure:
        return self._held[index]

    def advance(self, index: int) -> Exposure:
        """Make frame `index` the one at work; frames are to be taken in order."""
        self._at = index
        self.way.rest()
        while self._front < min(len(self._frames) - 1, index + AHEAD):
            rest()
            self._load(self._front + 1)
        self._look_last()
        self._drop()
        return self._held[index]

    def through(self, wanted: Span | None = None) -> Iterator[Exposure]:
        """The `wanted` frames (all), in order, each the one at work in its turn."""
        stop = len(self._frames) if wanted is None else wanted.stop
        for index in range(self._at, stop):
            exposure = self.advance(index)
            if wanted is None or index in wanted:
                yield exposure

    def around(self, index: int, reach: int | None = None) -> Iterator[Exposure]:
        """The other held frames of the same shot, nearest first; with a `reach` those that are no further away."""
        for other in sorted(self._held, key=lambda held: (abs(held - index), held)):
            if reach is not None and abs(other - index) > reach:
                return
            if other != index and self.way.joined(index, other):
                yield self._held[other]

    def between(self, origin: Exposure, target: Exposure) -> Homography:
        """The camera's motion from one frame to another of the same shot, at working size.

        Nobody uses another frame without asking this first, so that it is known here which are made use of.
        """
        for index in (origin.index, target.index):
            if index < self.begun - NEAR:
                self.used.add(f"{FAR_PART}{index}")
        return self.way.between(origin.index, target.index)

    def begin_window(self, index: int) -> None:
        """From now on it counts what is made use of."""
        self.begun = index
        self.used = set()

    def view(self, exposure: Exposure) -> View:
        """The frame as `align` wants it: the same whenever it is asked for, once what follows it has been read."""
        if exposure.lasting is not None:
            return exposure.lasting
        if exposure._view is not None:
            return exposure._view
        seen = View(exposure.grey, exposure.known, exposure.motion | self._transient(exposure))
        if self.is_read_round(exposure):
            exposure._view = seen
        return seen

    def is_read_round(self, exposure: Exposure) -> bool:
        """Whether all is known of a frame that follows from those after it."""
        return self._front == len(self._frames) - 1 or exposure.index + STEADY_REACH <= self._front

    def _look_last(self) -> None:
        """Look at the frame whose surroundings are let go of next, where a hole will ask for it afterwards.

        That depends on the masks, and not on what was asked for before: so what is remembered does not either.
        """
        exposure = self._held.get(self._at - (NEAR - STEADY_REACH))
        if exposure is None:
            return
        coming = (self._held.get(self._at + ahead) for ahead in range(1, STEADY_REACH + 1))
        if exposure.index % FAR_STEP == 0 or any(other is not None and other.hole.any() for other in coming):
            exposure.lasting = self.view(exposure)

    def passing(self, exposure: Exposure) -> Mask:
        """The part of a hole, bool (H, W), near which something moves by itself."""
        return nearby(exposure.judgement, exposure.small_hole, exposure.known, self.scale)

    def steps(self, index: int, direction: int, most: int) -> list[tuple[int, Step]]:
        """The way from frame `index` into the future (direction 1) or past (-1): the frame reached, and how."""
        way: list[tuple[int, Step]] = []
        for here in range(index, index + direction * most, direction):
            there = here + direction
            first, second = self._held.get(min(here, there)), self._held.get(max(here, there))
            if first is None or second is None or first.flow is None:
                break
            assert first.reverse is not None
            flow, reverse = (first.flow, first.reverse) if direction > 0 else (first.reverse, first.flow)
            arrived = second if direction > 0 else first
            way.append((there, Step(flow.astype(np.float32), reverse.astype(np.float32), arrived.grown)))
        return way

    def stand(self, others: Iterable[int]) -> Standing:
        """What it takes to stand here again. Far frames of another shot than that at work are let go of; of those and
        of the `others`, of the same shot, the camera's way is told.
        """
        edge = self._at - NEAR
        for index in [held for held in self._held if held < edge and not self.way.joined(held, self._at)]:
            del self._held[index]
        far = sorted(index for index in {*self._held, *others} if index < edge)
        ways = {index: self.way.between(index, edge) for index in far}
        return Standing(self._at, self._front, tuple(sorted(self._held)), ways)

    def stand_at(self, standing: Standing) -> None:
        """Read again what is held then. What moves in the frames before NEAR, and what lasts, stays to be put back."""
        known = {index: self.exposed(index) for index in standing.held if index < standing.at - NEAR}
        self._held = {}
        self.way = Way()
        for index in range(max(0, standing.at - NEAR - 1), standing.front + 1):
            rest()
            self._load(index)
        self._held.update(known)
        self._at = standing.at
        self._drop()
        self.way.settle(standing.at - NEAR, standing.ways)

    def exposed(self, index: int) -> Exposure:
        """A frame by itself, of whose motion nothing is known yet."""
        native, hole = self._frames[index], self._masks[index]
        small = eight_bit(native)
        small_hole = hole
        if (native.shape[1], native.shape[0]) != self.size:
            small = np.asarray(cv2.resize(small, self.size, interpolation=cv2.INTER_AREA), np.uint8)
            coverage = cv2.resize(hole.astype(np.float32), self.size, interpolation=cv2.INTER_AREA)
            small_hole = np.asarray(coverage > 0, np.bool_)
        edge = dilated(small_hole, 1)
        plain = small
        if small_hole.any():
            # Neither the object's own motion may bleed into the flow, nor a hole's blackness.
            plain = np.asarray(cv2.inpaint(small, edge.astype(np.uint8), 3, cv2.INPAINT_TELEA), np.uint8)
        return Exposure(
            index=index,
            native=native,
            hole=hole,
            small=plain,
            grey=np.asarray(cv2.cvtColor(plain, cv2.COLOR_RGB2GRAY), np.uint8),
            small_hole=small_hole,
            grown=dilated(small_hole, max(1, round(4 * self.scale))),
            known=~edge,
            motion=np.zeros(small_hole.shape, np.bool_),
            judgement=Judgement.none(small_hole.shape),
        )

    def _load(self, index: int) -> None:
        new, before = self.exposed(index), self._held.get(index - 1)
        if before is not None:
            self._join(before, new)
        self._held[index] = new
        self._front = index

    def _join(self, first: Exposure, second: Exposure) -> None:
        """Measure the motion between two consecutive frames."""
        there = self._flow.flow(first.small, second.small)
        back = self._flow.flow(second.small, first.small)
        hidden_there, hidden_back = self._hidden(there, first, second), self._hidden(back, second, first)
        camera = camera_motion(there, hidden_there, self.scale)
        aligned = sample(second.small, project_grid(camera, *first.grey.shape))
        seen = first.known & ~hidden_there
        difference = np.abs(first.small.astype(np.int16) - aligned)[seen]
        if len(difference) and difference.mean() > CUT:
            self.way.lead(second.index, None)
            return
        self.way.lead(second.index, camera)
        own_there, own_back = hole_motion(first.small_hole, second.small_hole)
        back_camera = inverse(camera)
        ahead, behind = first.sight, second.sight
        # Of a frame without a hole nothing has to be filled, so nothing has to be judged.
        if first.small_hole.any():
            first.judgement = judged(first.judgement, there, camera, own_there, ahead, behind, self.scale)
        if second.small_hole.any():
            second.judgement = judged(second.judgement, back, back_camera, own_back, behind, ahead, self.scale)
        first.flow, moving_there = self._completed(there, camera, hidden_there, first)
        first.reverse, moving_back = self._completed(back, back_camera, hidden_back, second)
        first.motion |= moving_there
        second.motion |= moving_back

    def _hidden(self, flow: FlowField, origin: Exposure, target: Exposure) -> Mask:
        landed = pixel_grid(*origin.grey.shape) + flow
        hidden: Mask = origin.grown | touches(target.grown, landed) | ~within(landed, self.size)
        return hidden

    def _completed(self, flow: FlowField, camera: Homography, hidden: Mask, origin: Exposure) -> tuple[HalfFlow, Mask]:
        """The flow with the camera's motion, and the residual of what lies around, in place of what is hidden."""
        grid = pixel_grid(*hidden.shape)
        plane = project_grid(camera, *hidden.shape) - grid
        residual = flow - plane
        length = lengths(np.asarray(residual, np.float32))
        near = ~hidden & (length < 2 * self.scale)
        moving: Mask = (length > MOVING * self.scale) & ~hidden
        completed = plane
        if is_still(camera):
            hidden = hidden | (length < TREMBLE * self.scale)
        elif near.any() and np.abs(residual[near]).mean() > STILL:
            completed = plane + diffuse(np.asarray(residual, np.float32), near, HOLE_SIGMA * self.scale)
        before = in_front(origin.judgement, self.scale) & hidden
        if before.any():
            # What is hidden there is a part of something that moves: it goes along.
            along = plane + diffuse(
                np.asarray(residual, np.float32), origin.judgement.foreign & ~hidden, HOLE_SIGMA * self.scale
            )
            completed = np.where(before[..., None], along, completed)
        completed = np.where(hidden[..., None], completed, flow)
        return np.asarray(completed, np.float16), solid(moving, self.scale)

    def _transient(self, exposure: Exposure) -> Mask:
        """What differs from the median of the stabilised frames around: passers-by, birds, the object's own rest."""
        height, width = exposure.grey.shape
        quarter = (max(32, width // 2), max(32, height // 2))
        factor = np.array([width / quarter[0], height / quarter[1]], np.float32)
        grid = pixel_grid(quarter[1], quarter[0])
        pictures, seen = [], np.zeros(grid.shape[:2], np.int32)
        for other in range(exposure.index - STEADY_REACH, exposure.index + STEADY_REACH + 1, 2):
            held = self._held.get(other)
            if held is None or not self.way.joined(exposure.index, other):
                continue
            places = project(self.between(exposure, held), grid * factor)
            pictures.append(sample(held.small, places))
            seen += ~touches(~held.known, places)
        stack = np.stack(pictures)
        middle = len(stack) // 2
        median = np.partition(stack, middle, axis=0)[middle]
        box = np.ones((5, 5), np.uint8)
        contrast = (cv2.dilate(median, box).astype(np.int16) - cv2.erode(median, box)).max(axis=-1)
        here = cv2.resize(exposure.small, quarter, interpolation=cv2.INTER_AREA).astype(np.int16)
        difference = np.abs(here - median).max(axis=-1)
        found = (difference > TRANSIENT) & (difference > 0.8 * contrast) & (seen >= 4)
        opened = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        grown = np.asarray(cv2.resize(opened, (width, height), interpolation=cv2.INTER_NEAREST) > 0, np.bool_)
        return solid(grown, self.scale) & exposure.known

    def _drop(self) -> None:
        """Let go of what is out of reach; far frames keep their picture but not their flow."""
        for index in list(self._held):
            behind = self._at - index
            if behind > NEAR and (index % FAR_STEP or behind > FAR):
                del self._held[index]
            elif behind > NEAR:
                self._held[index].flow = self._held[index].reverse = None

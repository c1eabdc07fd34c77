"""Key frames: what was never seen is imagined once, and what was filled before is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.inpaint.candidates import ERROR_CAP, Hole, Opinion, hole_of, read_colours
from peanut_studio.engines.inpaint.migan import Imagination
from peanut_studio.engines.inpaint.reel import FAR_STEP, NEAR, Exposure, Reel
from peanut_studio.engines.inpaint.surroundings import plain
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.aggregate import Colours
from peanut_studio.ops.align import MeasureFlow, View, align
from peanut_studio.ops.mask_geometry import depth_of
from peanut_studio.ops.motion import (
    blurred,
    channel_mean,
    diffuse,
    dilated,
    pixel_grid,
    project,
    sample,
    sample_list,
    touches,
)
from peanut_studio.ops.overlay import eight_bit

WORTH_A_KEY = 60
"""Unseen pixels, at working size, from which on they are imagined; fewer are filled from their surroundings."""
MOST_KEYS = 6
KEYS_PART = "keys"
"""The part of what is remembered that says which there are."""
KEY_PART = "key/"
"""With a frame's number behind it, the part of what is remembered that is about that one."""
SEARCH_STEP = 4
RECENT = 8
"""Frames over which what something passing by may have left is taken along, rather than imagined anew."""
COARSE, DETAIL = 0.6, 0.6
"""How much of what is imagined is shown, in coarse colours and in detail; see `hedged`."""
RIM = 2.0
SEAM = 4.0
LARGEST_STEP = 40.0
"""Pixels, at width 432, of what is known that the imagined is joined to; over which the step there is taken away; and
grey levels that are no step any more but an edge."""
BELIEVED, UNBELIEVED = 30.0, 75.0
"""Pixels, at width 432, from what is known: up to where imagination is believed, and from where on hardly."""
LEAST_BELIEF = 0.15
See = Callable[[Reel, Hole], Opinion]


@dataclass(frozen=True, eq=False)
class Key:
    """A frame whose hole is filled completely, to carry from."""

    exposure: Exposure
    picture: Frame
    small: npt.NDArray[np.uint8]
    view: View
    passing: Mask


def key_of(exposure: Exposure, pixels: Frame, moving: Mask, passing: Mask, size: tuple[int, int]) -> Key:
    """A key of a frame, its hole filled with `pixels` (N, 3); the masks are of working size, (width, height) `size`."""
    picture = exposure.native.copy()
    picture[exposure.hole] = pixels
    small = eight_bit(picture)
    if (small.shape[1], small.shape[0]) != size:
        small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    view = View(grey, np.ones(moving.shape, np.bool_), moving)
    return Key(exposure, picture, small, view, passing)


def hedged(
    picture: npt.NDArray[np.uint8], imagined: npt.NDArray[np.float32], unseen: Mask, scale: float
) -> npt.NDArray[np.float32]:
    """Imagination held back: its coarse colours averaged with a membrane from its rim, its detail softened, its seam
    taken away.

    What was imagined wrongly then stands out less. Far from all that is known hardly anything is believed: there the
    network makes up people and furniture. Only the rim tells of what is within: from farther off other things' colours
    come in, a floor's onto a wall. In the hole, over 34 stills: 21.2 dB, against 20.5 for MI-GAN alone, 18.8 for Telea,
    20.7 with a membrane from all around. Pictures (H, W, 3), `unseen` bool (H, W), `scale` = width / 432.
    """
    shown = picture.astype(np.float32)
    # The first pixel beside it may be mixed with what is hidden.
    rim = dilated(unseen, 1 + max(1, round(RIM * scale))) & ~dilated(unseen, 1)
    membrane = blurred(diffuse(shown, rim, 12 * scale), 8 * scale)
    coarse = blurred(imagined, 8 * scale)
    depth = depth_of(unseen)[..., None] / scale
    belief = np.clip((UNBELIEVED - depth) / (UNBELIEVED - BELIEVED), LEAST_BELIEF, 1)
    held = membrane + belief * (COARSE * (coarse - membrane) + DETAIL * (imagined - coarse))
    step = np.clip(shown - held, -LARGEST_STEP, LARGEST_STEP).astype(np.float32)
    return np.asarray(held + diffuse(step, rim, 3 * scale) * np.exp(-depth / SEAM), np.float32)


class KeyFrames:
    """The memory of one clip's filling."""

    def __init__(self, reel: Reel, see: See, measure: MeasureFlow, imagination: Imagination | None) -> None:
        self._reel, self._see, self._measure, self._imagination = reel, see, measure, imagination
        self.keys: list[Key] = []
        self.fresh: list[int] = []
        """The frames of those keys that are new since somebody emptied this."""

    def complete(self, hole: Hole, seen: Opinion) -> Colours:
        """Colours (N, 3) for all of a hole's pixels, given what the clip shows of it."""
        colours = self._carried(hole, seen)
        if colours is None:
            best = self._best_key(hole.exposure)
            if best is not hole.exposure:
                other = hole_of(best, self._reel.size)
                self._imagine(other, self._see(self._reel, other))
                colours = self._carried(hole, seen)
            if colours is None:
                colours = self._imagine(hole, seen)
        if hole.exposure.index % FAR_STEP == 0:
            self._remember(hole, colours)
        return colours

    def _carried(self, hole: Hole, seen: Opinion) -> Colours | None:
        """The hole with its unseen pixels from keys; None when too many are left that no key shows."""
        colours = seen.colours.copy()
        missing = seen.weights <= 0
        self._carry_all(hole, colours, missing)
        left = int(missing.sum())
        if left == 0:
            return colours
        native, working = hole.exposure.native.shape, self._reel.size
        if left * (working[0] * working[1]) / (native[0] * native[1]) >= WORTH_A_KEY:
            return None
        colours[missing] = plain(hole, colours, missing)[missing]
        return colours

    def _carry_all(self, hole: Hole, colours: Colours, missing: Mask) -> None:
        """Fill in place what keys show, the nearest first; what may have been passing there from recent ones only."""
        if not missing.any():
            return
        self._reel.used.add(KEYS_PART)
        index = hole.exposure.index
        keys = [key for key in self.keys if self._reel.way.joined(key.exposure.index, index)]
        keys.sort(key=lambda key: abs(key.exposure.index - index))
        for key in keys:
            if not missing.any():
                return
            if key.exposure.index not in self.fresh:
                self._reel.used.add(f"{KEY_PART}{key.exposure.index}")
            is_recent = abs(key.exposure.index - index) <= RECENT
            self._carry(key, key.view.moving if is_recent else key.view.moving | key.passing, hole, colours, missing)

    def _carry(self, key: Key, blocked: Mask, hole: Hole, colours: Colours, missing: Mask) -> None:
        """Fill in place what `key` shows of the missing pixels, its seam taken away by a membrane."""
        target, part = hole.exposure, hole.around
        reel = self._reel
        mapping = align(reel.view(target), key.view, reel.between(target, key.exposure), self._measure, part)
        if mapping is None:
            return
        shown = ~touches(blocked, mapping)
        inside = sample_list(shown.astype(np.float32), hole.places_around) > 0.999
        chosen = missing & inside
        if not chosen.any():
            return
        current = self._small_with(hole, colours, ~missing)[part.slices]
        unknown = self._small_mask(hole, missing)[part.slices]
        difference = np.asarray(current.astype(np.float32) - sample(key.small, mapping), np.float32)
        ring = dilated(unknown, max(2, round(4 * reel.scale))) & ~unknown & shown
        ring &= channel_mean(np.abs(difference)) < ERROR_CAP
        membrane = diffuse(difference, ring, 12 * reel.scale)
        at = hole.places_around[chosen]
        carried = read_colours(key.picture, sample_list(mapping, at), reel.size)
        colours[chosen] = carried + sample_list(membrane, at)
        missing &= ~chosen

    def _imagine(self, hole: Hole, seen: Opinion) -> Colours:
        """The hole with its unseen pixels imagined on this very frame, which becomes a key."""
        colours = seen.colours.copy()
        missing = seen.weights <= 0
        self._carry_all(hole, colours, missing)
        if missing.any():
            colours[missing] = self._invented(hole, colours, missing)[missing]
        self._remember(hole, colours)
        return colours

    def _invented(self, hole: Hole, colours: Colours, missing: Mask) -> Colours:
        smooth = plain(hole, colours, missing)
        if self._imagination is None:
            return smooth
        picture = eight_bit(hole.exposure.native).copy()
        known = np.where(missing[:, None], smooth, colours)
        picture[hole.rows, hole.columns] = np.clip(known + 0.5, 0, 255).astype(np.uint8)
        unseen = np.zeros(picture.shape[:2], np.bool_)
        unseen[hole.rows[missing], hole.columns[missing]] = True
        filled = self._imagination.fill(picture, dilated(unseen, 2)).astype(np.float32)
        return hedged(picture, filled, unseen, picture.shape[1] / 432)[hole.rows, hole.columns]

    def _remember(self, hole: Hole, colours: Colours) -> None:
        exposure = hole.exposure
        dtype = exposure.native.dtype
        factor = 1 if dtype == np.uint8 else 257
        pixels = cast(Frame, np.clip(np.rint(colours * factor), 0, np.iinfo(dtype).max).astype(dtype))
        moving = self._reel.view(exposure).moving & ~exposure.small_hole
        self.keys = [key for key in self.keys if key.exposure.index != exposure.index]
        self.keys.append(key_of(exposure, pixels, moving, self._reel.passing(exposure), self._reel.size))
        del self.keys[:-MOST_KEYS]
        self.fresh = [*(index for index in self.fresh if index != exposure.index), exposure.index]

    def _best_key(self, exposure: Exposure) -> Exposure:
        """The frame ahead, or this one, of which least is ever seen: the middle one of those near the worst."""
        reel = self._reel
        ahead = [other for other in reel.around(exposure.index) if 0 < other.index - exposure.index <= NEAR // 2]
        candidates = [exposure, *(other for other in ahead if other.index % SEARCH_STEP == 0 and other.hole.any())]
        unseen = {other.index: self._never_seen(other) for other in candidates}
        worst = max(unseen.values())
        near_worst: list[int] = sorted(index for index, count in unseen.items() if count >= 0.95 * worst)
        chosen = near_worst[len(near_worst) // 2]
        return next(other for other in candidates if other.index == chosen)

    def _never_seen(self, exposure: Exposure) -> int:
        """About how many pixels of a frame's hole no held frame shows, by camera motion alone, at a quarter size."""
        reel = self._reel
        hidden = exposure.small_hole[::4, ::4].copy()
        grid = pixel_grid(*exposure.grey.shape)[::4, ::4]
        for other in reel.around(exposure.index):
            if other.index % SEARCH_STEP == 0 or abs(other.index - exposure.index) <= 2:
                hidden &= touches(other.grown, project(reel.between(exposure, other), grid))
        return int(hidden.sum())

    def _small_with(self, hole: Hole, colours: Colours, chosen: Mask) -> npt.NDArray[np.uint8]:
        """The frame at working size with the chosen ones of the hole's pixels filled in."""
        exposure = hole.exposure
        picture = eight_bit(exposure.native).copy()
        rows, columns = hole.rows[chosen], hole.columns[chosen]
        picture[rows, columns] = np.clip(colours[chosen] + 0.5, 0, 255).astype(np.uint8)
        if (picture.shape[1], picture.shape[0]) != self._reel.size:
            picture = np.asarray(cv2.resize(picture, self._reel.size, interpolation=cv2.INTER_AREA), np.uint8)
        return picture

    def _small_mask(self, hole: Hole, chosen: Mask) -> Mask:
        mask = np.zeros_like(hole.exposure.hole, np.uint8)
        mask[hole.rows[chosen], hole.columns[chosen]] = 255
        if (mask.shape[1], mask.shape[0]) != self._reel.size:
            mask = np.asarray(cv2.resize(mask, self._reel.size, interpolation=cv2.INTER_AREA), np.uint8)
        return np.asarray(mask > 0, np.bool_)

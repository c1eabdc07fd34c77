"""What an object casts: its shadow, which is what beside its mask is darker than the same place at other times, and its
reflection (see `reflection`). Beside these, the ends of the object that its mask lacks (see `limbs`).

A pixel counts as shadowed when it is the background, dimmed: its colour is a fraction of what the stabilised frames
around show there, about the same fraction in each channel (Cucchiara et al., PAMI 2003, in RGB). Shadows are taken
only where they touch the object.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.inpaint.reel import NEAR, Exposure, Reel, working_size
from peanut_studio.engines.segment.limbs import limbs
from peanut_studio.engines.segment.reflection import reflection
from peanut_studio.engines.segment.still_shadow import (
    Colours,
    Light,
    Shares,
    going_on,
    light_round,
    logarithmic,
    still_parts,
)
from peanut_studio.model.picture import Frames, Mask, Masks
from peanut_studio.ops.mask_geometry import bounds_of, laid_onto, moved_onto
from peanut_studio.ops.motion import dilated, project_grid, sample, touches
from peanut_studio.ops.overlay import eight_bit

WORKING_SIDE = 480
REFERENCE_STEP = 3
ENOUGH = 30
"""Where fewer frames are at hand each of them counts."""
FEWEST = 4
RANK = 0.5
"""The rank, of the samples over time, that is taken as the unshadowed background. A higher one (.7) finds more of
slow shadows but takes bollards and windows for shadow where the frames do not lie exactly over each other."""
DARKEST, LIGHTEST = 0.12, 0.9
TINT = 0.22
"""How far the fractions of the three channels may lie apart."""
STRONG, FAINT = 20, 8
"""Grey levels by which a shadow's heart, and its fringe, must be darker."""
LARGEST = 0.5
"""A shadow's area is at most this part of the object's; more is a change of light, not a shadow."""
STEADY = 4
"""Frames before and after from which a shadow is taken over..."""
FEWEST_VOTES = 3
"""... if there are at least so many on which the object's box has nearly the same sides."""
SUPPORT = 4
"""What a frame shows counts when one in so many of those around shows it too..."""
WHOLE = 0.5
"""... on this share of it."""
LIGHT, LIGHTS = 8, 8
"""Frames before and after, and how many of them, from which the colours of a shadow are taken over..."""
LIKE = 3
"""... and what one in so many of them finds so is taken."""
WIDE = 12
"""Pixels at width 432 by which a shadow may lie elsewhere than on a frame around."""
GAP = 0.5
"""Ground of which nothing is known is shadowed, too, between two parts of a shadow that are no further apart
than this part of the object's width."""
NEARLY = 3
"""Pixels at width 432 by which frames may differ about a shadow's edge."""
REACH = 8
"""Pixels at width 432 that may lie between an object and its shadow."""
APART = (5, 8)
"""Frames to one before and one after, at least and at most, by which a limb is told from what stands still."""


@dataclass(frozen=True, eq=False)
class Cast:
    """What was found on a frame: its mask (H, W), and at working size (h, w) the object, the shadow that it casts,
    where it casts none for sure, what else goes along with it, and what are, or may be, ends that the mask lacks; then
    the frame's logarithmic colours, and what the shadow's ground looks like, where that is known."""

    given: Mask
    hole: Mask
    shadow: Mask
    lit: Mask
    along: Mask
    limbs: Mask
    doubtful: Mask
    logarithms: Colours | None = None
    light: Light | None = None


def with_shadows(frames: Frames, masks: Masks, settled: Container[int] = ()) -> Iterator[Mask]:
    """Each frame's mask, bool (H, W), joined with the shadow that touches it; in order, bounded in memory.

    On frames that are `settled` by a person no ends are added to what was said there.
    """
    width, height = frames.size
    reel = Reel(frames, masks, Dis({}, "cpu", preset="fast"), working_size((width, height), WORKING_SIDE))
    held: dict[int, Cast] = {}
    for index in range(len(frames)):
        for ahead in range(index, min(index + LIGHT + 1, len(frames))):
            if ahead not in held:
                held[ahead] = cast_on(reel, reel.advance(ahead))
        cast = held[index]
        around = sorted((abs(number - index), number) for number in held if number != index)
        others = [held[number] for away, number in around if away <= STEADY]
        lit = [held[number] for _, number in around if held[number].light]
        small = steadied(cast, others, reel.scale, lit[:LIGHTS])
        if index not in settled:
            small |= agreed_limbs(cast, others, reel.scale)
        held.pop(index - LIGHT, None)
        if not small.any():
            yield cast.given
            continue
        grown = cv2.resize(small.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
        yield cast.given | np.asarray(grown > 0.3, np.bool_)


def cast_on(reel: Reel, exposure: Exposure) -> Cast:
    """What one frame's object casts; nothing when too little of the background is known."""
    nothing = np.zeros(exposure.small_hole.shape, np.bool_)
    if not exposure.small_hole.any():
        return Cast(exposure.hole, nothing, nothing, nothing, nothing, nothing, nothing)
    plate, seen = _background(reel, exposure)
    if plate is None:
        return Cast(exposure.hole, exposure.small_hole, nothing, nothing, nothing, nothing, nothing)
    sharp = np.asarray(cv2.resize(eight_bit(exposure.native), reel.size, interpolation=cv2.INTER_AREA), np.uint8)
    here = cv2.GaussianBlur(sharp, (0, 0), 1).astype(np.float32)
    there = cv2.GaussianBlur(plate, (0, 0), 1).astype(np.float32)
    fraction = (here + 4) / (there + 4)
    darker = (there - here).mean(axis=-1)
    even = fraction.max(axis=-1) - fraction.min(axis=-1) < TINT
    mean = fraction.mean(axis=-1)
    known = (seen >= FEWEST) & ~exposure.small_hole
    dimmed = even & (mean > DARKEST) & (mean < LIGHTEST) & known
    faint = np.asarray(dimmed & (darker > FAINT), np.bool_)
    strong = faint & (darker > STRONG)
    found = _attached(faint, strong, exposure.small_hole, max(2, round(REACH * reel.scale)))
    if found.sum() > LARGEST * exposure.small_hole.sum():
        found = nothing
    logarithms = logarithmic(here)
    found = found | still_parts(logarithms, there, exposure.small_hole, found)
    light = light_round(found, exposure.small_hole, logarithms)
    along = reflection(reel, exposure)
    surely, maybe = limbs(sharp, plate, seen >= FEWEST, exposure.small_hole, _before_and_after(reel, exposure))
    lit = known & (darker < FAINT / 2) & ~found
    return Cast(exposure.hole, exposure.small_hole, found, lit, along, surely, maybe, logarithms, light)


def steadied(cast: Cast, others: Sequence[Cast], scale: float, farther: Sequence[Cast] = ()) -> Mask:
    """A frame's shadow, and what else goes along, as half of the frames around it show it, carried with the object.

    How the ground looks in the shade is taken from `farther` frames as well, which know it.

    Under an object its shadow is often seen on too few frames to be told from the ground; and what only this frame
    shows is no shadow: a ripple, a leaf.
    """
    along = cast.along
    votes = [vote for vote in (_carried(other.along, other, cast) for other in others) if vote is not None]
    if len(votes) >= FEWEST_VOTES:
        along = (along | (np.sum(votes, axis=0) * 2 >= len(votes))) & ~cast.hole
    return _shadow_of(cast, others, scale, farther) | dilated(along, max(1, round(scale)))


def agreed_limbs(cast: Cast, others: Sequence[Cast], scale: float) -> Mask:
    """The ends that a frame's mask lacks: those that are sure, and those that half of the others show."""
    found = cast.limbs
    if cast.doubtful.any():
        carried = (_carried(other.limbs | other.doubtful, other, cast) for other in others)
        votes = [dilated(vote, max(1, round(NEARLY / 2 * scale))) for vote in carried if vote is not None]
        if len(votes) >= FEWEST_VOTES:
            found = found | (cast.doubtful & (np.sum(votes, axis=0) * 2 >= len(votes)))
    return dilated(found, max(1, round(scale))) & ~cast.hole if found.any() else found


def _shadow_of(cast: Cast, others: Sequence[Cast], scale: float, farther: Sequence[Cast]) -> Mask:
    lights = {other.light: dilated(_slid(other, cast), round(WIDE * scale)) for other in farther if other.light}
    about = np.asarray(np.mean(list(lights.values()), axis=0), np.float32) if lights else None
    shadow = _voted(cast, others, scale, None if about is None else about > 0)
    if cast.logarithms is not None and cast.hole.any():
        shadow = shadow | _of_its_colours(cast.logarithms, shadow, cast.hole, list(lights), about)
    if not shadow.any():
        return shadow
    reach = max(1, round(REACH / 2 * scale))
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    joined = cv2.morphologyEx((shadow | cast.hole).astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0
    columns = np.flatnonzero(cast.hole.any(axis=0))
    across = np.ones((3, 2 * round(GAP * (columns[-1] - columns[0]) / 2) + 1), np.uint8)
    bridged = cv2.morphologyEx(shadow.astype(np.uint8), cv2.MORPH_CLOSE, across) > 0
    between = (bridged | (joined & dilated(shadow, 2 * reach))) & ~cast.lit & ~cast.hole
    return dilated(shadow | between, max(2, round(3 * scale)))


def _voted(cast: Cast, others: Sequence[Cast], scale: float, around: Mask | None) -> Mask:
    """What this frame shows with the support of others, and what half of the others show."""
    votes = [vote for vote in (_carried(other.shadow, other, cast) for other in others) if vote is not None]
    if len(votes) < FEWEST_VOTES:
        return cast.shadow
    near = np.sum([dilated(vote, max(1, round(NEARLY * scale))) for vote in votes], axis=0)
    supported = near * SUPPORT >= len(votes)
    count, labels = cv2.connectedComponents(cast.shadow.astype(np.uint8), connectivity=4)
    whole = np.bincount(labels[supported], minlength=count) >= WHOLE * np.bincount(labels.ravel(), minlength=count)
    most = np.sum(votes, axis=0) * 2 >= len(votes)
    kept = supported | (np.asarray(whole[labels], np.bool_) & (True if around is None else around))
    return np.asarray((cast.shadow & kept) | (most & ~cast.lit & ~cast.hole), np.bool_)


def _of_its_colours(
    logarithms: Colours, shadow: Mask, hole: Mask, lights: Sequence[Light], about: Shares | None
) -> Mask:
    """What goes on from a shadow in its own colours, and what looks like the shadows of other frames, `about` there.

    A shadow that hardly moves is told from its ground on few frames, and there its darkest part alone.
    """
    found = np.zeros_like(shadow)
    own = light_round(shadow, hole, logarithms)
    if own is not None:
        found |= going_on(shadow, hole, own, logarithms, about)
    if about is not None:
        votes = [going_on(shadow | found, hole, light, logarithms, about) for light in lights]
        found = (found | (np.sum(votes, axis=0) * LIKE >= len(votes))) & (about > 0)
    return found


def _slid(other: Cast, cast: Cast) -> Mask:
    """Another frame's shadow, moved as the middle of the object's foot moved."""
    there, here = bounds_of(other.hole), bounds_of(cast.hole)
    moved = np.zeros_like(cast.hole)
    if there is not None and here is not None:
        moved_onto(moved, other.shadow, ((here[0] + here[2] - there[0] - there[2]) / 2, here[3] - there[3]))
    return moved


def _carried(mask: Mask, other: Cast, cast: Cast) -> Mask | None:
    """A mask of another frame where it lies when that frame's object is laid onto this one's; None: another shape."""
    there, here = bounds_of(other.hole), bounds_of(cast.hole)
    onto = None if there is None or here is None else laid_onto(there, here)
    if onto is None:
        return None
    height, width = cast.hole.shape
    moved = cv2.warpAffine(mask.astype(np.uint8), onto, (width, height), flags=cv2.INTER_NEAREST)
    return np.asarray(moved > 0, np.bool_)


def _before_and_after(reel: Reel, exposure: Exposure) -> list[tuple[npt.NDArray[np.uint8], Mask]]:
    """A picture from before and one from after, laid over a frame, and where they show anything."""
    found = []
    for side in (-1, 1):
        away = (
            other
            for other in reel.around(exposure.index, APART[1])
            if (other.index - exposure.index) * side >= APART[0]
        )
        other = next(away, None)
        if other is not None:
            places = project_grid(reel.between(exposure, other), *exposure.grey.shape)
            found.append((sample(other.small, places), ~touches(other.grown, places)))
    return found


def _background(reel: Reel, exposure: Exposure) -> tuple[npt.NDArray[np.uint8] | None, npt.NDArray[np.int32]]:
    """What the frames around mostly show, laid over this one, and how many of them show each pixel."""
    pictures, shown = [], []
    near = [other for other in reel.around(exposure.index) if abs(other.index - exposure.index) <= 2 * NEAR]
    step = REFERENCE_STEP if len(near) >= ENOUGH else 1
    for other in near:
        if other.index % step:
            continue
        places = project_grid(reel.between(exposure, other), *exposure.grey.shape)
        pictures.append(sample(other.small, places))
        shown.append(~touches(other.grown, places))
    seen = np.zeros(exposure.grey.shape, np.int32)
    for one in shown:
        seen += one
    if len(pictures) < FEWEST:
        return None, seen
    stack, valid = np.stack(pictures), np.stack(shown)
    # Hidden samples are put at both ends of the order in turn, which keeps ranks about what they are among the rest.
    ends = np.where(np.cumsum(~valid, axis=0) % 2, 0, 255).astype(np.uint8)
    stack = np.where(valid[..., None], stack, ends[..., None])
    rank = round(RANK * (len(stack) - 1))
    return np.partition(stack, rank, axis=0)[rank], seen


def _attached(faint: Mask, strong: Mask, hole: Mask, reach: int) -> Mask:
    """The connected parts of `faint` that touch the object, lie lower than its middle and have a strong heart."""
    opened = cv2.morphologyEx(faint.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _count, labels, _stats, centres = cv2.connectedComponentsWithStats(opened, connectivity=4)
    low = np.flatnonzero(centres[:, 1] > np.nonzero(hole)[0].mean())
    touching = np.intersect1d(labels[dilated(hole, reach)], labels[strong])
    kept = np.setdiff1d(np.intersect1d(touching, low), [0])
    return np.asarray(np.isin(labels, kept), np.bool_)

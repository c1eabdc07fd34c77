"""What other frames have to say about the pixels of one frame's hole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.inpaint.passing import in_front
from peanut_studio.engines.inpaint.reel import NEAR, Exposure, Reel
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.aggregate import Colours, Weights, robust_mean
from peanut_studio.ops.align import MeasureFlow, View, align
from peanut_studio.ops.mask_geometry import depth_of
from peanut_studio.ops.motion import (
    Homography,
    PixelMap,
    channel_mean,
    diffuse,
    dilated,
    project,
    sample,
    sample_list,
    touches,
    within,
)
from peanut_studio.ops.pairs import two_at_once
from peanut_studio.ops.regions import Region, region_of, widen
from peanut_studio.ops.trace import trace

AROUND = 56
"""Pixels, at width 432, round a hole in which other frames are laid over it: two sigmas of what is smoothed most."""
NEIGHBOURS = (1, 2, 3, 5)
GRID = 6
ENOUGH = 9
"""Candidates for every pixel after which no further frame is asked."""
COVER_STEP = 2
COVERS, MOST_COVERS, MOST_PROBES = 3, 4, 2000
"""Frames asked only for pixels that no other shows at rest: so many a pixel, so many in all; pixels probed for that."""
FORGETTING = 30.0
ERROR_SCALE = 4.0
ERROR_CAP = 40.0
AGREES = 25.0
MOVING_WEIGHT = 0.1
MOST_HOPS = 30
DOUBT = 30.0
ALIKE = 8.0
"""Grey levels, on average, that opinions on a pixel may be from their mean where all of them show something moving."""


@dataclass(frozen=True, eq=False)
class Hole:
    """The hidden pixels of a frame: where they are in the frame (rows, columns) and at working size (N, 2)."""

    exposure: Exposure
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    places: PixelMap

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def depth(self) -> npt.NDArray[np.float32]:
        """How far each pixel is from what is known, in native pixels: float32 (N,)."""
        return depth_of(self.exposure.hole)[self.rows, self.columns]

    @cached_property
    def around(self) -> Region:
        """At working size, the hole and so much of what lies round it as tells how other frames lie over it."""
        mask = self.exposure.small_hole
        height, width = mask.shape
        tight = region_of(mask)
        return widen(tight or Region(0, 0, width, height), (width, height), round(AROUND * width / 432))

    @property
    def places_around(self) -> PixelMap:
        """`places`, counted from the corner of `around`."""
        return np.asarray(self.places - np.array([self.around.x0, self.around.y0], np.float32), np.float32)

    def part(self, chosen: Mask) -> Hole:
        """The hole's pixels for which `chosen`, bool (N,), holds."""
        return Hole(self.exposure, self.rows[chosen], self.columns[chosen], self.places[chosen])


def hole_of(exposure: Exposure, size: tuple[int, int]) -> Hole:
    """The hole of a frame; `size` is the working width and height."""
    rows, columns = np.nonzero(exposure.hole)
    native = np.stack([columns, rows], axis=-1).astype(np.float32)
    return Hole(exposure, rows, columns, to_working(native, exposure.native, size))


def to_working(places: PixelMap, native: Frame, size: tuple[int, int]) -> PixelMap:
    """Native places (N, 2) at working size; pixel centres lie at whole numbers."""
    factor = np.array([size[0] / native.shape[1], size[1] / native.shape[0]], np.float32)
    return np.asarray((places + 0.5) * factor - 0.5, np.float32)


def to_native(places: PixelMap, native: Frame, size: tuple[int, int]) -> PixelMap:
    """The inverse of `to_working`."""
    factor = np.array([native.shape[1] / size[0], native.shape[0] / size[1]], np.float32)
    return np.asarray((places + 0.5) * factor - 0.5, np.float32)


def read_colours(native: Frame, places: PixelMap, size: tuple[int, int]) -> Colours:
    """A frame's colours at working places (N, 2), sampled in the native picture: float32 (N, 3), 0..255 and beyond."""
    found = sample_list(native, to_native(places, native, size), cv2.INTER_CUBIC).astype(np.float32)
    return found if native.dtype == np.uint8 else found / np.float32(257)


@dataclass(frozen=True, eq=False)
class Opinion:
    """Colours (N, 3) for a hole's pixels and how far they can be trusted (N,), 0 = not at all.

    `restless`, bool (N,), are those before or beside something that moves by itself.
    """

    colours: Colours
    weights: Weights
    restless: Mask | None = None


def aligned_opinion(reel: Reel, hole: Hole, measure: MeasureFlow) -> tuple[Opinion, npt.NDArray[np.int32]]:
    """From frames laid over this one: every 6th and the nearest, until each pixel was seen often enough.

    Other frames are asked only where none of these shows something that stands still. Comes with how many frames show
    each pixel at rest, int32 (N,).
    """
    target = hole.exposure
    view = reel.view(target)
    colours: list[Colours] = []
    weights: list[Weights] = []
    votes = np.zeros(len(hole), np.int32)

    def asked(others: Iterable[Exposure]) -> Iterator[_Other]:
        return (_Other(other, reel.view(other), reel.between(target, other)) for other in others)

    def ask(other: _Other) -> tuple[Opinion, Mask] | None:
        return _from_frame(reel, hole, view, other, measure)

    def hear(found: tuple[Opinion, Mask] | None) -> None:
        if found is None:
            return
        opinion, unmoving = found
        votes[unmoving] += 1
        colours.append(opinion.colours)
        weights.append(opinion.weights)

    near = [other for other in reel.around(target.index, NEAR) if _is_asked(target, other)]
    with closing(two_at_once(ask, asked(near))) as answers:
        heard = 0
        while votes.min() < ENOUGH and heard < len(near):
            hear(next(answers))
            heard += 1
    if votes.min() < COVERS:
        known = {other.index for other in near[:heard]}
        held = [other for other in reel.around(target.index) if other.index % COVER_STEP == 0]
        unasked = [
            other
            for other in held
            if other.index not in known and other.index >= target.index - NEAR and reel.is_read_round(other)
        ]
        for found in two_at_once(ask, asked(_covering(reel, hole.part(votes < COVERS), unasked))):
            hear(found)
        # What showed long ago counts little: it is asked for what nothing else shows, the latest first.
        for other in (other for other in held if other.index < target.index - NEAR):
            lacking = np.flatnonzero(votes == 0)
            if not len(lacking):
                break
            shown = _shown(reel, target, hole.places[lacking[:: 1 + len(lacking) // MOST_PROBES]], other)
            if shown is not None and shown.any():
                hear(ask(*asked([other])))
    if not colours:
        return Opinion(np.zeros((len(hole), 3), np.float32), np.zeros(len(hole), np.float32)), votes
    candidates, trusts = np.stack(colours), np.stack(weights)
    means, best = robust_mean(candidates, trusts)
    # What only moving things show, each something else, is a ghost.
    restless = np.flatnonzero(votes == 0)
    best[restless] *= _alike(candidates[:, restless], trusts[:, restless], means[restless])
    return Opinion(means, best), votes


def _alike(candidates: Colours, weights: Weights, colours: Colours) -> Mask:
    """For which pixels, bool (N,), at least two candidates (K, N, 3) were heard that say nearly what `colours` says."""
    distance = np.abs(candidates - colours).mean(axis=-1)
    heard = weights > 0
    spread = np.where(heard, distance, 0).sum(axis=0) / np.maximum(heard.sum(axis=0), 1)
    return np.asarray((heard.sum(axis=0) >= 2) & (spread < ALIKE), np.bool_)


def _covering(reel: Reel, hole: Hole, others: list[Exposure]) -> list[Exposure]:
    """Those few of the `others` that by camera motion show most of a hole's pixels, and nothing moving there."""
    places = hole.places[:: 1 + len(hole) // MOST_PROBES]
    shows = {}
    for other in others:
        shown = _shown(reel, hole.exposure, places, other)
        if shown is not None:
            shows[other.index] = shown
    chosen: list[Exposure] = []
    left = np.full(len(places), COVERS, np.int32)
    while len(chosen) < MOST_COVERS and shows:
        gains = {index: int((shown & (left > 0)).sum()) for index, shown in shows.items()}
        best = max(gains, key=lambda index: gains[index])
        if gains[best] == 0:
            break
        left -= shows.pop(best)
        chosen.append(next(other for other in others if other.index == best))
    return chosen


def _shown(reel: Reel, target: Exposure, places: PixelMap, other: Exposure) -> Mask | None:
    """Which of the `places` (N, 2) of one frame another one shows, with nothing moving there: bool (N,).

    By camera motion alone; None where it shows another part of the scene.
    """
    at = project(reel.between(target, other), places)
    inside = within(at, reel.size)
    if not inside.any():
        return None
    blocked = reel.view(other).moving | ~other.known
    return np.asarray(inside & (sample_list(blocked.astype(np.float32), at) == 0), np.bool_)


def _is_asked(target: Exposure, other: Exposure) -> bool:
    return abs(other.index - target.index) in NEIGHBOURS or other.index % GRID == 0


@dataclass(frozen=True, eq=False)
class _Other:
    """A frame that is asked, as `align` wants it, and the camera's motion to it."""

    exposure: Exposure
    view: View
    homography: Homography


def _from_frame(reel: Reel, hole: Hole, view: View, asked: _Other, measure: MeasureFlow) -> tuple[Opinion, Mask] | None:
    """One frame's opinion, and for which pixels it shows something that stands still."""
    target, part = hole.exposure, hole.around
    other, other_view = asked.exposure, asked.view
    mapping = align(view, other_view, asked.homography, measure, part)
    if mapping is None:
        return None
    shown = ~touches(~other.known, mapping)
    moving = np.asarray(sample(other_view.moving.astype(np.uint8), mapping, cv2.INTER_NEAREST), np.bool_)
    difference = target.small[part.slices].astype(np.float32) - sample(other.small, mapping)
    error = np.minimum(channel_mean(np.abs(difference)), ERROR_CAP)
    joint = target.known[part.slices] & shown & ~view.moving[part.slices] & ~moving
    expected = diffuse(error, joint, 12 * reel.scale)
    agreeing = joint & (error < AGREES)
    exposure_change = diffuse(difference, agreeing, 25 * reel.scale)
    at = hole.places_around
    mapped = sample_list(mapping, at)
    colours = read_colours(other.native, mapped, reel.size) + sample_list(exposure_change, at)
    away = abs(other.index - target.index)
    weights = np.exp(-sample_list(expected, at) / ERROR_SCALE - away / FORGETTING)
    visible = sample_list(shown.astype(np.float32), at) > 0.999
    moves = sample_list(moving.astype(np.float32), at) > 0
    weights *= np.where(visible, np.where(moves, MOVING_WEIGHT, 1), 0)
    # Beside a hole it cannot be told whether something moves.
    unsure = sample_list(other.grown.astype(np.float32), mapped) > 0
    return Opinion(colours, np.asarray(weights, np.float32)), visible & ~moves & ~unsure


def on_moving(reel: Reel, hole: Hole) -> Mask:
    """Which of a hole's pixels, bool (N,), lie in front of something that moves by itself."""
    found = in_front(hole.exposure.judgement, reel.scale)
    return np.asarray(sample_list(found.astype(np.float32), hole.places) > 0.5, np.bool_)


def traced_opinion(reel: Reel, hole: Hole, along: Mask) -> tuple[Opinion, Mask]:
    """From following each pixel along flow into the future and the past; and where both sides say the same.

    A membrane takes away the difference that is seen on the ring round the hole. A trace that ends on something moving
    counts little, but for pixels that move `along`, bool (N,).
    """
    target, part = hole.exposure, hole.around
    ring_rows, ring_columns = np.nonzero(dilated(target.small_hole, max(3, round(6 * reel.scale))) & target.known)
    ring = np.stack([ring_columns, ring_rows], axis=-1).astype(np.float32)
    everywhere = np.concatenate([hole.places, ring])
    colours, weights, hops = [], [], []
    for direction in (1, -1):
        way = reel.steps(target.index, direction, MOST_HOPS)
        found = trace(everywhere, [step for _, step in way])
        shown = np.zeros((len(everywhere), 3), np.float32)
        moves = np.zeros(len(everywhere), np.bool_)
        for number, (reached, _) in enumerate(way, start=1):
            chosen = found.hops == number
            if chosen.any():
                source, at = reel[reached], found.places[chosen]
                shown[chosen] = read_colours(source.native, at, reel.size)
                moves[chosen] = sample_list(reel.view(source).moving.astype(np.float32), at) > 0
        inner, outer = slice(0, len(hole)), slice(len(hole), None)
        difference = target.small[ring_rows, ring_columns].astype(np.float32) - shown[outer]
        usable = (found.hops[outer] > 0) & (np.abs(difference).mean(axis=-1) < ERROR_CAP)
        seam = np.zeros((part.height, part.width, 3), np.float32)
        there = np.zeros((part.height, part.width), np.bool_)
        at = ring_rows[usable] - part.y0, ring_columns[usable] - part.x0
        seam[at], there[at] = difference[usable], True
        membrane = sample_list(diffuse(seam, there, 12 * reel.scale), hole.places_around)
        colours.append(shown[inner] + membrane)
        strays = moves[inner] & ~along
        hops.append(np.where(strays, MOST_HOPS, found.hops[inner]))
        trust = np.exp(-found.error[inner] / 2 - found.hops[inner] / 10) * (found.hops[inner] > 0)
        weights.append(np.where(strays, MOVING_WEIGHT, 1) * trust)
    total = weights[0] + weights[1]
    mixed = (colours[0] * weights[0][:, None] + colours[1] * weights[1][:, None]) / np.maximum(total, 1e-12)[:, None]
    same = np.abs(colours[0] - colours[1]).mean(axis=-1) < DOUBT / 2
    fresh = np.minimum(np.where(hops[0] > 0, hops[0], 999), np.where(hops[1] > 0, hops[1], 999)) <= 3
    resting = (np.minimum(hops[0], hops[1]) > 0) & (np.maximum(hops[0], hops[1]) < MOST_HOPS)
    sure: Mask = (resting & same) | fresh
    return Opinion(np.asarray(mixed, np.float32), np.asarray(total, np.float32)), sure


def reconciled(aligned: Opinion, traced: Opinion, sure: Mask, along: Mask) -> Opinion:
    """The mean of both where they agree, else the tracing where it is `sure`, else the alignment.

    Of what moves `along`, other frames show only the background: there the tracing alone counts.
    """
    has_aligned, has_traced = aligned.weights > 0, traced.weights > 1e-9
    distance = np.abs(aligned.colours - traced.colours).mean(axis=-1, keepdims=True)
    agreement = np.exp(-((distance / DOUBT) ** 2))
    alone = np.where(sure[:, None], traced.colours, aligned.colours)
    both = agreement * (aligned.colours + traced.colours) / 2 + (1 - agreement) * alone
    colours = np.where((has_aligned & has_traced)[:, None], both, aligned.colours)
    colours = np.where((has_traced & (along | ~has_aligned))[:, None], traced.colours, colours)
    return Opinion(
        np.asarray(colours, np.float32), np.maximum(aligned.weights, np.where(has_traced, traced.weights, 0))
    )

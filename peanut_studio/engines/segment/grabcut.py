"""GrabCut (Rother et al., SIGGRAPH 2004) from a box, a click or a mask, carried along by optical flow: no weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import LOST, WeightPaths
from peanut_studio.engines.segment.gathering import Found
from peanut_studio.engines.segment.motion import Motion, reduce
from peanut_studio.engines.segment.prompts import Hints
from peanut_studio.engines.segment.session import Session
from peanut_studio.model.picture import Frame, Frames, Mask
from peanut_studio.model.prompt import Click
from peanut_studio.ops.mask_geometry import Bounds, bounds_of, keep_touching, overlap

DETAIL = 320 * 240
"""Graph cuts are made in pictures of at most about so many pixels."""

ROUNDS = 3
BORDER = 0.12
"""How far the edge may move from one frame to the next, in parts of the object's size."""

Trimap = npt.NDArray[np.uint8]
"""GC_BGD, GC_FGD, GC_PR_BGD or GC_PR_FGD a pixel."""


class GrabCut:
    """The `Segmenter` that needs nothing but OpenCV. Good for objects that differ in colour from what is round them."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        del weights, device

    def open(self, frames: Frames) -> Session[Cut]:
        """A session over a clip; it keeps no frames."""
        return Session(frames, CutFollower())


@dataclass(frozen=True, eq=False)
class Cut:
    """What is remembered of an object: its mask, and the area it had where it was last sure (pixels)."""

    mask: Mask
    area: float


class CutFollower:
    """Graph cuts on reduced pictures."""

    def locate(self, index: int, frame: Frame, hints: Hints) -> Found:
        """The object in a box, or the patch of like colour round a click, added to a given mask or taken away."""
        if hints.mask is not None and not hints.clicks and hints.box is None:
            return Found(hints.mask, 1.0)
        picture = reduce(frame, DETAIL)
        scale = picture.shape[1] / frame.shape[1]
        if hints.mask is not None and hints.box is None:
            return Found(_mended(hints.mask, hints.clicks, picture, scale), 1.0)
        trimap = _first_guess(hints, picture, frame.shape[:2], scale)
        mask = _cut(picture, trimap)
        for click in hints.clicks:
            column, row = _cell(click.x, click.y, scale, mask.shape)
            mask[row, column] = click.positive
        return Found(_enlarge(mask, frame.shape[:2]), _separation(picture, mask))

    def start(self, index: int, frame: Frame, found: Found) -> Cut:
        """Follow an object from a frame where it is known."""
        return Cut(found.mask, float(np.count_nonzero(found.mask)))

    def step(self, index: int, frame: Frame, motion: Motion, tracks: Mapping[int, Cut]) -> dict[int, tuple[Found, Cut]]:
        """Each object on the next frame: inside of the carried mask is object, far outside is not, between is cut."""
        picture = reduce(frame, DETAIL)
        return {number: self._follow(picture, frame, motion, track) for number, track in tracks.items()}

    def close(self) -> None:
        """Nothing is held."""

    def _follow(self, picture: npt.NDArray[np.uint8], frame: Frame, motion: Motion, track: Cut) -> tuple[Found, Cut]:
        carried = motion.carry(track.mask)
        size = (picture.shape[1], picture.shape[0])
        expected = cv2.resize(carried, size, interpolation=cv2.INTER_AREA) > 0.5
        bounds = bounds_of(expected)
        nothing = Found(np.zeros(frame.shape[:2], np.bool_), 0.0)
        if bounds is None:
            return nothing, Cut(nothing.mask, track.area)
        mask = keep_touching(_cut(picture, _ribbon(expected, bounds)), expected)
        found = _enlarge(mask, frame.shape[:2])
        area = float(np.count_nonzero(found))
        steadiness = min(area, track.area) / max(area, track.area, 1.0)
        confidence = _separation(picture, mask) * overlap(mask, expected) * min(1.0, 2 * steadiness)
        if confidence < LOST:
            return Found(nothing.mask, confidence), Cut(nothing.mask, track.area)
        return Found(found, confidence), Cut(found, 0.95 * track.area + 0.05 * area)


def _mended(mask: Mask, clicks: Sequence[Click], picture: npt.NDArray[np.uint8], scale: float) -> Mask:
    for click in clicks:
        column, row = _cell(click.x, click.y, 1.0, mask.shape)
        if mask[row, column] != click.positive:
            patch = _enlarge(_alike(picture, *_cell(click.x, click.y, scale, picture.shape[:2])), mask.shape)
            mask = mask | patch if click.positive else mask & ~patch
    return mask


def _first_guess(hints: Hints, picture: npt.NDArray[np.uint8], full: tuple[int, int], scale: float) -> Trimap:
    """A trimap from what a person said, at the size of the reduced picture."""
    height, width = picture.shape[:2]
    trimap = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    if hints.mask is not None:
        small = cv2.resize(hints.mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
        trimap[small > 0] = cv2.GC_PR_FGD
    elif hints.box is not None:
        x0, y0 = _cell(hints.box[0], hints.box[1], scale, (height, width))
        x1, y1 = _cell(hints.box[2], hints.box[3], scale, (height, width))
        trimap[:] = cv2.GC_BGD
        trimap[y0 : y1 + 1, x0 : x1 + 1] = cv2.GC_PR_FGD
    else:
        trimap[:] = cv2.GC_BGD
        for click in hints.clicks:
            if click.positive:
                trimap[_alike(picture, *_cell(click.x, click.y, scale, (height, width)))] = cv2.GC_PR_FGD
        near = cv2.dilate((trimap == cv2.GC_PR_FGD).astype(np.uint8), _disc(max(3, round(0.05 * width))))
        trimap[(near > 0) & (trimap == cv2.GC_BGD)] = cv2.GC_PR_BGD
    radius = max(1, round(0.006 * width))
    for click in hints.clicks:
        column, row = _cell(click.x, click.y, scale, (height, width))
        cv2.circle(trimap, (column, row), radius, cv2.GC_FGD if click.positive else cv2.GC_BGD, -1)
    return trimap


def _alike(picture: npt.NDArray[np.uint8], column: int, row: int) -> Mask:
    """The connected patch of like colour round a point, in the smoothed Lab picture."""
    lab = cv2.cvtColor(cv2.pyrMeanShiftFiltering(picture, 8, 16), cv2.COLOR_RGB2LAB)
    filled = np.zeros((picture.shape[0] + 2, picture.shape[1] + 2), np.uint8)
    flags = 4 | (1 << 8) | cv2.FLOODFILL_MASK_ONLY
    cv2.floodFill(lab, filled, (column, row), (0, 0, 0), (12, 8, 8), (12, 8, 8), flags)
    return np.asarray(filled[1:-1, 1:-1] > 0, np.bool_)


def _ribbon(expected: Mask, bounds: Bounds) -> Trimap:
    """The trimap round a carried mask."""
    size = float(np.sqrt((bounds[2] - bounds[0] + 1) * (bounds[3] - bounds[1] + 1)))
    disc = _disc(max(2, round(BORDER * size / 2)))
    solid = expected.astype(np.uint8)
    core = cv2.erode(solid, disc, borderValue=1)
    reach = cv2.dilate(solid, disc)
    trimap = np.full(expected.shape, cv2.GC_BGD, np.uint8)
    trimap[reach > 0] = cv2.GC_PR_BGD
    trimap[expected] = cv2.GC_PR_FGD
    trimap[core > 0] = cv2.GC_FGD
    return trimap


def _cut(picture: npt.NDArray[np.uint8], trimap: Trimap) -> Mask:
    """GrabCut inside a window round what is undecided; without object or without background it changes nothing."""
    likely: Mask = np.isin(trimap, (cv2.GC_FGD, cv2.GC_PR_FGD))
    bounds = bounds_of(np.asarray(trimap != cv2.GC_BGD, np.bool_))
    if bounds is None:
        return likely
    height, width = trimap.shape
    margin = round(0.15 * max(width, height))
    x0, y0 = max(0, int(bounds[0]) - margin), max(0, int(bounds[1]) - margin)
    x1, y1 = min(width, int(bounds[2]) + margin + 1), min(height, int(bounds[3]) + margin + 1)
    part = np.ascontiguousarray(trimap[y0:y1, x0:x1])
    enough = 8
    object_there = np.count_nonzero(part & 1) >= enough
    if not object_there or np.count_nonzero(part & 1 == 0) < enough:
        return likely
    cv2.setRNGSeed(0)
    seen = np.ascontiguousarray(picture[y0:y1, x0:x1])
    cv2.grabCut(seen, part, None, np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    mask = np.zeros(trimap.shape, np.bool_)
    mask[y0:y1, x0:x1] = (part & 1) > 0
    return mask


def _separation(picture: npt.NDArray[np.uint8], mask: Mask) -> float:
    """How far an object's colours differ from those just round it: 1 - the Bhattacharyya coefficient of histograms.

    Lifted by a square root, for even distinct objects share colours with what is round them. 0 without either.
    """
    solid = mask.astype(np.uint8)
    ring = (cv2.dilate(solid, _disc(max(4, round(0.04 * picture.shape[1])))) > 0) & ~mask
    if not mask.any() or not ring.any():
        return 0.0
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)
    tables = []
    for where in (mask, ring):
        table = cv2.calcHist([lab], [0, 1, 2], where.astype(np.uint8), [8, 12, 12], [0, 256] * 3)
        tables.append(table / table.sum())
    return float(np.sqrt(max(0.0, 1 - np.sqrt(tables[0] * tables[1]).sum())))


def _cell(x: float, y: float, scale: float, shape: tuple[int, int]) -> tuple[int, int]:
    """Column and row of the reduced picture in which a point of the frame lies."""
    column = min(max(int((x + 0.5) * scale), 0), shape[1] - 1)
    row = min(max(int((y + 0.5) * scale), 0), shape[0] - 1)
    return column, row


def _enlarge(mask: Mask, shape: tuple[int, int]) -> Mask:
    soft = cv2.resize(mask.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(soft > 0.5, np.bool_)


def _disc(radius: int) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), np.uint8)

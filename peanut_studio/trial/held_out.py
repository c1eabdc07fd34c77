"""Holes whose truth is known: the same shapes over a part of the clip that the object never covers."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Mask
from peanut_studio.pipeline.hole import Hole

LOOKS = 24
"""On so many frames, spread over the range, it is looked where the shapes could go."""

SMALL = 96
"""They are looked at so many pixels long."""

KNOWN = 0.6
"""At least this share of the shapes has to lie in the picture and beside the object for the truth to tell."""


@dataclass(frozen=True)
class Offset:
    """By how many pixels the shapes are moved right and down; `known` is the share of them of which truth is known."""

    x: int
    y: int
    known: float


def place_beside(hole: Hole, span: Span) -> Offset | None:
    """Where the holes of `span` are moved: nearest among the places where all of them is known, else where most is.

    None where there is no hole, or nowhere `KNOWN` of it is known.
    """
    width, height = hole.size
    scale = SMALL / max(width, height)
    small = max(1, round(width * scale)), max(1, round(height * scale))
    frames = [frame for frame in range(span.start, span.stop) if not hole.is_empty(frame)]
    shapes = [_reduced(hole[frame], small) for frame in frames[:: max(1, -(-len(frames) // LOOKS))]]
    if not shapes:
        return None
    known = _known_shares(shapes)
    best = min(max(float(known.max()), KNOWN), 0.999)
    rows, columns = np.nonzero(known >= best)
    if not len(rows):
        return None
    across, down = columns - (small[0] - 1), rows - (small[1] - 1)
    nearest = int(np.argmin(across**2 + down**2))
    return Offset(
        round(float(across[nearest]) / scale),
        round(float(down[nearest]) / scale),
        float(known[rows[nearest], columns[nearest]]),
    )


def moved(track: MaskTrack, offset: Offset, span: Span) -> MaskTrack:
    """A track's masks of `span`, moved; what leaves the picture is lost."""
    empty = MaskTrack(track.object_id, track.size, track.frame_count)
    frames = [frame for frame in range(span.start, span.stop) if track.area(frame)]
    return empty.with_frames((frame, shifted(track.mask(frame), offset.x, offset.y), 1.0) for frame in frames)


def shifted(mask: Mask, x: int, y: int) -> Mask:
    """A mask (H, W) moved right by `x` and down by `y` pixels, nothing coming in."""
    height, width = mask.shape
    found = np.zeros_like(mask)
    if abs(x) >= width or abs(y) >= height:
        return found
    to = slice(max(0, y), height + min(0, y)), slice(max(0, x), width + min(0, x))
    out_of = slice(max(0, -y), height + min(0, -y)), slice(max(0, -x), width + min(0, -x))
    found[to] = mask[out_of]
    return found


def _reduced(mask: Mask, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    share = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(share > 0.05, np.float32)


def _known_shares(shapes: list[npt.NDArray[np.float32]]) -> npt.NDArray[np.float64]:
    """For each offset, what share of the shapes lies in the picture and beside them: (2 H - 1, 2 W - 1).

    Entry (H - 1 + y, W - 1 + x) is that of the offset (x, y): a correlation with what is free, by Fourier transforms.
    """
    height, width = shapes[0].shape
    size = 2 * height - 1, 2 * width - 1
    total, area = np.zeros(size), 0.0
    for shape in shapes:
        free = np.fft.rfft2(1 - shape, size)
        flipped = np.fft.rfft2(shape[::-1, ::-1], size)
        total += np.fft.irfft2(free * flipped, size)
        area += float(shape.sum())
    return np.asarray(total / area, np.float64)

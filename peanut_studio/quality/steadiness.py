"""How much a clip moves on each frame, and how steady what was filled in is from one frame to the next."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.media.patches import PatchFolder
from peanut_studio.media.reader import ClipReader, open_clip, open_patched
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.mask_geometry import bounds_of
from peanut_studio.quality.warping import link, pair_error

SIDE = 480
"""Motion is measured on pictures whose longer side has no more pixels, for its median needs no more."""

AROUND = 24
"""Pixels round a hole that are looked at with it, so that its motion is found."""

CACHE_BYTES = 64 << 20

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SteadinessCurves:
    """float64 (frames of the clip,) each; `frames` counts them, the others are NaN where they are not known.

    `motion` is the median length of the optical flow to the next frame in pixels of the clip; `warping` the root mean
    square difference, in levels of 255, of what was filled in from the next frame brought back along the result's own
    flow, after Lai et al. 2018 (`quality.warping`).
    """

    frames: Values
    motion: Values
    warping: Values

    @property
    def is_known(self) -> bool:
        """Whether there is a number to be seen."""
        return bool(np.isfinite(self.motion).any() or np.isfinite(self.warping).any())

    @property
    def most_motion(self) -> float:
        """The largest motion, 0 where none is known."""
        return float(np.nanmax(self.motion, initial=0.0))

    @property
    def most_warping(self) -> float:
        """The largest warping error, 0 where none is known."""
        return float(np.nanmax(self.warping, initial=0.0))


class Measuring:
    """Measures a clip and, where there is one, its result, a few frames at a time. Not for two threads at once.

    Raises MediaError and InputError where the files are gone.
    """

    def __init__(self, clip: Path, result: Path | None) -> None:
        self._reader = open_clip(clip, cache_bytes=CACHE_BYTES)
        count = len(self._reader)
        self._motion, self._warping = np.full(count, np.nan), np.full(count, np.nan)
        self._known: set[int] = set()
        self._judged: set[int] = set()
        self._search = Dis({}, "cpu", preset="fast")
        self._grey: tuple[int, npt.NDArray[np.uint8]] | None = None
        self._result: ClipReader | None = None
        self._patches: PatchFolder | None = None
        try:
            self.take_result(result)
        except BaseException:
            self._reader.close()
            raise

    def take_result(self, path: Path | None) -> None:
        """Measure another result from now on; the motion stays known."""
        if self._result is not None:
            self._result.close()
        self._result = self._patches = None
        self._judged.clear()
        self._warping[:] = np.nan
        if path is not None and PatchFolder.is_at(path):
            self._result, self._patches = open_patched(path, whole=True, cache_bytes=CACHE_BYTES), PatchFolder(path)

    def measure(self, frames: Iterable[int], seconds: float) -> SteadinessCurves | None:
        """Go on with the frames of which something is not known, for about so long; None where there are none left."""
        begun, found = time.monotonic(), False
        for frame in frames:
            if self._is_done(frame):
                continue
            if found and time.monotonic() - begun > seconds:
                break
            found = True
            self._look_at(frame)
        return self.curves() if found else None

    def curves(self) -> SteadinessCurves:
        """What is known so far; arrays of the caller's own."""
        return SteadinessCurves(np.arange(len(self._motion), dtype=float), self._motion.copy(), self._warping.copy())

    def close(self) -> None:
        """Let go of the files."""
        self.take_result(None)
        self._reader.close()

    def _is_done(self, frame: int) -> bool:
        return frame in self._known and (self._result is None or frame in self._judged)

    def _look_at(self, frame: int) -> None:
        if frame not in self._known:
            self._known.add(frame)
            if frame + 1 < len(self._motion):
                self._motion[frame] = self._typical(frame)
        if self._result is not None and frame not in self._judged:
            self._judged.add(frame)
            self._warping[frame] = self._error(self._result, frame)

    def _typical(self, frame: int) -> float:
        first, second = self._small(frame), self._small(frame + 1)
        self._grey = frame + 1, second
        flow = self._search.flow_grey(first, second)
        scale = self._reader.clip.width / first.shape[1]
        return float(scale * np.median(np.hypot(flow[..., 0], flow[..., 1])))

    def _small(self, frame: int) -> npt.NDArray[np.uint8]:
        if self._grey is not None and self._grey[0] == frame:
            return self._grey[1]
        picture = _eight_bit(self._reader[frame])
        height, width = picture.shape[:2]
        shrink = min(1.0, SIDE / max(height, width))
        size = max(1, round(width * shrink)), max(1, round(height * shrink))
        grey = cv2.cvtColor(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        return np.asarray(grey, np.uint8)

    def _error(self, result: ClipReader, frame: int) -> float:
        # After the last frame that was worked on the object is there again.
        if self._patches is None or frame + 1 not in self._patches.span:
            return np.nan
        hole = self._hole(self._patches, frame)
        bounds = bounds_of(hole) if hole is not None else None
        if hole is None or bounds is None:
            return np.nan
        height, width = hole.shape
        left, top = max(0, int(bounds[0]) - AROUND), max(0, int(bounds[1]) - AROUND)
        right, bottom = min(width, int(bounds[2]) + 1 + AROUND), min(height, int(bounds[3]) + 1 + AROUND)
        where = slice(top, bottom), slice(left, right)
        pair = _eight_bit(result[frame])[where], _eight_bit(result[frame + 1])[where]
        if min(pair[0].shape[:2]) < 16:
            return np.nan
        return 255 * float(np.sqrt(pair_error(pair, link(*pair), hole[where])))

    def _hole(self, patches: PatchFolder, frame: int) -> Mask | None:
        overlay = patches.load(frame)
        if overlay is None:
            return None
        hole: Mask = np.zeros((self._reader.clip.height, self._reader.clip.width), np.bool_)
        height, width = overlay.coverage.shape
        hole[overlay.y : overlay.y + height, overlay.x : overlay.x + width] = overlay.coverage > 0
        return hole


def _eight_bit(frame: Frame) -> npt.NDArray[np.uint8]:
    return np.asarray(frame >> 8 if frame.dtype == np.uint16 else frame, np.uint8)

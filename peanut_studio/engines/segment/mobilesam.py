"""MobileSAM on every frame, asked with the object's last mask carried along by optical flow."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pickle import UnpicklingError

import numpy as np
import torch

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.segment.encoding import Encoded, Eye, Region, whole
from peanut_studio.engines.segment.motion import Motion
from peanut_studio.engines.segment.prompts import Hints
from peanut_studio.engines.segment.session import Found, Session
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame, Frames, Mask
from peanut_studio.nets.mobile_sam import SIDE, MobileSamNet
from peanut_studio.ops.mask_geometry import Bounds, bounds_of, inner_points, overlap

WEIGHTS = "mobile_sam.pt"
CROP = 2.0
BUDGET = 1024 * 576


class MobileSam:
    """The `Segmenter` built on MobileSAM (Zhang et al., "Faster Segment Anything", 2023)."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        net = MobileSamNet()
        path = weights[WEIGHTS]
        try:
            net.load_state_dict(torch.load(path, map_location="cpu", weights_only=True), strict=True)
        except (RuntimeError, OSError, EOFError, UnpicklingError) as error:
            raise WeightsError(f"{path} does not hold the weights of MobileSAM; fetch them again.") from error
        self._eye = Eye(net, device)

    def open(self, frames: Frames) -> Session[Track]:
        """A session over a clip; it keeps no frames."""
        return Session(frames, SamFollower(self._eye))


@dataclass(frozen=True, eq=False)
class Track:
    """What is remembered of an object from frame to frame."""

    mask: Mask


class SamFollower:
    """One session's use of the network: a few encodings are kept, so that a second prompt on a frame is quick."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye
        self._kept: OrderedDict[tuple[int, Region], Encoded] = OrderedDict()

    def locate(self, index: int, frame: Frame, hints: Hints) -> Found:
        """The object that the hints describe."""
        if hints.mask is not None and not hints.clicks and hints.box is None:
            return Found(hints.mask, 1.0)
        on = [(click.x, click.y) for click in hints.clicks if click.positive]
        off = [(click.x, click.y) for click in hints.clicks if not click.positive]
        seen = self._encode(index, frame, whole((frame.shape[1], frame.shape[0])))
        answers = self._eye.ask(seen, on, off, hints.box, hints.mask)
        lone = len(hints.clicks) == 1 and hints.box is None and hints.mask is None
        best = max(answers, key=lambda answer: answer.quality) if lone else answers[0]
        return Found(best.mask(), best.quality)

    def start(self, index: int, frame: Frame, found: Found) -> Track:
        """Follow an object from a frame where it is known."""
        return Track(found.mask)

    def step(
        self, index: int, frame: Frame, motion: Motion, tracks: Mapping[int, Track]
    ) -> dict[int, tuple[Found, Track]]:
        """Each object on the next frame."""
        size = (frame.shape[1], frame.shape[0])
        results: dict[int, tuple[Found, Track]] = {}
        for number, track in tracks.items():
            expected = motion.carry(track.mask) > 0.5
            bounds = bounds_of(expected)
            if bounds is None:
                results[number] = (Found(expected, 0.0), Track(expected))
                continue
            seen = self._encode(index, frame, around(bounds, size))
            answers = self._eye.ask(seen, inner_points(expected, 3), (), padded(bounds, size))
            best = max(answers, key=lambda answer: answer.quality + overlap(answer.mask(), expected))
            mask = best.mask()
            results[number] = (Found(mask, best.quality * best.stability), Track(mask))
        return results

    def close(self) -> None:
        """Free the encodings."""
        self._kept.clear()

    def _encode(self, index: int, frame: Frame, region: Region) -> Encoded:
        key = (index, region)
        if key not in self._kept:
            self._kept[key] = self._eye.encode(frame, region)
            while len(self._kept) > 2:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def padded(bounds: Bounds, size: tuple[int, int]) -> Bounds:
    """A box made 5 % and 2 pixels larger on each side, inside a frame of (width, height)."""
    x0, y0, x1, y1 = bounds
    dx, dy = (x1 - x0) * 0.05 + 2, (y1 - y0) * 0.05 + 2
    return max(x0 - dx, 0), max(y0 - dy, 0), min(x1 + dx, size[0] - 1), min(y1 + dy, size[1] - 1)


def around(bounds: Bounds, size: tuple[int, int]) -> Region:
    """The region to look at for an object in a box."""
    x0, y0, x1, y1 = bounds
    margin = max((CROP - 1) / 2 * float(np.sqrt((x1 - x0 + 1) * (y1 - y0 + 1))), 24)
    left, top = max(0, int(x0 - margin)), max(0, int(y0 - margin))
    right, bottom = min(size[0], int(x1 + margin + 1)), min(size[1], int(y1 + margin + 1))
    width, height = right - left, bottom - top
    return Region(left, top, right, bottom, min(SIDE / max(width, height), (BUDGET / (width * height)) ** 0.5, 4.0))

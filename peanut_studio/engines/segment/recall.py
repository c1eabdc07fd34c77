"""What networks that remember, SAM 2 and EdgeTAM, see of a frame, find in it, and keep of it.

Shapes: S is the side of the picture that the network sees (1024).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import torch
from PIL import Image
from torch.nn import functional

from peanut_studio.engines.segment.motion import eight_bit
from peanut_studio.model.picture import Frame, Mask

MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's colours: what the networks were trained with."""

GUESS_LIMIT = 32.0
"""Logits of an earlier answer are held within this when they are part of the next question."""

CLOSEST = 8
"""Prompted frames that are looked back at, those nearest in time: with hundreds of key frames a look would take
minutes."""

Points: TypeAlias = Sequence[tuple[float, float, int]]
"""x and y in pixels of the frame; 1 on the object, 0 off it, 2 and 3 the top left and bottom right of a box."""


@dataclass(frozen=True, eq=False)
class Seen:
    """An encoded frame: three grids of features, the finest first, each (rows * columns, 1, channels)."""

    features: list[torch.Tensor]
    size: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Look:
    """An object as found in a frame.

    `logits` float32 (1, 1, S/4, S/4); `pointer` (..., 256) sums the object up; `presence`, one number, is above 0 where
    the object is in the picture at all; `quality` is the IoU that the network expects of the mask.
    """

    logits: torch.Tensor
    pointer: torch.Tensor
    presence: torch.Tensor
    quality: float

    @property
    def confidence(self) -> float:
        """How sure one can be, in [0, 1]: the chance that the object is there at all, times the geometric mean of
        the expected IoU and the mask's stability (IoU of the mask cut at logits +1 and -1)."""
        wide = int((self.logits > -1).sum())
        firm = int((self.logits > 1).sum()) / wide if wide else 0.0
        there = float(torch.sigmoid(self.presence.float()))
        return float(there * (firm * min(max(self.quality, 0.0), 1.0)) ** 0.5)


@dataclass(frozen=True, eq=False)
class Memory:
    """What is kept of an object on a frame: features for the spatial memory, where they lie, and the look.

    SAM 2's are bfloat16 (1, 64, S/16, S/16) and make 0.75 MB, EdgeTAM's (1, 512, 64) and 0.5 MB.
    """

    features: torch.Tensor
    places: list[torch.Tensor]
    look: Look


@dataclass(frozen=True, eq=False)
class Recall:
    """All that an object may be looked for with: frames that were prompted, frames that were passed."""

    prompted: Mapping[int, Memory]
    passed: Mapping[int, Memory]


@dataclass(frozen=True)
class Way:
    """Through a clip of `count` frames, forwards or backwards."""

    count: int
    backwards: bool = False


class RecallNet(Protocol):
    """A network on a device, asked frame by frame; `recall` is all that is known of an object so far."""

    reach: int
    """Passed frames that it looks back at."""

    def encode(self, frame: Frame) -> Seen:
        """Look at a frame (H, W, 3), pressed into a square."""
        ...

    def point(
        self, index: int, seen: Seen, points: Points, guess: torch.Tensor | None, recall: Recall | None, way: Way
    ) -> Look:
        """What the points mean; `guess` are the logits of the answer that they are to better.

        Without `recall` the frame is looked at by itself, as when an object is pointed at for the first time.
        """
        ...

    def take(self, index: int, seen: Seen, mask: Mask, recall: Recall | None, way: Way) -> Look:
        """A mask (H, W) that is known, as a look: not altered but by the network's own size."""
        ...

    def follow(self, index: int, seen: Seen, recall: Recall, way: Way) -> Look:
        """The object that is remembered, on this frame."""
        ...

    def remember(self, seen: Seen, look: Look, prompted: bool) -> Memory:
        """What to keep of an object on a frame; `prompted` says that a person pointed at it there."""
        ...

    def mask(self, look: Look, size: tuple[int, int]) -> Mask:
        """The look's mask, bool (H, W), on a frame of `size` (width, height)."""
        ...


def pressed(frame: Frame, side: int) -> torch.Tensor:
    """A frame (H, W, 3) as the networks want it: float32 (1, 3, S, S), ImageNet's colours taken as the measure."""
    picture = Image.fromarray(eight_bit(frame)).resize((side, side))
    values = torch.from_numpy(np.asarray(picture) / 255.0).permute(2, 0, 1).float()
    return ((values - torch.tensor(MEAN)[:, None, None]) / torch.tensor(SPREAD)[:, None, None])[None]


def squared(mask: Mask, side: int) -> torch.Tensor:
    """A mask (H, W) as float32 (1, 1, S, S) of 0 and 1."""
    given = torch.from_numpy(np.ascontiguousarray(mask))[None, None].float()
    if mask.shape == (side, side):
        return given
    small = functional.interpolate(given, (side, side), mode="bilinear", align_corners=False, antialias=True)
    return (small >= 0.5).float()


def scaled(points: Points, size: tuple[int, int], side: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Points on a frame of `size` (width, height) in pixels of the square (1, N, 2), and their labels (1, N)."""
    places = torch.tensor([[x, y] for x, y, _ in points], dtype=torch.float32) / torch.tensor(size)
    return (places * side)[None], torch.tensor([[label for _, _, label in points]], dtype=torch.int32)


def within(guess: torch.Tensor | None) -> torch.Tensor | None:
    """Logits held within `GUESS_LIMIT`."""
    return None if guess is None else torch.clamp(guess, -GUESS_LIMIT, GUESS_LIMIT)


def spread(look: Look, size: tuple[int, int]) -> torch.Tensor:
    """The look's logits (H, W) on a frame of `size` (width, height)."""
    with torch.inference_mode():
        large = functional.interpolate(look.logits, (size[1], size[0]), mode="bilinear", align_corners=False)
    return large[0, 0]


def cut(look: Look, size: tuple[int, int]) -> Mask:
    """The look's mask, bool (H, W), on a frame of `size` (width, height)."""
    return np.asarray((spread(look, size) > 0).cpu().numpy(), np.bool_)

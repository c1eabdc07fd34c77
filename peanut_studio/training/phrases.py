"""Phrases with the clips that they are about, as a network learns from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import torch
from torch import Tensor

from peanut_studio.engines.segment.samwise_sight import extent_of, placed
from peanut_studio.media.images import read_image
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.training.referring import Referred

SIDED = frozenset({"left", "right", "leftmost", "rightmost", "clockwise", "counterclockwise", "anticlockwise"})
"""A clip is not mirrored when its phrase has one of these words."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """A phrase, pictures (T, 3, S, S) and masks of what it means (T, h, w), float 0 and 1: a quarter of the part of
    the network's square that the frame covers."""

    text: str
    pictures: Tensor
    masks: Tensor


class Lessons:
    """Samples of `frames` frames, `side` pixels square. The n-th is always the same."""

    def __init__(self, phrases: Sequence[Referred], frames: int, side: int, mirror: bool = True) -> None:
        self._phrases = [one for one in phrases if len(one.frames) >= frames]
        self._frames, self._side, self._mirror = frames, side, mirror
        if not self._phrases:
            raise InputError(f"No clip of the data set has a phrase and {frames} frames; choose fewer frames a sample.")

    def __getitem__(self, number: int) -> Lesson:
        rng = np.random.default_rng(number)
        one = self._phrases[int(rng.integers(len(self._phrases)))]
        first = int(rng.integers(len(one.frames) - self._frames + 1))
        mirrored = self._mirror and not SIDED & set(one.text.lower().split()) and rng.random() < 0.5
        pictures: list[Tensor] = []
        masks: list[Tensor] = []
        for index in range(first, first + self._frames):
            frame = _rgb(read_image(one.frames[index]))
            mask = one.mask(index)
            if mask is None:
                mask = np.zeros(frame.shape[:2], np.bool_)
            if mask.shape != frame.shape[:2]:
                raise InputError(f"The mask of {one.frames[index]} is of another size than the picture.")
            if mirrored:
                frame, mask = frame[:, ::-1], mask[:, ::-1]
            pictures.append(placed(frame, self._side))
            masks.append(_quarter(mask, self._side))
        if len({mask.shape for mask in masks}) > 1:
            raise InputError(f"The pictures of {one.frames[first].parent} are not all of one size.")
        return Lesson(one.text, torch.stack(pictures), torch.stack(masks))


def _rgb(image: Frame) -> Frame:
    if image.ndim == 2:
        return cast(Frame, np.repeat(image[..., None], 3, axis=2))
    return cast(Frame, np.ascontiguousarray(image[..., 2::-1]))


def _quarter(mask: Mask, side: int) -> Tensor:
    rows, columns = extent_of((mask.shape[1], mask.shape[0]), side)
    size = (max(1, columns // 4), max(1, rows // 4))
    small = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return torch.from_numpy((small >= 0.5).astype(np.float32))

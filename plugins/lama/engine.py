"""LaMa (Suvorov et al., WACV 2022): one picture filled by a network that sees all of it at once.

The network comes as a TorchScript program, weights and all: tensors and the operations of torch on them, no Python.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.kit import filled
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame, Frames, Mask, Masks
from peanut_studio.ops.regions import pad_to

WEIGHTS = "big-lama.pt"
MULTIPLE = 8
SMALLEST = 64
"""Sides below this many pixels are mirrored on: the network halves pictures three times, and then looks at waves."""


class Lama:
    """Every frame by itself. A baseline that shows why time matters."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._net = _loaded(weights[WEIGHTS], device)
        self._device = device

    @classmethod
    def untrained(cls, folder: Path) -> None:
        """Write a program of the same form that was never trained, to be checked with."""
        with _without_farewells():
            torch.jit.script(_Blur()).save(str(folder / WEIGHTS))  # type: ignore[no-untyped-call]

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        for index in range(len(frames)) if wanted is None else range(wanted.start, wanted.stop):
            frame, mask = frames[index], masks[index]
            yield filled(frame, mask, self._picture(frame, mask)) if mask.any() else frame

    def _picture(self, frame: Frame, mask: Mask) -> Any:
        """What the network shows, float32 (H, W, 3) in [-1, 1]."""
        height, width = mask.shape
        block = tuple(max(MULTIPLE, SMALLEST) if side < SMALLEST else MULTIPLE for side in (width, height))
        seen = np.where(mask[..., None], 0, frame / np.iinfo(frame.dtype).max).astype(np.float32)
        picture, hole = (pad_to(part, (block[0], block[1])) for part in (seen, mask.astype(np.float32)))
        with torch.inference_mode():
            image = torch.from_numpy(picture).permute(2, 0, 1)[None].to(self._device)
            found: Tensor = self._net(image, torch.from_numpy(hole)[None, None].to(self._device))
            return (2 * found[0, :, :height, :width].float().permute(1, 2, 0) - 1).cpu().numpy()


def _loaded(path: Path, device: str) -> Any:
    try:
        with _without_farewells():
            return torch.jit.load(str(path), map_location=device).eval()  # type: ignore[no-untyped-call]
    except (RuntimeError, ValueError, OSError) as error:
        raise WeightsError(
            f"{path} is no TorchScript program; verify it with 'peanut-studio models verify'."
        ) from error


class _without_farewells(warnings.catch_warnings):  # noqa: N801
    """torch says at every use that TorchScript will go one day; the published file is one all the same."""

    def __enter__(self) -> Any:
        entered = super().__enter__()
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        return entered


class _Blur(nn.Module):
    """Takes and gives what LaMa does: the mean colour of what is known."""

    def forward(self, image: Tensor, mask: Tensor) -> Tensor:
        known = 1 - mask
        mean = (image * known).sum(dim=[2, 3], keepdim=True) / known.sum().clamp(min=1)
        return image * known + mean * mask

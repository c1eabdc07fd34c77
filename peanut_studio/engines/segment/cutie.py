"""Cutie: an object kept apart from what looks like it, over long clips."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.engines.segment.cutie_follower import CutieFollower
from peanut_studio.engines.segment.cutie_net import build
from peanut_studio.engines.segment.mobilesam import WEIGHTS as POINTER
from peanut_studio.engines.segment.mobilesam import load_eye
from peanut_studio.engines.segment.sam_follower import SamFollower
from peanut_studio.engines.segment.session import Session
from peanut_studio.model.picture import Frames
from peanut_studio.nets.mobile_sam import MobileSamNet

WEIGHTS = "cutie-base-mega.pth"


class Cutie:
    """The `Segmenter` on Cutie, with MobileSAM to find what clicks and boxes mean.

    Raises WeightsError when a file does not hold their weights, InputError where the package is missing.
    """

    def __init__(self, weights: WeightPaths, device: str) -> None:
        net = build()
        load_weights(net, load_checkpoint(weights[WEIGHTS]), weights[WEIGHTS])
        self._net = net.eval().requires_grad_(False).to(device)
        self._eye, self._device = load_eye(weights, device), device

    @classmethod
    def untrained(cls, folder: Path) -> None:
        """Write weights that were never trained, to be checked with."""
        torch.manual_seed(0)
        torch.save(build().state_dict(), folder / WEIGHTS)
        torch.save(MobileSamNet().state_dict(), folder / POINTER)

    def open(self, frames: Frames) -> Session[Any]:
        """A session over a clip; it keeps no frames."""
        return Session(frames, CutieFollower(self._net, SamFollower(self._eye), self._device))

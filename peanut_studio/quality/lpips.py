"""LPIPS: how different two pictures look to a network, by the package torchmetrics.

Zhang et al., "The Unreasonable Effectiveness of Deep Features as a Perceptual Metric", CVPR 2018, with AlexNet, the
variant that the papers on inpainting print. The linear layers come with torchmetrics, AlexNet's weights from the weight
manager. Pictures in [-1, 1], at their own size.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.picture import Frame

WEIGHTS = "alexnet-owt-7be5be79.pth"
SMALLEST = 31
"""Pixels of the shorter side under which AlexNet has nothing left."""


def check_package() -> None:
    """Raises InputError where torchmetrics is not installed."""
    if importlib.util.find_spec("torchmetrics") is None:
        raise InputError(
            "LPIPS needs the Python package torchmetrics; install it with pip install 'peanut-studio[lpips]'."
        )


class Lpips:
    """The network. Raises InputError where torchmetrics is not installed, WeightsError for another file."""

    def __init__(self, weights: Path, device: str = "cpu") -> None:
        check_package()
        from torchmetrics.image.lpip import LearnedPerceptualImagePatchSimilarity

        self._device = torch.device(device)
        try:
            with _hub_of(weights):
                made = LearnedPerceptualImagePatchSimilarity(net_type="alex")
        except (RuntimeError, KeyError, ValueError, EOFError, OSError) as error:
            raise WeightsError(f"{weights} does not hold AlexNet's weights; fetch {WEIGHTS} again.") from error
        self._net = made.to(self._device)

    def __call__(self, result: Frame, truth: Frame) -> float:
        """The distance of two pictures uint8 (H, W, 3), 0 when they are equal; NaN for pictures that are too small."""
        if min(truth.shape[:2]) < SMALLEST:
            return float("nan")
        pair = [torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None] for picture in (result, truth)]
        with torch.inference_mode():
            self._net.reset()
            self._net.update(*(picture.to(self._device).float() / 127.5 - 1 for picture in pair))
            return float(self._net.compute())


@contextlib.contextmanager
def _hub_of(weights: Path) -> Iterator[None]:
    """Let torch's hub find the file where it looks for it, so that nothing is fetched behind one's back."""
    before = torch.hub.get_dir()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "checkpoints" / WEIGHTS
        place.parent.mkdir()
        try:
            os.link(weights, place)
        except OSError:
            shutil.copyfile(weights, place)
        torch.hub.set_dir(folder)
        try:
            yield
        finally:
            torch.hub.set_dir(before)

"""How far a clip's motion and look are from another's, as a network sees them: the video Fréchet inception distance.

VFID of Wang et al., "Video-to-Video Synthesis", NeurIPS 2018, with I3D, as E2FGVI's core/metrics.py has it: features
are the mean over time and place of the last map (1024 channels) of pictures in [0, 1]; the distance is that of Fréchet
between two Gaussians with the features' mean and covariance. There each clip of a set gives one feature; here
each window of `WINDOW` frames does, so that one clip is enough and memory does not grow with its length.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch

from peanut_studio.engines.pickled_arrays import load_arrays
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame
from peanut_studio.nets.i3d import I3D, state_of

WEIGHTS = "i3d-kinetics-400.ckpt"
WINDOW, STEP = 16, 8
"""Frames of a window, and from one to the next."""

SIDE = 432
"""Larger pictures are reduced to so many pixels of their longer side, that of the literature's test."""

Floats = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]


class VideoFeatures:
    """The network, and what it says of pictures. Raises WeightsError for a file that is not its checkpoint."""

    def __init__(self, weights: Path, device: str = "cpu") -> None:
        self._device = torch.device(device)
        net = I3D()
        try:
            net.load_state_dict(state_of(load_arrays(weights)))
        except (KeyError, ValueError, RuntimeError) as error:
            raise WeightsError(f"{weights} does not hold I3D's weights; fetch {WEIGHTS} again.") from error
        self._net = net.eval().to(self._device)

    def of_window(self, pictures: Sequence[Floats]) -> Values:
        """The features (1024,) of pictures float32 (H, W, 3) in [0, 1]."""
        clip = torch.from_numpy(np.stack(pictures)).permute(3, 0, 1, 2)[None].to(self._device)
        with torch.inference_mode():
            return np.asarray(self._net.features(clip)[0].double().cpu().numpy())


class ClipFeatures:
    """The features of a clip whose frames are given one after another; a window of them is in memory."""

    def __init__(self, network: VideoFeatures) -> None:
        self._network = network
        self._waiting: list[Floats] = []
        self._found: list[Values] = []

    def take(self, frame: Frame) -> None:
        """The next frame, uint8 or uint16 (H, W, 3)."""
        self._waiting.append(_reduced(frame))
        if len(self._waiting) == WINDOW:
            self._found.append(self._network.of_window(self._waiting))
            del self._waiting[:STEP]

    def features(self) -> Values:
        """Those of each whole window, (N, 1024), of all frames where there is none. Raises ValueError with no frame."""
        if not self._found and not self._waiting:
            raise ValueError("no frames")
        return np.stack(self._found or [self._network.of_window(self._waiting)])


def frechet_distance(first: Values, second: Values) -> float:
    """|m1 - m2|² + tr(C1 + C2 - 2 (C1 C2)^½) of two sets of features (N, D) and (M, D).

    With X and Y the centred sets over sqrt(N - 1) and sqrt(M - 1), the trace of (C1 C2)^½ is the sum of the singular
    values of X Yᵀ: exact, where there are fewer features than channels too. One feature alone has no covariance.
    """
    apart = float(((first.mean(axis=0) - second.mean(axis=0)) ** 2).sum())
    x, y = _centred(first), _centred(second)
    common = float(np.linalg.svd(x @ y.T, compute_uv=False).sum())
    return max(0.0, apart + float((x**2).sum()) + float((y**2).sum()) - 2 * common)


def _centred(features: Values) -> Values:
    centred = features - features.mean(axis=0)
    return np.asarray(centred / np.sqrt(max(1, len(features) - 1)), np.float64)


def _reduced(frame: Frame) -> Floats:
    height, width = frame.shape[:2]
    picture = np.asarray(frame, np.float32) / np.float32(np.iinfo(frame.dtype).max)
    shrink = min(1.0, SIDE / max(height, width))
    if shrink < 1:
        size = max(1, round(width * shrink)), max(1, round(height * shrink))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)
    return picture

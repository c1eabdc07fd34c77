"""SAM 2.1: an object remembered over many frames, so that it is found again after it was hidden."""

from __future__ import annotations

import torch

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint
from peanut_studio.engines.segment.encoding import half_precision
from peanut_studio.engines.segment.sam2_net import Sam2Net, build
from peanut_studio.engines.segment.sam2_session import Sam2Session
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frames


class Sam2:
    """The `Segmenter` on SAM 2.1; a subclass names a configuration of the package and its weight file.

    Raises WeightsError when the file does not hold its weights.
    """

    config: str
    file: str
    remembers = True
    side = 1024
    """Of the picture that the network sees; others are for tests."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        net, path = build(self.config, self.side), weights[self.file]
        try:
            net.load_state_dict(load_checkpoint(path)["model"], strict=True)
        except (RuntimeError, TypeError, KeyError, AttributeError) as error:
            raise WeightsError(f"{path} does not hold the weights of SAM 2.1; fetch them again.") from error
        self._net = Sam2Net(net, device, half_precision(torch.device(device)))

    def open(self, frames: Frames) -> Sam2Session:
        """A session over a clip; it keeps no frames."""
        return Sam2Session(frames, self._net)


class Sam2Tiny(Sam2):
    """39 million parameters."""

    config, file = "sam2.1_hiera_t", "sam2.1_hiera_tiny.pt"


class Sam2Small(Sam2):
    """46 million parameters."""

    config, file = "sam2.1_hiera_s", "sam2.1_hiera_small.pt"


class Sam2BasePlus(Sam2):
    """81 million parameters."""

    config, file = "sam2.1_hiera_b+", "sam2.1_hiera_base_plus.pt"


class Sam2Large(Sam2):
    """224 million parameters."""

    config, file = "sam2.1_hiera_l", "sam2.1_hiera_large.pt"

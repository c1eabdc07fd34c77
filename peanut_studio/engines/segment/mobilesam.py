"""MobileSAM on every frame, asked with the object's last mask carried along by optical flow.

Beside the network's own verdict a linear model of the object's appearance, learnt on the way, chooses among its
answers, notices that the object is lost, and finds it again.
"""

from __future__ import annotations

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint
from peanut_studio.engines.segment.encoding import Eye
from peanut_studio.engines.segment.sam_follower import SamFollower
from peanut_studio.engines.segment.session import Session
from peanut_studio.engines.segment.track import Track
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frames
from peanut_studio.nets.mobile_sam import MobileSamNet

WEIGHTS = "mobile_sam.pt"


def load_eye(weights: WeightPaths, device: str) -> Eye:
    """MobileSAM with its trained weights. Raises WeightsError when the file does not hold them."""
    net = MobileSamNet()
    path = weights[WEIGHTS]
    try:
        net.load_state_dict(load_checkpoint(path), strict=True)
    except (RuntimeError, TypeError, AttributeError) as error:
        raise WeightsError(f"{path} does not hold the weights of MobileSAM; fetch them again.") from error
    return Eye(net, device)


class MobileSam:
    """The `Segmenter` built on MobileSAM (Zhang et al., "Faster Segment Anything", 2023).

    Raises WeightsError when the file does not hold its weights.
    """

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._eye = load_eye(weights, device)

    def open(self, frames: Frames) -> Session[Track]:
        """A session over a clip; it keeps no frames."""
        return Session(frames, SamFollower(self._eye))

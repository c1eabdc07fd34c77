"""What every grounder must do."""

from __future__ import annotations

import numpy as np

from peanut_studio.engines.conformance.scene import Check, Pan, grad_is_as_it_was, require
from peanut_studio.engines.contract import EngineInfo, Grounder
from peanut_studio.model.phrase_reading import read_phrase

SIZE = (96, 64)


def proposals_lie_in_the_picture(engine: Grounder, _info: EngineInfo) -> None:
    frames = Pan(3, SIZE)
    found = engine.propose(frames, 1, read_phrase("red thing"))
    require(grad_is_as_it_was(), "torch is still in inference mode afterwards")
    scores = [proposal.score for proposal in found]
    require(scores == sorted(scores, reverse=True), "proposals must come best first")
    for proposal in found:
        require(0 <= proposal.score <= 1, f"a score is {proposal.score}, not between 0 and 1")
        box = proposal.box
        inside = 0 <= box[0] < box[2] <= SIZE[0] and 0 <= box[1] < box[3] <= SIZE[1]
        require(inside, f"a box is {box}, which is not inside {SIZE[0]} x {SIZE[1]} pixels")
        mask = proposal.mask
        fits = mask is None or (mask.dtype == np.bool_ and mask.shape == (SIZE[1], SIZE[0]))
        require(fits, "a mask must be bool and as large as the picture")


CHECKS = (Check("proposals lie in the picture, best first", proposals_lie_in_the_picture),)

"""Which inpainter suits a clip: one that carries what other frames show, or a network that also makes things up."""

from __future__ import annotations

import cv2
import numpy as np

from peanut_studio.engines import registry
from peanut_studio.engines.contract import FlowEstimator
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames
from peanut_studio.model.progress import rest
from peanut_studio.ops.evidence import Evidence, evidence_of
from peanut_studio.pipeline.crop import resized
from peanut_studio.pipeline.hole import Hole

CARRYING = "propagation"
NETWORKS = ("e2fgvi-hq", "e2fgvi")
"""The better first. Taken only where their weights are here: they are for non-commercial use."""

WIDTH = 432
STRETCH = 40
"""Frames that are looked at, at the beginning, in the middle and at the end of the range."""

ENOUGH = 0.6
"""Share of what is hidden that other frames must show for it to be carried."""

RIGID = 1.0
"""Pixels, at width 432, that the surroundings may move beside the camera: what lies in one plane does not."""


def network_at_hand(weights: WeightStore) -> str | None:
    """The network that may be chosen, None where there is none and nothing needs to be looked at."""
    return next((name for name in NETWORKS if registry.is_ready("inpaint", name, weights)), None)


def choose(frames: Frames, hole: Hole, span: Span, flow: FlowEstimator, network: str | None) -> tuple[str, str]:
    """The inpainter that suits best, and a sentence that says why."""
    if network is None:
        return CARRYING, f"'{CARRYING}' fills: the weights of {' and '.join(NETWORKS)} are not here."
    found = [evidence for part in _stretches(span) if (evidence := _look(frames, hole, part, flow)) is not None]
    if not found:
        return CARRYING, f"'{CARRYING}' fills: there is hardly a hole."
    seen, residual = (float(np.mean([getattr(one, what) for one in found])) for what in ("seen", "residual"))
    facts = (
        f"other frames show {seen:.0%} of what is hidden, "
        f"and what lies round it moves {residual:.1f} pixels beside the camera"
    )
    chosen = CARRYING if seen >= ENOUGH and residual <= RIGID else network
    return chosen, f"'{chosen}' fills: {facts}."


def _stretches(span: Span) -> list[Span]:
    if len(span) <= 3 * STRETCH:
        return [span]
    starts = (span.start, span.start + (len(span) - STRETCH) // 2, span.stop - STRETCH)
    return [Span(start, start + STRETCH) for start in starts]


def _look(frames: Frames, hole: Hole, span: Span, flow: FlowEstimator) -> Evidence | None:
    width, height = frames.size
    size = (min(width, WIDTH), max(16, round(height * min(1.0, WIDTH / width))))
    flows, masks = [], []
    before: Frame | None = None
    for index in range(span.start, span.stop):
        rest()
        here = resized(frames[index], size, cv2.INTER_AREA)
        small = cv2.resize(hole[index].astype(np.uint8), size, interpolation=cv2.INTER_AREA)
        masks.append(np.asarray(small > 0, np.bool_))
        if before is not None:
            flows.append(flow.flow(before, here))
        before = here
    return evidence_of(masks, flows)

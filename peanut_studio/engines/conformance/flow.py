"""What every flow estimator must do."""

from __future__ import annotations

import numpy as np

from peanut_studio.engines.conformance.scene import Broken, Check, grad_is_as_it_was, require, texture
from peanut_studio.engines.contract import EngineInfo, FlowEstimator
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame


def shapes_and_depths(engine: FlowEstimator, _info: EngineInfo) -> None:
    for width, height in ((1, 1), (200, 5), (31, 33), (145, 130)):
        plain = texture((width, height))
        both: tuple[Frame, Frame] = (plain, plain.astype(np.uint16) * np.uint16(257))
        for picture in both:
            second = picture[::-1].copy()
            before = picture.copy()
            flow = engine.flow(picture, second)
            size = f"{width} x {height}"
            require(flow.shape == (height, width, 2), f"the flow of {size} pixels has the shape {flow.shape}")
            require(flow.dtype == np.float32, f"the flow is {flow.dtype}, not float32")
            require(bool(flow.flags.c_contiguous), "the flow is not contiguous in memory")
            require(bool(np.isfinite(flow).all()), f"the flow of {size} pixels has infinite or undefined values")
            require(np.array_equal(picture, before), "the frames that were given were written into")
            require(grad_is_as_it_was(), "torch is still in inference mode afterwards")


def wrong_pairs_are_refused(engine: FlowEstimator, _info: EngineInfo) -> None:
    frame = texture((40, 32))
    for other in (frame[:, :-1], frame.astype(np.uint16), frame[..., 0]):
        try:
            engine.flow(frame, other)
        except InputError:
            continue
        raise Broken("two frames of different size or depth must be refused with an InputError")


def views_are_taken(engine: FlowEstimator, _info: EngineInfo) -> None:
    big = texture((120, 96))
    flow = engine.flow(big[::2, ::-1][:, :50], big[::2, ::-1][:, 1:51])
    require(flow.shape == (48, 50, 2), "a view of a larger picture gives flow of another shape")


def same_every_time(engine: FlowEstimator, _info: EngineInfo) -> None:
    first, second = texture((70, 64))[:, :64], texture((70, 64))[:, 6:]
    once = engine.flow(first, second)
    engine.flow(second, first)
    require(np.array_equal(once, engine.flow(first, second)), "the same pair gave another flow the second time")


CHECKS = (
    Check("float32 (H, W, 2) for any size and depth", shapes_and_depths),
    Check("frames that do not fit together are refused", wrong_pairs_are_refused),
    Check("views of frames are taken", views_are_taken),
    Check("the same pair gives the same flow", same_every_time),
)

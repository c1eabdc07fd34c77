"""What every upscaler must do."""

from __future__ import annotations

import numpy as np

from peanut_studio.engines.conformance.scene import Check, Pan, grad_is_as_it_was, require
from peanut_studio.engines.contract import EngineInfo, Upscaler
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame


def _size(info: EngineInfo) -> tuple[int, int]:
    side = max(info.smallest, 16)
    return tuple(-(-length // info.pad_to) * info.pad_to for length in (side + 8, side))  # type: ignore[return-value]


def _enlarged(engine: Upscaler, frames: Pan, wanted: Span | None = None) -> list[Frame]:
    found = []
    for after in engine.upscale(frames, wanted):
        require(grad_is_as_it_was(), "torch is still in inference mode after a frame was given; leave it per step")
        width, height = (side * engine.scale for side in frames.size)
        require(after.shape == (height, width, 3), f"{frames.size} came out as {after.shape}, not {width} x {height}")
        require(after.dtype == frames[0].dtype, f"frames of {frames[0].dtype} came out as {after.dtype}")
        found.append(after)
    count = len(wanted) if wanted else len(frames)
    require(len(found) == count, f"{len(found)} frames came out where {count} were wanted")
    return found


def shapes_and_depths(engine: Upscaler, info: EngineInfo) -> None:
    require(engine.scale >= 1, f"its scale is {engine.scale}")
    require(info.scale in (0, engine.scale), f"its entry says x{info.scale}, it enlarges x{engine.scale}")
    for dtype in (np.uint8, np.uint16):
        _enlarged(engine, Pan(2, _size(info), dtype=dtype))


def one_frame(engine: Upscaler, info: EngineInfo) -> None:
    _enlarged(engine, Pan(1, _size(info)))


def wanted_frames(engine: Upscaler, info: EngineInfo) -> None:
    _enlarged(engine, Pan(4, _size(info)), Span(1, 3))


def same_every_time(engine: Upscaler, info: EngineInfo) -> None:
    once, again = (_enlarged(engine, Pan(2, _size(info))) for _ in range(2))
    require(
        all(np.array_equal(a, b) for a, b in zip(once, again, strict=True)), "the same clip came out differently twice"
    )


def nothing_before_it_is_asked(engine: Upscaler, info: EngineInfo) -> None:
    frames = Pan(2, _size(info))
    running = engine.upscale(frames)
    require(not frames.read, "frames were read before the first one was asked for; upscale must be a generator")
    next(iter(running))


CHECKS = (
    Check("as many frames, so many times as large, as deep", shapes_and_depths),
    Check("a clip of one frame is enlarged", one_frame),
    Check("only the wanted frames come out", wanted_frames),
    Check("the same clip gives the same pictures", same_every_time),
    Check("nothing is read before it is asked for", nothing_before_it_is_asked),
)

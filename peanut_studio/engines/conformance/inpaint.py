"""What every inpainter must do."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np

from peanut_studio.engines.conformance.scene import Broken, Check, Discs, Pan, grad_is_as_it_was, require
from peanut_studio.engines.contract import EngineInfo, Inpainter
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame

SIZE = (80, 60)
RADIUS = 8
TINY = (48, 32)
LONGER = 60
"""Frames of the clip on which memory is watched, beside twice the engine's context."""

GROWTH = 1.25
"""How many times more may be held late in a long clip than early."""

SLACK = 1 << 20
"""Bytes that never matter."""


def _filled(engine: Inpainter, frames: Pan, masks: Discs, wanted: Span | None = None) -> list[Frame]:
    """The outcome, each frame compared with what must hold of any: depth, shape, what is outside the mask."""
    found = []
    first = wanted.start if wanted else 0
    for index, after in enumerate(engine.inpaint(frames, masks, wanted), start=first):
        require(
            grad_is_as_it_was(),
            "torch.inference_mode or no_grad is still on after a frame was given; leave it per step",
        )
        require(index < len(frames), f"more frames came out than the {len(frames)} that went in")
        before, mask = frames[index], masks[index]
        require(after.dtype == before.dtype, f"frames of {before.dtype} came out as {after.dtype}")
        require(after.shape == before.shape, f"frames of shape {before.shape} came out as {after.shape}")
        require(np.array_equal(after[~mask], before[~mask]), f"frame {index} was changed outside its mask")
        found.append(after)
    count = len(wanted) if wanted else len(frames)
    require(len(found) == count, f"{len(found)} frames came out where {count} were wanted")
    return found


def _hidden(count: int, size: tuple[int, int] = SIZE, dtype: Any = np.uint8) -> tuple[Pan, Discs]:
    """A clip whose holes are black, so that a filler cannot peep."""
    frames, masks = Pan(count, size, dtype=dtype), Discs(count, size, RADIUS)
    frames.covered = masks
    return frames, masks


def shapes_and_depths(engine: Inpainter, _info: EngineInfo) -> None:
    _filled(engine, *_hidden(3, (97, 65)))
    _filled(engine, *_hidden(3, (64, 48), np.uint16))


def short_clips(engine: Inpainter, _info: EngineInfo) -> None:
    for count in (1, 2):
        frames, masks = _hidden(count)
        for index, after in enumerate(_filled(engine, frames, masks)):
            require(float(after[masks[index]].mean()) > 0, f"of {count} frames, frame {index} still has its black hole")


def whole_frames_pass(engine: Inpainter, _info: EngineInfo) -> None:
    _filled(engine, Pan(3, SIZE), Discs(3, SIZE, 0))


def wanted_frames(engine: Inpainter, _info: EngineInfo) -> None:
    _filled(engine, *_hidden(6), Span(2, 4))


def same_every_time(engine: Inpainter, _info: EngineInfo) -> None:
    once, again = (_filled(engine, *_hidden(3)) for _ in range(2))
    require(
        all(np.array_equal(a, b) for a, b in zip(once, again, strict=True)), "the same clip came out differently twice"
    )


def given_frames_stay(engine: Inpainter, _info: EngineInfo) -> None:
    class Kept(Pan):
        """Gives the same arrays again and again."""

        def __init__(self) -> None:
            super().__init__(2, SIZE)
            self.pictures = {index: super(Kept, self).__getitem__(index) for index in range(2)}

        def __getitem__(self, index: int, /) -> Frame:
            if index not in range(2):
                raise IndexError(index)
            return self.pictures[index]

    frames = Kept()
    before = [frames[index].copy() for index in range(2)]
    list(engine.inpaint(frames, Discs(2, SIZE, RADIUS)))
    same = all(np.array_equal(frames[index], before[index]) for index in range(2))
    require(same, "the frames that were given were written into; copy them first")


def can_be_stopped(engine: Inpainter, _info: EngineInfo) -> None:
    frames, masks = _hidden(3)
    running = iter(engine.inpaint(frames, masks))
    next(running)
    close = getattr(running, "close", None)
    if close is None:
        raise Broken("inpaint must be a generator, so that it can be stopped half way")
    close()
    require(grad_is_as_it_was(), "torch is still in inference mode after the work was stopped")
    _filled(engine, *_hidden(1))


def nothing_before_it_is_asked(engine: Inpainter, _info: EngineInfo) -> None:
    frames, masks = _hidden(2)
    running = engine.inpaint(frames, masks)
    require(not frames.read, "frames were read before the first one was asked for; inpaint must be a generator")
    next(iter(running))


def memory_does_not_grow(engine: Inpainter, info: EngineInfo) -> None:
    if info.window:
        # It is never given more frames than that at once.
        return
    count = 2 * info.context + LONGER
    frames, masks = _hidden(count, TINY)
    held = _held(engine, frames, masks)
    early, late = held[: info.context + LONGER // 4], held[info.context + LONGER // 4 :]
    most = max(pictures for pictures, _ in held)
    room = 2 * info.context + 8
    require(most <= room, f"{most} frames were held at once; a context of {info.context} frames allows {room}")
    little, much = (max(taken for _, taken in part) for part in (early, late))
    sentence = f"{little >> 10} KB were held early in a clip of {count} frames and {much >> 10} KB late in it"
    require(much <= GROWTH * little + SLACK, f"{sentence}; memory must not grow with the clip")


def _held(engine: Inpainter, frames: Pan, masks: Discs) -> list[tuple[int, int]]:
    """Each time that a frame is given: how many of those that were read are held, and how many bytes are taken."""
    was_on = tracemalloc.is_tracing()
    if not was_on:
        tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        return [(frames.held, tracemalloc.get_traced_memory()[0] - before) for _ in engine.inpaint(frames, masks)]
    finally:
        if not was_on:
            tracemalloc.stop()


CHECKS = (
    Check("as many frames, as large, as deep; nothing outside the mask is touched", shapes_and_depths),
    Check("clips of one and two frames are filled", short_clips),
    Check("frames without a hole pass", whole_frames_pass),
    Check("only the wanted frames come out", wanted_frames),
    Check("the same clip gives the same pictures", same_every_time),
    Check("the given frames are not written into", given_frames_stay),
    Check("it can be stopped half way and used again", can_be_stopped),
    Check("nothing is read before it is asked for", nothing_before_it_is_asked),
    Check("memory does not grow with the clip", memory_does_not_grow),
)

"""What every segmenter must do."""

from __future__ import annotations

from typing import Any

import numpy as np

from peanut_studio.engines.conformance.scene import Check, Pan, grad_is_as_it_was, require
from peanut_studio.engines.contract import LOST, EngineInfo, Segmenter, SegmentSession, WordSession
from peanut_studio.model.clip import Span
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import Mask
from peanut_studio.model.prompt import Click, MaskPrompt

SIZE = (96, 64)
COUNT = 4
PROMPTED = 1


def _given() -> Mask:
    mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    mask[20:40, 30:60] = True
    return mask


def _is_a_mask(mask: Mask) -> None:
    shape = (SIZE[1], SIZE[0])
    require(mask.shape == shape and mask.dtype == np.bool_, f"a mask is {mask.dtype} {mask.shape}, not bool {shape}")


def _opened(engine: Any, info: EngineInfo) -> SegmentSession:
    session: SegmentSession = engine.open(Pan(COUNT, SIZE))
    if info.words:
        words: WordSession = engine.open(Pan(COUNT, SIZE))
        for number in (1, 2):
            words.tell(number, read_phrase("the dog"))
        session = words
    _is_a_mask(session.prompt(1, Click(46, 30, frame=PROMPTED)))
    back = session.prompt(2, MaskPrompt(_given(), frame=PROMPTED))
    require(np.array_equal(back, _given()), "a mask that was given as a prompt must come back as it is")
    require(grad_is_as_it_was(), "torch is still in inference mode after a prompt")
    return session


def every_frame_once(engine: Segmenter, info: EngineInfo) -> None:
    session = _opened(engine, info)
    order = []
    for tracked in session.propagate(Span(0, COUNT)):
        require(grad_is_as_it_was(), "torch is still in inference mode after a frame was given; leave it per step")
        order.append(tracked.frame)
        require(set(tracked.masks) == set(tracked.confidence) == {1, 2}, "a frame must tell of every object")
        for number, mask in tracked.masks.items():
            _is_a_mask(mask)
            sure = tracked.confidence[number]
            require(0 <= sure <= 1, f"a confidence is {sure}, not between 0 and 1")
            lost = sure < LOST and tracked.frame != PROMPTED
            require(not (lost and mask.any()), f"confidence {sure:.2f} means lost, and the mask is not empty")
        if tracked.frame == PROMPTED:
            require(np.array_equal(tracked.masks[2], _given()), "the prompted frame's mask was changed")
    require(sorted(order) == list(range(COUNT)), f"of frames 0 to {COUNT - 1} came {order}")
    session.close()


def objects_are_forgotten(engine: Segmenter, info: EngineInfo) -> None:
    session = _opened(engine, info)
    session.remove(1)
    for tracked in session.propagate(Span(COUNT - 1, COUNT)):
        require(set(tracked.masks) == {2}, "an object that was removed is still told of")
    session.close()


def directions_are_kept(engine: Segmenter, info: EngineInfo) -> None:
    session = _opened(engine, info)
    forward = [tracked.frame for tracked in session.propagate(Span(PROMPTED, COUNT), "forward")]
    require(forward == list(range(PROMPTED, COUNT)), f"forward from frame {PROMPTED} came {forward}")
    session.close()


def can_be_stopped(engine: Segmenter, info: EngineInfo) -> None:
    session = _opened(engine, info)
    running = session.propagate(Span(0, COUNT))
    next(running)
    require(hasattr(running, "close"), "propagate must be a generator, so that it can be stopped half way")
    running.close()  # type: ignore[attr-defined]
    require(grad_is_as_it_was(), "torch is still in inference mode after the work was stopped")
    session.close()
    objects_are_forgotten(engine, info)


CHECKS = (
    Check("every frame comes once with every object", every_frame_once),
    Check("forward goes forward", directions_are_kept),
    Check("a removed object is forgotten", objects_are_forgotten),
    Check("it can be stopped half way and used again", can_be_stopped),
)

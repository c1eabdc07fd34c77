"""The checks see an engine that does not do what it must."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from peanut_studio.engines import registry
from peanut_studio.engines.conformance.checks import CHECKS, examine
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import FlowField, Frame, Frames, Masks

Fill = Callable[[Frames, Masks, Span], Iterator[Frame]]


class Filler:
    """An inpainter that does what a function does."""

    def __init__(self, fill: Fill) -> None:
        self._fill = fill

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        return self._fill(frames, masks, wanted or Span(0, len(frames)))


def good(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    for index in range(wanted.start, wanted.stop):
        picture = frames[index].copy()
        picture[masks[index]] = 128
        yield picture


def grows_too_many(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    yield from good(frames, masks, wanted)
    yield frames[0]


def shallow(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    for picture in good(frames, masks, wanted):
        yield picture.astype(np.uint8)


def smears(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    for picture in good(frames, masks, wanted):
        picture[0, 0] += 1
        yield picture


def writes_into_what_is_given(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    for index in range(wanted.start, wanted.stop):
        picture = frames[index]
        picture[masks[index]] = 128
        yield picture


def ignores_what_is_wanted(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    return good(frames, masks, Span(0, len(frames)))


def leaks_inference_mode(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    with torch.inference_mode():
        yield from good(frames, masks, wanted)


def throws_dice(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    dice = np.random.default_rng()
    for index, picture in enumerate(good(frames, masks, wanted), start=wanted.start):
        mask = masks[index]
        picture[mask] = dice.integers(1, 255, (int(mask.sum()), 3))
        yield picture


def reads_everything_at_once(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    pictures = [frames[index] for index in range(len(frames))]
    for index in range(wanted.start, wanted.stop):
        picture = pictures[index].copy()
        picture[masks[index]] = 128
        yield picture


def keeps_everything(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    kept = []
    for picture in good(frames, masks, wanted):
        kept.append(np.repeat(picture, 8))
        yield picture


def leaves_the_hole(frames: Frames, _masks: Masks, wanted: Span) -> Iterator[Frame]:
    for index in range(wanted.start, wanted.stop):
        yield frames[index]


def is_no_generator(frames: Frames, masks: Masks, wanted: Span) -> Iterator[Frame]:
    return iter(list(good(frames, masks, wanted)))


def fails(_frames: Frames, _masks: Masks, _wanted: Span) -> Iterator[Frame]:
    raise ZeroDivisionError("no luck")
    yield


@pytest.fixture
def info() -> EngineInfo:
    return replace(registry.info("inpaint", "telea"), window=0)


def faults(fill: Fill, info: EngineInfo) -> str:
    return " | ".join(finding.fault for finding in examine(Filler(fill), info) if finding.fault)


def test_a_good_engine_has_no_fault(info: EngineInfo) -> None:
    findings = list(examine(Filler(good), info))
    assert [finding.fault for finding in findings] == [""] * len(CHECKS["inpaint"])
    assert len({finding.name for finding in findings}) == len(findings)


@pytest.mark.parametrize(
    ("fill", "fault"),
    [
        (grows_too_many, "more frames came out|frames came out where"),
        (shallow, "frames of uint16 came out as uint8"),
        (smears, "changed outside its mask"),
        (writes_into_what_is_given, "written into"),
        (ignores_what_is_wanted, "6 frames came out where 2 were wanted|outside its mask"),
        (leaks_inference_mode, "inference_mode"),
        (throws_dice, "differently twice"),
        (reads_everything_at_once, "frames were held at once"),
        (keeps_everything, "memory must not grow"),
        (leaves_the_hole, "black hole"),
        (is_no_generator, "must be a generator"),
        (fails, "ZeroDivisionError: no luck"),
    ],
)
def test_a_fault_is_seen_and_named(fill: Fill, fault: str, info: EngineInfo) -> None:
    import re

    assert re.search(fault, faults(fill, info))


def test_flow_of_the_wrong_kind_is_seen() -> None:
    class Doubled:
        def flow(self, first: Frame, _second: Frame) -> FlowField:
            return np.zeros((*first.shape[:2], 2))  # type: ignore[return-value]

    said = [finding.fault for finding in examine(Doubled(), registry.info("flow", "dis"))]
    assert "the flow is float64, not float32." in said
    assert "two frames of different size or depth must be refused with an InputError." in said


def test_an_upscaler_that_lies_about_its_scale_is_seen() -> None:
    lanczos: Any = registry.create("upscale", "lanczos", scale=2)
    said = [finding.fault for finding in examine(lanczos, replace(registry.info("upscale", "lanczos"), scale=4))]
    assert said[0] == "its entry says x4, it enlarges x2."
    assert not any(said[1:])


def test_running_out_of_memory_is_no_fault_of_the_engine(info: EngineInfo) -> None:
    def hungry(_frames: Frames, _masks: Masks, _wanted: Span) -> Iterator[Frame]:
        raise MemoryError
        yield

    with pytest.raises(MemoryError):
        faults(hungry, info)

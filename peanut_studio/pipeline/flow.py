"""Motion from each frame to the next, to look at or to compute with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.flow_files import write_flo, write_flow_png16
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.target import check_apart, check_folder
from peanut_studio.media.unfinished import begin_folder, discard, publish
from peanut_studio.media.writer import ClipWriter, ExportSettings
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import TrackedMasks
from peanut_studio.model.picture import FlowField, Frame, Frames
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ops.flow_colour import MotionLengths, colour_flow, draw_legend
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.export import check_export
from peanut_studio.pipeline.footage import Footage, check_free, notes_on_reading
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.masks import GivenMasks, take_masks
from peanut_studio.pipeline.motion_view import completed_flow, completes_flow, flow_completer
from peanut_studio.pipeline.thrifty import Thrifty

FILES: dict[str, tuple[str, Callable[[Path, FlowField], None]]] = {
    "flo": (".flo", write_flo),
    "png16": (".png", write_flow_png16),
}
FORMATS = ("video", *FILES)

Motion: TypeAlias = Callable[[int], FlowField]
"""The motion from a frame to the next."""

SAMPLED = 24
"""Pairs of frames that are looked at first, to find how much motion there is, so that one colour means one motion."""


@dataclass(frozen=True, eq=False)
class FlowRequest:
    """The motion of `footage`, as a video in colours or as a folder of "flo" (Middlebury) or "png16" (KITTI) files.

    With `masks` it is completed behind them, as the inpainter of `choices` does, which must be one that does.
    """

    footage: Footage
    target: Path
    file_format: str = "video"
    choices: Choices = field(default_factory=Choices)
    settings: ExportSettings = field(default_factory=ExportSettings)
    overwrite: bool = False
    weights: WeightStore | None = None
    masks: GivenMasks | None = None


@dataclass(frozen=True)
class FlowReport:
    """How many fields were written, by which engine, and which inpainter completed them behind masks; `scale` is the
    motion in pixels that full colour stands for.
    """

    span: Span
    fields: int
    engine: str
    scale: float | None
    completer: str | None = None


def flow(request: FlowRequest) -> Job[FlowReport]:
    """Measure the motion from each frame of the range to the next. In a video the last field is shown twice."""
    if request.file_format not in FORMATS:
        raise InputError(f"There is no flow format '{request.file_format}'; known: {', '.join(FORMATS)}.")
    request.choices.check("flow", "inpaint")
    if request.masks is not None and not completes_flow(request.choices.inpainter):
        raise InputError(f"The inpainter '{request.choices.inpainter}' completes no motion; 'propagation' does.")
    with request.footage.open() as (reader, span):
        if len(span) < 2:
            raise InputError("Motion needs two frames at least; the range holds one.")
        if request.file_format == "video":
            check_export(request.target, reader, span, request.settings)
        else:
            check_apart(request.target, request.footage.source)
        check_free(request.target, request.overwrite)
        check_folder(request.target)
        weights = request.weights or WeightStore()
        made = Workshop(request.choices, weights).flow()
        estimator = Thrifty(made.engine, made.info.id)

        def measured(frame: int) -> FlowField:
            return estimator.flow(reader[frame], reader[frame + 1])

        motion, completer = measured, None
        if request.masks is not None:
            hole = Hole(TrackedMasks((yield from take_masks(request.masks, reader.clip, span, span))))
            hole.check(span)
            completer = request.choices.inpainter
            engine = flow_completer(request.choices, weights, estimator, fetch=True)
            frames = Lately(reader)

            def completed(frame: int) -> FlowField:
                return completed_flow(frames, hole, frame, engine)

            motion = completed
        scale = None
        if request.file_format == "video":
            scale = yield from _find_scale(span, measured)
            yield from _write_video(request, reader, span, motion, scale)
        else:
            yield from _write_files(request, span, motion)
        yield from notes_on_reading(reader, request.footage.source)
        return FlowReport(span, len(span) - 1, made.info.id, scale, completer)


class Lately:
    """Frames of which the last three that were read are at hand: completing looks one back."""

    def __init__(self, frames: Frames) -> None:
        self._frames, self._read = frames, lru_cache(maxsize=3)(frames.__getitem__)

    def __len__(self) -> int:
        return len(self._frames)

    def __getitem__(self, index: int, /) -> Frame:
        return self._read(index)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._frames.size


def _find_scale(span: Span, motion: Motion) -> Job[float]:
    starts = sorted({int(at) for at in np.linspace(span.start, span.stop - 2, SAMPLED)})
    lengths = MotionLengths()
    for done, at in enumerate(starts, start=1):
        lengths.add(motion(at))
        yield Progress("looking how much moves", done, len(starts))
    return max(1.0, lengths.percentile())


def _write_files(request: FlowRequest, span: Span, motion: Motion) -> Job[None]:
    ending, write = FILES[request.file_format]
    part: Path | None = None
    try:
        part = begin_folder(request.target)
        for frame in range(span.start, span.stop - 1):
            write(part / f"{frame:05d}{ending}", motion(frame))
            yield Progress("flow", frame - span.start + 1, len(span) - 1)
        publish(part, request.target)
    except OSError as error:
        raise InputError(f"{request.target} cannot be written: {error.strerror or error}.") from error
    finally:
        if part is not None:
            discard(part)


def _write_video(request: FlowRequest, reader: ClipReader, span: Span, motion: Motion, scale: float) -> Job[None]:
    with ClipWriter(request.target, reader, span, request.settings) as writer:
        picture: Frame | None = None
        for done, frame in enumerate(range(span.start, span.stop), start=1):
            if frame + 1 < span.stop:
                picture = draw_legend(colour_flow(motion(frame), scale), scale)
            assert picture is not None
            writer.write_frame(reader.clip.timestamps[frame], picture)
            yield Progress("flow", done, len(span), picture)
        writer.finish()
        for warning in writer.warnings:
            yield Progress("", 0, 0, note=warning)

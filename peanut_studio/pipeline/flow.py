"""Motion from each frame to the next, to look at or to compute with."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from peanut_studio.engines.contract import FlowEstimator
from peanut_studio.engines.memory import is_out_of_memory
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.flow_files import write_flo, write_flow_png16
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.target import check_apart, check_folder
from peanut_studio.media.unfinished import begin_folder, discard, publish
from peanut_studio.media.writer import ClipWriter, ExportSettings
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, MemoryExhausted
from peanut_studio.model.picture import FlowField, Frame
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ops.flow_colour import MotionLengths, colour_flow, draw_legend
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.crop import resized
from peanut_studio.pipeline.export import check_export
from peanut_studio.pipeline.footage import Footage, check_free

FILES: dict[str, tuple[str, Callable[[Path, FlowField], None]]] = {
    "flo": (".flo", write_flo),
    "png16": (".png", write_flow_png16),
}
FORMATS = ("video", *FILES)
SAMPLED = 24
"""Pairs of frames that are looked at first, to find how much motion there is, so that one colour means one motion."""

SMALLEST = 64


@dataclass(frozen=True, eq=False)
class FlowRequest:
    """The motion of `footage`, as a video in colours or as a folder of "flo" (Middlebury) or "png16" (KITTI) files."""

    footage: Footage
    target: Path
    file_format: str = "video"
    choices: Choices = field(default_factory=Choices)
    settings: ExportSettings = field(default_factory=ExportSettings)
    overwrite: bool = False
    weights: WeightStore | None = None


@dataclass(frozen=True)
class FlowReport:
    """How many fields were written, by which engine; `scale` is the motion in pixels that full colour stands for."""

    span: Span
    fields: int
    engine: str
    scale: float | None


def flow(request: FlowRequest) -> Job[FlowReport]:
    """Measure the motion from each frame of the range to the next. In a video the last field is shown twice."""
    if request.file_format not in FORMATS:
        raise InputError(f"There is no flow format '{request.file_format}'; known: {', '.join(FORMATS)}.")
    request.choices.check("flow")
    with request.footage.open() as (reader, span):
        if len(span) < 2:
            raise InputError("Motion needs two frames at least; the range holds one.")
        if request.file_format == "video":
            check_export(request.target, reader, span, request.settings)
        else:
            check_apart(request.target, request.footage.source)
        check_free(request.target, request.overwrite)
        check_folder(request.target)
        made = Workshop(request.choices, request.weights or WeightStore()).flow()
        estimator = Thrifty(made.engine, made.info.id)
        scale = None
        if request.file_format == "video":
            scale = yield from _find_scale(reader, span, estimator)
            yield from _write_video(request, reader, span, estimator, scale)
        else:
            yield from _write_files(request, reader, span, estimator)
        return FlowReport(span, len(span) - 1, made.info.id, scale)


class Thrifty:
    """A flow engine that works at half size, then half of that, where memory runs out."""

    def __init__(self, engine: FlowEstimator, name: str) -> None:
        self._engine, self._name = engine, name
        self.shrink = 1

    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels. Raises MemoryExhausted."""
        height, width = first.shape[:2]
        while True:
            try:
                return self._flow(first, second)
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
            gc.collect()
            self.shrink *= 2
            if min(height, width) // self.shrink < SMALLEST:
                raise MemoryExhausted(
                    f"Flow by '{self._name}' does not fit in memory, not even at 1/{self.shrink // 2} of the size; "
                    "close other programs or choose --flow dis."
                )

    def _flow(self, first: Frame, second: Frame) -> FlowField:
        if self.shrink == 1:
            return self._engine.flow(first, second)
        height, width = first.shape[:2]
        size = (-(-width // self.shrink), -(-height // self.shrink))
        small = self._engine.flow(*(resized(frame, size, cv2.INTER_AREA) for frame in (first, second)))
        scale = np.array([width / size[0], height / size[1]], np.float32)
        large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(large * scale, np.float32)


def _find_scale(reader: ClipReader, span: Span, estimator: Thrifty) -> Job[float]:
    starts = sorted({int(at) for at in np.linspace(span.start, span.stop - 2, SAMPLED)})
    lengths = MotionLengths()
    for done, at in enumerate(starts, start=1):
        first = reader[at]
        lengths.add(estimator.flow(first, reader[at + 1]))
        yield Progress("looking how much moves", done, len(starts))
    return max(1.0, lengths.percentile())


def _write_files(request: FlowRequest, reader: ClipReader, span: Span, estimator: Thrifty) -> Job[None]:
    ending, write = FILES[request.file_format]
    part: Path | None = None
    try:
        part = begin_folder(request.target)
        first = reader[span.start]
        for frame in range(span.start, span.stop - 1):
            second = reader[frame + 1]
            write(part / f"{frame:05d}{ending}", estimator.flow(first, second))
            first = second
            yield Progress("flow", frame - span.start + 1, len(span) - 1)
        publish(part, request.target)
    except OSError as error:
        raise InputError(f"{request.target} cannot be written: {error.strerror or error}.") from error
    finally:
        if part is not None:
            discard(part)


def _write_video(request: FlowRequest, reader: ClipReader, span: Span, estimator: Thrifty, scale: float) -> Job[None]:
    with ClipWriter(request.target, reader, span, request.settings) as writer:
        first = reader[span.start]
        picture: Frame | None = None
        for done, frame in enumerate(range(span.start, span.stop), start=1):
            if frame + 1 < span.stop:
                second = reader[frame + 1]
                picture = draw_legend(colour_flow(estimator.flow(first, second), scale), scale)
                first = second
            assert picture is not None
            writer.write_frame(reader.clip.timestamps[frame], picture)
            yield Progress("flow", done, len(span), picture)
        writer.finish()
        for warning in writer.warnings:
            yield Progress("", 0, 0, note=warning)

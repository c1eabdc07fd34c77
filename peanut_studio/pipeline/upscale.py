"""A whole clip made larger, or restored at its own size."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from peanut_studio.engines import registry
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.enlarged import AHEAD, EnlargedFolder
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.writer import ClipWriter, ExportSettings
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, Frames, FramesView
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ops.tiles import Window
from peanut_studio.pipeline.choice import Choices, Made, Workshop
from peanut_studio.pipeline.enlarge import Enlarger, factor_for, fitted
from peanut_studio.pipeline.export import check_export
from peanut_studio.pipeline.footage import Footage, check_free, notes_on_reading
from peanut_studio.pipeline.looking_back import BACK, lacking, looked_back
from peanut_studio.store.fingerprint import fingerprint
from peanut_studio.store.mask_cache import cache_key
from peanut_studio.store.upscale_folder import upscale_folder

if TYPE_CHECKING:
    from peanut_studio.pipeline.edit import Tools

KEY_VERSION = "upscale 2"
USUAL = "basicvsr"
USUAL_SCALE = 2
LARGEST = 16384
"""Pixels of a side; encoders take no more."""


@dataclass(frozen=True, eq=False)
class UpscaleRequest:
    """What to enlarge, how much, and where it goes.

    `scale` is 1 to 8, `size` a width and height instead; with neither it is twice as large, or as large as it was
    where the engine only restores. With `as_frames` no film is written: `target` becomes a folder that keeps the
    frames without loss, and opens as a clip, also while it is being made.
    """

    footage: Footage
    target: Path
    scale: int | None = None
    size: tuple[int, int] | None = None
    choices: Choices = field(default_factory=lambda: Choices(upscaler=USUAL))
    settings: ExportSettings = field(default_factory=ExportSettings)
    overwrite: bool = False
    as_frames: bool = False
    weights: WeightStore | None = None


@dataclass(frozen=True, eq=False)
class UpscaleReport:
    """What was done: `made` frames were enlarged now, the others were there from work that had been stopped."""

    source: Path
    target: Path
    span: Span
    size: tuple[int, int]
    upscaler: str
    made: int
    seconds: float


def upscale_unseen(request: UpscaleRequest, tools: Tools) -> Job[UpscaleReport]:
    """The same for a window whose viewer has no place for what is larger than the clip."""
    steps = upscale(replace(request, weights=tools.weights))
    try:
        while True:
            yield replace(next(steps), preview=None)
    except StopIteration as ended:
        report: UpscaleReport = ended.value
        return report
    finally:
        steps.close()


def upscale(request: UpscaleRequest) -> Job[UpscaleReport]:
    """Enlarge a clip. Whatever can be wrong is found before the work starts; see `model.errors`.

    Yields after every frame. A film appears when it is complete; frames made before a job is stopped are kept, and
    the same work goes on after them.
    """
    choices = request.choices
    choices.check("upscale")
    name = choices.upscaler or USUAL
    with request.footage.open() as (reader, span):
        size = wanted_size(reader.size, request.scale, request.size, name)
        if not request.as_frames:
            check_export(request.target, reader, span, request.settings)
            check_free(request.target, request.overwrite)
        for warning in reader.clip.warnings:
            yield Progress("", 0, 0, note=warning)
        began = time.monotonic()
        made = Workshop(choices, request.weights or WeightStore()).upscaler(factor_for(reader.size, size))
        enlarger = Enlarger(made.engine, made.info, registry.place(made.info, choices.device))
        folder = request.target if request.as_frames else upscale_folder(_key(request, made, span, size))
        _check_room(folder, reader, span, size)
        kept = EnlargedFolder.begin(folder, request.footage.source, request.footage.frame_rate, span, size)
        count = sum(not kept.has(frame) for frame in range(span.start, span.stop))
        frames = FramesView(reader, span.start, span.stop)
        yield from _look_back(enlarger, frames, kept)
        pictures = _pictures(enlarger, frames, kept)
        if request.as_frames:
            for done, picture in enumerate(pictures):
                yield Progress("enlarging", done, len(span), picture)
            yield Progress("enlarging", len(span), len(span))
        else:
            yield from _write(request, reader, span, pictures)
            shutil.rmtree(folder, ignore_errors=True)
        yield from notes_on_reading(reader, request.footage.source)
        return UpscaleReport(
            request.footage.source, request.target, span, size, made.info.id, count, time.monotonic() - began
        )


def wanted_size(
    source: tuple[int, int], scale: int | None, size: tuple[int, int] | None, upscaler: str
) -> tuple[int, int]:
    """Width and height of the result. Raises InputError when it is not larger, or too large."""
    if scale is not None and size is not None:
        raise InputError("Give either --scale or --size, not both.")
    if size is None:
        factor = scale if scale is not None else (1 if registry.info("upscale", upscaler).scale == 1 else USUAL_SCALE)
        if not 1 <= factor <= 8:
            raise InputError(f"--scale {factor} is not possible; give 2, 3 or 4.")
        size = (source[0] * factor, source[1] * factor)
    if size[0] < source[0] or size[1] < source[1]:
        raise InputError(
            f"{size[0]}x{size[1]} is smaller than the clip, which is {source[0]}x{source[1]}; give a larger size."
        )
    if max(size) > LARGEST:
        raise InputError(f"{size[0]}x{size[1]} is too large: no side may be longer than {LARGEST} pixels.")
    return size


def _pictures(enlarger: Enlarger, frames: Frames, kept: EnlargedFolder) -> Iterator[Frame]:
    """The enlarged frames in order; those that are there already are read, the others made and kept.

    Before a window's last picture what goes along to the next window is kept, so that it is there whenever that window
    is what lacks.
    """
    first, goes_on = kept.span.start, False
    for window in enlarger.windows(len(frames)):
        wanted = range(first + window.kept.start, first + window.kept.stop)
        if not lacking([window], kept):
            for frame in wanted:
                picture = kept.load(frame)
                assert picture is not None
                yield picture
            goes_on = False
            continue
        if not goes_on:
            _take_up(enlarger, frames, window, kept)
        back = kept.carried(wanted.stop, BACK)
        if back is not None:
            enlarger.take_back(frames, back)
        pictures = enlarger.enlarge(frames, window)
        for frame, picture in zip(wanted[:-1], pictures, strict=False):
            exact = fitted(picture, kept.size)
            kept.save(frame, exact)
            yield exact
        (last,) = pictures
        kept.keep_carried(wanted.stop, enlarger.kept())
        exact = fitted(last, kept.size)
        kept.save(wanted[-1], exact)
        kept.forget_carried(AHEAD, range(wanted.stop))
        kept.forget_carried(BACK, range(wanted.stop + 1))
        goes_on = True
        yield exact
    for way in (AHEAD, BACK):
        kept.forget_carried(way)


def _take_up(enlarger: Enlarger, frames: Frames, window: Window, kept: EnlargedFolder) -> None:
    """Stand as an earlier run stood before a window; where there was none, keep how this one cuts its tiles."""
    first = kept.span.start + window.kept.start
    carried = kept.carried(first)
    if carried is not None:
        with suppress(ValueError):
            enlarger.go_on(frames, carried)
            return
    enlarger.tile_side(frames.size, len(window.seen))
    kept.keep_carried(first, enlarger.kept())


def _look_back(enlarger: Enlarger, frames: Frames, kept: EnlargedFolder) -> Job[None]:
    """What comes after each window is found out first, where there is room to keep that."""
    windows = enlarger.windows(len(frames))
    unmade = lacking(windows, kept)
    if not enlarger.looks_back or len(windows) < 2 or not unmade:
        return
    _take_up(enlarger, frames, unmade[0], kept)
    needed = enlarger.carried_bytes(frames.size) * len(windows)
    if shutil.disk_usage(kept.path).free < needed:
        note = (
            f"The disk of {kept.path} has no {needed / 1e9:.1f} GB free to keep what frames know of those after them; "
            "so every window looks a few frames ahead instead, and its end may differ a little from the next."
        )
        yield Progress("", 0, 0, note=note)
        return
    for done, total in looked_back(enlarger, frames, kept):
        yield Progress("looking", done, total)


def _write(request: UpscaleRequest, reader: ClipReader, span: Span, pictures: Iterator[Frame]) -> Job[None]:
    with ClipWriter(request.target, reader, span, request.settings) as writer:
        for warning in (told := tuple(writer.warnings)):
            yield Progress("", 0, 0, note=warning)
        yield Progress("enlarging", 0, len(span))
        for done, picture in enumerate(pictures, start=1):
            writer.write_frame(reader.clip.timestamps[span.start + done - 1], picture)
            yield Progress("enlarging", done, len(span), picture)
        writer.finish()
        for warning in writer.warnings[len(told) :]:
            yield Progress("", 0, 0, note=warning)


def _key(request: UpscaleRequest, made: Made, span: Span, size: tuple[int, int]) -> str:
    store = request.weights or WeightStore()
    weights = [f"{name}:{store.info(name).sha256}" for name in made.info.weights]
    own = fingerprint(Path(made.info.file)) if made.info.file else ""
    footage = request.footage
    parts = (made.info.id, str(weights), own, str(span), str(size), str(footage.frame_rate))
    return cache_key(KEY_VERSION, fingerprint(footage.source), *parts)


def _check_room(folder: Path, reader: ClipReader, span: Span, size: tuple[int, int]) -> None:
    """Raises InputError when the disk would fill up; PNG takes about two thirds of the samples."""
    where = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    needed = int(size[0] * size[1] * len(span) * 2 * (1 if reader.clip.bit_depth == 8 else 2))
    free = shutil.disk_usage(where).free
    if free < needed:
        raise InputError(
            f"The disk of {where} has {free / 1e9:.1f} GB free, about {needed / 1e9:.1f} GB are needed; "
            "make room, or choose a shorter range or a smaller size."
        )

"""What was made, handed over: a film, pictures or mattes, encoded once from footage and lossless patches."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np

from peanut_studio.media.matte import CutOut, Matte
from peanut_studio.media.reader import ClipReader, open_clip, open_patched
from peanut_studio.media.target import check_folder
from peanut_studio.media.unfinished import begin_folder, discard, publish
from peanut_studio.media.writer import ClipWriter, ExportSettings
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import SoftMask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.refinement import Refinement
from peanut_studio.ops.mask_refine import coverage_of
from peanut_studio.pipeline.export import check_export
from peanut_studio.pipeline.file_name import file_name_of
from peanut_studio.pipeline.footage import CACHE_BYTES, check_free
from peanut_studio.pipeline.presets import Content
from peanut_studio.pipeline.refine import refine_tracks

Layer: TypeAlias = tuple[MaskTrack, int]
"""An object's masks, and how far from their outline its hair may be transparent, in pixels."""


@dataclass(frozen=True, eq=False)
class Delivery:
    """What to write of a clip. `result` is the folder of patches that a removal left, `tracks` the named objects.

    `refined_by` says how each object's masks are refined; where it is empty they are written as they are. Hair is
    transparent in mattes and cut-outs.
    """

    footage: Path
    target: Path
    span: Span
    content: Content = Content.RESULT
    settings: ExportSettings = field(default_factory=ExportSettings)
    result: Path | None = None
    tracks: tuple[tuple[str, MaskTrack], ...] = ()
    refined_by: tuple[Refinement, ...] = ()
    overwrite: bool = False


def deliver(delivery: Delivery) -> Job[Path]:
    """Write it. Yields after every frame; what is written appears when it is complete, else nothing does.

    Raises InputError or MediaError, before the work begins where that can be known then.
    """
    _check(delivery)
    if delivery.content.needs_masks and delivery.refined_by:
        delivery = yield from _refined(delivery)
    if delivery.content is Content.EACH_MATTE:
        yield from _write_each(delivery)
    else:
        with _opened(delivery, _layers(delivery)) as reader:
            check_export(delivery.target, reader, delivery.span, delivery.settings)
            yield from _write(reader, delivery, delivery.target)
    return delivery.target


def _refined(delivery: Delivery) -> Job[Delivery]:
    """The same with refined tracks; of the refinements only hair is left to be done."""
    names = [name for name, _ in delivery.tracks]
    masks = [(track, how.without_hair) for (_, track), how in zip(delivery.tracks, delivery.refined_by, strict=True)]
    opened = partial(open_clip, delivery.footage, cache_bytes=CACHE_BYTES)
    tracks = yield from refine_tracks(masks, delivery.span, opened)
    hair = tuple(Refinement(hair=how.hair) for how in delivery.refined_by)
    return replace(delivery, tracks=tuple(zip(names, tracks, strict=True)), refined_by=hair)


def _check(delivery: Delivery) -> None:
    if delivery.content.needs_result and delivery.result is None:
        raise InputError("Nothing has been removed yet: press Remove, or export mattes.")
    if delivery.content.needs_masks and not delivery.tracks:
        raise InputError("No object has been tracked yet, so there are no masks to export: press Track first.")
    if delivery.target.exists() and not delivery.overwrite:
        check_free(delivery.target, overwrite=False)


@contextmanager
def _opened(delivery: Delivery, layers: Sequence[Layer]) -> Iterator[ClipReader]:
    """The film to be written of some of the objects, under the clip's own frame numbers."""
    with ExitStack() as stack:
        base = stack.enter_context(_base(delivery))
        if delivery.content is Content.RESULT:
            yield base
            return
        if any((track.size, track.frame_count) != (base.size, len(base)) for track, _ in layers):
            raise InputError("The masks belong to another clip than the one that is open; open that clip again.")
        plain = TrackedMasks([track for track, hair in layers if not hair] or [MaskTrack(0, base.size, len(base))])
        hairy = [(track, hair) for track, hair in layers if hair]
        frames = stack.enter_context(open_clip(delivery.footage, cache_bytes=CACHE_BYTES)) if hairy else base
        outside = delivery.content is Content.REST

        def coverage(frame: int) -> SoftMask:
            whole = coverage_of(plain[frame], 0)
            for track, hair in hairy:
                if track.area(frame):
                    whole = np.maximum(whole, coverage_of(track.mask(frame), hair, frames[frame]))
            return np.float32(1) - whole if outside else whole

        matted = delivery.content in (Content.MATTE, Content.EACH_MATTE)
        yield stack.enter_context(ClipReader((Matte if matted else CutOut)(base.source, coverage), CACHE_BYTES))


def _layers(delivery: Delivery) -> list[Layer]:
    hair = [how.hair for how in delivery.refined_by] or [0] * len(delivery.tracks)
    return [(track, width) for (_, track), width in zip(delivery.tracks, hair, strict=True)]


def _base(delivery: Delivery) -> ClipReader:
    if delivery.result is not None and delivery.content.needs_result:
        return open_patched(delivery.result, whole=True, cache_bytes=CACHE_BYTES)
    return open_clip(delivery.footage, cache_bytes=CACHE_BYTES)


def _write(
    reader: ClipReader, delivery: Delivery, target: Path, before: int = 0, total: int = 0
) -> Generator[Progress, None, None]:
    span = delivery.span
    total = total or len(span)
    with ClipWriter(target, reader, span, delivery.settings) as writer:
        yield Progress("exporting", before, total)
        for done, frame in enumerate(range(span.start, span.stop), start=before + 1):
            writer.write_source(frame)
            yield Progress("exporting", done, total)
        writer.finish()
        for warning in writer.warnings:
            yield Progress("", 0, 0, note=warning)


def _write_each(delivery: Delivery) -> Generator[Progress, None, None]:
    check_folder(delivery.target)
    if delivery.target.is_file():
        raise InputError(f"{delivery.target} is a file; mattes need a folder.")
    total = len(delivery.span) * len(delivery.tracks)
    try:
        part = begin_folder(delivery.target)
        try:
            taken: set[str] = set()
            for number, ((name, _), layer) in enumerate(zip(delivery.tracks, _layers(delivery), strict=True)):
                folder = _free_name(file_name_of(name), taken)
                with _opened(delivery, [layer]) as reader:
                    before = number * len(delivery.span)
                    with closing(_write(reader, delivery, part / folder, before, total)) as writing:
                        yield from writing
            publish(part, delivery.target)
        finally:
            discard(part)
    except OSError as error:
        raise MediaError(f"{delivery.target} cannot be written ({error.strerror or error}).") from error


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free.lower() in taken:
        number += 1
        free = f"{name} {number}"
    taken.add(free.lower())
    return free

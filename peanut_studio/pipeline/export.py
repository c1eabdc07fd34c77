"""Frames, some of them with a patch, to a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from peanut_studio.media.patches import Overlay, PatchFolder
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.writer import ClipWriter, ExportSettings, check_target
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import Cancelled, InputError
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.fill import Patch
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.hole import Hole

BITS_PER_PIXEL = {"ffv1": 6.0, "prores": 5.0, "prores4444": 8.0, "png": 14.0, "exr": 36.0}
"""How much room a pixel takes, about, in codecs that keep (nearly) everything; the others stay under `OTHERS`."""

OTHERS = 0.25


def expected_bytes(reader: ClipReader, span: Span, settings: ExportSettings) -> int:
    """Roughly how large the result gets, to ask for that much room on the disk before the work starts."""
    pixels = reader.clip.width * reader.clip.height * len(span)
    deeper = reader.clip.bit_depth / 8
    return int(pixels * BITS_PER_PIXEL.get(settings.codec, OTHERS) * deeper / 8)


def check_export(target: Path, reader: ClipReader, span: Span, settings: ExportSettings) -> None:
    """Raises InputError or MediaError when the result could not be written."""
    check_target(target, reader.clip.path, settings, bytes_needed=expected_bytes(reader, span, settings))


def export(
    reader: ClipReader, target: Path, span: Span, settings: ExportSettings, hole: Hole, patches: Iterator[Patch]
) -> Job[None]:
    """Write `span`, each frame of it with its patch, if it has one, laid over. Yields after every frame.

    The file appears under its name when it is complete; a job that fails or is closed leaves nothing.
    """
    with ClipWriter(target, reader, span, settings) as writer:
        for warning in (told := tuple(writer.warnings)):
            yield Progress("", 0, 0, note=warning)
        yield Progress("filling", 0, len(span))
        for done, frame in enumerate(range(span.start, span.stop), start=1):
            preview = None
            if hole.is_empty(frame):
                writer.write_source(frame)
            else:
                patch = next(patches)
                if patch.frame != frame:
                    raise RuntimeError(f"the patch of frame {patch.frame} came for frame {frame}")
                preview = patch.laid_over(reader[frame], hole)
                writer.write_source(frame, preview, hole.coverage(frame))
            yield Progress("filling", done, len(span), preview)
        writer.finish()
        for warning in writer.warnings[len(told) :]:
            yield Progress("", 0, 0, note=warning)


def keep_patches(
    reader: ClipReader, target: Path, footage: Footage, span: Span, hole: Hole, patches: Iterator[Patch]
) -> Job[None]:
    """Keep what was filled in, and nothing else, without loss in the folder `target`. Yields after every frame.

    The folder can be opened as a clip while it is being made. A job that fails leaves nothing; of one that is stopped,
    or killed, what there is stays, and says that it is not whole.
    """
    kept = PatchFolder.begin(target, footage.source, footage.frame_rate, span)
    stays = False
    try:
        kept.leave_open()
        _check_room(kept, reader, span, hole)
        yield Progress("filling", 0, len(span))
        for done, frame in enumerate(range(span.start, span.stop), start=1):
            region, preview = hole.region(frame), None
            if region is not None:
                patch = next(patches)
                if patch.frame != frame:
                    raise RuntimeError(f"the patch of frame {patch.frame} came for frame {frame}")
                preview = patch.laid_over(reader[frame], hole)
                part = region.slices
                kept.save(frame, Overlay(region.x0, region.y0, preview[part], hole.coverage(frame)[part]))
            yield Progress("filling", done, len(span), preview)
        kept.finish()
        stays = True
    except (GeneratorExit, Cancelled, KeyboardInterrupt):
        stays = bool(kept.frames())
        raise
    finally:
        if not stays:
            shutil.rmtree(target, ignore_errors=True)


def _check_room(kept: PatchFolder, reader: ClipReader, span: Span, hole: Hole) -> None:
    """Raises InputError when the disk would fill up: a pixel takes at most what its four samples take."""
    regions = [region for frame in range(span.start, span.stop) if (region := hole.region(frame)) is not None]
    depth = 1 if reader.clip.bit_depth == 8 else 2
    needed = sum(region.width * region.height for region in regions) * 4 * depth
    free = shutil.disk_usage(kept.path).free
    if free < needed:
        raise InputError(
            f"The disk of {kept.path.parent} has {free / 1e9:.1f} GB free, about {needed / 1e9:.1f} GB are needed; "
            "make room or choose a shorter range."
        )

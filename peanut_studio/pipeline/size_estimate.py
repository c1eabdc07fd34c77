"""How large an export will be, measured on a few of its frames."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from peanut_studio.media.file_parts import FileParts, file_parts
from peanut_studio.media.target import check_target
from peanut_studio.model.clip import Span
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.deliver import Delivery, deliver

SAMPLE = 12
"""Frames that are encoded: enough for one group of pictures with its B-frames."""

KEY_EVERY = 250
"""Frames from one key frame to the next where the encoder sees no cut; x264 and x265 do so."""


def estimate_size(delivery: Delivery) -> Job[int]:
    """About how many bytes the delivery takes: its middle frames are written elsewhere, weighed and thrown away.

    Raises what `deliver` would for this delivery, but for an existing target, and for a folder that is not there yet.
    """
    span = delivery.span
    if delivery.target.parent.is_dir() and not delivery.target.is_dir():
        check_target(delivery.target, delivery.footage, delivery.settings)
    middle = span.start + max(0, (len(span) - SAMPLE) // 2)
    sample = Span(middle, min(span.stop, middle + SAMPLE))
    with tempfile.TemporaryDirectory(prefix="peanut-size-") as folder:
        target = Path(folder) / f"sample{delivery.target.suffix}"
        yield from _quietly(replace(delivery, target=target, span=sample, overwrite=False))
        if target.is_dir():
            weighed = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
            return round(weighed * len(span) / len(sample))
        return _whole_size(file_parts(target), len(span))


def _quietly(delivery: Delivery) -> Generator[Progress, None, None]:
    for progress in deliver(delivery):
        yield replace(progress, note="")


def _whole_size(parts: FileParts, frames: int) -> int:
    sampled = parts.keys + parts.others
    tracks = parts.track_bytes * frames / sampled
    key = parts.key_bytes / parts.keys
    if not parts.others:
        return round(key * frames + tracks)
    # A short sample has more key frames to the other frames than the whole film.
    keys = max(1.0, frames / KEY_EVERY, (parts.keys - 1) * frames / sampled)
    return round(key * keys + parts.other_bytes / parts.others * (frames - keys) + tracks)

"""A clip's waveform, found out once."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np

from peanut_studio.media.waveform import PER_FRAME, Peaks, waveform
from peanut_studio.model.clip import Clip
from peanut_studio.model.progress import Job
from peanut_studio.ops.pyramid import Pyramid
from peanut_studio.store.proxy_folder import ProxyFolders

NAME = "sound.npy"


def sound_peaks(clip: Clip, folders: ProxyFolders | None = None) -> Job[Pyramid]:
    """`media.waveform` of a clip, from the cache where it was measured before; a cache that fails is done without."""
    path: Path | None = None
    with contextlib.suppress(OSError):
        path = (folders or ProxyFolders()).folder(clip.path) / NAME
    peaks = _load(path, PER_FRAME * clip.frame_count) if path else None
    if peaks is None:
        peaks = yield from waveform(clip.path, clip)
        if path is not None:
            with contextlib.suppress(OSError):
                np.save(path, peaks, allow_pickle=False)
    return Pyramid.of(peaks, greatest=True)


def _load(path: Path, count: int) -> Peaks | None:
    try:
        peaks = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return peaks if peaks.dtype == np.uint8 and peaks.shape == (count,) else None

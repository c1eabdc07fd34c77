"""How loud a clip's sound is, for drawing it under its frames."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from peanut_studio.media.stream_facts import open_container
from peanut_studio.model.clip import Clip
from peanut_studio.model.progress import Job, Progress

PER_FRAME = 8
"""Values a frame."""

FINE = 1000
"""Steps a second in which the sound is first measured."""

_RATE = 16000
Peaks = npt.NDArray[np.uint8]


def waveform(path: Path, clip: Clip) -> Job[Peaks]:
    """The greatest amplitude in each eighth of a frame, 0..255 of full scale: uint8 (8 frame_count,), zeros where
    there is no sound. Unevenly long frames get what sounds while they are shown. Yields about once a second of sound;
    a damaged end counts as silence. Raises InputError or MediaError when the file cannot be opened.
    """
    fine = np.zeros(int(clip.duration * FINE) + 1, np.float32)
    with open_container(path) as container:
        if container.streams.audio:
            yield from _measure(container, clip, fine)
    edges = _edges(clip)
    starts = np.minimum(edges[:-1], len(fine) - 1)
    peaks = np.maximum.reduceat(fine, starts) if len(starts) else np.zeros(0, np.float32)
    scaled: Peaks = np.clip(np.rint(peaks * 255), 0, 255).astype(np.uint8)
    return scaled


def _measure(container: av.container.InputContainer, clip: Clip, fine: npt.NDArray[np.float32]) -> Job[None]:
    stream = container.streams.audio[0]
    resampler = av.AudioResampler(format="flt", layout="mono", rate=_RATE)
    begin = float(clip.timestamps[0] * clip.time_base)
    each = _RATE // FINE
    told = 0
    try:
        for frame in container.decode(stream):
            for piece in resampler.resample(frame):
                samples = np.abs(piece.to_ndarray()[0])
                time = float(piece.pts * piece.time_base) if piece.pts is not None and piece.time_base else 0.0
                place = round((time - begin) * FINE)
                steps = np.maximum.reduceat(samples, np.arange(0, len(samples), each))
                skipped = max(0, -place)
                steps, place = steps[skipped : skipped + max(0, len(fine) - max(0, place))], max(0, place)
                fine[place : place + len(steps)] = np.maximum(fine[place : place + len(steps)], steps)
                if place // FINE > told:
                    told = place // FINE
                    yield Progress("sound", place, len(fine))
    except av.FFmpegError:
        return


def _edges(clip: Clip) -> npt.NDArray[np.int64]:
    """Where each eighth of a frame begins, in steps, and where the last one ends: (8 frame_count + 1,)."""
    stamps = np.array(clip.timestamps, np.float64)
    begins = (stamps - stamps[0]) * float(clip.time_base)
    begins = np.append(begins, float(clip.duration))
    places = np.arange(PER_FRAME * clip.frame_count + 1) / PER_FRAME
    edges: npt.NDArray[np.int64] = np.floor(np.interp(places, np.arange(len(begins)), begins) * FINE).astype(np.int64)
    return edges

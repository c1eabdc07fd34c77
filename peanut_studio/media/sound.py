"""A clip's sound as samples that can be played from any place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt

from peanut_studio.media.stream_facts import open_container
from peanut_studio.model.clip import Clip

RATE, CHANNELS = 48000, 2
Samples = npt.NDArray[np.int16]
_LEAD = Fraction(1, 4)
"""Seconds before the asked place from which to decode, so that the decoder is in tune there."""


def sound_from(clip: Clip, begin: Fraction) -> Iterator[Samples]:
    """The first sound track from `begin` (seconds after the first frame's start) on: pieces int16 (n, 2) at 48 kHz.

    The first sample is what is heard at `begin`, where the track is silent or missing there are zeros. Ends with the
    track; nothing comes from a clip without sound. Raises InputError or MediaError when the file cannot be opened.
    """
    with open_container(clip.path) as container:
        if not container.streams.audio:
            return
        stream = container.streams.audio[0]
        zero = clip.timestamps[0] * clip.time_base
        resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
        due = round((begin + zero) * RATE)
        try:
            if begin + zero > _LEAD:
                container.seek(int((begin + zero - _LEAD) * av.time_base), backward=True)
            for frame in container.decode(stream):
                for piece in resampler.resample(frame):
                    samples = piece.to_ndarray().reshape(-1, CHANNELS)
                    place = round((piece.pts or 0) * (piece.time_base or Fraction(1, RATE)) * RATE)
                    if abs(place - due) <= 1:
                        place = due  # Times of a thousandth of a second are rounded.
                    if place > due:
                        yield np.zeros((min(place - due, 3600 * RATE), CHANNELS), np.int16)
                        due = place
                    late = samples[due - place :]
                    if len(late):
                        yield np.ascontiguousarray(late, np.int16)
                        due += len(late)
        except av.FFmpegError:
            return

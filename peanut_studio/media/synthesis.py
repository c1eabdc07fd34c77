"""Clips made of pictures and sound that were computed, not filmed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from peanut_studio.model.picture import Frame

BT709 = 1


def write_clip(
    target: Path,
    frames: Iterable[Frame],
    size: tuple[int, int],
    frame_rate: Fraction,
    sound: npt.NDArray[np.float32] | None = None,
    sound_rate: int = 48000,
    crf: int = 8,
) -> None:
    """Write 8-bit frames (H, W, 3) of width and height `size` (even) as H.264, BT.709, with mono `sound` as AAC.

    Raises OSError when `target` cannot be written.
    """
    with av.open(str(target), "w") as container:
        video: VideoStream = container.add_stream("libx264", rate=frame_rate, options={"crf": str(crf)})
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        context = video.codec_context
        context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
        context.color_primaries = context.color_trc = BT709
        heard = container.add_stream("aac", rate=sound_rate, layout="mono") if sound is not None else None
        for frame in frames:
            picture = av.VideoFrame.from_ndarray(np.asarray(frame, np.uint8, order="C"), format="rgb24")
            planes = picture.reformat(
                format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
            )
            container.mux(video.encode(planes))
        container.mux(video.encode())
        if heard is not None and sound is not None:
            _mux_sound(container, heard, sound, sound_rate)


def write_sound(target: Path, sound: npt.NDArray[np.float32], sound_rate: int = 48000) -> None:
    """Write mono sound alone, as AAC. Raises OSError when `target` cannot be written."""
    with av.open(str(target), "w", format="mp4") as container:
        _mux_sound(container, container.add_stream("aac", rate=sound_rate, layout="mono"), sound, sound_rate)


def _mux_sound(container: OutputContainer, stream: AudioStream, sound: npt.NDArray[np.float32], rate: int) -> None:
    samples = av.AudioFrame.from_ndarray(sound[None].astype(np.float32), format="fltp", layout="mono")
    samples.sample_rate, samples.pts = rate, 0
    container.mux(stream.encode(samples))
    container.mux(stream.encode())

"""OpenEXR pictures with half floats, written by FFmpeg's own encoder (OpenCV's wheels come without one)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from peanut_studio.media.transfer import light_table
from peanut_studio.model.clip import ColourTags
from peanut_studio.model.picture import Frame

_OPTIONS = {"format": "half", "compression": "zip16"}
_FILE_ORDER = (1, 2, 0, 3)
"""FFmpeg's planes are G, B, R, A."""


def write_exr(path: Path, samples: Frame, tags: ColourTags, linear: bool) -> None:
    """Write uint8 or uint16 samples as floats: in `linear` light, or as they are displayed, 1.0 being white.

    `samples` are grey (H, W), or RGB or RGBA (H, W, 3 or 4) with straight alpha; the file holds colours multiplied by
    alpha, as OpenEXR wants. Primaries stay those of the clip. Raises OSError, FFmpegError.
    """
    height, width = samples.shape[:2]
    peak = 255 if samples.dtype == np.uint8 else 65535
    plain = np.linspace(0, 1, peak + 1, dtype=np.float32)
    table = light_table(tags.transfer, peak) if linear else plain
    channels = samples if samples.ndim == 3 else samples[..., None].repeat(3, axis=2)
    values = table[channels[..., :3]]
    if channels.shape[2] == 4:
        alpha = plain[channels[..., 3:]]
        values = np.concatenate([values * alpha, alpha], axis=2)
    pixel_format = "gbrapf32le" if values.shape[2] == 4 else "gbrpf32le"
    frame = av.VideoFrame(width, height, pixel_format)
    for n, place in enumerate(_FILE_ORDER[: values.shape[2]]):
        plane = frame.planes[n]
        rows = np.frombuffer(plane, np.float32).reshape(height, plane.line_size // 4)  # type: ignore[call-overload]
        rows[:, :width] = values[..., place]
    context = av.CodecContext.create("exr", "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = width, height, pixel_format
    context.time_base = Fraction(1, 25)
    context.options = dict(_OPTIONS)
    frame.pts = 0
    path.write_bytes(b"".join(bytes(packet) for packet in (*context.encode(frame), *context.encode(None))))

"""Films whose frames say their own number."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from peanut_studio.model.picture import Frame

BITS = 10


def numbered(number: int, size: tuple[int, int]) -> Frame:
    """A picture with its number as ten upright bars, dark or light."""
    width, height = size
    bits = np.array([number >> bit & 1 for bit in range(BITS)])
    columns = bits[np.arange(width) * BITS // width]
    row = np.where(columns[:, None] == 1, (200, 190, 120), (40, 60, 70)).astype(np.uint8)
    return np.repeat(row[None], height, axis=0)


def number_in(picture: Frame) -> int:
    """The number that a picture shows, whatever its size."""
    width = picture.shape[1]
    middles = [(2 * bit + 1) * width // (2 * BITS) for bit in range(BITS)]
    row = picture[picture.shape[0] // 2, :, 0]
    return sum(int(row[x] > 120) << bit for bit, x in enumerate(middles))


def write_numbered(
    path: Path, count: int, size: tuple[int, int], group: int = 250, uneven: bool = False, rate: int = 30
) -> Path:
    """`count` numbered frames as H.264 with B-frames and a key frame every `group`; `uneven` ones last 1 or 3 ticks."""
    options = {"g": str(group), "preset": "ultrafast", "bf": "2", "crf": "20", "sc_threshold": "0"}
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 3 * rate)
        stamp = 0
        for picture in _pictures(count, size):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = stamp, Fraction(1, 3 * rate)
            number = stamp
            stamp += (1 if number % 2 else 4) if uneven else 3
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def _pictures(count: int, size: tuple[int, int]) -> Iterator[Frame]:
    return (numbered(number, size) for number in range(count))

"""PNG files whose pixels are numbers of objects, with the palette that the DAVIS data sets use."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from peanut_studio.model.errors import MediaError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_EIGHT_BIT_PALETTE = (8, 3, 0, 0, 0)


def write_indexed_png(path: Path, numbers: npt.NDArray[np.uint8]) -> None:
    """Object numbers uint8 (H, W) to a palette PNG (W3C PNG, third edition, 11.2). Raises OSError."""
    height, width = numbers.shape
    lines = np.zeros((height, width + 1), np.uint8)  # Each line begins with its filter, 0 = none.
    lines[:, 1:] = numbers
    path.write_bytes(
        _SIGNATURE
        + _chunk(b"IHDR", struct.pack(">II5B", width, height, *_EIGHT_BIT_PALETTE))
        + _chunk(b"PLTE", palette().tobytes())
        + _chunk(b"IDAT", zlib.compress(lines.tobytes(), 6))
        + _chunk(b"IEND", b"")
    )


def read_numbers(path: Path) -> npt.NDArray[np.uint8]:
    """The object numbers uint8 (H, W) of a palette or grey PNG, whatever its colours. Raises MediaError."""
    try:
        with Image.open(path) as picture:
            if picture.mode in ("P", "L", "1"):
                return np.array(picture if picture.mode != "1" else picture.convert("L"), np.uint8)
    except (OSError, UnidentifiedImageError, ValueError) as error:
        raise MediaError(f"{path} cannot be read as a picture of numbered objects.") from error
    raise MediaError(f"{path} holds colours, not numbers of objects; save it with a palette.")


def palette() -> npt.NDArray[np.uint8]:
    """The PASCAL VOC colours, uint8 (256, 3): the bits of a number, three by three, fill R, G, B from the top."""
    numbers = np.arange(256)
    colours = np.zeros((256, 3), np.uint8)
    for place in range(8):
        for channel in range(3):
            bit = numbers >> (3 * place + channel) & 1
            colours[:, channel] |= (bit << (7 - place)).astype(np.uint8)
    return colours


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

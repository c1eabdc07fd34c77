"""A picture's size from its header, without decoding it."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_NOT_FRAME_HEADERS = frozenset({0xC4, 0xC8, 0xCC})


def image_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG as stored; None for other kinds and for damaged headers."""
    try:
        with path.open("rb") as file:
            head = file.read(24)
            if head.startswith(_PNG) and len(head) == 24:
                width, height = struct.unpack(">II", head[16:24])
                return width, height
            if head.startswith(_JPEG):
                file.seek(2)
                return _jpeg_size(file)
    except (OSError, struct.error):
        return None
    return None


def _jpeg_size(file: BinaryIO) -> tuple[int, int] | None:
    """From the frame header SOFn (ITU-T T.81, B.2.2)."""
    while True:
        marker = file.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            return None
        if marker[1] == 0xFF:
            file.seek(-1, 1)
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in _NOT_FRAME_HEADERS:
            _precision, height, width = struct.unpack(">BHH", file.read(5))
            return width, height
        file.seek(length - 2, 1)

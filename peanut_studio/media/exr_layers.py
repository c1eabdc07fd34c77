"""OpenEXR pictures with a layer for each object, as compositors take them: half floats, ZIP."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

_MAGIC, _VERSION, _LONG_NAMES = 20000630, 2, 0x400
_HALF, _ZIP, _LINES = 1, 3, 16


def write_layers(path: Path, layers: Mapping[str, npt.NDArray[np.floating]]) -> None:
    """Write layers, float (H, W) from 0 to 1, under their names; each is one channel `NAME.Y`, which viewers show grey.

    Raises OSError, and ValueError where there is no layer or they are not of one size.
    """
    shapes = {layer.shape for layer in layers.values()}
    if len(shapes) != 1:
        raise ValueError(f"layers of {len(shapes)} sizes")
    ((height, width),) = shapes
    named = sorted((f"{name}.Y".encode(), layer) for name, layer in layers.items())
    halves = np.stack([np.asarray(layer, "<f2") for _, layer in named], axis=1)
    blocks = [_pressed(halves[first : first + _LINES].tobytes()) for first in range(0, height, _LINES)]
    header = _header([name for name, _ in named], width, height)
    places = len(header) + 8 * len(blocks)
    table, body = [], []
    for number, block in enumerate(blocks):
        table.append(struct.pack("<Q", places))
        body.append(struct.pack("<ii", number * _LINES, len(block)) + block)
        places += len(body[-1])
    path.write_bytes(b"".join([header, *table, *body]))


def _header(names: list[bytes], width: int, height: int) -> bytes:
    channels = b"".join(name + b"\0" + struct.pack("<iB3xii", _HALF, 0, 1, 1) for name in names) + b"\0"
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    flags = _VERSION | (_LONG_NAMES if any(len(name) > 31 for name in names) else 0)
    attributes = (
        (b"channels", b"chlist", channels),
        (b"compression", b"compression", struct.pack("<B", _ZIP)),
        (b"dataWindow", b"box2i", window),
        (b"displayWindow", b"box2i", window),
        (b"lineOrder", b"lineOrder", b"\0"),
        (b"pixelAspectRatio", b"float", struct.pack("<f", 1)),
        (b"screenWindowCenter", b"v2f", struct.pack("<2f", 0, 0)),
        (b"screenWindowWidth", b"float", struct.pack("<f", 1)),
    )
    told = [name + b"\0" + kind + b"\0" + struct.pack("<i", len(value)) + value for name, kind, value in attributes]
    return struct.pack("<ii", _MAGIC, flags) + b"".join(told) + b"\0"


def _pressed(raw: bytes) -> bytes:
    """ZIP as OpenEXR has it: even bytes, then odd ones, each as its difference from the one before."""
    flat = np.frombuffer(raw, np.uint8)
    parted = np.concatenate((flat[0::2], flat[1::2]))
    steps = parted.copy()
    steps[1:] = parted[1:] - parted[:-1] + np.uint8(128)
    small = zlib.compress(steps.tobytes(), 6)
    return small if len(small) < len(raw) else raw

"""OpenEXR pictures with a layer for each object, as compositors take them: half floats, ZIP."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from peanut_studio.model.errors import MediaError

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


def read_layers(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """The layers of a scan-line picture, float32 (H, W) each: a channel `NAME.Y` is the layer NAME, any other channel
    one of its own name. Half and single floats, whole numbers; uncompressed, ZIP and ZIPS. Raises MediaError.
    """
    try:
        return _layers(path.read_bytes())
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror or error}.") from error
    except _Unknown as error:
        raise MediaError(f"{path} has {error}, which is not read here; save it as scan lines with ZIP.") from error
    except (ValueError, KeyError, IndexError, OverflowError, MemoryError, struct.error, zlib.error) as error:
        raise MediaError(f"{path} is no OpenEXR picture, or it is damaged.") from error


class _Unknown(Exception):
    pass


_TYPES = ("<u4", "<f2", "<f4")
_LINES_OF = {0: 1, 2: 1, 3: 16}
"""Lines of a block, by compression: none, ZIPS, ZIP."""
_MOST_PIXELS = 1 << 28


def _layers(data: bytes) -> dict[str, npt.NDArray[np.float32]]:
    magic, version = struct.unpack_from("<ii", data)
    if magic != _MAGIC:
        raise ValueError(magic)
    if version & 0x1A00:
        raise _Unknown("tiles, several parts or deep pixels")
    told, at = {}, 8
    while data[at]:
        name, at = _text(data, at)
        _, at = _text(data, at)
        (length,) = struct.unpack_from("<i", data, at)
        told[name] = data[at + 4 : at + 4 + length]
        at += 4 + length
    channels = _channels(told["channels"])
    left, top, right, bottom = struct.unpack("<4i", told["dataWindow"])
    width, height = right - left + 1, bottom - top + 1
    compression = told["compression"][0]
    if compression not in _LINES_OF:
        raise _Unknown("another compression")
    if not 0 < width * height * len(channels) <= _MOST_PIXELS or width <= 0:
        raise ValueError("size")
    made = {name: np.zeros((height, width), np.float32) for name, _ in channels}
    lines = _LINES_OF[compression]
    blocks = -(-height // lines)
    for (place,) in struct.iter_unpack("<Q", data[at + 1 : at + 1 + 8 * blocks]):
        line, size = struct.unpack_from("<ii", data, place)
        count = min(lines, bottom + 1 - line)
        whole = count * width * sum(np.dtype(kind).itemsize for _, kind in channels)
        raw, first = data[place + 8 : place + 8 + size], line - top
        if compression and size < whole:
            raw = _loosened(zlib.decompressobj().decompress(raw, whole))
        offset = 0
        for row in range(first, first + count):
            for name, kind in channels:
                made[name][row] = np.frombuffer(raw, kind, width, offset)
                offset += width * np.dtype(kind).itemsize
    return {name.removesuffix(".Y"): layer for name, layer in made.items()}


def _channels(data: bytes) -> list[tuple[str, str]]:
    found, at = [], 0
    while data[at]:
        name, at = _text(data, at)
        kind, _, across, down = struct.unpack_from("<iiii", data, at)
        if (across, down) != (1, 1):
            raise _Unknown("channels of fewer pixels")
        found.append((name, _TYPES[kind]))
        at += 16
    return found


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at)
    return data[at:end].decode(), end + 1


def _loosened(pressed: bytes) -> bytes:
    """What `_pressed` was made of."""
    steps = np.frombuffer(pressed, np.uint8).astype(np.int64)
    steps[1:] -= 128
    parted = (np.cumsum(steps) & 255).astype(np.uint8)
    flat = np.empty_like(parted)
    half = (len(flat) + 1) // 2
    flat[0::2], flat[1::2] = parted[:half], parted[half:]
    return flat.tobytes()

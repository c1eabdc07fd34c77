"""Flow fields as numbers in files.

`.flo`: Middlebury (vision.middlebury.edu/flow/code/flow-code/README.txt): the float 202021.25, width and height as
int32, then u and v interleaved as float32, all little-endian. 16 bit PNG: the KITTI flow benchmark's development kit
(readme.txt): R = 64 u + 2^15, G = 64 v + 2^15, B = 1 where the field is valid.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from peanut_studio.media.images import read_image
from peanut_studio.media.pictures import write_png
from peanut_studio.model.errors import MediaError
from peanut_studio.model.picture import FlowField, Mask

_MAGIC = np.float32(202021.25)
_UNKNOWN = np.float32(1e9)
"""Middlebury: a flow beyond this is unknown; it is written for what is not a number."""

_STEPS = 64
_ZERO = 2**15


def write_flo(path: Path, flow: FlowField) -> None:
    """Write a float32 (H, W, 2) field as Middlebury .flo. Raises OSError."""
    height, width = flow.shape[:2]
    known = np.where(np.isfinite(flow), flow, _UNKNOWN * 2).astype("<f4")
    header = _MAGIC.astype("<f4").tobytes() + np.array([width, height], "<i4").tobytes()
    path.write_bytes(header + known.tobytes())


def read_flo(path: Path) -> FlowField:
    """A .flo file as float32 (H, W, 2), unknown flow as NaN. Raises MediaError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) < 12 or np.frombuffer(data, "<f4", 1)[0] != _MAGIC:
        raise MediaError(f"{path} is not a Middlebury flow file.")
    width, height = (int(side) for side in np.frombuffer(data, "<i4", 2, 4))
    if min(width, height) <= 0 or len(data) != 12 + 8 * width * height:
        raise MediaError(f"{path} is cut off or damaged: it says {width}x{height} and holds {len(data)} bytes.")
    flow = np.frombuffer(data, "<f4", offset=12).reshape(height, width, 2).astype(np.float32)
    flow[np.abs(flow) > _UNKNOWN] = np.nan
    return flow


def write_flow_png16(path: Path, flow: FlowField, valid: Mask | None = None) -> None:
    """Write a float32 (H, W, 2) field as a KITTI PNG, in steps of 1/64 pixel. Raises OSError.

    What is outside -512..512 pixels or not a number cannot be held and is marked as not valid, as are pixels outside
    `valid`, bool (H, W).
    """
    codes = np.rint(np.nan_to_num(flow.astype(np.float64), nan=1e9) * _STEPS) + _ZERO
    held: Mask = np.all((codes >= 0) & (codes <= 65535), axis=2)
    if valid is not None:
        held = held & valid
    rgb = np.zeros((*flow.shape[:2], 3), np.uint16)
    rgb[..., :2] = np.where(held[:, :, None], codes, 0)
    rgb[..., 2] = held
    write_png(path, rgb)


def read_flow_png16(path: Path) -> tuple[FlowField, Mask]:
    """A KITTI PNG as float32 (H, W, 2), 0 where not valid, and bool (H, W) of where it is valid. Raises MediaError."""
    image = read_image(path)
    if image.dtype != np.uint16 or image.ndim != 3:
        raise MediaError(f"{path} is not a KITTI flow picture: it must be a PNG of three 16 bit channels.")
    rgb = image[..., ::-1]
    valid = rgb[..., 2] > 0
    flow = ((rgb[..., :2].astype(np.float32) - _ZERO) / _STEPS).astype(np.float32)
    flow[~valid] = 0
    return flow, valid

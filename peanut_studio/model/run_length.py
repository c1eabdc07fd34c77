"""Masks as run lengths: small enough to keep every frame's mask of a long clip in memory.

The counts are those of the COCO annotation format (uncompressed "counts" of cocodataset.org, pycocotools `maskApi`):
the mask is read column by column, and the counts alternate between zeros and ones, beginning with zeros.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask

Counts = npt.NDArray[np.uint32]


def encode_runs(mask: Mask) -> Counts:
    """Run lengths of a bool (H, W) mask, uint32 (N,); their sum is H * W."""
    flat = np.asarray(mask, dtype=np.bool_).ravel(order="F")
    if flat.size == 0:
        raise ValueError("a mask without pixels")
    changes = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    counts = np.diff(changes, prepend=0, append=flat.size)
    if flat[0]:
        counts = np.concatenate(([0], counts))
    return counts.astype(np.uint32)


def decode_runs(counts: Counts, size: tuple[int, int]) -> Mask:
    """The bool (H, W) mask of width and height `size`. Raises ValueError when the counts do not fill it."""
    width, height = size
    if int(counts.sum(dtype=np.int64)) != width * height:
        raise ValueError(f"run lengths of {int(counts.sum(dtype=np.int64))} pixels for a {width}x{height} mask")
    values = np.arange(counts.size) % 2 == 1
    return np.repeat(values, counts).reshape((height, width), order="F")


def area_of_runs(counts: Counts) -> int:
    """How many pixels of the mask are inside the object."""
    return int(counts[1::2].sum(dtype=np.int64))


def pack(counts: Counts) -> bytes:
    """Run lengths as little-endian uint32 bytes."""
    return counts.astype("<u4").tobytes()


def unpack(runs: bytes) -> Counts:
    """Run lengths from bytes."""
    return np.frombuffer(runs, dtype="<u4").astype(np.uint32, copy=False)

"""Frames into a folder of PNG files."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

_FAST = (cv2.IMWRITE_PNG_COMPRESSION, 3)


def write_png(path: Path, samples: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]) -> None:
    """Samples (H, W), or (H, W, 3 or 4) in the order R, G, B, A, to a PNG of 8 or 16 bits. Raises OSError."""
    if samples.ndim == 3:
        samples = samples[..., [2, 1, 0, 3][: samples.shape[2]]]
    _written, data = cv2.imencode(".png", np.ascontiguousarray(samples), _FAST)
    path.write_bytes(data.tobytes())

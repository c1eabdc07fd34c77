"""The colours of what is half transparent: hair over a ground, without the ground's colours.

Forte, "Approximate Fast Foreground Colour Estimation", ICIP 2021: the colours of both, spread from where each is seen,
and what is left over of the picture given to the foreground as far as it is opaque; once from afar, once from near.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import SoftMask

AFAR, NEAR = 90, 6
"""Pixels to which colours are spread in the first and in the second round."""
NOTHING = 1e-5


def foreground(samples: npt.NDArray[np.float32], alpha: SoftMask, scale: float = 1.0) -> npt.NDArray[np.float32]:
    """Samples (H, W) of a picture, or of one of its planes, where `alpha` lies between 0 and 1 those of the foreground.

    They keep within the range of the samples given. `scale` is how much smaller than the picture the plane is.
    """
    partial = (alpha > 0) & (alpha < 1)
    rows, columns = np.flatnonzero(partial.any(axis=1)), np.flatnonzero(partial.any(axis=0))
    found = np.array(samples, np.float32)
    if not rows.size:
        return found
    reach = round(AFAR * scale) + 1
    part = (
        slice(max(0, rows[0] - reach), rows[-1] + reach + 1),
        slice(max(0, columns[0] - reach), columns[-1] + reach + 1),
    )
    here, opaque = found[part], np.asarray(alpha[part], np.float32)
    front = ground = here
    for radius in (AFAR, NEAR):
        side = max(1, round(radius * scale))
        front, ground = _spread(front, opaque, side), _spread(ground, 1 - opaque, side)
        front = front + opaque * (here - opaque * front - (1 - opaque) * ground)
        front = np.clip(front, samples.min(), samples.max())
    found[part] = np.where(partial[part], front, here)
    return found


def _spread(samples: npt.NDArray[np.float32], weight: SoftMask, side: int) -> npt.NDArray[np.float32]:
    """The weighted mean of a square's samples, `side` wide, round each pixel."""
    size = (side, side)
    sums, weights = cv2.blur(samples * weight, size), cv2.blur(weight, size)
    return np.asarray(sums / (weights + NOTHING), np.float32)

"""From code values to light: the inverse transfer characteristics of ITU-T H.273 (07/2021), table 3."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LINEAR, SRGB, PQ, HLG = 8, 13, 16, 18
PQ_WHITE = 100.0
"""Candelas a square metre that become 1.0."""


@lru_cache(maxsize=8)
def light_table(transfer: int, peak: int) -> Floats:
    """Light, float32 (peak + 1,), for each code from 0 to `peak`; the code `peak` of SDR gives 1.0.

    Untagged footage is taken as BT.709.
    """
    value = np.linspace(0, 1, peak + 1)
    if transfer == LINEAR:
        light = value
    elif transfer == SRGB:
        light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    elif transfer == PQ:
        light = _pq(value)
    elif transfer == HLG:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        light = np.where(value <= 0.5, value**2 / 3, (np.exp((value - c) / a) + b) / 12)
    elif transfer in (4, 5):
        light = value ** (2.2 if transfer == 4 else 2.8)
    else:
        alpha, beta = 1.099296826809442, 0.018053968510807
        light = np.where(value < 4.5 * beta, value / 4.5, ((value + alpha - 1) / alpha) ** (1 / 0.45))
    return light.astype(np.float32)


def _pq(value: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    m, n = 2523 / 4096 * 128, 2610 / 16384
    c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    root = value ** (1 / m)
    light: npt.NDArray[np.float64] = (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / n) * 10000 / PQ_WHITE
    return light

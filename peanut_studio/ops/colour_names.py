"""How much of a region has a colour that people have a word for, by lightness, chroma and hue in CIELAB (D65)."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask

Values = npt.NDArray[np.float32]

HUES: dict[str, tuple[float, float]] = {
    "red": (33.0, 24.0), "orange": (62.0, 15.0), "yellow": (92.0, 20.0), "green": (138.0, 36.0),
    "cyan": (203.0, 30.0), "blue": (270.0, 42.0), "purple": (325.0, 18.0), "pink": (350.0, 26.0),
}  # fmt: skip
"""The middle of each hue and how far it reaches, in degrees; beyond that it fades out over SOFT degrees."""

SOFT = 12.0
COLOURLESS, COLOURFUL = 9.0, 20.0
"""A chroma of the first or less has no hue that anybody names, from the second on it has."""

MOST_PIXELS = 4000
"""As many pixels of a region tell its colours well enough."""


def colour_shares(frame: Frame, mask: Mask) -> Mapping[str, float]:
    """The part of a region's pixels that each colour's name fits, in [0, 1]; a pixel can have several names.

    `frame` is RGB (H, W, 3) uint8 or uint16, `mask` bool (H, W). All are 0 for an empty mask.
    """
    pixels = frame[mask]
    if not len(pixels):
        return dict.fromkeys((*HUES, "brown", "white", "black", "grey", "dark", "light"), 0.0)
    pixels = pixels[:: max(1, len(pixels) // MOST_PIXELS)]
    most = np.float32(65535 if frame.dtype == np.uint16 else 255)
    lab = cv2.cvtColor((pixels.astype(np.float32) / most)[None], cv2.COLOR_RGB2LAB)[0]
    return {name: float(np.mean(likeness)) for name, likeness in _likeness(np.asarray(lab, np.float32)).items()}


def _likeness(lab: Values) -> dict[str, Values]:
    light = lab[:, 0]
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    coloured = _ramp(chroma, COLOURLESS, COLOURFUL) * _ramp(light, 6, 14)
    found = {name: coloured * _near(hue, *place) for name, place in HUES.items()}
    found["brown"] = coloured * _near(hue, 62, 26) * (1 - _ramp(light, 45, 58)) * (1 - _ramp(chroma, 45, 60))
    found["orange"] = found["orange"] * _ramp(light, 45, 58)
    found["yellow"] = found["yellow"] * _ramp(light, 48, 62)
    found["pink"] = np.maximum(found["pink"], found["red"] * _ramp(light, 62, 74)) * _ramp(light, 40, 55)
    found["red"] = found["red"] * (1 - _ramp(light, 68, 80)) * _ramp(chroma, 16, 30)
    plain = 1 - _ramp(chroma, 10, 20)
    found["white"] = plain * _ramp(light, 72, 84)
    found["black"] = (1 - _ramp(chroma, 14, 24)) * (1 - _ramp(light, 20, 32))
    found["grey"] = plain * _ramp(light, 24, 34) * (1 - _ramp(light, 74, 84))
    found["dark"] = 1 - _ramp(light, 28, 44)
    found["light"] = _ramp(light, 56, 74)
    return found


def _ramp(values: Values, low: float, high: float) -> Values:
    return np.asarray(np.clip((values - low) / (high - low), 0, 1), np.float32)


def _near(hue: Values, middle: float, reach: float) -> Values:
    away = np.abs((hue - middle + 180) % 360 - 180)
    return 1 - _ramp(np.asarray(away, np.float32), reach - SOFT / 2, reach + SOFT / 2)

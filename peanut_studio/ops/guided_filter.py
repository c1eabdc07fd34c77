"""Colours as a guide for masks: the guided filter, and the matting Laplacian, which is made of the same local fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame

Plane = npt.NDArray[np.float64]

_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


@dataclass(frozen=True, eq=False)
class Guide:
    """A picture, and for each pixel the colours in the square window round it, cut off at the picture's edge.

    `colours` is float64 (H, W, 3) in [-1, 1], `means` their means, `inverse` the six different entries, (H, W, 6), of
    the inverse of the 3 x 3 covariance to whose diagonal a regularisation is added; `count` the pixels of a window.
    """

    colours: Plane
    means: Plane
    inverse: Plane
    count: Plane
    radius: int

    @staticmethod
    def of(frame: Frame, radius: int, regularisation: float) -> Guide:
        """Of a uint8 or uint16 frame (H, W, 3), in windows of 2 `radius` + 1 pixels a side.

        `regularisation` is a variance of colours in [0, 1]: differences much smaller than its root count as noise.
        """
        colours = frame.astype(np.float64) / np.iinfo(frame.dtype).max
        # Of numbers round 0 the variance is more exact.
        colours -= colours.mean(axis=(0, 1))
        count = _sums(np.ones(colours.shape[:2]), radius)
        means = _sums(colours, radius) / count[..., None]
        products = np.stack([colours[..., i] * colours[..., j] for i, j in _PAIRS], axis=-1)
        covariance = _sums(products, radius) / count[..., None]
        for number, (i, j) in enumerate(_PAIRS):
            covariance[..., number] -= means[..., i] * means[..., j]
            if i == j:
                covariance[..., number] += regularisation
        return Guide(colours, means, _inverse(covariance), count, radius)

    def filtered(self, values: npt.NDArray[Any]) -> Plane:
        """The guided filter of `values` (H, W): He, Sun and Tang, PAMI 35(6), 2013, equations (19) to (21)."""
        return np.asarray(self._answers(values.astype(np.float64)) / self.count)

    def laplacian(self, values: Plane) -> Plane:
        """The matting Laplacian times `values` (H, W): Levin, Lischinski and Weiss, PAMI 30(2), 2008, equation (12).

        Without the matrix, by the fits of the guided filter, as He, Sun and Tang found (CVPR 2010): each window says
        how far its pixels are from a linear function of their colours. The regularisation is the paper's epsilon
        divided by the window's pixels.
        """
        return np.asarray(self.count * values - self._answers(values))

    def diagonal(self) -> Plane:
        """The diagonal of the matting Laplacian, (H, W)."""
        # Of (I_i - m)' S (I_i - m) = I_i' S I_i - 2 I_i' S m + m' S m the window's parts are summed first.
        times_mean = _times(self.inverse, self.means)
        squares = (self.means * times_mean).sum(axis=-1)
        share = self.count[..., None]
        summed = _sums(self.inverse / share, self.radius)
        crossed = _sums(times_mean / share, self.radius)
        own = (self.colours * _times(summed, self.colours)).sum(axis=-1) - 2 * (self.colours * crossed).sum(axis=-1)
        return np.asarray(self.count - own - _sums((1 + squares) / self.count, self.radius))

    def _answers(self, values: Plane) -> Plane:
        """What all windows that hold a pixel say of it, summed: linear functions of colours fitted to `values`."""
        mean = _sums(values, self.radius) / self.count
        crossed = _sums(values[..., None] * self.colours, self.radius) / self.count[..., None]
        slopes = _times(self.inverse, crossed - mean[..., None] * self.means)
        offsets = mean - (slopes * self.means).sum(axis=-1)
        told = _sums(np.dstack([slopes, offsets]), self.radius)
        return np.asarray((told[..., :3] * self.colours).sum(axis=-1) + told[..., 3])


def _sums(values: Plane, radius: int) -> Plane:
    side = (2 * radius + 1, 2 * radius + 1)
    return np.asarray(cv2.boxFilter(values, cv2.CV_64F, side, normalize=False, borderType=cv2.BORDER_CONSTANT))


def _times(symmetric: Plane, vectors: Plane) -> Plane:
    """Symmetric matrices (H, W, 6) times vectors (H, W, 3)."""
    a, b, c, d, e, f = (symmetric[..., number] for number in range(6))
    x, y, z = (vectors[..., number] for number in range(3))
    return np.stack([a * x + b * y + c * z, b * x + d * y + e * z, c * x + e * y + f * z], axis=-1)


def _inverse(symmetric: Plane) -> Plane:
    a, b, c, d, e, f = (symmetric[..., number] for number in range(6))
    minors = np.stack([d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b], -1)
    return np.asarray(minors / (a * minors[..., 0] + b * minors[..., 1] + c * minors[..., 2])[..., None])

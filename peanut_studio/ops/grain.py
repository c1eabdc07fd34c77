"""Noise of a picture: how strong it is at each brightness, how it is spread, and more of it.

What is fine is taken for noise where nothing else is fine: in the flattest blocks. Its variance is told apart by
brightness, for sensors make more of it in the light and films in the middle; its spread by the spectrum of those
blocks; its colour by their covariance.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask

Floats = npt.NDArray[np.float32]
BLOCK = 8
FINE = 2.0
"""Sigma of the blur, in pixels, what is finer than which may be noise."""

LEVELS = np.linspace(0, 255, 7)
FEWEST = 12
"""Blocks from which noise is judged; with fewer nothing is said."""

FLATTEST = 0.35
"""Share of the blocks, those where least changes, that are taken to show noise only."""

LOWER = 0.05
"""Quantile of the blocks' variances from which that of the noise is reckoned."""

LOWEST = 4
"""Blocks, at least, of which the strongest gives that quantile: fewer are chance."""

STEEPEST = 3.0
"""How many times stronger noise may be at one brightness than at another: what is more is texture."""

LEAST = 0.3
"""Variance, about that of the rounding to whole values, under which nothing is missing."""

NOTHING = 1e-6
"""Variance under which nothing changes at all, as in drawings and recordings of a screen."""

CHANCE = 0.1
"""By how much the likeness of noise may differ from one direction to another."""

REACH = 3
"""Pixels over which grain is alike."""


@dataclass(frozen=True, eq=False)
class Noise:
    """On a 0..255 scale: `variance` (levels, 3) at the brightness `LEVELS` of each channel, of what is finer than
    `FINE`; `likeness` (2 REACH + 1, 2 REACH + 1), its autocorrelation; `colours` (3, 3), its correlation.
    """

    variance: Floats
    likeness: Floats
    colours: Floats

    def at(self, colours: Floats) -> Floats:
        """The variance at pixels (..., 3) of these colours, same shape."""
        found = [np.interp(colours[..., n], LEVELS, self.variance[:, n]) for n in range(3)]
        return np.stack(found, axis=-1).astype(np.float32)


def fine(picture: Floats) -> Floats:
    """What of a picture (H, W, 3) is finer than `FINE`."""
    return np.asarray(picture - cv2.GaussianBlur(picture, (0, 0), FINE, borderType=cv2.BORDER_REFLECT), np.float32)


def measure_noise(picture: Floats, where: Mask) -> Noise | None:
    """The noise of the part `where` of a picture float32 (H, W, 3), 0..255; None where too little of it is flat."""
    height, width = (side // BLOCK * BLOCK for side in where.shape)
    if not height or not width:
        return None
    whole = _blocks(where[:height, :width]).all(axis=(1, 2))
    residual = _blocks(fine(picture)[:height, :width])[whole]
    if len(residual) < FEWEST:
        return None
    level = _blocks(picture[:height, :width])[whole].mean(axis=(1, 2))
    structure = _structure(picture)[:height, :width]
    busy = _blocks(structure)[whole].mean(axis=(1, 2))
    # Clipped blocks show no noise where there is some beside them.
    usable = (level.min(axis=1) > 4) & (level.max(axis=1) < 251)
    if usable.sum() < FEWEST:
        return None
    residual, level, busy = residual[usable], level[usable], busy[usable]
    count = min(len(busy), max(FEWEST, int(FLATTEST * len(busy))))
    flat = np.argsort(busy, kind="stable")[:count]
    residual, level = residual[flat], level[flat]
    likeness = _likeness(residual)
    freedom = BLOCK**2 / float((likeness**2).sum())
    variance = [_by_level(residual[..., n].var(axis=(1, 2)), level[:, n], freedom) for n in range(3)]
    return Noise(np.stack(variance, axis=1), likeness, _colours(residual))


def grain(noise: Noise, under: Floats, missing: Floats, seed: int) -> Floats:
    """Fresh noise for a picture `under` float32 (H, W, 3), 0..255: of each channel the share `missing` of `noise`.

    The same seed gives the same grain.
    """
    height, width = under.shape[:2]
    white = np.random.default_rng(seed).standard_normal((height, width, 3), np.float32)
    spread = _spread(white, noise.likeness)
    mixed = spread @ np.linalg.cholesky(noise.colours + 1e-4 * np.eye(3, dtype=np.float32)).T
    # What was measured is what is fine of the noise; made noise is not robbed a second time of what is not.
    found = np.ascontiguousarray(mixed, np.float32)
    found /= np.maximum(fine(found).std(axis=(0, 1)), 1e-6)
    smooth = np.asarray(cv2.GaussianBlur(under, (0, 0), FINE, borderType=cv2.BORDER_REFLECT), np.float32)
    variance = noise.at(smooth) * missing
    return np.asarray(found * np.sqrt(variance), np.float32)


def missing_share(wanted: Noise, present: Noise | None, colours: Floats) -> Floats:
    """How much of the noise `wanted` a part with the noise `present` and pixels (N, 3) lacks: (3,) in [0, 1].

    Taken together over all brightnesses, for a chance excess at one is no lack at another.
    """
    if present is None:
        return np.ones(3, np.float32)
    there, here = wanted.at(colours).mean(axis=0), present.at(colours).mean(axis=0)
    share = np.clip(1 - here / np.maximum(there, 1e-6), 0, 1)
    return np.where(there - here > LEAST, share, 0).astype(np.float32)


def noisy(picture: Frame, added: Floats) -> Frame:
    """A picture with grain on the 0..255 scale added, in its own depth."""
    peak = int(np.iinfo(picture.dtype).max)
    summed = np.clip(np.rint(picture + added * (peak / 255)), 0, peak)
    return summed.astype(np.uint16) if peak > 255 else summed.astype(np.uint8)


def _blocks(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """(H, W, ...) as (blocks, BLOCK, BLOCK, ...)."""
    height, width = array.shape[:2]
    split = array.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, *array.shape[2:])
    return split.swapaxes(1, 2).reshape(-1, BLOCK, BLOCK, *array.shape[2:])


def _structure(picture: Floats) -> Floats:
    """How much changes round each pixel, noise apart."""
    grey = cv2.GaussianBlur(np.asarray(picture.mean(axis=2), np.float32), (0, 0), FINE)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return np.asarray(cv2.GaussianBlur(np.hypot(across, down), (0, 0), BLOCK / 2), np.float32)


def _by_level(variance: Floats, level: Floats, freedom: float) -> Floats:
    """The noise's variance at each of `LEVELS`, from blocks of that brightness; between and beyond interpolated."""
    half = (LEVELS[1] - LEVELS[0]) / 2
    at, found = [], []
    for middle in LEVELS:
        near = np.abs(level - middle) <= half
        if near.sum() >= FEWEST // 2:
            at.append(float(level[near].mean()))
            found.append(_of_noise(variance[near], freedom))
    if not at:
        return np.full(len(LEVELS), _of_noise(variance, freedom), np.float32)
    return np.minimum(np.interp(LEVELS, at, found), STEEPEST * min(found)).astype(np.float32)


def _of_noise(variance: Floats, freedom: float) -> float:
    """The variance of noise of which blocks show these (N,), each of so many independent samples.

    Texture is in some blocks more than in others, noise in all: from the lower ones, put up by what such a quantile of
    chi-squared is short of its mean (Wilson and Hilferty 1931), noise is judged with little texture in it.
    """
    quantile = min(0.5, max(LOWER, LOWEST / len(variance)))
    normal = statistics.NormalDist().inv_cdf(quantile)
    spread = 2 / (9 * freedom)
    share = max(0.2, float((1 - spread + normal * spread**0.5) ** 3))
    return float(np.quantile(variance, quantile)) / share


def _likeness(residual: Floats) -> Floats:
    """The autocorrelation of noise, alike in all directions: what goes on in one, as threads and blades do, is texture.

    Every block counts the same, or the few with most in them, which show texture, would tell what noise is like.
    """
    grey = residual.mean(axis=3)
    strength = (grey**2).mean(axis=(1, 2))
    alone = np.zeros((2 * REACH + 1, 2 * REACH + 1), np.float32)
    alone[REACH, REACH] = 1
    if strength.mean() < NOTHING:
        return alone
    grey = grey[strength > NOTHING] / np.sqrt(strength[strength > NOTHING])[:, None, None]
    power = (np.abs(np.fft.fft2(grey, (2 * BLOCK, 2 * BLOCK))) ** 2).mean(axis=0)
    lags = np.fft.fftshift(np.fft.ifft2(power).real)
    shares = BLOCK - np.abs(np.arange(-BLOCK, BLOCK))
    lags = lags / np.maximum(np.outer(shares, shares), 1)
    near = lags[BLOCK - REACH : BLOCK + REACH + 1, BLOCK - REACH : BLOCK + REACH + 1] / lags[BLOCK, BLOCK]
    ways = np.stack([near, near.T, near[::-1], near[::-1].T])
    # Where directions differ by more than chance the one in which it is least alike counts.
    near = ways.mean(axis=0) - np.maximum(0, np.ptp(ways, axis=0) - CHANCE) / 2
    fade = np.sqrt(np.cos(np.arange(-REACH, REACH + 1) / (REACH + 1) * np.pi / 2))
    return np.asarray(near * np.outer(fade, fade), np.float32)


def _colours(residual: Floats) -> Floats:
    samples = residual.reshape(-1, 3)
    covariance = np.cov(samples, rowvar=False) + 1e-6 * np.eye(3)
    scale = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(scale, scale), np.float32)


def _spread(white: Floats, likeness: Floats) -> Floats:
    """White noise (H, W, C) given an autocorrelation."""
    height, width = (cv2.getOptimalDFTSize(side + 2 * REACH) for side in white.shape[:2])
    lags = np.zeros((height, width), np.float32)
    lags[: 2 * REACH + 1, : 2 * REACH + 1] = likeness
    power = np.fft.rfft2(np.roll(lags, (-REACH, -REACH), axis=(0, 1))).real
    gain = np.sqrt(np.maximum(power, 0))[..., None]
    spread = np.fft.irfft2(np.fft.rfft2(white, (height, width), axes=(0, 1)) * gain, (height, width), axes=(0, 1))
    return np.asarray(spread[: white.shape[0], : white.shape[1]], np.float32)

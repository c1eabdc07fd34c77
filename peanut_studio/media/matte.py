"""Masks as part of a film: as its transparency, or as the picture itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, cast

import cv2
import numpy as np

from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Plane, Planes, relaid
from peanut_studio.media.source import Source
from peanut_studio.model.clip import ColourTags
from peanut_studio.model.picture import SoftMask
from peanut_studio.ops.foreground import foreground

CoverageOf: TypeAlias = Callable[[int], SoftMask]
"""From a frame's number to coverage, upright."""

_DEPTHS_WITH_ALPHA = (8, 10, 16)


class _Wrapped:
    """What stays as it is in the film beneath."""

    def __init__(self, under: Source, coverage_of: CoverageOf, layout: Layout) -> None:
        self._under, self._coverage_of = under, coverage_of
        self.clip, self.layout = under.clip, layout
        self.orientation, self.last_duration = under.orientation, under.last_duration
        self.warnings_on_writing = under.warnings_on_writing
        self.tracks_from: Path | None = under.tracks_from

    @property
    def concealed(self) -> frozenset[int]:
        """The damaged frames of the film beneath."""
        return self._under.concealed

    @property
    def resized(self) -> Mapping[int, tuple[int, int]]:
        """The scaled frames of the film beneath."""
        return self._under.resized

    def decodes_from(self, index: int) -> int:
        """The film's own."""
        return self._under.decodes_from(index)

    def name_of(self, index: int) -> str:
        """The film's own."""
        return self._under.name_of(index)

    def close(self) -> None:
        """Let go of the film beneath."""
        self._under.close()

    def _samples(self, index: int) -> Plane:
        return self._quantised(self.orientation.stored(self._coverage_of(index)))

    def _quantised(self, coverage: SoftMask) -> Plane:
        whole = np.rint(coverage * np.float32(self.layout.peak))
        return cast(Plane, whole.astype(np.uint8 if self.layout.bits == 8 else np.uint16))


class CutOut(_Wrapped):
    """A film whose transparency is the coverage: 1 is opaque. Colours are not multiplied by it (straight alpha).

    Where it is partly transparent, colours are those of what is cut out, without what shines through.
    """

    def __init__(self, under: Source, coverage_of: CoverageOf) -> None:
        family = "rgb" if under.layout.family == "gray" else under.layout.family
        bits = next((depth for depth in _DEPTHS_WITH_ALPHA if depth >= under.layout.bits), 16)
        super().__init__(under, coverage_of, Layout(family, bits, under.layout.shift, alpha=True))

    def planes(self, index: int) -> Planes:
        """The film's samples with the coverage for alpha; what alpha the film had is left out."""
        planes = self._under.planes(index)
        if planes.layout.family == "gray":
            planes = Planes(replace(planes.layout, family="rgb"), planes.arrays * 3)
        opaque = relaid(planes, replace(self.layout, alpha=False))
        alpha = self.orientation.stored(self._coverage_of(index))
        colours = opaque.arrays[:3]
        if ((alpha > 0) & (alpha < 1)).any():
            colours = tuple(_own_colours(plane, alpha) for plane in colours)
        return Planes(self.layout, (*colours, self._quantised(alpha)))

    def reopen(self) -> CutOut:
        """The same through handles of its own."""
        return CutOut(self._under.reopen(), self._coverage_of)


def _own_colours(plane: Plane, alpha: SoftMask) -> Plane:
    """A plane, which may be smaller than the picture, in the colours of what `alpha` (H, W) cuts out of it."""
    height, width = plane.shape
    scale = width / alpha.shape[1]
    if alpha.shape != plane.shape:
        alpha = np.asarray(cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    own = foreground(plane.astype(np.float32), alpha, scale)
    return cast(Plane, np.rint(own).astype(plane.dtype))


class Matte(_Wrapped):
    """The coverage as a grey film, 8 bits, white where it is 1; without sound."""

    def __init__(self, under: Source, coverage_of: CoverageOf) -> None:
        super().__init__(under, coverage_of, Layout("gray", 8))
        self.clip = replace(
            under.clip, colour=ColourTags(full_range=True), pixel_format="gray", bit_depth=8, has_audio=False
        )
        self.tracks_from = None

    def planes(self, index: int) -> Planes:
        """The coverage's samples."""
        return Planes(self.layout, (self._samples(index),))

    def reopen(self) -> Matte:
        """The same through handles of its own."""
        return Matte(self._under.reopen(), self._coverage_of)

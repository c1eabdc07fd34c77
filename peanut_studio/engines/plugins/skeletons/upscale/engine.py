"""Every pixel made a square of four. Put your own way of enlarging in its place."""

from __future__ import annotations

from collections.abc import Iterator

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames


class Skeleton:
    """`weights`: file name -> path, of the files in engine.toml; `device`: "cpu", "cuda", "cuda:1" or "mps"."""

    scale = 2

    def __init__(self, weights: WeightPaths, device: str) -> None:
        pass

    def upscale(self, frames: Frames, wanted: Span | None = None) -> Iterator[Frame]:
        """One picture for each of the `wanted` frames (all), `scale` times the width and height."""
        for index in range(len(frames)) if wanted is None else range(wanted.start, wanted.stop):
            yield frames[index].repeat(self.scale, axis=0).repeat(self.scale, axis=1)

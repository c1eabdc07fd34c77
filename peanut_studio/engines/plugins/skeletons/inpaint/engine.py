"""The mean colour round each hole. Put your own way of filling in its place."""

from __future__ import annotations

from collections.abc import Iterator

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks
from peanut_studio.ops.motion import dilated


class Skeleton:
    """`weights`: file name -> path, of the files in engine.toml; `device`: "cpu", "cuda", "cuda:1" or "mps"."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        pass

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        """One filled frame for each of the `wanted` frames (all); hold only as many frames as you need."""
        for index in range(len(frames)) if wanted is None else range(wanted.start, wanted.stop):
            frame, mask = frames[index], masks[index]
            ring = dilated(mask, 8) & ~mask
            if not ring.any():
                yield frame
                continue
            filled = frame.copy()
            filled[mask] = frame[ring].mean(axis=0).astype(frame.dtype)
            yield filled

"""What has the colours of what was clicked. Put your own way of following things in its place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import Direction, Tracked, WeightPaths
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.prompt import Box, MaskPrompt, Prompt

NEAR = 40
"""How far a colour may be from those clicked, of 255."""


class Skeleton:
    """`weights`: file name -> path, of the files in engine.toml; `device`: "cpu", "cuda", "cuda:1" or "mps"."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        pass

    def open(self, frames: Frames) -> Session:
        """Begin on a clip. Frames are read one by one: never hold them all."""
        return Session(frames)


class Session:
    """For each object its colour, and the masks that were given."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._colours: dict[int, npt.NDArray[np.float64]] = {}
        self._given: dict[tuple[int, int], Mask] = {}
        self._prompted: dict[int, int] = {}

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        """Take a prompt and give the object's mask on that frame."""
        frame = self._frames[prompt.frame]
        self._prompted[object_id] = prompt.frame
        if isinstance(prompt, MaskPrompt):
            self._given[object_id, prompt.frame] = prompt.mask
            self._colours[object_id] = frame[prompt.mask].mean(axis=0)
            return prompt.mask
        if isinstance(prompt, Box):
            x, y = (prompt.x0 + prompt.x1) / 2, (prompt.y0 + prompt.y1) / 2
        else:
            x, y = prompt.x, prompt.y
        height, width = frame.shape[:2]
        row, column = min(max(int(y), 0), height - 1), min(max(int(x), 0), width - 1)
        self._colours[object_id] = frame[row, column].astype(np.float64)
        return self._mask(object_id, prompt.frame)

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        """Each frame of `span` once, with every object: outwards from the first prompted frame."""
        middle = min(max(min(self._prompted.values(), default=span.start), span.start), span.stop - 1)
        forward, backward = range(middle, span.stop), range(middle - 1, span.start - 1, -1)
        order = {"forward": [*forward], "backward": [middle, *backward], "both": [*forward, *backward]}
        for index in order[direction]:
            masks = {number: self._mask(number, index) for number in self._colours}
            yield Tracked(index, masks, {number: 0.6 if mask.any() else 0.0 for number, mask in masks.items()})

    def remove(self, object_id: int) -> None:
        """Forget an object."""
        self._colours.pop(object_id, None)
        self._prompted.pop(object_id, None)
        self._given = {key: mask for key, mask in self._given.items() if key[0] != object_id}

    def close(self) -> None:
        """Free what is held."""
        self._colours.clear()
        self._given.clear()
        self._prompted.clear()

    def _mask(self, object_id: int, index: int) -> Mask:
        if (object_id, index) in self._given:
            return self._given[object_id, index]
        frame = self._frames[index]
        away = np.abs(frame.astype(np.float32) - self._colours[object_id]).max(axis=2)
        return np.asarray(away * (255 / np.iinfo(frame.dtype).max) <= NEAR, np.bool_)

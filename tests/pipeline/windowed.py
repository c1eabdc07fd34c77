"""An inpainter whose windows tell each other nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks


class Windowed:
    """Makes of a whole window the mean of it, so that every picture depends on every frame."""

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        mean = np.mean([frames[index] for index in range(len(frames))], axis=0).astype(np.uint8)
        asked = wanted or Span(0, len(frames))
        for index in range(asked.start, asked.stop):
            picture = frames[index].copy()
            picture[masks[index]] = mean[masks[index]]
            yield picture

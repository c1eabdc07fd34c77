"""Cutie, shown an object's mask, finds it on the frames that follow; what points at the object is MobileSAM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from peanut_studio.engines.contract import LOST
from peanut_studio.engines.segment import cutie_net
from peanut_studio.engines.segment.gathering import Found
from peanut_studio.engines.segment.motion import Motion, eight_bit
from peanut_studio.engines.segment.prompts import Hints
from peanut_studio.engines.segment.sam_follower import SamFollower
from peanut_studio.model.picture import Frame

FIRM = 0.5


class Sight:
    """The features of the last frame that was looked at: worked out once, whatever the number of objects.

    It takes the place of the package's store, which counts the frames of each object from 0.
    """

    def __init__(self, net: Any) -> None:
        self._net = net
        self._of: int | None = None
        self._known: tuple[Any, ...] = ()
        self.now = 0
        """The number of the frame in hand."""

    def get_features(self, _count: int, image: torch.Tensor) -> tuple[Any, ...]:
        """At three scales, and projected."""
        return self._look(image)[:2]

    def get_key(self, _count: int, image: torch.Tensor) -> tuple[Any, ...]:
        """Key, shrinkage and selection."""
        return self._look(image)[2:]

    def delete(self, _count: int) -> None:
        """The package is done with a frame; other objects may not be."""

    def forget(self) -> None:
        """Free what is held."""
        self._of, self._known = None, ()

    def _look(self, image: torch.Tensor) -> tuple[Any, ...]:
        if self._of != self.now:
            scales, projected = self._net.encode_image(image)
            self._known = (scales, projected, *self._net.transform_key(scales[0]))
            self._of = self.now
        return self._known


class CutieFollower:
    """The `Follower` on Cutie. Each object has a memory of its own: five frames, and the one it was shown on."""

    def __init__(self, net: Any, pointer: SamFollower, device: str) -> None:
        self._net, self._pointer, self._device = net, pointer, device
        self._sight = Sight(net)

    def locate(self, index: int, frame: Frame, hints: Hints) -> Found:
        """The object that the hints describe on frame number `index`, by MobileSAM."""
        return self._pointer.locate(index, frame, hints)

    def start(self, index: int, frame: Frame, found: Found) -> Any:
        """A memory that begins with an object's mask."""
        memory = cutie_net.follower_of(self._net, self._sight, (frame.shape[1], frame.shape[0]))
        if found.mask.any():
            self._stepped(memory, index, frame, torch.from_numpy(np.ascontiguousarray(found.mask))[None].float())
        return memory

    def step(
        self, index: int, frame: Frame, _motion: Motion, tracks: Mapping[int, Any]
    ) -> Mapping[int, tuple[Found, Any]]:
        """Each object on the next frame. A memory is changed, not copied."""
        return {number: (self._found(index, frame, memory), memory) for number, memory in tracks.items()}

    def close(self) -> None:
        """Free what is held."""
        self._pointer.close()
        self._sight.forget()

    def _found(self, index: int, frame: Frame, memory: Any) -> Found:
        if memory.last_mask is None:
            return Found(np.zeros(frame.shape[:2], np.bool_), 0.0)
        chance = self._stepped(memory, index, frame, None)[1].float().cpu().numpy()
        mask = np.asarray(chance > FIRM, np.bool_)
        sure = float(chance[mask].mean()) if mask.any() else 0.0
        return Found(mask if sure >= LOST else mask & False, sure)

    def _stepped(self, memory: Any, index: int, frame: Frame, mask: torch.Tensor | None) -> torch.Tensor:
        """The chances of no object and of the object, (2, H, W)."""
        picture = torch.from_numpy(np.ascontiguousarray(eight_bit(frame).transpose(2, 0, 1), np.float32)) / 255
        given = None if mask is None else mask.to(self._device)
        self._sight.now = index
        with torch.inference_mode(), cutie_net.quiet():
            chances: torch.Tensor = memory.step(picture.to(self._device), given, objects=[1], idx_mask=False)
        return chances

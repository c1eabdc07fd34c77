"""TGF-Net on a stream: each frame is filled from five others, those before it as they were restored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.kit import Canvas, Picture, filled, load_checkpoint, load_weights, working_type
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame, Frames, Masks

from .lessons import Critic, Lessons
from .net import MULTIPLE, WIDTH, TgfNet

WEIGHTS = "tgfnet.pth"
CRITIC = "vgg16-397923af.pth"
LARGEST = 512
"""Pixels of the longer side: larger pictures are reduced to that."""

STEPS = (-12, -6, -1, 6, 12)
"""Where, in frames, the references lie. The paper's are not known here. So that what is hidden for long is seen, two
lie far off on either side; so that pictures are steady in time, one is the frame before."""


class TgfNetInpainter:
    """Its weights are what `peanut-studio train inpaint --engine tgfnet` writes: nobody published any."""

    multiple = MULTIPLE
    lesson_weights = (CRITIC,)

    def __init__(self, weights: WeightPaths, device: str) -> None:
        path = weights[WEIGHTS]
        content = load_checkpoint(path)
        state = content.get("params", content)
        try:
            width = int(state["encoder.to_half.0.0.weight"].shape[0])
        except (KeyError, AttributeError, IndexError, TypeError) as error:
            raise WeightsError(f"{path} does not hold the weights of TgfNet; train it anew.") from error
        self._net = TgfNet(width)
        load_weights(self._net, state, path)
        self._net.eval().requires_grad_(False).to(device)
        self._device = device

    @classmethod
    def untrained(cls, folder: Path) -> None:
        """Write weights that were never trained, to be checked with."""
        torch.manual_seed(0)
        torch.save({"params": TgfNet(8).state_dict()}, folder / WEIGHTS)

    @classmethod
    def lessons(cls, weights: WeightPaths, width: int | None = None) -> Lessons:
        """The network, untrained, and its loss, with VGG-16 if that is among the weights."""
        critic = Critic.load(weights[CRITIC]) if CRITIC in weights else None
        return Lessons(TgfNet(width or WIDTH), critic)

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        asked = wanted or Span(0, len(frames))
        stream = Stream(self._net, frames, masks, self._device)
        for index in range(asked.start, asked.stop):
            frame, mask = frames[index], masks[index]
            yield filled(frame, mask, stream.picture(index)) if mask.any() else frame


class Stream:
    """Frames filled one after the other; what no later one looks at is forgotten."""

    def __init__(self, net: TgfNet, frames: Frames, masks: Masks, device: str) -> None:
        self._net, self._frames, self._masks, self._device = net, frames, masks, device
        width, height = frames.size
        ratio = min(1.0, LARGEST / max(width, height))
        shown = (max(1, round(width * ratio)), max(1, round(height * ratio)))
        self._canvas = Canvas(frames.size, shown, (MULTIPLE, MULTIPLE))
        self._white = np.full((height, width, 3), 255, np.uint8)
        self._known: dict[int, Tensor] = {}

    def picture(self, index: int) -> Picture:
        """The whole of a frame as the network shows it, float32 (H, W, 3) in [-1, 1]."""
        reach = max(STEPS)
        self._known = {other: seen for other, seen in self._known.items() if abs(other - index) <= reach}
        target = self._laid(index)
        around = [index + step for step in STEPS if 0 <= index + step < len(self._frames)]
        with torch.inference_mode(), self._precision():
            outcome = self._net(target, [self._laid(other) for other in around] or [target]).picture.float()
            hole = target[:, 3:]
            restored = outcome * hole + target[:, :3] * (1 - hole)
            self._known[index] = torch.cat((restored, torch.zeros_like(hole)), 1)
            picture = outcome[0].permute(1, 2, 0).cpu().numpy()
        return self._canvas.take(np.ascontiguousarray(picture, np.float32))

    def _laid(self, index: int) -> Tensor:
        """A frame and its hole, (1, 4, H, W): restored, if it was."""
        if index not in self._known:
            mask = self._masks[index]
            picture = self._canvas.lay(self._frames[index], mask)
            hole = 1 - self._canvas.lay(self._white, mask)[..., :1]
            laid = torch.from_numpy(np.concatenate((picture, hole), 2)).permute(2, 0, 1)[None]
            self._known[index] = laid.to(self._device)
        return self._known[index]

    def _precision(self) -> torch.autocast:
        kind, numbers = self._device.split(":")[0], working_type(self._device)
        return torch.autocast(kind, numbers, enabled=numbers != torch.float32)

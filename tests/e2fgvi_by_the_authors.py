"""E2FGVI as its authors' program goes through a clip, and a network of chance to do it with."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from torch import Tensor
from torchvision.ops import deform_conv2d

from peanut_studio.engines.inpaint.schedule import Schedule
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.nets.e2fgvi import E2fgvi


def checkpoint(folder: Path, *, any_size: bool) -> Path:
    """An untrained network in a file, its pictures far from grey."""
    torch.manual_seed(0)
    net = E2fgvi(any_size=any_size)
    with torch.no_grad():
        net.decoder[-1].weight *= 40
    path = folder / "net.pth"
    torch.save(net.state_dict(), path)
    return path


def _their_deformed(features: Tensor, offset: Tensor, weights: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return deform_conv2d(features, offset, weight, bias, padding=(1, 1), mask=weights)


def the_authors_way(path: Path, frames: list[Frame], masks: list[Mask], *, any_size: bool) -> list[np.ndarray]:
    """Pictures float32 (3, H, W) in [-1, 1] of all frames (H, W, 3): every look by itself, the whole clip in memory.

    Deformable convolution is torchvision's, which like theirs runs on one core of a processor; as in their program all
    windows, all frames and all pictures of a look go through a layer at once.
    """
    net = E2fgvi(any_size=any_size).eval()
    net.load_state_dict(torch.load(path, weights_only=True))
    seen = torch.from_numpy(np.stack(frames)).permute(0, 3, 1, 2) / 255 * 2 - 1
    seen = seen * ~torch.from_numpy(np.stack(masks))[:, None]
    blended: dict[int, torch.Tensor] = {}
    with ExitStack() as theirs:
        theirs.enter_context(torch.inference_mode())
        theirs.enter_context(mock.patch("peanut_studio.nets.flow_alignment.deformed", _their_deformed))
        for name in ("TOGETHER", "TOKENS"):
            theirs.enter_context(mock.patch(f"peanut_studio.nets.focal_transformer.{name}", {"cpu": 1 << 20}))
        theirs.enter_context(mock.patch.object(E2fgvi, "decode", lambda net, x: torch.tanh(net.decoder(x))))
        for look in Schedule().looks(len(frames)):
            local = range(look.local.start, look.local.stop)
            for index, picture in zip(local, net(seen[[*local, *look.references]], len(local)), strict=True):
                blended[index] = (blended[index] + picture) / 2 if index in blended else picture
    return [blended[index].numpy() for index in range(len(frames))]

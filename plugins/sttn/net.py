"""STTN (Zeng, Fu and Chao, "Learning Joint Spatial-Temporal Transformations for Video Inpainting", ECCV 2020).

An encoder brings pictures to a quarter of their size; eight blocks let patches of four sizes, of all frames, look
at each other; a decoder gives pictures. Parameter names are those of the published checkpoint.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from peanut_studio.nets.e2fgvi import to_pictures

CHANNELS, BLOCKS = 256, 8
SLOPE = 0.2
SIZE = (240, 432)
"""Height and width of the pictures that it was trained on; its weights know no others."""

PARTS = (1, 3, 6, 12)
"""How many patches of each head go into the height and the width of a picture: patches of four sizes."""


class Attention(nn.Module):
    """Patches of all frames look at each other: a quarter of the channels in each size of patch.

    The authors' code works out a mask of the patches to be left out and then drops it; the published weights were
    trained and are used without one, and so is this.
    """

    def __init__(self) -> None:
        super().__init__()
        self.query_embedding = nn.Conv2d(CHANNELS, CHANNELS, 1)
        self.value_embedding = nn.Conv2d(CHANNELS, CHANNELS, 1)
        self.key_embedding = nn.Conv2d(CHANNELS, CHANNELS, 1)
        self.output_linear = nn.Sequential(nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1), nn.LeakyReLU(SLOPE))

    def forward(self, features: Tensor, wanted: int) -> Tensor:
        """What the first `wanted` of (N, 256, H, W) frames learn from all."""
        asked = self.query_embedding(features[:wanted]).chunk(len(PARTS), 1)
        keys = self.key_embedding(features).chunk(len(PARTS), 1)
        values = self.value_embedding(features).chunk(len(PARTS), 1)
        size = features.shape[-2:]
        answers = []
        for count, *parts in zip(PARTS, asked, keys, values, strict=True):
            query, key, value = (_cut(part, count) for part in parts)
            likeness = torch.softmax(query @ key.T / math.sqrt(query.shape[-1]), dim=-1)
            answers.append(_joined(likeness @ value, count, size))
        answer: Tensor = self.output_linear(torch.cat(answers, 1))
        return answer


def _cut(features: Tensor, count: int) -> Tensor:
    """Features (N, C, H, W) as one row for each of `count` x `count` patches, (N x patches, C x height x width)."""
    frames, channels, height, width = features.shape
    tiles = features.reshape(frames, channels, count, height // count, count, width // count)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(frames * count * count, -1)


def _joined(rows: Tensor, count: int, size: torch.Size) -> Tensor:
    height, width = size
    tiles = rows.reshape(-1, count, count, CHANNELS // len(PARTS), height // count, width // count)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(len(rows) // count**2, -1, *size)


class FeedForward(nn.Module):
    """Two convolutions, the first one looking at twice the distance."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(CHANNELS, CHANNELS, 3, padding=2, dilation=2),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1),
            nn.LeakyReLU(SLOPE),
        )

    def forward(self, features: Tensor) -> Tensor:
        changed: Tensor = self.conv(features)
        return changed


class Block(nn.Module):
    """Attention and convolutions, each added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = Attention()
        self.feed_forward = FeedForward()

    def forward(self, features: Tensor, wanted: int) -> Tensor:
        known = features[:wanted] + self.attention(features, wanted)
        result: Tensor = known + self.feed_forward(known)
        return result


class Sttn(nn.Module):
    """The generator."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for before, after, stride in ((3, 64, 2), (64, 64, 1), (64, 128, 2), (128, CHANNELS, 1)):
            layers += [nn.Conv2d(before, after, 3, stride, 1), nn.LeakyReLU(SLOPE)]
        self.encoder = nn.Sequential(*layers)
        self.transformer = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.decoder = to_pictures(CHANNELS, 128)

    def encode(self, pictures: Tensor) -> Tensor:
        """Features (N, 256, H / 4, W / 4) of pictures (N, 3, H, W) in [-1, 1], their holes 0."""
        features: Tensor = self.encoder(pictures)
        return features

    def completed(self, features: Tensor, wanted: int) -> Tensor:
        """The features of the first `wanted` frames, completed from all of them."""
        for number, block in enumerate(self.transformer, start=1):
            # The others need no answer of the last block, for nobody asks them any more.
            features = block(features, wanted if number == BLOCKS else len(features))
        return features

    def decode(self, features: Tensor) -> Tensor:
        """Pictures (N, 3, H, W) in [-1, 1]."""
        return torch.tanh(self.decoder(features))

    def forward(self, pictures: Tensor, wanted: int) -> Tensor:
        """The first `wanted` of pictures (N, 3, H, W) in [-1, 1], filled; sides are multiples of 48."""
        return self.decode(self.completed(self.encode(pictures), wanted))

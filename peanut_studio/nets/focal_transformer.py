"""Temporal focal transformer (Li et al., CVPR 2022, section 3.3; focal attention: Yang et al., NeurIPS 2021).

Overlapping patches of feature maps are tokens, (T, rows, columns, C). Those of one window, in all frames at once, look
at each other, at the tokens round their window, and at one pooled token for each of the windows farther off.
Parameter names are those of the published E2FGVI checkpoints.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.nn import functional

WINDOW = (5, 9)
"""Rows and columns of tokens that make a window."""
REACH = (2, 4)
"""By how many tokens a window looks over its edges, and by how many windows it looks at pooled ones."""
PATCH, STRIDE, BORDER = 7, 3, 3
HEADS = 4
TOGETHER = {"cpu": 2}
"""Windows whose keys are in memory at once, by device; 32 on others."""
TOKENS = {"cpu": 1 << 10}
"""Tokens whose patches are in memory at once, by device; 4096 on others. What fits in a core's cache is quicker."""

Size = tuple[int, int]


def grid_of(size: Size) -> Size:
    """Rows and columns of tokens that a feature map of that height and width is split into."""
    rows, columns = ((side + 2 * BORDER - PATCH) // STRIDE + 1 for side in size)
    return rows, columns


def split(features: Tensor) -> Tensor:
    """(T, C, H, W) -> (T, tokens, C * 49): its overlapping patches, channel slowest."""
    return functional.unfold(features, PATCH, padding=BORDER, stride=STRIDE).transpose(1, 2)


def composed(patches: Tensor, size: Size) -> Tensor:
    """(T, tokens, C * 49) -> (T, C, H, W): patches laid where they came from, added up where they overlap."""
    return functional.fold(patches.transpose(1, 2), size, PATCH, padding=BORDER, stride=STRIDE)


class SoftSplit(nn.Module):
    """Feature maps (T, C, H, W) to tokens (T, rows, columns, width)."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.embedding = nn.Linear(channels * PATCH**2, width)

    def forward(self, features: Tensor) -> Tensor:
        # The same as `embedding(split(features))`, without the patches in memory.
        kernel = self.embedding.weight.view(-1, features.shape[1], PATCH, PATCH)
        tokens = functional.conv2d(features, kernel, self.embedding.bias, STRIDE, BORDER)
        return tokens.permute(0, 2, 3, 1)


class SoftComposition(nn.Module):
    """Tokens (T, rows, columns, width) back to feature maps (T, C, H, W).

    With `size` a learned map of that size is added; without it a convolution follows, for any size.
    """

    def __init__(self, channels: int, width: int, size: Size | None) -> None:
        super().__init__()
        self.embedding = nn.Linear(width, channels * PATCH**2)
        if size is not None:
            self.bias = nn.Parameter(torch.zeros(channels, *size))
        else:
            self.bias_conv = nn.Conv2d(channels, channels, 3, padding=1)
        self._fixed = size is not None

    def forward(self, tokens: Tensor, size: Size) -> Tensor:
        # One frame at a time: its patches take 12 times the memory of its features.
        features = torch.cat([composed(self.embedding(frame.flatten(1, 2)), size) for frame in torch.split(tokens, 1)])
        if self._fixed:
            return features + self.bias
        blended: Tensor = self.bias_conv(features)
        return blended


def mixed(tokens: Tensor, size: Size, widen: nn.Module, narrow: nn.Module) -> Tensor:
    """Tokens (T, rows, columns, C) of feature maps of `size`, widened to patches, which are mixed where they overlap,
    and narrowed again: the same shape."""
    flat = tokens.flatten(1, 2)
    overlaps = composed(torch.ones_like(flat[:1, :, :1]).expand(-1, -1, PATCH**2), size)
    together = max(1, TOKENS.get(tokens.device.type, 1 << 12) // flat.shape[1])
    parts = [narrow(split(composed(widen(some), size) / overlaps)) for some in torch.split(flat, together)]
    return torch.cat(parts).view(tokens.shape)


class FusionFeedForward(nn.Module):
    """What each token makes of itself, patches mixed where they overlap (Liu et al., FuseFormer, ICCV 2021)."""

    def __init__(self, width: int, inner: int = 40) -> None:
        super().__init__()
        self.conv1 = nn.Sequential(nn.Linear(width, inner * PATCH**2))
        self.conv2 = nn.Sequential(nn.GELU(), nn.Linear(inner * PATCH**2, width))

    def forward(self, tokens: Tensor, size: Size) -> Tensor:
        """Tokens (T, rows, columns, C) of feature maps of `size` -> the same shape."""
        return mixed(tokens, size, self.conv1, self.conv2)


class FocalAttention(nn.Module):
    """Attention of each window's tokens, in all frames at once, over what lies in, round and far off it."""

    valid_ind_rolled: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        # The checkpoints hold it; what it says follows from the window.
        self.register_buffer("valid_ind_rolled", torch.tensor([index for index, *_ in _ring()]))

    def forward(self, tokens: Tensor, pooled: Tensor, wanted: int) -> Tensor:
        """Tokens (T, rows, columns, C) and pooled ones (T, rows / 5, columns / 9, C) -> (windows, wanted * 45, C).

        `wanted` of the frames, the first, ask; all of them answer.
        """
        _, rows, columns, width = tokens.shape
        places, hidden = (found.to(tokens.device) for found in _places(rows, columns))
        weight, bias = self.qkv.weight, self.qkv.bias
        asked = functional.linear(windows(tokens[:wanted]), weight[:width], bias[:width])
        known = torch.cat((tokens.flatten(1, 2), pooled.flatten(1, 2)), dim=1)
        told = functional.linear(known, weight[width:], bias[width:])
        few = TOGETHER.get(tokens.device.type, 32)
        parts = zip(*(torch.split(x, few) for x in (asked, places, hidden)), strict=True)
        answer = torch.cat([self._answered(question, told[:, where], veil) for question, where, veil in parts])
        seen: Tensor = self.proj(answer)
        return seen

    @staticmethod
    def _answered(asked: Tensor, told: Tensor, hidden: Tensor) -> Tensor:
        """Queries (windows, n, C), keys with values (T, windows, k, 2 C), what is not seen (windows, k) -> as asked."""
        key, value = (_heads(part) for part in told.transpose(0, 1).flatten(1, 2).chunk(2, dim=-1))
        mask = None
        if bool(hidden.any()):
            mask = torch.zeros(hidden.shape, dtype=asked.dtype, device=asked.device).masked_fill(hidden, -100.0)
            mask = mask.repeat(1, len(told))[:, None, None].expand(-1, HEADS, asked.shape[1], -1)
        answer = functional.scaled_dot_product_attention(_heads(asked), key, value, attn_mask=mask)
        return answer.transpose(1, 2).flatten(2)


class FocalBlock(nn.Module):
    """One block: attention, then feed-forward, each added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.pool_layers = nn.ModuleList([nn.Linear(WINDOW[0] * WINDOW[1], 1)])
        self.norm1 = nn.LayerNorm(width)
        self.attn = FocalAttention(width)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = FusionFeedForward(width)

    def forward(self, tokens: Tensor, size: Size, wanted: int) -> Tensor:
        """Tokens (T, rows, columns, C) -> (wanted, rows, columns, C), of the first `wanted` frames."""
        calm = self.norm1(tokens)
        tokens = tokens[:wanted]
        tokens = tokens + joined(self.attn(calm, self.pooled(calm), wanted), tokens.shape)
        change: Tensor = self.mlp(self.norm2(tokens), size)
        return tokens + change

    def pooled(self, tokens: Tensor) -> Tensor:
        """(T, rows, columns, C) -> (T, rows / 5, columns / 9, C): each window as one token."""
        frames, rows, columns, width = tokens.shape
        parts = tokens.view(frames, rows // WINDOW[0], WINDOW[0], columns // WINDOW[1], WINDOW[1], width)
        found: Tensor = self.pool_layers[0](parts.permute(0, 1, 3, 5, 2, 4).flatten(4))
        return found.squeeze(-1)


def windows(tokens: Tensor) -> Tensor:
    """(T, rows, columns, C) -> (windows, T * 45, C)."""
    frames, rows, columns, width = tokens.shape
    parts = tokens.reshape(frames, rows // WINDOW[0], WINDOW[0], columns // WINDOW[1], WINDOW[1], width)
    return parts.permute(1, 3, 0, 2, 4, 5).reshape(-1, frames * WINDOW[0] * WINDOW[1], width)


def joined(parts: Tensor, shape: torch.Size) -> Tensor:
    """(windows, T * 45, C) -> tokens of that shape, (T, rows, columns, C); the reverse of `windows`."""
    frames, rows, columns, width = shape
    parts = parts.view(rows // WINDOW[0], columns // WINDOW[1], frames, *WINDOW, width)
    return parts.permute(2, 0, 3, 1, 4, 5).reshape(shape)


def _heads(x: Tensor) -> Tensor:
    """(windows, n, C) -> (windows, heads, n, C / heads)."""
    return x.view(*x.shape[:2], HEADS, -1).transpose(1, 2)


def _ring() -> list[tuple[int, int, int]]:
    """What lies round a window: number, row and column, counted from the window's corner, of each place.

    The window is moved to its four corners' directions; where it then lies outside itself, that is taken. What two of
    the moved windows share comes twice, as the networks were trained.
    """
    found = []
    moves = [(dy, dx) for dy in (REACH[0], -REACH[0]) for dx in (REACH[1], -REACH[1])]
    places = [(row + dy, column + dx) for dy, dx in moves for row in range(WINDOW[0]) for column in range(WINDOW[1])]
    for number, (row, column) in enumerate(places):
        if not (0 <= row < WINDOW[0] and 0 <= column < WINDOW[1]):
            found.append((number, row, column))
    return found


@lru_cache(maxsize=16)
def _places(rows: int, columns: int) -> tuple[Tensor, Tensor]:
    """For each window the numbers of the tokens it looks at, pooled ones counted after all others, (windows, keys),
    and which of them it may not see, bool of that shape. What lies over the edge of the picture comes from the other
    side; pooled windows over the edge, which tell nothing, are left out.
    """
    down, across = rows // WINDOW[0], columns // WINDOW[1]
    own = [(row, column) for row in range(WINDOW[0]) for column in range(WINDOW[1])]
    near = [*own, *((row, column) for _, row, column in _ring())]
    tall, wide = min(down, WINDOW[0]), min(across, WINDOW[1])
    numbers, hidden = [], []
    for y in range(down):
        for x in range(across):
            top, left = min(max(y - REACH[0], 0), down - tall), min(max(x - REACH[1], 0), across - wide)
            far = [(row, column) for row in range(top, top + tall) for column in range(left, left + wide)]
            numbers.append(
                [(y * WINDOW[0] + r) % rows * columns + (x * WINDOW[1] + c) % columns for r, c in near]
                + [rows * columns + row * across + column for row, column in far]
            )
            hidden.append([False] * len(near) + [abs(r - y) > REACH[0] or abs(c - x) > REACH[1] for r, c in far])
    with torch.inference_mode(False):
        # They are kept, and one made while nothing is learnt could not be learnt with later.
        return torch.tensor(numbers), torch.tensor(hidden)

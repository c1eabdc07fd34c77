"""ProPainter's sparse transformer (Zhou et al., ICCV 2023, section 3.3): only windows with a hole look at other frames.

Overlapping patches of feature maps are tokens, (T, rows, columns, C). Parameter names are those of the checkpoint.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.nets.focal_transformer import PATCH, Size, mixed

WINDOW = (5, 9)
"""Rows and columns of tokens that make a window."""

REACH = (3, 5)
"""By how many tokens a window looks over its edges."""

POOLED = 4
"""Rows and columns of tokens that are looked at together from anywhere."""

HEADS = 4
EVERY = 2
"""Of the frames every second is looked at, in turns from block to block."""

FEW = 8
"""Windows whose keys are in memory at once."""


class SparseAttention(nn.Module):
    """Windows with a hole look at themselves and round themselves in many frames, and at pooled tokens of all the
    picture there; the others at themselves, in their own frame."""

    valid_ind_rolled: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.key, self.query, self.value = (nn.Linear(width, width) for _ in range(3))
        self.proj = nn.Linear(width, width)
        self.pool_layer = nn.Conv2d(width, width, POOLED, POOLED, groups=width)
        # The checkpoint holds it; what it says follows from the window.
        self.register_buffer("valid_ind_rolled", torch.tensor([index for index, *_ in _ring()]))

    def forward(self, tokens: Tensor, hidden: Tensor, seen: list[int]) -> Tensor:
        """Tokens (T, rows, columns, C), where a hole is (rows, columns), the frames that are looked at -> as tokens."""
        count, rows, columns, width = tokens.shape
        below, right = -rows % WINDOW[0], -columns % WINDOW[1]
        tokens = functional.pad(tokens, (0, 0, 0, right, 0, below))
        hidden = functional.pad(hidden, (0, right, 0, below))
        down, across = (side // unit for side, unit in zip(hidden.shape, WINDOW, strict=True))
        holes = hidden.reshape(down, WINDOW[0], across, WINDOW[1]).amax((1, 3)).flatten() > 0
        places = _places(down, across).to(tokens.device)
        own = places[:, : WINDOW[0] * WINDOW[1]]
        flat = tokens.flatten(1, 2)
        asked, keys, values = self.query(flat), self.key(flat), self.value(flat)
        pooled = self.pool_layer(tokens.permute(0, 3, 1, 2)).flatten(2).transpose(1, 2)[seen]
        far = (self.key(pooled).flatten(0, 1), self.value(pooled).flatten(0, 1))
        answer = torch.zeros_like(flat)
        for some in _few(~holes):
            where = own[some]
            # (T x windows, 45, C): each frame by itself.
            alone = (part[:, where].flatten(0, 1) for part in (asked, keys, values))
            answer[:, where] = _attended(*alone).view(count, *where.shape, width)
        for some in _few(holes):
            where = own[some]
            question = asked[:, where].transpose(0, 1).flatten(1, 2)
            known = []
            for part, distant in zip((keys, values), far, strict=True):
                near = part[seen][:, places[some]].transpose(0, 1).flatten(1, 2)
                known.append(torch.cat((near, distant[None].expand(len(some), -1, -1)), 1))
            found = _attended(question, known[0], known[1]).view(len(some), count, -1, width)
            answer[:, where] = found.transpose(0, 1)
        result: Tensor = self.proj(answer).view(tokens.shape)[:, :rows, :columns]
        return result


def _few(chosen: Tensor) -> Iterator[Tensor]:
    """The numbers of the chosen windows, a few at a time."""
    numbers = torch.nonzero(chosen).flatten()
    for start in range(0, len(numbers), FEW):
        yield numbers[start : start + FEW]


def _attended(asked: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """(N, n, C), (N, k, C), (N, k, C) -> (N, n, C), in heads."""
    query, key, value = (part.view(*part.shape[:2], HEADS, -1).transpose(1, 2) for part in (asked, keys, values))
    answer = functional.scaled_dot_product_attention(query, key, value)
    return answer.transpose(1, 2).flatten(2)


class FeedForward(nn.Module):
    """What each token makes of itself, patches mixed where they overlap (Liu et al., FuseFormer, ICCV 2021)."""

    def __init__(self, width: int, inner: int = 40) -> None:
        super().__init__()
        self.fc1 = nn.Sequential(nn.Linear(width, inner * PATCH**2))
        self.fc2 = nn.Sequential(nn.GELU(), nn.Linear(inner * PATCH**2, width))

    def forward(self, tokens: Tensor, size: Size) -> Tensor:
        return mixed(tokens, size, self.fc1, self.fc2)


class SparseBlock(nn.Module):
    """Attention, then feed-forward, each added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.attention = SparseAttention(width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mlp = FeedForward(width)

    def forward(self, tokens: Tensor, hidden: Tensor, seen: list[int], size: Size) -> Tensor:
        tokens = tokens + self.attention(self.norm1(tokens), hidden, seen)
        change: Tensor = self.mlp(self.norm2(tokens), size)
        return tokens + change


class SparseTransformer(nn.Module):
    """The blocks, which look at even and odd frames in turns."""

    def __init__(self, width: int, blocks: int) -> None:
        super().__init__()
        self.transformer = nn.ModuleList(SparseBlock(width) for _ in range(blocks))

    def forward(self, tokens: Tensor, hidden: Tensor, size: Size) -> Tensor:
        for number, block in enumerate(self.transformer):
            # A frame by itself looks at itself every time.
            seen = list(range(number % EVERY, len(tokens), EVERY)) or [0]
            tokens = block(tokens, hidden, seen, size)
        return tokens


def _ring() -> list[tuple[int, int, int]]:
    """What lies round a window: number, row and column, counted from the window's corner, of each place.

    The window is moved towards its four corners; where it then lies outside itself, that is taken.
    """
    moves = [(dy, dx) for dy in (REACH[0], -REACH[0]) for dx in (REACH[1], -REACH[1])]
    places = [(row + dy, column + dx) for dy, dx in moves for row in range(WINDOW[0]) for column in range(WINDOW[1])]
    inside = [0 <= row < WINDOW[0] and 0 <= column < WINDOW[1] for row, column in places]
    return [(number, *place) for number, place in enumerate(places) if not inside[number]]


@lru_cache(maxsize=16)
def _places(down: int, across: int) -> Tensor:
    """For each window the numbers of its own tokens, then of those round it; over the edge it goes on on the other
    side: (windows, 45 + 148)."""
    rows, columns = down * WINDOW[0], across * WINDOW[1]
    own = [(row, column) for row in range(WINDOW[0]) for column in range(WINDOW[1])]
    near = [*own, *((row, column) for _, row, column in _ring())]
    return torch.tensor(
        [
            [(y * WINDOW[0] + row) % rows * columns + (x * WINDOW[1] + column) % columns for row, column in near]
            for y in range(down)
            for x in range(across)
        ]
    )

"""What SAMWISE adds to SAM 2 and RoBERTa (Cuttano et al., CVPR 2025): words looked for in pictures, and back.

Parameter names follow the published checkpoints. Shapes: B clips of T frames each, frames of a clip consecutive; H x W
places with C channels; L words with 768 channels, length first.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

INNER, WORDS, HEADS = 256, 768, 8
"""Channels inside an adapter; channels of a word; heads of every attention."""


class MultiplicativeAttention(nn.Module):
    """What is found in the memory scales the target, place by place; there is no sum with what was there."""

    def __init__(self) -> None:
        super().__init__()
        self.multihead_attn = nn.MultiheadAttention(INNER, HEADS)

    def forward(self, target: Tensor, memory: Tensor) -> Tensor:
        """Target (N, B, 256), memory (M, B, 256)."""
        found, _ = self.multihead_attn(target, memory, memory, need_weights=False)
        return torch.mul(target, found)


class SelectiveAttention(nn.Module):
    """Each patch of the picture looks at its own places in all frames (hierarchical selective attention)."""

    def __init__(self) -> None:
        super().__init__()
        self.self_attn = nn.MultiheadAttention(INNER, HEADS)
        self.linear = nn.Linear(INNER, INNER)

    def forward(self, places: Tensor) -> Tensor:
        """Places (T * P * P, B * patches, 256)."""
        found, _ = self.self_attn(places, places, places, need_weights=False)
        outcome: Tensor = self.linear(found)
        return outcome


class CrossModalTemporalAdapter(nn.Module):
    """Between a stage of the picture's encoder and a layer of the text's (the CMT adapter).

    `patch` is P, the side of the patches that look through time; 0 leaves that out, as in the checkpoint that was
    trained on pictures only.
    """

    def __init__(self, channels: int, patch: int) -> None:
        super().__init__()
        self.patch = patch
        self.proj_vis_down = nn.Sequential(nn.Conv2d(channels, INNER, 1, bias=False), nn.BatchNorm2d(INNER), nn.ReLU())
        up = nn.ConvTranspose2d(INNER, channels, 1, bias=False)
        self.proj_vis_up = nn.Sequential(up, nn.BatchNorm2d(channels), nn.ReLU())
        self.proj_text_down = nn.Sequential(nn.Linear(WORDS, INNER, bias=False))
        self.proj_text_up = nn.Sequential(nn.Linear(INNER, WORDS, bias=False))
        self.ca_V2T = MultiplicativeAttention()
        self.ca_T2V = MultiplicativeAttention()
        if patch:
            self.hsa = SelectiveAttention()
            self.norm_pre_HSA = nn.LayerNorm(INNER)
            self.spatial_pos_embed = nn.Parameter(torch.zeros(1, 1, 1, patch * patch, INNER))

    def forward(self, pictures: Tensor, text: Tensor) -> tuple[Tensor, Tensor]:
        """What each adds to the other: to pictures (B * T, C, H, W), H and W multiples of P, to text (L, B, 768)."""
        clips = text.shape[1]
        count = pictures.shape[0] // clips
        seen: Tensor = self.proj_vis_down(pictures)
        said: Tensor = self.proj_text_down(text)
        height, width = seen.shape[-2:]
        attended = seen + self._through_time(seen, count) if self.patch else seen
        places = attended.flatten(2).permute(2, 0, 1)
        found: Tensor = self.ca_V2T(places, said.repeat_interleave(count, dim=1))
        still = seen.view(clips, count, INNER, height, width).mean(1).flatten(2).permute(2, 0, 1)
        meant: Tensor = self.ca_T2V(said, still)
        added = self.proj_vis_up(found.permute(1, 2, 0).reshape(len(seen), INNER, height, width))
        return added, self.proj_text_up(meant)

    def _through_time(self, seen: Tensor, count: int) -> Tensor:
        side = self.patch
        frames, channels, height, width = seen.shape
        clips, rows, columns = frames // count, height // side, width // side
        cut = seen.view(clips, count, channels, rows, side, columns, side)
        patches = cut.permute(0, 3, 5, 1, 4, 6, 2).reshape(clips, rows * columns, count, side * side, channels)
        placed = patches + self.spatial_pos_embed + time_embedding(count, channels).to(seen)[:, None]
        sequence = placed.permute(2, 3, 0, 1, 4).reshape(count * side * side, clips * rows * columns, channels)
        found = self.hsa(self.norm_pre_HSA(sequence))
        back = found.view(count, side, side, clips, rows, columns, channels)
        return torch.as_tensor(back.permute(3, 0, 6, 4, 1, 5, 2).reshape(frames, channels, height, width))


def time_embedding(count: int, channels: int) -> Tensor:
    """Sines and cosines, by turns, of the frames' positions 1 to `count` as parts of a full turn: (count, channels)."""
    turns = torch.arange(1, count + 1, dtype=torch.float32) / (count + 1e-6) * 2 * math.pi
    exponent = 2 * torch.div(torch.arange(channels, dtype=torch.float32), 2, rounding_mode="floor") / channels
    angles = turns[:, None] / 10000**exponent
    return torch.stack((angles[:, 0::2].sin(), angles[:, 1::2].cos()), dim=2).flatten(1)


class DecisionBlock(nn.Module):
    """One self-attention block, normalised after each sum. `norm2` is in the checkpoints and unused."""

    def __init__(self) -> None:
        super().__init__()
        self.self_attn = nn.MultiheadAttention(INNER, HEADS)
        self.linear1 = nn.Linear(INNER, INNER // 2)
        self.linear2 = nn.Linear(INNER // 2, INNER)
        self.norm1, self.norm2, self.norm3 = nn.LayerNorm(INNER), nn.LayerNorm(INNER), nn.LayerNorm(INNER)

    def forward(self, tokens: Tensor) -> Tensor:
        """Tokens (count, N, 256)."""
        found, _ = self.self_attn(tokens, tokens, tokens, need_weights=False)
        tokens = self.norm1(tokens + found)
        outcome: Tensor = self.norm3(tokens + self.linear2(torch.relu(self.linear1(tokens))))
        return outcome


class ConditionalMemoryEncoder(nn.Module):
    """Whether the object seen without memory fits the words better than the one that is being tracked (the CME)."""

    def __init__(self) -> None:
        super().__init__()
        self.transformerBlock = DecisionBlock()
        self.decision_token = nn.Embedding(1, INNER)
        self.decision_class_head = nn.Linear(INNER, 2)

    def forward(self, with_memory: Tensor, without_memory: Tensor) -> Tensor:
        """Object pointers (N, 256) to logits (N, 2): go on, or turn to the other object."""
        decision = self.decision_token.weight.expand(len(with_memory), -1)
        tokens = self.transformerBlock(torch.stack((decision, with_memory, without_memory)))
        outcome: Tensor = self.decision_class_head(tokens[0])
        return outcome


class Adapters(nn.Module):
    """All that SAMWISE trains, under the names that it has in the whole model.

    `channels` of the encoder's stages 2, 3 and 4: (192, 384, 768) for Hiera tiny, (224, 448, 896) for base plus.
    """

    def __init__(self, channels: tuple[int, int, int], patches: tuple[int, int, int] = (8, 4, 2)) -> None:
        super().__init__()
        pairs = zip(channels, patches, strict=True)
        self.cmt_adapters = nn.ModuleList(CrossModalTemporalAdapter(width, patch) for width, patch in pairs)
        self.conditional_memory_encoder = ConditionalMemoryEncoder()

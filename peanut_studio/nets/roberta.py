"""RoBERTa base (Liu et al. 2019), the encoder of text, under the parameter names of its first publication (fairseq)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WORDS, POSITIONS, WIDTH, HEADS, DEPTH = 50265, 514, 768, 12, 12
PADDING = 1
"""The number of the word that stands for none; positions are counted from the one after it."""


class SelfAttention(nn.Module):
    """Every word looks at all words."""

    def __init__(self) -> None:
        super().__init__()
        self.k_proj, self.v_proj = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.q_proj, self.out_proj = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, words: Tensor, padded: Tensor | None) -> Tensor:
        """Words (L, B, 768); `padded` (B, L) is True where there is none."""
        length, batch, _ = words.shape

        def heads(part: nn.Linear) -> Tensor:
            return torch.as_tensor(part(words)).view(length, batch, HEADS, -1).permute(1, 2, 0, 3)

        seen = None if padded is None else ~padded[:, None, None]
        found = functional.scaled_dot_product_attention(
            heads(self.q_proj), heads(self.k_proj), heads(self.v_proj), attn_mask=seen
        )
        outcome: Tensor = self.out_proj(found.permute(2, 0, 1, 3).reshape(length, batch, WIDTH))
        return outcome


class Layer(nn.Module):
    """Attention, then two linear maps, each added and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.self_attn = SelfAttention()
        self.self_attn_layer_norm = nn.LayerNorm(WIDTH)
        self.fc1, self.fc2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.final_layer_norm = nn.LayerNorm(WIDTH)

    def forward(self, words: Tensor, padded: Tensor | None = None) -> Tensor:
        """Words (L, B, 768); `padded` (B, L) is True where there is none."""
        words = self.self_attn_layer_norm(words + self.self_attn(words, padded))
        outcome: Tensor = self.final_layer_norm(words + self.fc2(functional.gelu(self.fc1(words))))
        return outcome


class SentenceEncoder(nn.Module):
    """Numbers of words to states; the layers are there to be called one by one."""

    version: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(WORDS, WIDTH, PADDING)
        self.embed_positions = nn.Embedding(POSITIONS, WIDTH, PADDING)
        self.layernorm_embedding = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(DEPTH))
        self.register_buffer("version", torch.tensor([3.0]))

    def embed(self, numbers: Tensor) -> Tensor:
        """Numbers (B, L), padded with `PADDING`, to words (L, B, 768); those that are none are zero."""
        there = numbers.ne(PADDING)
        places = torch.cumsum(there, dim=1) * there + PADDING
        words: Tensor = self.layernorm_embedding(self.embed_tokens(numbers) + self.embed_positions(places))
        return (words * there[..., None]).transpose(0, 1)


class LanguageHead(nn.Module):
    """What guesses hidden words; in the checkpoints, and of no use here."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        self.weight = weight
        self.bias = nn.Parameter(torch.zeros(WORDS))
        self.dense, self.layer_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH)


class Encoder(nn.Module):
    """The encoder with its head, as in the checkpoints."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence_encoder = SentenceEncoder()
        self.lm_head = LanguageHead(self.sentence_encoder.embed_tokens.weight)


class Model(nn.Module):
    """Only a name."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()


class Roberta(nn.Module):
    """The whole, as fairseq wraps it."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.register_buffer("_float_tensor", torch.zeros(1))

    @property
    def sentences(self) -> SentenceEncoder:
        """The part that is of use."""
        return self.model.encoder.sentence_encoder

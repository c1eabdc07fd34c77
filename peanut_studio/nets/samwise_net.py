"""SAMWISE (Cuttano et al., CVPR 2025): words to the masks of one object through a video.

SAM 2.0 (the package `sam2`) and RoBERTa, both frozen, with adapters between their layers. What the words say is a
prompt for SAM 2's decoder: the sentence (contextual prompt) and, where asked for, its verbs (motion prompt; the
published checkpoints go without). Parameter names follow the published checkpoints. Shapes: T frames of one clip,
pictures S x S, S = 1024 but for tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch
from sam2.build_sam import build_sam2
from sam2.modeling.sam2_utils import MLP
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.nets.roberta import PADDING, Roberta
from peanut_studio.nets.samwise import Adapters

CONFIGS = {"tiny": "sam2_hiera_t", "base": "sam2_hiera_b+"}
CHANNELS = {"tiny": (192, 384, 768), "base": (224, 448, 896)}
TEXT_STAGES = (1, 4, 8, 12)
"""Layers of RoBERTa that are done when the picture's stages 1 to 4 are; after the last three they are fused."""

SIDE = 1024
MEMORIES, POINTERS = 6, 15
"""Earlier frames whose places, and whose summaries, are looked back at."""

PRESSED = 10.0
"""Where the object that fits the words better is, its logits count so many times in what is remembered."""

FIRST_MASK_TOKEN = 2

GIVEN = 10.0
"""The logit of what is known to be the object; what is known not to be has the negative one (SAM 2)."""


@dataclass(frozen=True, eq=False)
class Seen:
    """An encoded clip: the neck's three levels, each (T, C, H, W), the finest first; where the places of the coarsest
    are (H * W, 1, 256); what is said, (1, 768) for the sentence, (2, 768) with its verbs."""

    levels: tuple[Tensor, ...]
    position: Tensor
    said: Tensor


@dataclass(frozen=True, eq=False)
class Answer:
    """One frame: logits (1, 1, S/4, S/4), pointer (1, 256), presence (1, 1); `early` is the pointer after the first
    layer, unprojected (1, 256); `raw` the logits as they were before presence had a say."""

    logits: Tensor
    pointer: Tensor
    presence: Tensor
    early: Tensor
    raw: Tensor


@dataclass(frozen=True, eq=False)
class Kept:
    """What is remembered of a frame: features (1, 64, S/16, S/16) and the pointer (1, 256)."""

    features: Tensor
    places: Tensor
    pointer: Tensor


@dataclass(frozen=True, eq=False)
class Pointed:
    """What else is known of a frame: points (1, N, 2) as (x, y) in pixels of the network's picture with labels (1, N)
    int32, 1 on the object, 0 off it, 2 and 3 the corners of a box; or a mask (1, 1, S, S) of 0 and 1."""

    points: Tensor | None = None
    labels: Tensor | None = None
    mask: Tensor | None = None


class Samwise(nn.Module):
    """The whole network; `size` is that of SAM 2's encoder, "tiny" or "base", `side` that of its pictures in pixels, a
    multiple of 64."""

    def __init__(self, size: str, side: int = SIDE) -> None:
        super().__init__()
        make: Callable[..., nn.Module] = build_sam2
        sam: Any = make(
            f"configs/sam2/{CONFIGS[size]}.yaml",
            device="cpu",
            apply_postprocessing=False,
            hydra_overrides_extra=[f"++model.image_size={side}"],
        )
        self.side = side
        sam.sam_prompt_encoder.project_text = MLP(768, 256, 256, 3)
        self.sam = sam
        self.text_encoder = Roberta()
        adapters = Adapters(CHANNELS[size])
        self.cmt_adapters = adapters.cmt_adapters
        self.conditional_memory_encoder = adapters.conditional_memory_encoder

    def encode(self, pictures: Tensor, numbers: Tensor, verbs: Tensor | None = None) -> Seen:
        """Pictures (T, 3, S, S), normalised, and words by number (1, L), each in the light of the other.

        With `verbs`, bool (L,), their mean is a prompt of its own.
        """
        trunk, sentences = self.sam.image_encoder.trunk, self.text_encoder.sentences
        padded = numbers.eq(PADDING)
        words = sentences.embed(numbers)
        picture = trunk.patch_embed(pictures)
        picture = picture + trunk._get_pos_embed(picture.shape[1:3])
        stages = []
        blocks = pairwise([0, *(last + 1 for last in trunk.stage_ends)])
        layers = pairwise([0, *TEXT_STAGES])
        for stage, ((first, last), (begun, done)) in enumerate(zip(blocks, layers, strict=True)):
            for block in trunk.blocks[first:last]:
                picture = block(picture)
            for layer in sentences.layers[begun:done]:
                words = layer(words, padded)
            if stage:
                seen, said = self.cmt_adapters[stage - 1](picture.permute(0, 3, 1, 2), words)
                picture, words = picture + seen.permute(0, 2, 3, 1), words + said
            stages.append(picture.permute(0, 3, 1, 2))
        levels, places = self.sam.image_encoder.neck(stages)
        decoder = self.sam.sam_mask_decoder
        fine = decoder.conv_s0(levels[0]), decoder.conv_s1(levels[1])
        said = words[:1, 0]
        if verbs is not None and bool(verbs.any()):
            said = torch.cat((said, words[verbs, 0].mean(0, keepdim=True)))
        return Seen((*fine, levels[2]), places[2][:1].flatten(2).permute(2, 0, 1), said)

    def conditioned(self, seen: Seen, frame: int, past: Sequence[Kept], keys: Sequence[Kept] = ()) -> Tensor:
        """The frame's places (1, 256, S/16, S/16) in the light of the frames before it, `past`, the last one last.

        `keys` are frames whose object is known; they are looked at however long ago they were, as SAM 2 does.
        """
        places = seen.levels[2][frame : frame + 1].flatten(2).permute(2, 0, 1)
        if not past and not keys:
            return self._square(places + self.sam.no_mem_embed)
        memory, position = [], []
        for kept in keys:
            memory.append(kept.features.flatten(2).permute(2, 0, 1))
            position.append(kept.places.flatten(2).permute(2, 0, 1) + self.sam.maskmem_tpos_enc[MEMORIES])
        for age, kept in enumerate(reversed(past[-MEMORIES:]), start=1):
            memory.append(kept.features.flatten(2).permute(2, 0, 1))
            position.append(kept.places.flatten(2).permute(2, 0, 1) + self.sam.maskmem_tpos_enc[age - 1])
        pointers = torch.stack([kept.pointer for kept in (*keys, *reversed(past[-POINTERS:]))])
        pointers = pointers.view(-1, 1, 4, 64).permute(0, 2, 1, 3).flatten(0, 1)
        found = self.sam.memory_attention(
            curr=[places],
            curr_pos=[seen.position],
            memory=torch.cat([*memory, pointers]),
            memory_pos=torch.cat([*position, torch.zeros_like(pointers)]),
            num_obj_ptr_tokens=len(pointers),
        )
        return self._square(found)

    def decode(self, seen: Seen, frame: int, places: Tensor, pointed: Pointed | None = None) -> Answer:
        """The object that the words mean, on a frame whose places are conditioned; what is `pointed` at is added."""
        sam: Any = self.sam
        points = torch.zeros(1, 1, 2, device=places.device), -torch.ones(1, 1, dtype=torch.int32, device=places.device)
        masks = None
        if pointed is not None and pointed.points is not None and pointed.labels is not None:
            points = pointed.points, pointed.labels
        elif pointed is not None and pointed.mask is not None:
            quarter = sam.sam_prompt_encoder.mask_input_size
            masks = functional.interpolate(
                sam.mask_downsample(pointed.mask), quarter, mode="bilinear", align_corners=False, antialias=True
            )
        prompts, dense = sam.sam_prompt_encoder(points=points, boxes=None, masks=masks)
        said = sam.sam_prompt_encoder.project_text(seen.said)[None]
        early: list[Tensor] = []
        hook = sam.sam_mask_decoder.transformer.layers[0].register_forward_hook(
            lambda _part, _given, found: early.append(found[0][:, FIRST_MASK_TOKEN])
        )
        try:
            logits, _, tokens, presence = sam.sam_mask_decoder(
                image_embeddings=places,
                image_pe=sam.sam_prompt_encoder.get_dense_pe(),
                sparse_prompt_embeddings=torch.cat((prompts, said), dim=1),
                dense_prompt_embeddings=dense,
                multimask_output=False,
                repeat_image=False,
                high_res_features=[level[frame : frame + 1] for level in seen.levels[:2]],
            )
        finally:
            hook.remove()
        raw = logits
        if masks is not None and pointed is not None and pointed.mask is not None:
            known = (pointed.mask * 2 - 1) * GIVEN
            logits = functional.interpolate(
                known, logits.shape[-2:], mode="bilinear", align_corners=False, antialias=True
            )
            presence = torch.where(pointed.mask.flatten(1).any(1, keepdim=True), GIVEN, -GIVEN)
        there = (presence > 0).float()
        logits = torch.where(presence[:, None, None] > 0, logits, -1024.0)
        pointer = there * sam.obj_ptr_proj(tokens[:, 0]) + (1 - there) * sam.no_obj_ptr
        return Answer(logits, pointer, presence, early[0], raw)

    def remember(self, seen: Seen, frame: int, answer: Answer, better: Answer | None = None) -> Kept:
        """What to keep of a frame; `better` is the answer without memory, where that fits the words better."""
        large = self._large(answer.logits)
        if better is not None:
            other = self._large(better.logits)
            large = torch.where(other > 0, other * PRESSED, large)
        features, places = self.sam._encode_new_memory(
            current_vision_feats=[seen.levels[2][frame : frame + 1].flatten(2).permute(2, 0, 1)],
            feat_sizes=[(self.side // 16, self.side // 16)],
            pred_masks_high_res=large,
            object_score_logits=answer.presence,
            is_mask_from_pts=False,
        )
        return Kept(features, places[-1], answer.pointer)

    def _square(self, places: Tensor) -> Tensor:
        return places.permute(1, 2, 0).reshape(1, -1, self.side // 16, self.side // 16)

    def _large(self, logits: Tensor) -> Tensor:
        return functional.interpolate(logits, (self.side, self.side), mode="bilinear", align_corners=False)

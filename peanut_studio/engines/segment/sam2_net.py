"""SAM 2 on a device: a frame encoded, an object looked for in it, what to remember of it.

The network is the package `sam2`'s `SAM2Base` (Ravi et al., "SAM 2: Segment Anything in Images and Videos", 2024);
what is done with it over time is `sam2_session`'s. Shapes: S is the side of the picture that the network sees (1024).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from sam2.build_sam import build_sam2
from torch.nn import functional

from peanut_studio.engines.segment.recall import (
    CLOSEST,
    Look,
    Memory,
    Points,
    Recall,
    Seen,
    Way,
    cut,
    pressed,
    scaled,
    squared,
    within,
)
from peanut_studio.model.picture import Frame, Mask


def build(config: str, side: int = 1024) -> torch.nn.Module:
    """The network of a configuration of the package ("sam2.1_hiera_t" and so on), untrained.

    Set up as for the package's own video predictor: the answer to clicks is remembered as it is seen, hard-edged,
    and an answer without a firm edge gives way to the best of three.
    """
    changes = [
        f"++model.image_size={side}",
        f"++model.max_cond_frames_in_attn={CLOSEST}",
        "++model.binarize_mask_from_pts_for_mem_enc=true",
    ]
    make: Callable[..., torch.nn.Module] = build_sam2
    return make(f"configs/sam2.1/{config}.yaml", device="cpu", hydra_overrides_extra=changes)


class Sam2Net:
    """The network on a device. `half` is the 16-bit type that it computes in where that is faster, None for none."""

    def __init__(self, net: torch.nn.Module, device: str, half: torch.dtype | None = None) -> None:
        self.device = torch.device(device)
        self._half = half
        ready: Any = net.eval().requires_grad_(False).to(self.device)
        self._net = ready
        self.side: int = self._net.image_size
        self.reach: int = max(self._net.num_maskmem, self._net.max_obj_ptrs_in_encoder) - 1
        self._grids = [(self.side // stride, self.side // stride) for stride in (4, 8, 16)]
        self._position: torch.Tensor | None = None
        self._places: list[torch.Tensor] = []

    def encode(self, frame: Frame) -> Seen:
        """Look at a frame (H, W, 3), pressed into a square."""
        seen = pressed(frame, self.side).to(self.device)
        with torch.inference_mode(), self._precision():
            outcome = self._net.forward_image(seen)
            _, features, positions, _ = self._net._prepare_backbone_features(outcome)
        if self._position is None:
            self._position = positions[-1].clone()
        return Seen(features, (frame.shape[1], frame.shape[0]))

    def point(
        self, index: int, seen: Seen, points: Points, guess: torch.Tensor | None, recall: Recall | None, way: Way
    ) -> Look:
        """What the points mean; `guess` are the logits of the answer that they are to better.

        Without `recall` the frame is looked at by itself, as when an object is pointed at for the first time.
        """
        places, labels = scaled(points, seen.size, self.side)
        given = {"point_coords": places.to(self.device), "point_labels": labels.to(self.device)}
        return self._look(index, seen, recall, way, points=given, guess=within(guess))

    def take(self, index: int, seen: Seen, mask: Mask, recall: Recall | None, way: Way) -> Look:
        """A mask (H, W) that is known, as a look: not altered but by the network's own size."""
        return self._look(index, seen, recall, way, mask=squared(mask, self.side).to(self.device))

    def follow(self, index: int, seen: Seen, recall: Recall, way: Way) -> Look:
        """The object that is remembered, on this frame."""
        return self._look(index, seen, recall, way)

    def remember(self, seen: Seen, look: Look, prompted: bool) -> Memory:
        """What to keep of an object on a frame; `prompted` says that a person pointed at it there."""
        with torch.inference_mode(), self._precision():
            mask = functional.interpolate(look.logits, (self.side, self.side), mode="bilinear", align_corners=False)
            features, places = self._net._encode_new_memory(
                current_vision_feats=seen.features,
                feat_sizes=self._grids,
                pred_masks_high_res=mask,
                object_score_logits=look.presence,
                is_mask_from_pts=prompted,
            )
            if not self._places:
                self._places = [place.clone() for place in places]
            return Memory(features.to(torch.bfloat16), self._places, look)

    def mask(self, look: Look, size: tuple[int, int]) -> Mask:
        """The look's mask, bool (H, W), on a frame of `size` (width, height)."""
        return cut(look, size)

    def _look(
        self,
        index: int,
        seen: Seen,
        recall: Recall | None,
        way: Way,
        *,
        points: Mapping[str, torch.Tensor] | None = None,
        mask: torch.Tensor | None = None,
        guess: torch.Tensor | None = None,
    ) -> Look:
        known = Recall({}, {}) if recall is None else recall
        with torch.inference_mode(), self._precision():
            _, outcome, _, _ = self._net._track_step(
                frame_idx=index,
                is_init_cond_frame=recall is None,
                current_vision_feats=seen.features,
                current_vision_pos_embeds=[self._position],
                feat_sizes=self._grids,
                point_inputs=points,
                mask_inputs=mask,
                output_dict={
                    "cond_frame_outputs": _entries(known.prompted),
                    "non_cond_frame_outputs": _entries(known.passed),
                },
                num_frames=way.count,
                track_in_reverse=way.backwards,
                prev_sam_mask_logits=guess,
            )
            _, _, qualities, logits, _, pointer, presence = outcome
            return Look(logits.float(), pointer, presence, float(qualities.max()))

    def _precision(self) -> torch.autocast:
        return torch.autocast(self.device.type, self._half, enabled=self._half is not None)


def _entries(memories: Mapping[int, Memory]) -> dict[int, dict[str, Any]]:
    """As the package's network wants them."""
    return {
        index: {
            "maskmem_features": memory.features,
            "maskmem_pos_enc": memory.places,
            "obj_ptr": memory.look.pointer,
        }
        for index, memory in memories.items()
    }

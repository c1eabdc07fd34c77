"""EdgeTAM on a device: a frame encoded, an object looked for in it, what to remember of it.

The network is `EdgeTamVideoModel` of the package `transformers` (Zhou et al., "EdgeTAM: On-Device Track Anything
Model", CVPR 2025): SAM 2 with a small encoder, and with memories of 512 vectors for a frame's 4096. The package's own
session keeps every frame and every answer; here the same steps are asked for one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import torch
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


class EdgeTamNet:
    """The network on a device. `half` is the 16-bit type that it computes in where that is faster, None for none."""

    def __init__(self, net: torch.nn.Module, device: str, half: torch.dtype | None = None) -> None:
        self.device = torch.device(device)
        self._half = half
        ready: Any = net.eval().requires_grad_(False).to(self.device)
        ready.config.max_cond_frame_num = CLOSEST
        self._net = ready
        self.side: int = ready.image_size
        self.reach: int = max(ready.num_maskmem, ready.config.max_object_pointers_in_encoder) - 1
        self._position: torch.Tensor | None = None

    def encode(self, frame: Frame) -> Seen:
        """Look at a frame (H, W, 3), pressed into a square."""
        with torch.inference_mode(), self._precision():
            outcome = self._net.get_image_features(pressed(frame, self.side).to(self.device), return_dict=True)
        if self._position is None:
            self._position = outcome.fpn_position_encoding[-1].clone()
        return Seen(list(outcome.fpn_hidden_states), (frame.shape[1], frame.shape[0]))

    def point(
        self, index: int, seen: Seen, points: Points, guess: torch.Tensor | None, recall: Recall | None, way: Way
    ) -> Look:
        """What the points mean; `guess` are the logits of the answer that they are to better.

        Without `recall` the frame is looked at by itself, as when an object is pointed at for the first time.
        """
        places, labels = scaled(points, seen.size, self.side)
        given = {"point_coords": places[None].to(self.device), "point_labels": labels[None].to(self.device)}
        return self._look(index, seen, recall, way, given, within(guess))

    def take(self, index: int, seen: Seen, mask: Mask, recall: Recall | None, way: Way) -> Look:
        """A mask (H, W) that is known, as a look: not altered but by the network's own size."""
        with torch.inference_mode(), self._precision():
            *fine, coarse = self._grids(seen)
            return _look_of(self._net._use_mask_as_output(coarse, fine, squared(mask, self.side).to(self.device)))

    def follow(self, index: int, seen: Seen, recall: Recall, way: Way) -> Look:
        """The object that is remembered, on this frame."""
        return self._look(index, seen, recall, way, None, None)

    def remember(self, seen: Seen, look: Look, prompted: bool) -> Memory:
        """What to keep of an object on a frame; `prompted` says that a person pointed at it there."""
        with torch.inference_mode(), self._precision():
            features, places = self._net._encode_new_memory(
                current_vision_feats=seen.features[-1],
                pred_masks_high_res=functional.interpolate(
                    look.logits, (self.side, self.side), mode="bilinear", align_corners=False
                ),
                object_score_logits=look.presence,
                is_mask_from_pts=prompted,
            )
            return Memory(features, [places], look)

    def mask(self, look: Look, size: tuple[int, int]) -> Mask:
        """The look's mask, bool (H, W), on a frame of `size` (width, height)."""
        return cut(look, size)

    def _look(
        self,
        index: int,
        seen: Seen,
        recall: Recall | None,
        way: Way,
        points: Mapping[str, torch.Tensor] | None,
        guess: torch.Tensor | None,
    ) -> Look:
        known = Recall({}, {}) if recall is None else recall
        outputs = {"cond_frame_outputs": _entries(known.prompted), "non_cond_frame_outputs": _entries(known.passed)}
        with torch.inference_mode(), self._precision():
            together = self._net._prepare_memory_conditioned_features(
                inference_session=SimpleNamespace(output_dict_per_obj={0: outputs}),
                frame_idx=index,
                obj_idx=0,
                is_initial_conditioning_frame=recall is None,
                current_vision_features=seen.features[-1],
                current_vision_positional_embeddings=self._position,
                num_total_frames=way.count,
                track_in_reverse_time=way.backwards,
            )
            outcome = self._net._single_frame_forward(
                input_points=None if points is None else points["point_coords"],
                input_labels=None if points is None else points["point_labels"],
                input_masks=guess,
                image_embeddings=[*self._grids(seen)[:-1], together],
                multimask_output=self._net._use_multimask(recall is None, points),
            )
            return _look_of(outcome)

    def _grids(self, seen: Seen) -> list[torch.Tensor]:
        """The features as grids (1, C, h, w), the finest first."""
        sizes = self._net.backbone_feature_sizes
        return [part.permute(1, 2, 0).reshape(1, -1, *size) for part, size in zip(seen.features, sizes, strict=True)]

    def _precision(self) -> torch.autocast:
        return torch.autocast(self.device.type, self._half, enabled=self._half is not None)


def _look_of(outcome: Any) -> Look:
    quality = float(outcome.iou_scores.max())
    return Look(outcome.pred_masks.float(), outcome.object_pointer, outcome.object_score_logits, quality)


def _entries(memories: Mapping[int, Memory]) -> dict[int, dict[str, torch.Tensor]]:
    """As the package's network wants them."""
    return {
        index: {
            "maskmem_features": memory.features,
            "maskmem_pos_enc": memory.places[0],
            "object_pointer": memory.look.pointer,
        }
        for index, memory in memories.items()
    }

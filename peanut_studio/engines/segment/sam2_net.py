"""SAM 2 on a device: a frame encoded, an object looked for in it, what to remember of it.

The network is the package `sam2`'s `SAM2Base` (Ravi et al., "SAM 2: Segment Anything in Images and Videos", 2024);
what is done with it over time is `sam2_session`'s. Shapes: S is the side of the picture that the network sees (1024).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import torch
from PIL import Image
from sam2.build_sam import build_sam2
from torch.nn import functional

from peanut_studio.engines.segment.motion import eight_bit
from peanut_studio.model.picture import Frame, Mask

MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's colours: what the network was trained with."""

GUESS_LIMIT = 32.0
"""Logits of an earlier answer are held within this when they are part of the next question."""

CLOSEST = 8
"""Prompted frames that are looked back at, those nearest in time: with hundreds of key frames a look would take
minutes."""

Points: TypeAlias = Sequence[tuple[float, float, int]]
"""x and y in pixels of the frame; 1 on the object, 0 off it, 2 and 3 the top left and bottom right of a box."""


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


@dataclass(frozen=True, eq=False)
class Seen:
    """An encoded frame: three grids of features, the finest first, each (rows * columns, 1, channels)."""

    features: list[torch.Tensor]
    size: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Look:
    """An object as found in a frame.

    `logits` float32 (1, 1, S/4, S/4); `pointer` (1, 256) sums the object up; `presence` (1, 1) is above 0 where the
    object is in the picture at all; `quality` is the IoU that the network expects of the mask.
    """

    logits: torch.Tensor
    pointer: torch.Tensor
    presence: torch.Tensor
    quality: float

    @property
    def confidence(self) -> float:
        """How sure one can be, in [0, 1]: the chance that the object is there at all, times the geometric mean of
        the expected IoU and the mask's stability (IoU of the mask cut at logits +1 and -1)."""
        wide = int((self.logits > -1).sum())
        firm = int((self.logits > 1).sum()) / wide if wide else 0.0
        there = float(torch.sigmoid(self.presence.float()))
        return float(there * (firm * min(max(self.quality, 0.0), 1.0)) ** 0.5)


@dataclass(frozen=True, eq=False)
class Memory:
    """What is kept of an object on a frame: features bfloat16 (1, 64, S/16, S/16) for the spatial memory, and the look.

    About 0.75 MB.
    """

    features: torch.Tensor
    places: list[torch.Tensor]
    look: Look

    def entry(self) -> dict[str, Any]:
        """As the package's network wants it."""
        return {
            "maskmem_features": self.features,
            "maskmem_pos_enc": self.places,
            "obj_ptr": self.look.pointer,
        }


@dataclass(frozen=True, eq=False)
class Recall:
    """All that an object may be looked for with: frames that were prompted, frames that were passed."""

    prompted: Mapping[int, Memory]
    passed: Mapping[int, Memory]


class Sam2Net:
    """The network on a device. `half` is the 16-bit type that it computes in where that is faster, None for none."""

    def __init__(self, net: torch.nn.Module, device: str, half: torch.dtype | None = None) -> None:
        self.device = torch.device(device)
        self._half = half
        ready: Any = net.eval().requires_grad_(False).to(self.device)
        self._net = ready
        self.side: int = self._net.image_size
        self.reach: int = max(self._net.num_maskmem, self._net.max_obj_ptrs_in_encoder) - 1
        self._mean = torch.tensor(MEAN)[:, None, None]
        self._spread = torch.tensor(SPREAD)[:, None, None]
        self._grids = [(self.side // stride, self.side // stride) for stride in (4, 8, 16)]
        self._position: torch.Tensor | None = None
        self._places: list[torch.Tensor] = []

    def encode(self, frame: Frame) -> Seen:
        """Look at a frame (H, W, 3), pressed into a square."""
        picture = Image.fromarray(eight_bit(frame)).resize((self.side, self.side))
        values = torch.from_numpy(np.asarray(picture) / 255.0).permute(2, 0, 1).float()
        seen = ((values - self._mean) / self._spread)[None].to(self.device)
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
        places = torch.tensor([[x, y] for x, y, _ in points], dtype=torch.float32) / torch.tensor(seen.size)
        given = {
            "point_coords": (places * self.side)[None].to(self.device),
            "point_labels": torch.tensor([[label for _, _, label in points]], dtype=torch.int32).to(self.device),
        }
        before = None if guess is None else torch.clamp(guess, -GUESS_LIMIT, GUESS_LIMIT)
        return self._look(index, seen, recall, way, points=given, guess=before)

    def take(self, index: int, seen: Seen, mask: Mask, recall: Recall | None, way: Way) -> Look:
        """A mask (H, W) that is known, as a look: not altered but by the network's own size."""
        given = torch.from_numpy(np.ascontiguousarray(mask))[None, None].float().to(self.device)
        if mask.shape != (self.side, self.side):
            square = (self.side, self.side)
            given = functional.interpolate(given, square, mode="bilinear", align_corners=False, antialias=True)
            given = (given >= 0.5).float()
        return self._look(index, seen, recall, way, mask=given)

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

    def logits(self, look: Look, size: tuple[int, int]) -> torch.Tensor:
        """The look's logits (H, W) on a frame of `size` (width, height)."""
        with torch.inference_mode():
            large = functional.interpolate(look.logits, (size[1], size[0]), mode="bilinear", align_corners=False)
        return large[0, 0]

    def mask(self, look: Look, size: tuple[int, int]) -> Mask:
        """The look's mask, bool (H, W), on a frame of `size` (width, height)."""
        return np.asarray((self.logits(look, size) > 0).cpu().numpy(), np.bool_)

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
                    "cond_frame_outputs": {frame: memory.entry() for frame, memory in known.prompted.items()},
                    "non_cond_frame_outputs": {frame: memory.entry() for frame, memory in known.passed.items()},
                },
                num_frames=way.count,
                track_in_reverse=way.backwards,
                prev_sam_mask_logits=guess,
            )
            _, _, qualities, logits, _, pointer, presence = outcome
            return Look(logits.float(), pointer, presence, float(qualities.max()))

    def _precision(self) -> torch.autocast:
        return torch.autocast(self.device.type, self._half, enabled=self._half is not None)


@dataclass(frozen=True)
class Way:
    """Through a clip of `count` frames, forwards or backwards."""

    count: int
    backwards: bool = False

"""SAM 3 (Meta 2025) as `transformers` has it: frames fed in one by one, all things that words mean followed.

What the library keeps of frames long past, and of no use, is taken away after every step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import torch
from torch.nn import functional
from transformers import CLIPTokenizer, Sam3VideoConfig, Sam3VideoModel
from transformers.models.sam3_video import modeling_sam3_video as library

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.ground.naming import load_model, picture_of
from peanut_studio.engines.ground.wording import load_tokens
from peanut_studio.model.picture import Frame, Mask

WEIGHTS, CONFIG, VOCABULARY, MERGES = "sam3.safetensors", "sam3.config.json", "sam3.vocab.json", "sam3.merges.txt"
LONGEST = 32
"""Pieces of words that the network reads."""

LOOKED_BACK, REMINDED = 16, 8
"""Passed frames, and frames on which detection confirmed an object, that are kept; the network looks at 15 and 4."""


@dataclass(frozen=True, eq=False)
class Thing:
    """Something on a frame that words mean: logits (h, w) of the whole frame pressed into a square, and how sure the
    network is of it, in [0, 1]."""

    logits: torch.Tensor
    score: float

    def mask(self, size: tuple[int, int]) -> Mask:
        """Its mask on a frame of `size` (width, height)."""
        with torch.inference_mode():
            whole = self.logits[None, None].float()
            large = functional.interpolate(whole, size[::-1], mode="bilinear", align_corners=False)
            return np.asarray((large[0, 0] > 0).cpu().numpy(), np.bool_)


class Kernels:
    """What the library would fetch as compiled code from the network while it works; nothing is fetched for this."""

    @staticmethod
    def generic_nms(ious: torch.Tensor, scores: torch.Tensor, most: float, use_iou_matrix: bool) -> torch.Tensor:
        """Which to keep, the best first, of things of which none overlaps a better one by more than `most`."""
        assert use_iou_matrix, "boxes are not compared here"
        kept: list[int] = []
        for number in torch.argsort(scores, descending=True).tolist():
            if all(float(ious[number, other]) <= most for other in kept):
                kept.append(number)
        return torch.tensor(kept, dtype=torch.long, device=scores.device)

    @staticmethod
    def cc_2d(masks: torch.Tensor, get_counts: bool) -> tuple[torch.Tensor, torch.Tensor]:
        """Connected parts of uint8 masks (N, 1, H, W), by number, and how many pixels each has; 0 outside."""
        assert get_counts
        numbered, counted = [], []
        for mask in masks[:, 0].cpu().numpy():
            _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
            areas = stats[:, cv2.CC_STAT_AREA].copy()
            areas[0] = 0
            numbered.append(torch.from_numpy(labels))
            counted.append(torch.from_numpy(areas[labels]))
        return torch.stack(numbered)[:, None].to(masks.device), torch.stack(counted)[:, None].to(masks.device)


class Sam3Net:
    """The network with its tokenizer on a device."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._device = torch.device(device)
        self._net = load_model(Sam3VideoModel, Sam3VideoConfig, weights[WEIGHTS], weights[CONFIG], device, "SAM 3")
        self._tokens = load_tokens(CLIPTokenizer, weights[VOCABULARY], weights[MERGES])
        setattr(library, "cv_utils_kernel", Kernels)  # noqa: B010 - it is None there, and is to be something else.
        size = self._net.config.detector_config.vision_config.backbone_config.image_size
        self._side = int(size if isinstance(size, int) else size[0])

    def begin(self, texts: Sequence[str]) -> Sam3Walk:
        """A walk through a clip, in whatever direction it is fed in, for things that `texts` mean."""
        memory = library.Sam3VideoInferenceSession(
            inference_device=self._device, inference_state_device=self._device, dtype=torch.float32
        )
        for text in dict.fromkeys(texts):
            number = memory.add_prompt(text)
            told = self._tokens(text, padding="max_length", truncation=True, max_length=LONGEST, return_tensors="pt")
            memory.prompt_input_ids[number] = told["input_ids"].to(self._device)
            memory.prompt_attention_masks[number] = told["attention_mask"].to(self._device)
        return Sam3Walk(self, memory)

    def step(self, memory: Any, number: int, frame: Frame) -> Any:
        """Look at the next frame; `number` counts them."""
        with torch.inference_mode():
            return self._net(inference_session=memory, frame=self._picture(frame), frame_idx=number)

    def _picture(self, frame: Frame) -> torch.Tensor:
        """A frame pressed into the network's square, from -1 to 1: (3, S, S)."""
        values = torch.from_numpy(picture_of(frame)).to(self._device).permute(2, 0, 1)[None].float()
        square = (self._side, self._side)
        small = functional.interpolate(values, square, mode="bilinear", align_corners=False, antialias=True)
        return (small[0].round().clamp(0, 255) / 127.5) - 1


class Sam3Walk:
    """Frames in order; what is held is bounded."""

    def __init__(self, net: Sam3Net, memory: Any) -> None:
        self._net, self._memory = net, memory
        self._count = 0

    def step(self, frame: Frame) -> Mapping[str, Mapping[int, Thing]]:
        """The things on the next frame: for each text, by a number that stays with a thing from frame to frame."""
        memory = self._memory
        found = self._net.step(memory, self._count, frame)
        hidden = found.suppressed_obj_ids or set()
        things: dict[str, dict[int, Thing]] = {text: {} for text in memory.prompts.values()}
        for number, logits in found.obj_id_to_mask.items():
            prompt = memory.obj_id_to_prompt_id.get(number)
            if prompt is None or number in hidden or not bool((logits > 0).any()):
                continue
            seen = found.obj_id_to_tracker_score.get(number)
            score = float(found.obj_id_to_score[number] if seen is None else seen)
            things[memory.prompts[prompt]][number] = Thing(logits[0], score)
        forget(memory, self._count)
        self._count += 1
        return things


def forget(memory: Any, now: int) -> None:
    """Take away what the network does not look back at any more. That a frame was there stays known."""
    memory.processed_frames[now] = None
    for outputs in memory.output_dict_per_obj.values():
        _keep_newest(outputs["non_cond_frame_outputs"], LOOKED_BACK)
        _keep_newest(outputs["cond_frame_outputs"], REMINDED)
    for notes in (*memory.frames_tracked_per_obj.values(), *memory.mask_inputs_per_obj.values()):
        _keep_newest(notes, LOOKED_BACK)
    for notes in (memory.suppressed_obj_ids, memory.obj_id_to_tracker_score_frame_wise):
        _keep_newest(notes, LOOKED_BACK)
    for frames in memory.unmatched_frame_inds.values():
        del frames[:-LOOKED_BACK]
    for frames in memory.overlap_pair_to_frame_inds.values():
        del frames[:-LOOKED_BACK]


def _keep_newest(notes: dict[int, Any], most: int) -> None:
    for frame in sorted(notes)[:-most]:
        del notes[frame]

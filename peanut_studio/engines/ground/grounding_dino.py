"""Grounding DINO (Liu et al., "Grounding DINO: Marrying DINO with Grounded Pre-Training", ECCV 2024)."""

from __future__ import annotations

import numpy as np
import torch
from transformers import BertTokenizer, GroundingDinoConfig, GroundingDinoForObjectDetection

from peanut_studio.engines.contract import Proposal, WeightPaths
from peanut_studio.engines.ground.naming import asked_for, load_model, picture_of, proposals, resized
from peanut_studio.engines.ground.wording import load_tokens
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames

WEIGHTS, CONFIG, VOCABULARY = (
    "grounding-dino-tiny.safetensors",
    "grounding-dino-tiny.config.json",
    "grounding-dino-tiny.vocab.txt",
)
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
SHORTEST, LONGEST = 800, 1333
LEAST, SURE = 0.2, 0.6


class GroundingDino:
    """The `Grounder` built on Grounding DINO. Raises WeightsError when the files are not its own."""

    knows_nouns = True

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._device = torch.device(device)
        self._tokens = load_tokens(BertTokenizer, weights[VOCABULARY])
        self._net = load_model(
            GroundingDinoForObjectDetection, GroundingDinoConfig, weights[WEIGHTS], weights[CONFIG], device,
            "Grounding DINO",
        )  # fmt: skip

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        """Boxes round what the phrase names. Raises InputError for words that have no translation."""
        words = asked_for(phrase).lower()
        picture = resized(picture_of(frames[index]), SHORTEST, LONGEST)
        values = (picture.astype(np.float32) / 255 - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32)
        pixels = torch.from_numpy(np.ascontiguousarray(values)).permute(2, 0, 1)[None].to(self._device)
        tokens = self._tokens(f"{words}.", return_tensors="pt").to(self._device)
        with torch.inference_mode():
            found = self._net(pixel_values=pixels, **tokens)
        # Queries score each token of the phrase; padding scores minus infinity.
        scores = found.logits[0].float().sigmoid().amax(dim=-1).cpu()
        middle, extent = found.pred_boxes[0].float().cpu().split(2, dim=-1)
        size = torch.tensor(frames.size, dtype=torch.float32)
        boxes = torch.cat([(middle - extent / 2) * size, (middle + extent / 2) * size], dim=-1)
        return proposals(boxes, scores, frames.size, LEAST, SURE)

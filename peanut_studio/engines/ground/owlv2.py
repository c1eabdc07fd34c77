"""OWLv2 (Minderer et al., "Scaling Open-Vocabulary Object Detection", NeurIPS 2023)."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from transformers import CLIPTokenizer, Owlv2Config, Owlv2ForObjectDetection

from peanut_studio.engines.contract import Proposal, WeightPaths
from peanut_studio.engines.ground.naming import asked_for, load_model, picture_of, proposals
from peanut_studio.engines.ground.wording import load_tokens
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames

WEIGHTS, CONFIG, VOCABULARY, MERGES = (
    "owlv2-base-patch16-ensemble.safetensors",
    "owlv2-base-patch16-ensemble.config.json",
    "owlv2-base-patch16-ensemble.vocab.json",
    "owlv2-base-patch16-ensemble.merges.txt",
)
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
LEAST, SURE = 0.08, 0.45


class Owlv2:
    """The `Grounder` built on OWLv2. Raises WeightsError when the files are not its own."""

    knows_nouns = True

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._device = torch.device(device)
        self._net = load_model(Owlv2ForObjectDetection, Owlv2Config, weights[WEIGHTS], weights[CONFIG], device, "OWLv2")
        self._tokens = load_tokens(CLIPTokenizer, weights[VOCABULARY], weights[MERGES])

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        """Boxes round what the phrase names. Raises InputError for words that have no translation."""
        width, height = frames.size
        longer = max(width, height)
        side = int(self._net.config.vision_config.image_size)
        square = np.zeros((longer, longer, 3), np.float32)
        square[:height, :width] = picture_of(frames[index]).astype(np.float32) / 255
        method = cv2.INTER_AREA if side < longer else cv2.INTER_LINEAR
        seen = (cv2.resize(square, (side, side), interpolation=method) - np.array(MEAN)) / np.array(DEVIATION)
        pixels = torch.from_numpy(np.ascontiguousarray(seen, np.float32)).permute(2, 0, 1)[None].to(self._device)
        tokens = self._tokens(
            [f"a photo of a {asked_for(phrase)}"],
            padding="max_length",
            truncation=True,
            max_length=int(self._net.config.text_config.max_position_embeddings),
            return_tensors="pt",
        ).to(self._device)
        with torch.inference_mode():
            found = self._net(pixel_values=pixels, **tokens)
        scores = found.logits[0].float().amax(dim=-1).sigmoid().cpu()
        middle, extent = found.pred_boxes[0].float().cpu().split(2, dim=-1)
        boxes = torch.cat([middle - extent / 2, middle + extent / 2], dim=-1) * longer
        return proposals(boxes, scores, frames.size, LEAST, SURE)

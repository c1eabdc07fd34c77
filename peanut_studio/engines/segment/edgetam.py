"""EdgeTAM: SAM 2 made small enough for a processor; an object remembered over many frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import EdgeTamVideoConfig, EdgeTamVideoModel

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.ground.naming import load_model
from peanut_studio.engines.segment.edgetam_net import EdgeTamNet
from peanut_studio.engines.segment.encoding import half_precision
from peanut_studio.engines.segment.sam2_session import Sam2Session
from peanut_studio.model.picture import Frames

WEIGHTS, CONFIG = "edgetam.safetensors", "edgetam.config.json"
STRIDES = (4, 8, 16)


class EdgeTam:
    """The `Segmenter` on EdgeTAM. Raises WeightsError when the files are not its own."""

    remembers = True

    def __init__(self, weights: WeightPaths, device: str) -> None:
        net = load_model(EdgeTamVideoModel, EdgeTamVideoConfig, weights[WEIGHTS], weights[CONFIG], device, "EdgeTAM")
        self._net = EdgeTamNet(net, device, half_precision(torch.device(device)))

    @classmethod
    def untrained(cls, folder: Path) -> None:
        """Write the files of a network that was never trained and sees small pictures, to be checked with."""
        torch.manual_seed(0)
        settings = configured(128, 16)
        save_file(EdgeTamVideoModel(settings).state_dict(), folder / WEIGHTS)
        settings.to_json_file(folder / CONFIG, use_diff=False)

    def open(self, frames: Frames) -> Sam2Session:
        """A session over a clip; it keeps no frames."""
        return Sam2Session(frames, self._net)


def configured(side: int = 1024, latents: int = 256) -> Any:
    """The network's settings for pictures of that side and twice so many vectors a memory; as published by default."""
    grids = [[side // stride, side // stride] for stride in STRIDES]
    backbone = {
        "model_type": "timm_wrapper",
        "architecture": "repvit_m1.dist_in1k",
        "num_classes": 2,
        "model_args": {"in_chans": 3, "features_only": True, "out_indices": [0, 1, 2, 3]},
    }
    vision = {"model_type": "edgetam_vision_model", "backbone_config": backbone, "backbone_feature_sizes": grids}
    kept = round(latents**0.5)
    return EdgeTamVideoConfig(
        vision_config=vision,
        prompt_encoder_config={"image_size": side},
        image_size=side,
        memory_attention_rope_feat_sizes=grids[-1],
        memory_attention_rope_k_sizes=[kept, kept],
        perceiver_resampler_num_latents=latents,
        perceiver_resampler_num_latents_2d=latents,
    )

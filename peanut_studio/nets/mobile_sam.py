"""MobileSAM: TinyViT in front of the prompt encoder and mask decoder of Segment Anything.

Source: Kirillov et al., "Segment Anything", ICCV 2023, appendix A (the package `segment-anything` supplies those
parts); Zhang et al., "Faster Segment Anything", 2023. Parameter names follow the published `mobile_sam.pt`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from peanut_studio.nets.sam_parts import sam_part
from peanut_studio.nets.tiny_vit import CHANNELS, STRIDE, TinyViT

MaskDecoder = sam_part("mask_decoder", "MaskDecoder")
PromptEncoder = sam_part("prompt_encoder", "PromptEncoder")
TwoWayTransformer = sam_part("transformer", "TwoWayTransformer")

SIDE = 1024
"""The longer side of the picture that the network was trained for."""

MEAN = (123.675, 116.28, 103.53)
DEVIATION = (58.395, 57.12, 57.375)


class MobileSamNet(nn.Module):
    """Encode a picture once, then decode as many prompts as wanted from its encoding."""

    mean: Tensor
    deviation: Tensor

    def __init__(self) -> None:
        super().__init__()
        grid = SIDE // STRIDE
        self.image_encoder = TinyViT()
        self.prompt_encoder = PromptEncoder(CHANNELS, (grid, grid), (SIDE, SIDE), mask_in_chans=16)
        self.mask_decoder = MaskDecoder(
            transformer_dim=CHANNELS,
            transformer=TwoWayTransformer(depth=2, embedding_dim=CHANNELS, mlp_dim=2048, num_heads=8),
        )
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1), persistent=False)

    def encode(self, picture: Tensor) -> Tensor:
        """(B, 3, H, W) RGB in 0..255, H and W multiples of 16 up to 1024 -> (B, 256, H/16, W/16)."""
        encoded: Tensor = self.image_encoder((picture - self.mean) / self.deviation)
        return encoded

    def decode(
        self, encoding: Tensor, points: Tensor, labels: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Masks for one prompt made of points.

        `encoding` is (1, 256, h, w); `points` (N, 2) are x, y in pixels of the encoded picture; `labels` (N,) are
        1 = on the object, 0 = off it, 2 and 3 = top left and bottom right corner of a box; `mask` (4h, 4w) are
        logits of an earlier answer. Gives logits (4, 4h, 4w) and predicted IoU (4,): first the answer meant for
        prompts without ambiguity, then three of growing scope.
        """
        encoder = self.prompt_encoder
        rows, columns = encoding.shape[2:]
        corners = labels >= 2
        spots = (points[~corners][None], labels[~corners][None])
        box = points[corners].reshape(1, 4) if bool(corners.any()) else None
        sparse, dense = encoder(spots if spots[0].shape[1] else None, box, None)
        dense = dense[:, :, :rows, :columns] if mask is None else encoder.mask_downscaling(mask[None, None])
        positions = encoder.get_dense_pe()[:, :, :rows, :columns]
        logits, quality = self.mask_decoder.predict_masks(encoding, positions, sparse, dense)
        return logits[0], quality[0]

    def decode_each(self, encoding: Tensor, points: Tensor) -> tuple[Tensor, Tensor]:
        """Masks for many prompts of one point each: `points` (N, 2) as for `decode`, all on something.

        Gives logits (N, 4, 4h, 4w) and predicted IoU (N, 4), in the order of `decode`.
        """
        encoder = self.prompt_encoder
        rows, columns = encoding.shape[2:]
        labels = torch.ones(len(points), 1, device=points.device)
        sparse, dense = encoder((points[:, None], labels), None, None)
        positions = encoder.get_dense_pe()[:, :, :rows, :columns]
        logits, quality = self.mask_decoder.predict_masks(encoding, positions, sparse, dense[:, :, :rows, :columns])
        return logits, quality

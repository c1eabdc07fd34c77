"""A region of a frame as MobileSAM sees it, and answers to prompts about that region in the frame's own pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch

from peanut_studio.engines.segment.motion import eight_bit
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.nets.mobile_sam import SIDE, MobileSamNet
from peanut_studio.nets.tiny_vit import STRIDE
from peanut_studio.ops.mask_geometry import Bounds

LIKELY = 6.0
"""The logit given to the pixels of a known mask when it is itself part of a prompt."""

AT_ONCE = 16
"""Points that are decoded together."""


@dataclass(frozen=True)
class Region:
    """Pixels x0 to x1 - 1, y0 to y1 - 1 of a frame, seen `scale` times as large."""

    x0: int
    y0: int
    x1: int
    y1: int
    scale: float

    @property
    def seen(self) -> tuple[int, int]:
        """Width and height as seen, in pixels."""
        return max(1, round((self.x1 - self.x0) * self.scale)), max(1, round((self.y1 - self.y0) * self.scale))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the frame in pixels of the region as seen."""
        return (x - self.x0 + 0.5) * self.scale - 0.5, (y - self.y0 + 0.5) * self.scale - 0.5

    def cut(self, picture: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """The region's pixels of a frame or mask."""
        return picture[self.y0 : self.y1, self.x0 : self.x1]


def whole(size: tuple[int, int], detail: int = SIDE) -> Region:
    """The whole frame, its longer side seen as `detail` pixels."""
    return Region(0, 0, size[0], size[1], detail / max(size))


@dataclass(frozen=True, eq=False)
class Answer:
    """One candidate: logits float32 (rows, columns) over `region`, and the IoU that the network expects of it."""

    region: Region
    size: tuple[int, int]
    logits: npt.NDArray[np.float32]
    quality: float

    def mask(self, level: float = 0.0) -> Mask:
        """The candidate over the whole frame, bool (H, W)."""
        width, height = self.size
        mask = np.zeros((height, width), np.bool_)
        inside = (self.region.x1 - self.region.x0, self.region.y1 - self.region.y0)
        logits = cv2.resize(self.logits, inside, interpolation=cv2.INTER_LINEAR)
        mask[self.region.y0 : self.region.y1, self.region.x0 : self.region.x1] = logits > level
        return mask

    @property
    def stability(self) -> float:
        """IoU of the candidate cut at logits +1 and -1 (Segment Anything's stability score)."""
        wide = np.count_nonzero(self.logits > -1)
        return float(np.count_nonzero(self.logits > 1) / wide) if wide else 0.0


@dataclass(frozen=True, eq=False)
class Encoded:
    """A region's encoding: `features` (1, 256, rows, columns), one cell per 16 x 16 pixels as seen."""

    region: Region
    size: tuple[int, int]
    features: torch.Tensor

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        return int(self.features.shape[2]), int(self.features.shape[3])

    def coverage(self, mask: Mask) -> npt.NDArray[np.float32]:
        """How much of each cell a mask (H, W) covers: float32 (rows, columns) in [0, 1]."""
        rows, columns = self.grid
        seen = cv2.resize(self.region.cut(mask).astype(np.float32), self.region.seen, interpolation=cv2.INTER_AREA)
        padded = np.zeros((rows * STRIDE, columns * STRIDE), np.float32)
        padded[: seen.shape[0], : seen.shape[1]] = seen
        return np.asarray(padded.reshape(rows, STRIDE, columns, STRIDE).mean(axis=(1, 3)), np.float32)


class Eye:
    """MobileSAM on a device."""

    def __init__(self, net: MobileSamNet, device: str) -> None:
        self.device = torch.device(device)
        net.image_encoder.fold()
        self._net = net.eval().to(self.device)
        self._net.image_encoder.to(memory_format=torch.channels_last)
        self._half = half_precision(self.device)

    def encode(self, frame: Frame, region: Region) -> Encoded:
        """Look at a region of a frame."""
        width, height = region.seen
        method = cv2.INTER_AREA if region.scale < 1 else cv2.INTER_LINEAR
        seen = cv2.resize(eight_bit(np.ascontiguousarray(region.cut(frame))), (width, height), interpolation=method)
        rows, columns = -(-height // STRIDE), -(-width // STRIDE)
        mean = np.array(self._net.mean.flatten().tolist(), np.float32)
        padded = np.empty((rows * STRIDE, columns * STRIDE, 3), np.float32)
        padded[:] = mean
        padded[:height, :width] = seen
        picture = torch.from_numpy(padded).to(self.device).permute(2, 0, 1).unsqueeze(0)
        with torch.inference_mode(), torch.autocast(self.device.type, self._half, enabled=self._half is not None):
            features = self._net.encode(picture)
        return Encoded(region, (frame.shape[1], frame.shape[0]), features.float())

    def ask(
        self,
        seen: Encoded,
        on: Sequence[tuple[float, float]] = (),
        off: Sequence[tuple[float, float]] = (),
        box: Bounds | None = None,
        mask: Mask | None = None,
    ) -> list[Answer]:
        """Candidates for points (x, y) on and off an object and a box round it, all in pixels of the frame.

        Four: the one meant for clear prompts first, then three of growing scope.
        """
        region = seen.region
        places = [(region.point(x, y), 1) for x, y in on] + [(region.point(x, y), 0) for x, y in off]
        if box is not None:
            places += [(region.point(box[0], box[1]), 2), (region.point(box[2], box[3]), 3)]
        points = torch.tensor([place for place, _ in places], dtype=torch.float32).reshape(-1, 2)
        labels = torch.tensor([label for _, label in places])
        guess = None
        if mask is not None:
            rows, columns = seen.grid
            canvas = np.full((rows * 4, columns * 4), -LIKELY, np.float32)
            reach = (max(1, round(region.seen[0] / 4)), max(1, round(region.seen[1] / 4)))
            part = cv2.resize(region.cut(mask).astype(np.float32), reach, interpolation=cv2.INTER_AREA)
            part = part[: canvas.shape[0], : canvas.shape[1]]
            canvas[: part.shape[0], : part.shape[1]] = (2 * part - 1) * LIKELY
            guess = torch.from_numpy(canvas).to(self.device)
        with torch.inference_mode():
            logits, quality = self._net.decode(seen.features, points.to(self.device), labels.to(self.device), guess)
            width, height = region.seen
            large = torch.nn.functional.interpolate(logits[None], scale_factor=4, mode="bilinear")[0]
            cut = large[:, :height, :width].float().cpu().numpy()
            expected = quality.float().cpu().tolist()
        return [
            Answer(region, seen.size, cut[number], min(max(expected[number], 0.0), 1.0)) for number in range(len(cut))
        ]

    def ask_each(self, seen: Encoded, on: Sequence[tuple[float, float]]) -> list[Answer]:
        """The answers of growing scope for each of many points of the frame, three a point, at a quarter of the size.

        Their logits are as the network gives them, one value for 4 x 4 pixels of the region as seen.
        """
        region = seen.region
        width, height = (-(-side // 4) for side in region.seen)
        found = []
        for first in range(0, len(on), AT_ONCE):
            places = [region.point(x, y) for x, y in on[first : first + AT_ONCE]]
            half = torch.autocast(self.device.type, self._half, enabled=self._half is not None)
            with torch.inference_mode(), half:
                points = torch.tensor(places, dtype=torch.float32).to(self.device)
                logits, quality = self._net.decode_each(seen.features, points)
                cut = logits[:, 1:, :height, :width].float().cpu().numpy()
                expected = quality[:, 1:].float().clamp(0, 1).cpu().tolist()
            for point in range(len(places)):
                found += [Answer(region, seen.size, cut[point, n], expected[point][n]) for n in range(3)]
        return found


def half_precision(device: torch.device) -> torch.dtype | None:
    """The 16-bit type that the device computes faster with than with 32 bits; None where there is none."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device.type == "cpu":
        known: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
        if known.get("avx512_bf16") or known.get("amx_bf16"):
            return torch.bfloat16
    return None

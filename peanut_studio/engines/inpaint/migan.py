"""MI-GAN (Sargsyan et al., ICCV 2023): a small network that imagines what a hole in one picture may hide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.loading import load_onnx
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame, Frames, Mask, Masks
from peanut_studio.ops.motion import dilated
from peanut_studio.ops.overlay import eight_bit

WEIGHTS = "migan_pipeline_v2.onnx"


class Imagination:
    """The network on one picture. It crops round the hole, works at 512 x 512 and blends, all inside the ONNX file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._session: Any = None

    def fill(self, picture: npt.NDArray[np.uint8], hole: Mask) -> npt.NDArray[np.uint8]:
        """A picture uint8 (H, W, 3) with its hole, bool (H, W), filled. Raises WeightsError when the file is no use."""
        if not hole.any():
            return picture
        if self._session is None:
            self._session = self._open()
        image = np.ascontiguousarray(picture.transpose(2, 0, 1)[None])
        keep = np.where(hole, 0, 255).astype(np.uint8)[None, None]
        found = self._session.run(None, {"image": image, "mask": keep})[0][0]
        filled = np.asarray(found, np.uint8).transpose(1, 2, 0)
        return np.where(hole[..., None], filled, picture)

    def _open(self) -> Any:
        runtime = load_onnx()
        options = runtime.C.SessionOptions()
        options.log_severity_level = 3
        # What it keeps for the next run is 700 MB, and giving that back holds the interpreter's lock for 100 ms.
        options.enable_cpu_mem_arena = False
        # A thread that spins while it waits for the other takes a fifth of the processor's time.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            return runtime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise WeightsError(
                f"{self._path.name} cannot be loaded as an ONNX network; run 'peanut-studio models verify' to check it."
            ) from error


class MiGan:
    """Every frame by itself: sharp, and restless. A baseline."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._imagination = Imagination(weights[WEIGHTS])

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        for index in range(len(frames)) if wanted is None else range(wanted.start, wanted.stop):
            frame, mask = frames[index], masks[index]
            if not mask.any():
                yield frame
                continue
            # What is hidden shines into the network's result: it must look like its surroundings.
            picture = eight_bit(frame)
            plain = np.asarray(cv2.inpaint(picture, mask.astype(np.uint8), 3, cv2.INPAINT_TELEA), np.uint8)
            filled = self._imagination.fill(plain, dilated(mask, 2))
            deep = filled if frame.dtype == np.uint8 else filled.astype(np.uint16) * 257
            yield np.where(mask[..., None], deep, frame)

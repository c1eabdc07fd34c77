"""Image upscalers in any of the formats that the package spandrel knows: Real-ESRGAN, SwinIR and many others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint, to_tensor
from peanut_studio.engines.upscale.network import to_frame
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.picture import Frame, Frames


class OwnUpscaler:
    """Every picture by itself. What network it is, and how much it enlarges, is read from the file."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        ((_, path),) = weights.items()
        try:
            from spandrel import ImageModelDescriptor, ModelLoader, canonicalize_state_dict
        except ModuleNotFoundError as error:
            raise InputError(
                f"{path.name} is read by the Python package spandrel; install it with pip install spandrel."
            ) from error
        content = _content(path)
        try:
            model = ModelLoader(device=torch.device(device)).load_from_state_dict(
                canonicalize_state_dict(dict(content))
            )
        except Exception as error:
            raise WeightsError(f"{path} holds no network that spandrel {_known()} knows.") from error
        if not isinstance(model, ImageModelDescriptor) or model.input_channels != 3 or model.output_channels != 3:
            raise WeightsError(f"{path} holds a network that does not make a picture out of a picture; remove it.")
        self._half = device.startswith("cuda") and model.supports_half
        if self._half:
            model.half()
        self._model = model.eval()
        self._model.model.requires_grad_(False)
        self._device = device

    @property
    def scale(self) -> int:
        return int(self._model.scale)

    def upscale(self, frames: Frames, wanted: Span | None = None) -> Iterator[Frame]:
        """The `wanted` frames at `scale` times the width and height, same dtype."""
        wanted = wanted or Span(0, len(frames))
        for index in range(wanted.start, wanted.stop):
            frame = frames[index]
            picture = to_tensor(frame, self._device)
            with torch.inference_mode():
                enlarged = self._model(picture.half() if self._half else picture)
            yield to_frame(enlarged, frame.dtype)


def _content(path: Path) -> Mapping[str, Any]:
    """What a file holds, data only; spandrel's own reader would run TorchScript. Raises WeightsError."""
    if path.suffix.lower() != ".safetensors":
        return load_checkpoint(path)
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return dict(load_file(path))
    except (SafetensorError, OSError, ValueError) as error:
        raise WeightsError(f"{path} holds no tensors, or it is damaged; put it there anew.") from error


def _known() -> str:
    from importlib.metadata import version

    return version("spandrel")

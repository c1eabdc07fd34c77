"""Between frames and networks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import FlowField, Frame


def load_checkpoint(path: Path) -> Mapping[str, Any]:
    """The content of a checkpoint, data only (no code in it is run). Raises WeightsError when it is none."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:
        # Of damaged bytes the unpickler may make any call with any arguments that it allows.
        raise WeightsError(
            f"{path} is not a readable checkpoint; verify it with 'peanut-studio models verify'."
        ) from error
    if not isinstance(content, Mapping):
        raise WeightsError(f"{path} holds no named tensors; verify it with 'peanut-studio models verify'.")
    return content


def load_weights(module: torch.nn.Module, state: Mapping[str, Any], path: Path) -> None:
    """Fill a network, every name accounted for. Raises WeightsError when the file belongs to another network."""
    try:
        module.load_state_dict(state)
    except (RuntimeError, TypeError, AttributeError) as error:
        raise WeightsError(f"{path} does not hold the weights of {type(module).__name__}; fetch it anew.") from error


def to_tensor(frame: Frame, device: str) -> Tensor:
    """A frame as float32 (1, 3, H, W) in [0, 1] on the device."""
    full = float(np.iinfo(frame.dtype).max)
    picture = torch.from_numpy(np.ascontiguousarray(frame.transpose(2, 0, 1), np.float32))
    return picture[None].to(device) / full


def to_field(flow: Tensor) -> FlowField:
    """A network's flow (1, 2, H, W) as float32 (H, W, 2)."""
    return np.ascontiguousarray(flow[0].permute(1, 2, 0).float().cpu().numpy())

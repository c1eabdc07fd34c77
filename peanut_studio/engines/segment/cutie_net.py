"""Cutie's network, from the package rf-cutie, without what that package does on the side.

Cheng et al., "Putting the Object Back into Video Object Segmentation", CVPR 2024.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

from peanut_studio.model.errors import InputError

try:
    from cutie.inference.inference_core import InferenceCore
    from cutie.model import big_modules
    from cutie.model.cutie import CUTIE
    from cutie.model.utils import resnet
    from omegaconf import OmegaConf
except ModuleNotFoundError as error:
    raise InputError(
        "Cutie needs the Python package rf-cutie, not the one called cutie; install it with "
        "pip install 'peanut-studio[cutie]'."
    ) from error

SHORTEST = 480
"""Pixels of the shorter side that it looks at: larger frames are reduced, as its makers do."""

CELL = 16
"""Pixels to a place."""

MEMORIES = 5
"""Frames that are remembered at once, beside the first; of every fifth one."""

SETTINGS = {
    "mem_every": 5,
    "max_mem_frames": MEMORIES,
    "max_internal_size": SHORTEST,
    "stagger_updates": 5,
    "top_k": 30,
    "chunk_size": -1,
    "flip_aug": False,
    "save_aux": False,
    "use_long_term": False,
    "long_term": {"count_usage": False},
}
"""Those of the makers' evaluation on DAVIS, where memory does not grow with the clip."""


def build() -> Any:
    """The network, untrained; the package would fetch ImageNet's weights, to be overwritten at once."""
    model = OmegaConf.load(str(files("cutie.config") / "model" / "base.yaml"))
    settings = OmegaConf.create({**SETTINGS, "model": model})
    plain = SimpleNamespace(
        resnet18=partial(_untrained, resnet.resnet18), resnet50=partial(_untrained, resnet.resnet50)
    )
    whole, big_modules.resnet = big_modules.resnet, plain
    try:
        return CUTIE(settings)
    finally:
        big_modules.resnet = whole


def follower_of(net: Any, features: Any, size: tuple[int, int]) -> Any:
    """What follows one object on from the frame that it is first shown, in frames of `size` (width, height).

    `features` is asked for those of frames.
    """
    made = InferenceCore(net, net.cfg, image_feature_store=features)
    # A very small frame has fewer places than are compared.
    made.memory.top_k = min(made.memory.top_k, -(-size[0] // CELL) * -(-size[1] // CELL))
    return made


@contextmanager
def quiet() -> Iterator[None]:
    """The package asks for half precision in a way that torch warns of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def _untrained(make: Any, *, pretrained: bool, model_dir: Any, **options: Any) -> Any:
    return make(pretrained=not pretrained, model_dir=model_dir, **options)

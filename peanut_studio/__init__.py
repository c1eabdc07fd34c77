"""Peanut Studio removes things from video.

>>> import peanut_studio
>>> peanut_studio.remove("in.mp4", "out.mp4", points=[(430, 250)])   # doctest: +SKIP

`remove`, `track`, `find`, `flow`, `upscale`, `score`, `compare` and `open_clip` do what the command line does; they are
imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["compare", "find", "flow", "open_clip", "remove", "score", "track", "upscale"]

_TRIALS = ("compare", "score")

if TYPE_CHECKING:
    from peanut_studio.pipeline.api import find, flow, open_clip, remove, track, upscale
    from peanut_studio.trial.api import compare, score


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'peanut_studio' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"peanut_studio.{'trial' if name in _TRIALS else 'pipeline'}.api"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

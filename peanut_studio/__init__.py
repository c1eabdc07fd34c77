"""Peanut Studio removes things from video.

>>> import peanut_studio
>>> peanut_studio.remove("in.mp4", "out.mp4", points=[(430, 250)])   # doctest: +SKIP

`remove`, `track`, `find`, `flow`, `upscale`, `score`, `compare`, `open_clip`, `fetch`, `verify` and `demo` do what the
command line does; they are imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["compare", "demo", "fetch", "find", "flow", "open_clip", "remove", "score", "track", "upscale", "verify"]

_ELSEWHERE = {
    "compare": "trial.api", "score": "trial.api",
    "demo": "pipeline.weights_api", "fetch": "pipeline.weights_api", "verify": "pipeline.weights_api",
}  # fmt: skip

if TYPE_CHECKING:
    from peanut_studio.pipeline.api import find, flow, open_clip, remove, track, upscale
    from peanut_studio.pipeline.weights_api import demo, fetch, verify
    from peanut_studio.trial.api import compare, score


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'peanut_studio' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"peanut_studio.{_ELSEWHERE.get(name, 'pipeline.api')}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

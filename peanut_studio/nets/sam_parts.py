"""The parts of the package segment-anything that are used here, without what the package imports beside them.

Its `__init__` imports torchvision, and with that torch's compiler: together twice as long as torch itself.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any

PACKAGE = "segment_anything"


def sam_part(module: str, name: str) -> Any:
    """The class `name` of `segment_anything.modeling.<module>`. Raises ModuleNotFoundError without the package."""
    spec = importlib.util.find_spec(PACKAGE) if PACKAGE not in sys.modules else None
    if spec is not None:
        # A package is there for its modules before it has run.
        sys.modules[PACKAGE] = importlib.util.module_from_spec(spec)
    try:
        return getattr(importlib.import_module(f"{PACKAGE}.modeling.{module}"), name)
    finally:
        if spec is not None:
            del sys.modules[PACKAGE]

"""What the user points at. Coordinates are pixels of the upright frame; (0, 0) is the centre of the top left pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from peanut_studio.model.picture import Mask


@dataclass(frozen=True)
class Click:
    """A point on the object, or (`positive` false) on something that does not belong to it."""

    x: float
    y: float
    positive: bool = True
    frame: int = 0


@dataclass(frozen=True)
class Box:
    """A rectangle round the object, (x0, y0) top left and (x1, y1) bottom right."""

    x0: float
    y0: float
    x1: float
    y1: float
    frame: int = 0


@dataclass(frozen=True, eq=False)
class MaskPrompt:
    """The object's own mask on one frame: drawn, corrected or imported."""

    mask: Mask
    frame: int = 0


Prompt: TypeAlias = Click | Box | MaskPrompt

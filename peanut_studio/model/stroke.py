"""What a hand does to a mask. Coordinates are pixels of the upright frame; (0, 0) is the centre of the top left one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Dab:
    """Where the brush was, and how wide: `radius` in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Stroke:
    """A brush or, where `adds` is false, an eraser drawn from dab to dab."""

    dabs: tuple[Dab, ...]
    adds: bool = True


@dataclass(frozen=True)
class Lasso:
    """All within a closed line through `corners` (x, y)."""

    corners: tuple[tuple[float, float], ...]
    adds: bool = True


@dataclass(frozen=True)
class Flood:
    """The connected patch round a point: a closed hole is filled, or, where `adds` is false, a part taken away."""

    x: float
    y: float
    adds: bool = True


MaskEdit: TypeAlias = Stroke | Lasso | Flood

"""What the viewer shows, and what the mouse does in it."""

from __future__ import annotations

from enum import Enum


class Mode(Enum):
    """What is shown."""

    EDIT = "edit"
    RESULT = "result"
    SIDE = "side"
    WIPE = "wipe"


class Tool(Enum):
    """What the left button does in the picture."""

    POINTS = "points"
    BOX = "box"
    SCRIBBLE = "scribble"
    BRUSH = "brush"
    ERASER = "eraser"
    LASSO = "lasso"
    FILL = "fill"
    HAND = "hand"

    @property
    def paints(self) -> bool:
        """Whether it changes the mask itself."""
        return self in (Tool.BRUSH, Tool.ERASER, Tool.LASSO, Tool.FILL)

    @property
    def draws(self) -> bool:
        """Whether it follows the mouse while the button is down."""
        return self.paints or self is Tool.SCRIBBLE

    @property
    def has_size(self) -> bool:
        """Whether it is as wide as the brush."""
        return self in (Tool.BRUSH, Tool.ERASER)

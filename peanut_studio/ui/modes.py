"""What the viewer shows, and what the mouse does in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Mode(Enum):
    """What is shown."""

    FRAME = "frame"
    EDIT = "edit"
    OUTLINE = "outline"
    MATTE = "matte"
    FLOW = "flow"
    RESULT = "result"
    SIDE = "side"
    WIPE = "wipe"
    DIFFERENCE = "difference"
    ONION = "onion"

    @property
    def edits(self) -> bool:
        """Whether somebody can point and paint in it."""
        return self in (Mode.EDIT, Mode.OUTLINE)

    @property
    def has_masks(self) -> bool:
        """Whether the objects' masks are needed for it."""
        return self.edits or self in (Mode.MATTE, Mode.FLOW)

    @property
    def can_overlay(self) -> bool:
        """Whether masks can be shown over what is compared."""
        return self in (Mode.SIDE, Mode.WIPE, Mode.RESULT)

    @property
    def has_result(self) -> bool:
        """Whether the picture without the objects is needed for it."""
        return self in (Mode.RESULT, Mode.SIDE, Mode.WIPE, Mode.DIFFERENCE, Mode.ONION)


class Standing(Enum):
    """What there is of the other film on a frame: nothing, its picture, one that a job makes, the clip's own picture
    because the film ends before it, or none because a larger film does.
    """

    NONE = "none"
    MADE = "made"
    COMING = "coming"
    UNCHANGED = "unchanged"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Look:
    """How a mode shows things: `opacity` of masks and `onion` of the result over the source are 0 to 1.

    `gain` is how many times a difference is amplified; a matte is of the selected object where `alone`; masks are shown
    over pictures that are compared where `overlay`; motion is as it is filled in behind the objects where `completed`.
    """

    mode: Mode = Mode.EDIT
    opacity: float = 0.4
    onion: float = 0.5
    gain: int = 4
    alone: bool = False
    arrows: bool = False
    completed: bool = False
    overlay: bool = False

    @property
    def has_masks(self) -> bool:
        """Whether the objects' masks are needed for it."""
        return self.mode.has_masks or (self.overlay and self.mode.can_overlay)


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
    ZOOM = "zoom"

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

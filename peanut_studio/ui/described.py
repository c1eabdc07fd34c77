"""What a widget says about itself: to the mouse resting on it, and to who cannot see it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def described(widget: W, tip: str = "", name: str = "") -> W:
    """The widget with a tool tip and an accessible name, which is the tip where none is given."""
    if tip:
        widget.setToolTip(tip)
    widget.setAccessibleName(name or tip)
    return widget

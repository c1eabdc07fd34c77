"""Changing the look of the running program."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from peanut_studio.ui import icons, theme


def dress(application: QApplication, wish: theme.Wish) -> None:
    """Show everything in the theme that is asked for; nothing happens where it is shown already."""
    palette = theme.palette_for(wish)
    if palette is theme.shown() and application.styleSheet():
        return
    theme.apply(application, palette)
    icons.redraw_all(application)

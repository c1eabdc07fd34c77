"""Large libraries of the window that are brought in when they are needed, in another thread than the window's."""

from __future__ import annotations

from pathlib import Path

import PySide6

from peanut_studio.engines.loading import link, load


def bring_plots() -> None:
    """Import what draws curves. Long: not for the window's thread, in which the widgets are made then."""
    link(Path(PySide6.__path__[0]).glob("QtOpenGLWidgets.*.so"))
    load("peanut_studio.ui.plots")

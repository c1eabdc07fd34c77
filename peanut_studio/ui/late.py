"""Large libraries of the window that are brought in when they are needed, in another thread than the window's."""

from __future__ import annotations

import sys
from pathlib import Path

import PySide6

from peanut_studio.engines.loading import link, load

TURN = 0.001
"""Seconds for which a thread keeps the interpreter while others wait for it."""


def forgo_features() -> None:
    """Keep PySide from reading the source of every module that is imported, and from keeping it in memory.

    It looks for its name in there, lest a switch of its own (`from __feature__ import ...`) counts for modules that do
    not use it; no module here throws that switch. Of torch's import that is 0.2 s and 40 MB.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda _module: False)  # noqa: B010


def take_turns_quickly() -> None:
    """Let threads that compute in Python give way to the window's own after a millisecond instead of five."""
    sys.setswitchinterval(TURN)


def bring_plots() -> None:
    """Import what draws curves. Long: not for the window's thread, in which the widgets are made then."""
    link(Path(PySide6.__path__[0]).glob("QtOpenGLWidgets.*.so"))
    load("peanut_studio.ui.plots")

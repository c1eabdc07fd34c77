"""What lets the window answer while other threads run Python, of which only one can at a time."""

from __future__ import annotations

import gc
import sys

from peanut_studio.ui.late import forgo_features

TURN = 0.001
"""Seconds for which a thread may run on while others wait; five times as long is Python's own choice.

Where the window and three more threads want to run, each waits for a turn of all the others.
"""


def begin() -> None:
    """Before there is a window."""
    forgo_features()
    sys.setswitchinterval(TURN)


def settle() -> None:
    """Once it is there: what there is now stays, so that the collector need not look through it again and again."""
    gc.freeze()

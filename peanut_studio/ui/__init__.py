"""The window. The only room with PySide6 and pyqtgraph."""

from __future__ import annotations

import ctypes
import sys


def _keep_constants_alive() -> None:
    """PySide6 6.12.0 takes a reference of None, True or False too many with most calls.

    Up to Python 3.11, where these are counted as everything else is, that ends the program with "deallocating None"
    after some thousand calls; so many references more than there are last for years.
    """
    if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
        for constant in (None, True, False):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << (40 if sys.maxsize > 1 << 32 else 29)


_keep_constants_alive()

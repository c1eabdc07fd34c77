"""Windows: progress on the window's button in the task bar, by the COM interface ITaskbarList3.

Sources: Microsoft's documentation of ITaskbarList, ITaskbarList2, ITaskbarList3 and TBPFLAG (shobjidl_core.h), from
which the order of the methods, the identifiers and the flags are taken.
"""

from __future__ import annotations

import ctypes
import uuid
from typing import Any

CLASS = uuid.UUID("56FDF344-FD6D-11d0-958A-006097C9A090")
INTERFACE = uuid.UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
IN_PROCESS = 1
NO_PROGRESS, NORMAL, PAUSED = 0, 2, 8
RELEASE, INITIALISE, SET_VALUE, SET_STATE = 2, 3, 9, 10
"""Places of the methods in the interface's table: IUnknown 0 to 2, ITaskbarList 3 to 7, ITaskbarList2 8."""

PARTS = 1000

_function: Any = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)


class WindowsTaskBar:
    """The button of one window. Whatever goes wrong shows nothing and says nothing."""

    def __init__(self, interface: int, window: int) -> None:
        """`interface` is the address of an ITaskbarList3, `window` a handle (HWND)."""
        self._interface, self._window = interface, window

    @classmethod
    def open(cls, window: int) -> WindowsTaskBar | None:
        """The task bar of this session, None where there is none. In the window's thread, where Qt initialises COM."""
        system: Any = getattr(ctypes, "oledll", None)
        if system is None:
            return None
        found = ctypes.c_void_p()
        identifiers = [(ctypes.c_byte * 16).from_buffer_copy(one.bytes_le) for one in (CLASS, INTERFACE)]
        try:
            system.ole32.CoCreateInstance(identifiers[0], None, IN_PROCESS, identifiers[1], ctypes.byref(found))
        except OSError:
            return None
        if not found.value:
            return None
        bar = cls(found.value, window)
        return bar if bar.call(INITIALISE) >= 0 else None

    def show(self, share: float | None, paused: bool) -> None:
        """A share of 0 to 1, None for none; yellow where it is paused."""
        window = ctypes.c_void_p(self._window)
        state = NO_PROGRESS if share is None else PAUSED if paused else NORMAL
        self.call(SET_STATE, window, ctypes.c_int(state))
        if share is not None:
            done, total = ctypes.c_ulonglong(round(share * PARTS)), ctypes.c_ulonglong(PARTS)
            self.call(SET_VALUE, window, done, total)

    def call(self, place: int, *values: Any) -> int:
        """Call the method at a place of the interface's table; gives its HRESULT, below 0 where it failed."""
        table = ctypes.cast(self._interface, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        address = table[place]
        kinds = [type(value) for value in values]
        method = _function(ctypes.c_int32, ctypes.c_void_p, *kinds)(address)
        return int(method(self._interface, *values))

"""Flow that was measured lately is not measured again: some pairs of pictures come up more than once."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.model.picture import FlowField

ROOM = 48 << 20
"""Bytes of flow that are kept, the last ones."""

Grey = npt.NDArray[np.uint8]


class Measured:
    """DIS between grey pictures; a pair whose flow is among the last `room` bytes is not measured again.

    A pair is known by what is in the pictures, so that what is given is what would be measured. Threads may ask.
    """

    def __init__(self, search: Dis, room: int = ROOM) -> None:
        self._search, self._room = search, room
        self._held: OrderedDict[bytes, FlowField] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, first: Grey, second: Grey) -> FlowField:
        """Where each pixel of `first` is found in `second`, uint8 (H, W) both: float32 (H, W, 2), pixels; read only."""
        name = _name(first, second)
        with self._lock:
            if name in self._held:
                self._held.move_to_end(name)
                return self._held[name]
        field = self._search.flow_grey(first, second)
        field.setflags(write=False)
        with self._lock:
            if name not in self._held:
                self._held[name] = field
                self._bytes += field.nbytes
            while self._bytes > self._room:
                self._bytes -= self._held.popitem(last=False)[1].nbytes
        return field


def _name(first: Grey, second: Grey) -> bytes:
    hashed = hashlib.blake2b(f"{first.shape}".encode(), digest_size=16)
    for picture in (first, second):
        hashed.update(np.ascontiguousarray(picture).data)
    return hashed.digest()

"""How urgent this process's threads are: what an encoder may make of it, and what it has to be again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def as_urgent_as_before() -> Iterator[None]:
    """What happens here leaves no thread of the process more urgent than its own was.

    SVT-AV1, opened by root on Linux, makes real-time threads of all there are (SCHED_FIFO, the highest): until they are
    done nothing else gets a processor, the window and what this process starts included.
    """
    if sys.platform != "linux":
        yield
        return
    before = os.sched_getscheduler(0)
    try:
        yield
    finally:
        if os.sched_getscheduler(0) != before:
            for task in Path("/proc/self/task").iterdir():
                with suppress(OSError):  # it has ended
                    os.sched_setscheduler(int(task.name), before, os.sched_param(0))

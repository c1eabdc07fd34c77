"""Ctrl-C and SIGTERM end the work within two seconds, also while it is inside one long call of a library."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType

GRACE = 1.2
"""Seconds that the work has to end by itself after the signal."""

STOPS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def stopped_by_signals(tidy: Callable[[], None], last_words: Callable[[], str]) -> Iterator[None]:
    """Raise KeyboardInterrupt in the block on the first SIGINT or SIGTERM; later ones are ignored, also after it.

    Python runs its handlers between two steps of its own, so inside a long call of C code nothing would happen. A
    second thread hears of the signal at once (through the wake-up descriptor, which the C-level handler writes to),
    waits for `GRACE` seconds, and if the block has not ended by then calls `tidy`, prints `last_words` and
    ends the process with code 130. Does nothing outside the main thread, where signals do not arrive.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stopped, ended = threading.Event(), threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        if not stopped.is_set():
            stopped.set()
            raise KeyboardInterrupt

    hears, speaks = socket.socketpair()
    speaks.setblocking(False)
    before = {number: signal.signal(number, on_signal) for number in STOPS}
    woken_before = signal.set_wakeup_fd(speaks.fileno(), warn_on_full_buffer=False)
    watch = threading.Thread(target=_watch, args=(hears, ended, tidy, last_words), daemon=True, name="stop-watch")
    watch.start()
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(woken_before)
        for number, handler in before.items():
            # Whoever was stopped is about to end: an impatient second Ctrl-C must not cut that short.
            signal.signal(number, signal.SIG_IGN if stopped.is_set() else handler)
        speaks.close()
        watch.join()
        hears.close()


def _watch(hears: socket.socket, ended: threading.Event, tidy: Callable[[], None], words: Callable[[], str]) -> None:
    while True:
        numbers = hears.recv(1)
        if not numbers:
            return
        if numbers[0] in STOPS and not ended.wait(GRACE):
            with contextlib.suppress(Exception):
                tidy()
            with contextlib.suppress(Exception):
                show_cursor = "\x1b[?25h" if sys.stderr.isatty() else ""
                os.write(2, f"{show_cursor}\n{words()}\n".encode())
            os._exit(130)

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


class StopRequest:
    """Whether a signal asked the work to end."""

    def __init__(self) -> None:
        self._asked = False

    def ask(self) -> None:
        """Let the next `check` stop the work."""
        self._asked = True

    @property
    def asked(self) -> bool:
        return self._asked

    def check(self) -> None:
        """To be called between steps. Raises KeyboardInterrupt when the work is to end."""
        if self._asked:
            raise KeyboardInterrupt


@contextlib.contextmanager
def stopped_by_signals(tidy: Callable[[], None], last_words: Callable[[], str]) -> Iterator[StopRequest]:
    """SIGINT and SIGTERM are noted in the `StopRequest`, which the work has to check between its steps.

    Raising from the handler instead would also hit callbacks of C libraries and destructors, where exceptions get
    lost. For a step that takes long there is a second thread: it hears of the signal at once (through the wake-up
    descriptor, which the C-level handler writes to), waits for `GRACE` seconds, and if the block has not ended by then
    calls `tidy`, prints `last_words` and ends the process with code 130. Further signals change nothing, nor do they
    after the block. Does nothing outside the main thread, where signals do not arrive.
    """
    stop = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    ended = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.ask()

    hears, speaks = socket.socketpair()
    speaks.setblocking(False)
    before = {number: signal.signal(number, on_signal) for number in STOPS}
    woken_before = signal.set_wakeup_fd(speaks.fileno(), warn_on_full_buffer=False)
    watch = threading.Thread(target=_watch, args=(hears, ended, tidy, last_words), daemon=True, name="stop-watch")
    watch.start()
    try:
        yield stop
    finally:
        ended.set()
        signal.set_wakeup_fd(woken_before)
        for number, handler in before.items():
            # Whoever was stopped is about to end: an impatient second Ctrl-C must not cut that short.
            signal.signal(number, signal.SIG_IGN if stop.asked else handler)
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
                new_line = "\n\x1b[?25h" if sys.stderr.isatty() else ""
                os.write(2, f"{new_line}{words()}\n".encode())
            os._exit(130)

"""An order carried out: the program itself, in a process of its own, so that one that dies takes nothing along."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from peanut_studio.batch import ENDS_WITH_STDIN
from peanut_studio.batch.order import DRY_RUN, ONLY_FILL, Order, Outcome, State
from peanut_studio.model.errors import Cancelled


class Runner:
    """Runs orders. `stop` ends those that are at work, from any thread; they keep what they finished."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[str]] = set()
        self._stopped = threading.Event()

    def run(self, order: Order) -> Outcome:
        """Carry out an order. Never raises: what went wrong is told by the outcome."""
        begun = time.monotonic()
        with _alone(order) as held:
            with self._lock:
                if self._stopped.is_set():
                    return Outcome(order, "stopped")
                try:
                    process = _started(order, held)
                except OSError as error:
                    return Outcome(order, "failed", f"{order.folder} cannot be worked in: {error.strerror}.")
                self._running.add(process)
            try:
                told, complained = _heard(process)
            finally:
                with self._lock:
                    self._running.discard(process)
        outcome = _outcome(order, process.returncode, told, complained, time.monotonic() - begun)
        # Libraries that the signal woke may call it something else.
        return replace(outcome, state="stopped") if self._stopped.is_set() and outcome.state == "failed" else outcome

    def stop(self) -> None:
        """Ask all that runs to stop, as Ctrl-C does; it does so by itself within two seconds."""
        with self._lock:
            self._stopped.set()
            for process in self._running:
                with suppress(OSError):
                    process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)


def run_alone(order: Order) -> Outcome:
    """Carry out an order in a process that does nothing else, such as a worker of a cluster."""
    return Runner().run(order)


@contextmanager
def _alone(order: Order) -> Iterator[tuple[int, ...]]:
    """Nobody else on this machine carries out the same order meanwhile, not even what a dead owner left behind.

    Gives what a process has to inherit to take part in that. Where there is no such lock nothing is waited for.
    """
    if os.name != "posix":
        yield ()
        return
    import fcntl

    with (Path(tempfile.gettempdir()) / f"peanut-studio-{order.key}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield (lock.fileno(),)


def _heard(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a process said, both ways; its standard input stays open until it has ended."""
    streams = process.stdout, process.stderr
    said = ["", ""]

    def listen(number: int) -> None:
        stream = streams[number]
        assert stream is not None
        said[number] = stream.read()

    listeners = [threading.Thread(target=listen, args=(number,), daemon=True) for number in (0, 1)]
    for listener in listeners:
        listener.start()
    process.wait()
    for listener in listeners:
        listener.join()
    for stream in (process.stdin, *streams):
        if stream is not None:
            stream.close()
    return said[0], said[1]


def _started(order: Order, held: tuple[int, ...]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "peanut_studio", *order.arguments, "--json", "--quiet"],
        cwd=order.folder,
        env=os.environ | {ENDS_WITH_STDIN: "1"},
        pass_fds=held,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        # Ctrl-C is told to the batch alone, which passes it on once.
        start_new_session=os.name == "posix",
    )


def _outcome(order: Order, code: int, told: str, complained: str, seconds: float) -> Outcome:
    lines = [line.removeprefix("peanut-studio: ").strip() for line in complained.splitlines() if line.strip()]
    said = lines[-1] if lines else ""
    is_one = "%" not in order.target.name and not {DRY_RUN, ONLY_FILL} & set(order.words)
    if code == 0 and is_one and not (order.folder / order.target).exists():
        return Outcome(order, "failed", f"It ended without having written {order.target}.", seconds)
    if code == 0:
        return Outcome(order, "done", said, seconds, facts=_facts(told))
    state: State = "stopped" if code in (Cancelled.exit_code, -signal.SIGINT) else "failed"
    if code < 0 and state == "failed":
        said = f"Its process was killed (signal {-code}); run the batch again, what it finished is kept."
    return Outcome(order, state, said or f"It ended with code {code} and said nothing.", seconds)


def _facts(told: str) -> dict[str, Any]:
    for line in reversed(told.splitlines()):
        with suppress(ValueError):
            facts = json.loads(line)
            if isinstance(facts, dict):
                return facts
    return {}

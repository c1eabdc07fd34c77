"""A job run for a person at a terminal: progress shown, stopped by Ctrl-C, told how to go on."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from peanut_studio.batch import ENDS_WITH_STDIN
from peanut_studio.cli.interrupt import stopped_by_signals
from peanut_studio.cli.progress_bar import ProgressBar
from peanut_studio.model.errors import Cancelled

if TYPE_CHECKING:
    from peanut_studio.engines.weights import WeightStore
    from peanut_studio.model.progress import Progress

T = TypeVar("T")
Work = Callable[["WeightStore", Callable[["Progress"], None]], T]


IN_ORDER = "Everything is in order; nothing was written."


class _Checked(Exception):
    """Work has begun, so all that can be found wrong beforehand has been looked for."""


def run_shown(work: Work[T], quiet: bool, dry_run: bool = False, memory: float | None = None) -> T:
    """Run `work(weights, on_progress)`. Raises Cancelled, saying how to go on, when a signal stopped it.

    A `dry_run` ends, by typer's Exit, where the work would begin. `memory` is how many GB it may take.
    """
    from peanut_studio.engines import memory_limit
    from peanut_studio.engines.weights import WeightStore
    from peanut_studio.media.writer import discard_unfinished

    bar = ProgressBar(quiet)
    if os.environ.get(ENDS_WITH_STDIN):
        threading.Thread(target=_end_with_stdin, daemon=True).start()

    def last_words() -> str:
        return f"peanut-studio: {stopped(bar.tracked, bar.filled)}"

    with stopped_by_signals(discard_unfinished, last_words) as stop:

        def on_progress(progress: Progress) -> None:
            if dry_run:
                raise _Checked
            bar(progress)
            stop.check()

        def on_bytes(done: int, total: int) -> None:
            bar.show_bytes(done, total)
            stop.check()

        try:
            with _prints_aside(), bar, memory_limit.limited(int((memory or 0) * 1e9)):
                return work(WeightStore(announce=bar.say, on_progress=on_bytes), on_progress)
        except _Checked:
            if not quiet:
                typer.echo(IN_ORDER)
            raise typer.Exit from None
        except KeyboardInterrupt:
            raise Cancelled(stopped(bar.tracked, bar.filled)) from None


@contextmanager
def _prints_aside() -> Iterator[None]:
    """What libraries and plugins print meanwhile goes where notes go: the standard output is for what was asked for."""
    try:
        sys.stdout.flush()
        kept = os.dup(1)
        os.dup2(2, 1)
    except OSError:  # there is none
        yield
        return
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _end_with_stdin() -> None:
    # Not sys.stdin, whose lock must be free when the process ends.
    while os.read(0, 1):
        pass
    signal.raise_signal(signal.SIGINT)


def stopped(tracked: int, filled: int = 0) -> str:
    """What to tell who stopped the work after `tracked` frames, with the fills of `filled` frames kept."""
    kept = [f"the {what} of {count} frames" for what, count in (("masks", tracked), ("fills", filled)) if count]
    if not kept:
        return "Stopped; nothing was written."
    return f"Stopped; nothing was written. Run the same command again: {' and '.join(kept)} are kept."

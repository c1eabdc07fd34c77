"""A job run for a person at a terminal: progress shown, stopped by Ctrl-C, told how to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from peanut_studio.cli.interrupt import stopped_by_signals
from peanut_studio.cli.progress_bar import ProgressBar
from peanut_studio.model.errors import Cancelled

if TYPE_CHECKING:
    from peanut_studio.engines.weights import WeightStore
    from peanut_studio.model.progress import Progress

T = TypeVar("T")
Work = Callable[["WeightStore", Callable[["Progress"], None]], T]


def run_shown(work: Work[T], quiet: bool) -> T:
    """Run `work(weights, on_progress)`. Raises Cancelled, saying how to go on, when a signal stopped it."""
    from peanut_studio.engines.weights import WeightStore
    from peanut_studio.media.writer import discard_unfinished

    bar = ProgressBar(quiet)

    def last_words() -> str:
        return f"peanut-studio: {stopped(bar.tracked, bar.filled)}"

    with stopped_by_signals(discard_unfinished, last_words) as stop:

        def on_progress(progress: Progress) -> None:
            bar(progress)
            stop.check()

        def on_bytes(done: int, total: int) -> None:
            bar.show_bytes(done, total)
            stop.check()

        try:
            with bar:
                return work(WeightStore(announce=bar.say, on_progress=on_bytes), on_progress)
        except KeyboardInterrupt:
            raise Cancelled(stopped(bar.tracked, bar.filled)) from None


def stopped(tracked: int, filled: int = 0) -> str:
    """What to tell who stopped the work after `tracked` frames, with the fills of `filled` frames kept."""
    kept = [f"the {what} of {count} frames" for what, count in (("masks", tracked), ("fills", filled)) if count]
    if not kept:
        return "Stopped; nothing was written."
    return f"Stopped; nothing was written. Run the same command again: {' and '.join(kept)} are kept."

"""Jobs shown on a terminal: a bar where there is one to draw on, now and then a line where there is none."""

from __future__ import annotations

import math
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from peanut_studio.model.progress import Progress

LINE_EVERY = 5.0
"""Seconds between two lines where no bar can be drawn."""


class ProgressBar:
    """Shows `Progress` on stderr: stage, share, frames a second, time left and time taken. Use as a context.

    Notes are printed as lines of their own, also when `quiet` leaves out the rest.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._stage = ""
        self._begun = self._shown = 0.0
        self._first = self._last = 0
        self.tracked = self.filled = 0

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            self._bar = _draw_bar()
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        """Show how far a job is."""
        if progress.note:
            self.say(progress.note)
        if progress.stage == "tracking":
            self.tracked = progress.done
        if progress.stage == "filling":
            self.filled = progress.kept
        if self._quiet or not progress.stage:
            return
        if progress.stage != self._stage or progress.done < self._last:
            self._begin(progress)
        self._last = progress.done
        if self._bar is not None and self._task is not None:
            speed = self._speed(progress)
            self._bar.update(self._task, completed=progress.done, total=progress.total, speed=speed)
        else:
            self._show_line(progress)

    def say(self, sentence: str) -> None:
        """Print a line without disturbing the bar."""
        if self._bar is not None:
            self._bar.console.print(sentence, markup=False, highlight=False, soft_wrap=True)
        else:
            print(sentence, file=sys.stderr, flush=True)  # noqa: T201

    def show_bytes(self, done: int, total: int) -> None:
        """Show how far a download is."""
        from peanut_studio.model.progress import Progress

        self(Progress("fetching weights (bytes)", done, total))

    def _begin(self, progress: Progress) -> None:
        self._stage, self._begun, self._first = progress.stage, time.monotonic(), progress.done
        self._shown = -math.inf
        if self._bar is not None:
            self._task = self._bar.add_task(progress.stage, total=progress.total, speed="")

    def _rate(self, progress: Progress) -> float:
        """Units a second since the stage began, 0 while it is too early to tell."""
        taken = time.monotonic() - self._begun
        return (progress.done - self._first) / taken if taken > 0.2 else 0.0

    def _speed(self, progress: Progress) -> str:
        rate = self._rate(progress)
        if not rate:
            return ""
        if progress.stage == "jobs":
            return f"{60 * rate:.1f} a minute"
        return f"{rate / 1e6:.1f} MB/s" if "bytes" in progress.stage else f"{rate:.2f} frames/s"

    def _show_line(self, progress: Progress) -> None:
        now, ended = time.monotonic(), progress.done >= progress.total
        if not ended and now - self._shown < LINE_EVERY:
            return
        self._shown = now
        rate = self._rate(progress)
        left = f", {_clock((progress.total - progress.done) / rate)} left" if rate and not ended else ""
        share = 100 * progress.done // max(1, progress.total)
        pace = f", {self._speed(progress)}" if rate else ""
        taken = _clock(now - self._begun)
        self.say(f"{progress.stage}: {share} % ({progress.done} of {progress.total}){pace}{left}, {taken} so far")


def _draw_bar() -> Bar:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import (
        Progress as Bar,
    )

    return Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("taken"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

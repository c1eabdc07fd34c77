"""Curves of the whole picture, measured bit by bit in a thread while nothing else is going on."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from peanut_studio.model.clip import Span
from peanut_studio.model.project import Project
from peanut_studio.ui.job_thread import LatestThread

if TYPE_CHECKING:
    from peanut_studio.quality.steadiness import Measuring, SteadinessCurves

STRETCH = 0.15
"""Seconds that are measured in one go."""

BREATH, LATER = 60, 700
"""Milliseconds from one stretch to the next, and until it is looked again whether there is time for one."""

KEPT = 4
"""Clips of which what was measured is kept."""


class SteadinessFeed(QObject):
    """`measured` gives the `SteadinessCurves` of the clip that is looked at, as far as they are known.

    Nothing is measured while `is_busy` says so; it may be set from outside.
    """

    measured = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_busy: Callable[[], bool] = lambda: False
        self._clip: Path | None = None
        self._result: Path | None = None
        self._span, self._frame = Span(0, 1), 0
        self._kept: dict[Path, tuple[Path | None, Measuring]] = {}
        self._asks = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.go_on)
        self._thread = LatestThread(self._close_all, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)

    @property
    def is_measuring(self) -> bool:
        """Whether more will be known of what is looked at."""
        return self._asks or self._timer.isActive()

    def look_at(self, project: Project | None, frame: int) -> None:
        """Measure this clip and its result from now on, beginning at a frame; None: nothing."""
        clip = project.clip.path if project is not None else None
        result = project.result.path if project is not None and project.result is not None else None
        span = project.span if project is not None else self._span
        self._frame = frame
        if (clip, result, span) != (self._clip, self._result, self._span):
            self._clip, self._result, self._span = clip, result, span
            self._timer.start(0)

    def rest(self) -> None:
        """Nobody looks."""
        self._clip = None
        self._timer.stop()

    def go_on(self) -> None:
        """Measure another stretch, if there is time."""
        if self._clip is None or self._asks:
            return
        if self.is_busy():
            self._timer.start(LATER)
            return
        self._asks = True
        clip, result, span, frame = self._clip, self._result, self._span, self._frame
        self._thread.ask("measure", lambda: (clip, result, self._measure(clip, result, span, frame)))

    def stop(self) -> None:
        """End the thread."""
        self._timer.stop()
        self._thread.stop()

    def on_answered(self, _key: str, answer: tuple[Path, Path | None, tuple[SteadinessCurves, bool]]) -> None:
        """A stretch is done."""
        self._asks = False
        clip, result, (curves, is_all) = answer
        wanted = (clip, result) == (self._clip, self._result)
        if wanted:
            self.measured.emit(curves)
        if not (wanted and is_all):
            self._timer.start(BREATH)

    def on_failed(self, _key: str, sentence: str) -> None:
        """A file is gone; it is not tried again until something else is looked at."""
        self._asks = False
        self.failed.emit(sentence)

    # --- in the thread

    def _measure(self, clip: Path, result: Path | None, span: Span, frame: int) -> tuple[SteadinessCurves, bool]:
        measuring = self._open(clip, result)
        first = max(span.start, min(frame, span.stop - 1))
        curves = measuring.measure(chain(range(first, span.stop), range(span.start, first)), STRETCH)
        return curves or measuring.curves(), curves is None

    def _open(self, clip: Path, result: Path | None) -> Measuring:
        from peanut_studio.quality.steadiness import Measuring

        known = self._kept.pop(clip, None)
        if known is None:
            known = result, Measuring(clip, result)
        elif known[0] != result:
            known[1].take_result(result)
        self._kept[clip] = result, known[1]
        while len(self._kept) > KEPT:
            self._kept.pop(next(iter(self._kept)))[1].close()
        return known[1]

    def _close_all(self) -> None:
        for _, measuring in self._kept.values():
            measuring.close()
        self._kept.clear()

"""The clock of playing: where the playhead has to be now. It never waits for pictures."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from peanut_studio.model.clip import Clip, Span
from peanut_studio.ui.sound import Sound

FASTEST = 8


class Player(QObject):
    """Moves the playhead at the clip's own rate, forwards or backwards, also where frames are unevenly long.

    Forwards at the usual rate `sound` is heard, and leads; at any other rate it is silent.
    """

    moved = Signal(int)
    rate_changed = Signal(int)

    def __init__(self, sound: Sound, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sound = sound
        self._clip: Clip | None = None
        self._span: Span | None = None
        self._from = Fraction(0)
        self.rate = 0
        self.loops = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.on_timeout)

    def load(self, clip: Clip) -> None:
        """Take a clip; playing stops."""
        self.stop()
        self._clip, self._span = clip, None
        self.sound.load(clip)

    def set_range(self, span: Span) -> None:
        """What is repeated when playing loops."""
        self._span = span

    def toggle(self, frame: int) -> None:
        """Play from a frame, or stop."""
        if self.rate:
            self.stop()
        else:
            self._start(1, frame)

    def shuttle(self, direction: int, frame: int) -> None:
        """Play that way; twice as fast each time it is asked again."""
        same = self.rate * direction > 0
        self._start(direction * min(FASTEST, 2 * abs(self.rate)) if same else direction, frame)

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()
        self.sound.stop()
        if self.rate:
            self.rate = 0
            self.rate_changed.emit(0)

    def on_timeout(self) -> None:
        """Move to where the clock is."""
        clip = self._clip
        if clip is None or not self.rate:
            return
        seconds = self._now()
        first, last = 0, clip.frame_count - 1
        if self.loops and self._span is not None:
            first, last = self._span.start, self._span.stop - 1
        end = clip.time_of(last) + 1 / clip.frame_rate
        if seconds >= end or seconds < clip.time_of(first):
            if self.loops:
                target = first if self.rate > 0 else last
                self.moved.emit(target)
                self._start(self.rate, target)
            else:
                self.moved.emit(last if self.rate > 0 else first)
                self.stop()
            return
        self.moved.emit(self._frame_at(clip, seconds))

    def _start(self, rate: int, frame: int) -> None:
        clip = self._clip
        if clip is None:
            return
        if rate > 0 and frame >= clip.frame_count - 1 and not self.loops:
            frame = 0
        if self.loops and self._span is not None and frame not in self._span:
            frame = self._span.start
        self._from = clip.time_of(frame) + (0 if rate > 0 else 1 / clip.frame_rate)
        self._clock.start()
        if rate == 1:
            self.sound.play(self._from)
        else:
            self.sound.stop()
        self._timer.start(max(4, min(20, int(500 / (clip.frame_rate * abs(rate))))))
        if rate != self.rate:
            self.rate = rate
            self.rate_changed.emit(rate)

    def _now(self) -> Fraction:
        """Seconds of the clip; the clock is set right by what is heard, so that it goes on where the sound ends."""
        seconds = self._from + Fraction(self._clock.nsecsElapsed(), 10**9) * self.rate
        heard = self.sound.position()
        if heard is not None:
            self._from += heard - seconds
            return heard
        return seconds

    @staticmethod
    def _frame_at(clip: Clip, seconds: Fraction) -> int:
        ticks = seconds / clip.time_base + clip.timestamps[0]
        return max(0, bisect_right(clip.timestamps, ticks) - 1)

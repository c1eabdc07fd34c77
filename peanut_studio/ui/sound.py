"""Plays the clip's sound beside its pictures. Once it is heard it is the clock that the pictures follow."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QObject, Qt, QTimer

from peanut_studio.model.clip import Clip
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ui import speaker as speakers
from peanut_studio.ui.background import Background
from peanut_studio.ui.speaker import Speaker

RATE, FRAME_BYTES = 48000, 4
FEED_EVERY = 10
"""Milliseconds between two looks at how much room the device has."""

AHEAD = 2 * RATE * FRAME_BYTES
"""Bytes that are decoded ahead."""

READY = RATE * FRAME_BYTES // 20
"""Bytes that must be there before it begins."""

HANGS = 0.25
"""Seconds without anything being heard after which the device is no clock any more."""

ENDING = 0.005
"""Seconds before the end of what the device was given, or before a gap, from which it is no clock any more."""

MakeSpeaker = Callable[[], Speaker | None]


class Sound(QObject):
    """Silent, and no clock, where there is no sound in the clip or no device for it."""

    def __init__(self, make_speaker: MakeSpeaker = speakers.usual_speaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_speaker = make_speaker
        self._speaker: Speaker | None = None
        self._asked = False
        self._clip: Clip | None = None
        self._decoding = Background(self)
        self._loading = Background(self)
        self._pieces: deque[bytes] = deque()
        self._held = self._given = 0
        self._begin = self._base = Fraction(0)
        self._began_at = 0.0
        self._given = 0
        self._from: float | None = None
        self._heard = (0.0, 0.0)
        self._sounds = False
        self._volume, self._muted = 1.0, False
        self._timer = QTimer(self, interval=FEED_EVERY, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.on_timeout)

    def load(self, clip: Clip) -> None:
        """Another clip."""
        self.stop()
        self._clip = clip
        if clip.has_audio and not self._asked:
            self._loading.start(_load)

    def play(self, begin: Fraction) -> None:
        """Sound from `begin` (seconds of the clip) on, which is where the pictures are now."""
        self.stop()
        if self._clip is None or not self._clip.has_audio or self._find_speaker() is None:
            return
        clip = self._clip
        pieces: deque[bytes] = deque()
        self._pieces, self._held, self._begin = pieces, 0, begin
        self._began_at = time.monotonic()
        self._decoding.start(lambda: _decode(clip, begin, pieces, lambda: self._pieces is pieces))
        self._timer.start()

    def stop(self) -> None:
        """Be silent."""
        self._timer.stop()
        self._decoding.cancel()
        self._pieces = deque()
        if self._speaker is not None and self._sounds:
            self._speaker.stop()
        self._sounds, self._from = False, None

    def position(self) -> Fraction | None:
        """Which second of the clip is heard now; None where nothing is, or the device does not go on."""
        if self._speaker is None or self._from is None:
            return None
        seconds, now = self._speaker.heard(), time.monotonic()
        if seconds != self._heard[0]:
            self._heard = (seconds, now)
        ends = self._given / (RATE * FRAME_BYTES) - ENDING
        if not self._from <= seconds <= ends or now - self._heard[1] > HANGS:
            return None
        return self._base + Fraction(seconds).limit_denominator(10**6)

    def set_volume(self, volume: float) -> None:
        """0 to 1."""
        self._volume = volume
        self._apply_volume()

    def set_muted(self, muted: bool) -> None:
        """Whether it is silent, whatever the volume; it goes on being the clock."""
        self._muted = muted
        self._apply_volume()

    def close(self) -> None:
        """End the threads."""
        self.stop()
        self._decoding.stop()
        self._loading.stop()

    def on_timeout(self) -> None:
        """Give the device what it has room for."""
        if self._speaker is None:
            return
        if not self._sounds and not self._may_begin():
            return
        if self._from is None and self._speaker.heard() > 0:
            self._catch_up(self._speaker.heard())
        room = self._speaker.room() // FRAME_BYTES * FRAME_BYTES
        while room > 0 and self._pieces:
            piece = self._pieces.popleft()
            taken = self._speaker.give(piece[:room])
            room -= taken
            self._given += taken
            if taken < len(piece):
                self._pieces.appendleft(piece[taken:])
            if taken == 0:
                break

    def _may_begin(self) -> bool:
        """Drop what is already over; begin where the pictures are when there is enough."""
        self._held += self._drop(int((time.monotonic() - self._began_at) * RATE) * FRAME_BYTES - self._held)
        if self._speaker is None or sum(map(len, tuple(self._pieces))) < READY:
            return False
        self._base = self._begin + Fraction(self._held, RATE * FRAME_BYTES)
        self._apply_volume()
        self._speaker.start()
        self._given, self._sounds = 0, True
        return True

    def _catch_up(self, heard: float) -> None:
        """Devices take up to half a second to begin: leave that much out, so that sound meets the pictures again."""
        late = time.monotonic() - self._began_at - float(self._base - self._begin) - heard
        wanted = max(0, int(late * RATE)) * FRAME_BYTES
        if sum(map(len, tuple(self._pieces))) < wanted:
            return
        self._base += Fraction(self._drop(wanted), RATE * FRAME_BYTES)
        self._from = self._given / (RATE * FRAME_BYTES)
        self._heard = (heard, time.monotonic())

    def _drop(self, wanted: int) -> int:
        """Leave out so many bytes, as far as they are there; gives how many they were."""
        dropped = 0
        while self._pieces and dropped < wanted:
            piece = self._pieces.popleft()
            some = min(len(piece), wanted - dropped)
            dropped += some
            if some < len(piece):
                self._pieces.appendleft(piece[some:])
        return dropped

    def _find_speaker(self) -> Speaker | None:
        if not self._asked:
            self._asked = True
            self._speaker = self._make_speaker()
        return self._speaker

    def _apply_volume(self) -> None:
        if self._speaker is not None:
            self._speaker.set_volume(0.0 if self._muted else self._volume)


def _load() -> Job[None]:
    speakers.load()
    yield Progress("sound", 1, 1)


def _decode(clip: Clip, begin: Fraction, pieces: deque[bytes], is_wanted: Callable[[], bool]) -> Job[None]:
    from peanut_studio.media.sound import sound_from

    for samples in sound_from(clip, begin):
        pieces.append(samples.tobytes())
        yield Progress("sound", 0, 0)
        while is_wanted() and sum(map(len, tuple(pieces))) > AHEAD:
            time.sleep(0.02)
            yield Progress("sound", 0, 0)

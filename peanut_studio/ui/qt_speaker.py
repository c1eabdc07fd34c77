"""Sound through Qt. Only imported where its libraries are there."""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices

from peanut_studio.ui.speaker import LATENCY

BYTES_A_SECOND = 48000 * 4


class QtSpeaker:
    """A `Speaker` on an audio device."""

    def __init__(self, device: QAudioDevice, form: QAudioFormat) -> None:
        self._sink = QAudioSink(device, form)
        self._sink.setBufferSize(int(LATENCY * BYTES_A_SECOND))
        self._pipe: QIODevice | None = None

    @classmethod
    def default(cls) -> Self | None:
        """The system's default output; None where there is none."""
        device = QMediaDevices.defaultAudioOutput()
        form = QAudioFormat()
        form.setSampleRate(48000)
        form.setChannelCount(2)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        return None if device.isNull() or not device.isFormatSupported(form) else cls(device, form)

    def start(self) -> None:
        """Begin anew."""
        self._pipe = self._sink.start()

    def room(self) -> int:
        """Bytes that can be given now."""
        return self._sink.bytesFree() if self._pipe is not None else 0

    def give(self, data: bytes) -> int:
        """Bytes that were taken."""
        return max(0, self._pipe.write(data)) if self._pipe is not None else 0

    def heard(self) -> float:
        """Seconds that have left the buffer."""
        return self._sink.processedUSecs() / 1e6

    def set_volume(self, volume: float) -> None:
        """As the ear counts: the square of it is what is sent."""
        self._sink.setVolume(volume * volume)

    def stop(self) -> None:
        """Be silent at once."""
        self._pipe = None
        self._sink.reset()

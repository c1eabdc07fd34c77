"""The computer's sound output, where it has one."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import qInstallMessageHandler

LATENCY = 0.06
"""Seconds of sound that the device is given ahead."""


class Speaker(Protocol):
    """Takes samples, int16 stereo at 48 kHz as bytes, and says how many seconds of them were heard."""

    def start(self) -> None:
        """Begin anew, at 0 seconds."""
        ...

    def room(self) -> int:
        """Bytes that can be given now."""
        ...

    def give(self, data: bytes) -> int:
        """Bytes that were taken."""
        ...

    def heard(self) -> float:
        """Seconds since `start` of what was given."""
        ...

    def set_volume(self, volume: float) -> None:
        """0 to 1."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...


def load() -> None:
    """Import what plays sound; takes a while, so do it beforehand in a thread. Nothing happens where it is missing."""
    try:
        import PySide6.QtMultimedia  # noqa: F401
    except ImportError:
        return


def usual_speaker() -> Speaker | None:
    """The default output, None where there is none: no device, no sound server, no library for it."""
    # Qt tells the terminal at length what a machine without sound lacks; nobody there waits for sound.
    before = qInstallMessageHandler(lambda *_: None)
    try:
        from peanut_studio.ui.qt_speaker import QtSpeaker

        return QtSpeaker.default()
    except ImportError:
        return None
    finally:
        qInstallMessageHandler(before)

"""The failures a person can do something about.

Every message is one sentence for that person: what went wrong, where, and what to do. The command line prints it
and ends with `exit_code`; the window shows it. Anything else that is raised is a bug.
"""

from __future__ import annotations


class StudioError(Exception):
    """A failure with a sentence for the user. Base of all the errors that the program raises on purpose."""

    exit_code = 2


class InputError(StudioError):
    """What the user gave cannot be used: a path, a point, a range, a mask, a name, an option."""


class MediaError(StudioError):
    """A media file cannot be read or written."""


class WeightsError(StudioError):
    """Weights are missing, damaged or cannot be fetched."""


class DeviceError(StudioError):
    """The asked-for device is not there or cannot run the engine."""


class MemoryExhausted(StudioError):
    """The work does not fit in memory, also after it was retried with smaller pieces."""


class Cancelled(StudioError):
    """The user stopped the work. The message says how to go on."""

    exit_code = 130

"""Whose fault it is when something unforeseen is raised: the program's own, or that of a plugin at work."""

from __future__ import annotations

import traceback

from peanut_studio.engines.plugins.found import PACKAGE
from peanut_studio.model.errors import InputError


def blamed(error: BaseException) -> BaseException:
    """What a plugin's code raised as an InputError that names the plugin; everything else as it is."""
    if isinstance(error, KeyboardInterrupt | MemoryError):
        return error
    for frame, _ in traceback.walk_tb(error.__traceback__):
        top, _, rest = str(frame.f_globals.get("__name__", "")).partition(".")
        if top == PACKAGE and rest:
            return _told(rest.partition(".")[0], error)
    return error


def _told(plugin: str, error: BaseException) -> InputError:
    said = " ".join(str(error).split()).rstrip(".")
    reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
    told = InputError(f"The plugin '{plugin}' failed ({reason}); choose another engine, or tell who wrote it.")
    told.__cause__ = error
    return told

"""Names of files from patterns with tags."""

from __future__ import annotations

import re
from datetime import date

from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError

TAGS = ("name", "date", "preset", "range")
USUAL = "{name}-{preset}"
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST = 200


def file_name(pattern: str, *, name: str, preset: str, span: Span, day: date) -> str:
    """A file's name without ending: {name} is the clip's, {date} 2026-01-31, {preset}, {range} '12-80'.

    What a file system does not take becomes a hyphen. Raises InputError for an unknown tag or an empty name.
    """
    values = {"name": name, "date": day.isoformat(), "preset": preset, "range": f"{span.start}-{span.stop - 1}"}

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            known = ", ".join(f"{{{tag}}}" for tag in TAGS)
            raise InputError(f"There is no tag {match[0]}; known: {known}.")
        return values[match[1]]

    return file_name_of(re.sub(r"\{([^{}]*)\}", value, pattern))


def file_name_of(text: str) -> str:
    """A text as a name that every file system takes. Raises InputError where nothing is left of it."""
    made = _FORBIDDEN.sub("-", text).strip(" .")[:_LONGEST]
    if not made:
        raise InputError("The file needs a name.")
    return made

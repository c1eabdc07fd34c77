"""Which keys do what, as somebody changed them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from peanut_studio.ui.actions import SPECS, ActionSpec
from peanut_studio.ui.words import action_text, name_of

RESERVED = {**{str(number): "Select Object" for number in range(1, 10)}, "\\": "Show the Original"}
"""Keys that are no action's but the window's own."""


def keys_of(spec: ActionSpec, changed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """An action's keys."""
    return changed.get(spec.id, spec.keys)


def owner_of(key: str, changed: Mapping[str, tuple[str, ...]], besides: str) -> ActionSpec | str | None:
    """The action, other than `besides`, or the window's own use, that a key has already."""
    wanted = QKeySequence(key)
    for spec in SPECS:
        if spec.id != besides and any(QKeySequence(taken) == wanted for taken in keys_of(spec, changed)):
            return spec
    return next((use for taken, use in RESERVED.items() if QKeySequence(taken) == wanted), None)


def set_keys(actions: Mapping[str, QAction], changed: Mapping[str, tuple[str, ...]]) -> None:
    """Give every action its keys, and say them in its tool tip."""
    for spec in SPECS:
        action, keys = actions[spec.id], keys_of(spec, changed)
        sequences = [QKeySequence(key) for key in keys]
        if action.shortcuts() != sequences:
            action.setShortcuts(sequences)
        says = action_text(spec.tip) if spec.tip else name_of(spec)
        told = told_keys(keys)
        action.setToolTip(f"{says} ({told})" if told else says)


def told_keys(keys: tuple[str, ...]) -> str:
    """Keys as the system writes them; doubles that people do not think of are left out."""
    form = QKeySequence.SequenceFormat.NativeText
    return QCoreApplication.translate("Shortcuts", " or ").join(
        QKeySequence(key).toString(form) for key in keys if key not in ("Ctrl+Enter", "+")
    )

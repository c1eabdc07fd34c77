"""How far an object is, as its row in the list says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from PySide6.QtCore import QCoreApplication

from peanut_studio.model.project import ChosenObject, Project

Tone: TypeAlias = Literal["plain", "busy", "due", "good"]
"""What kind of news it is: work in hand, work to be asked for, work that is done."""


@dataclass(frozen=True)
class InHand:
    """What a job does with the objects of a clip just now: `tracked`, with how much of that is done (None: nobody
    knows), and those `filled` away.
    """

    tracked: Mapping[int, float | None] = field(default_factory=dict)
    filled: frozenset[int] = frozenset()


NOTHING = InHand()


@dataclass(frozen=True)
class Standing:
    """A short sentence and its tone."""

    text: str
    tone: Tone = "plain"


def standing_of(chosen: ChosenObject, project: Project, in_hand: InHand = NOTHING) -> Standing:
    """Of an object of a project."""
    if chosen.object_id in in_hand.tracked:
        share = in_hand.tracked[chosen.object_id]
        if not share:
            return Standing(QCoreApplication.translate("ObjectsPanel", "Tracking…"), "busy")
        text = QCoreApplication.translate("ObjectsPanel", "Tracking… {share} %")
        return Standing(text.format(share=f"{100 * share:.0f}"), "busy")
    if chosen.object_id in in_hand.filled:
        return Standing(QCoreApplication.translate("ObjectsPanel", "Being removed…"), "busy")
    if not chosen.keys:
        return Standing(QCoreApplication.translate("ObjectsPanel", "Click or paint it in the picture"))
    if not chosen.removed:
        return Standing(QCoreApplication.translate("ObjectsPanel", "Stays in the picture"))
    painted = chosen.track is None or set(chosen.track.runs) <= set(chosen.corrected_frames)
    if painted and not chosen.is_tracked(project.span):
        return Standing(QCoreApplication.translate("ObjectsPanel", "Not tracked yet"))
    if chosen.stale_over(project.span):
        return Standing(QCoreApplication.translate("ObjectsPanel", "Changed: track again"), "due")
    if chosen.is_tracked(project.span):
        return Standing(QCoreApplication.translate("ObjectsPanel", "Tracked"), "good")
    return Standing(QCoreApplication.translate("ObjectsPanel", "Tracked in part"), "due")

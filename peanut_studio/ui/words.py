"""Words that stand in tables, or in rooms that know no Qt: English there, in the user's language when they are shown.

`listed` gives them all by context, for the script that collects what is to be translated finds only literals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from peanut_studio.ui.actions import ActionSpec

STEPS = (
    "Add Box", "Add Marker", "Add Part", "Add Point", "Brush", "Clear Correction", "Clear In and Out", "Clear Points",
    "Clear Results", "Colour", "Copy Mask", "Delete From Here On", "Delete Marker", "Delete Object", "Erase", "Fill",
    "Find by Words", "Import Masks", "Interpolate", "Keep Object", "Lasso", "Lasso Away", "New Object", "Remove",
    "Remove Object", "Rename Marker", "Rename Object", "Scribble", "Set In", "Set Out", "Set Range", "Take Part Away",
    "Track",
)  # fmt: skip
"""What the history calls edits; a project keeps these names."""

REFINING = {
    "grow": "Grow {name}", "holes": "Close Holes of {name}", "specks": "Drop Specks of {name}",
    "feather": "Feather {name}", "smooth": "Steady {name}", "edges": "Fit Edges of {name}",
    "hair": "Find Hair of {name}", "cast": "Shadow of {name}", "": "Refine {name}",
}  # fmt: skip
"""The same for changes of an object's refinement, by the one setting that is changed; '' is for several at once."""

STAGES = (
    "checking", "clearing", "deleting", "downloading", "enlarging", "exporting", "fetching weights (bytes)",
    "filling", "finding shadows", "flow", "interpolating", "looking", "looking how much moves", "making a clip",
    "measuring", "proxy", "reading masks", "refining masks", "review", "sound", "tracking",
    "tracking around the range", "trying engines", "writing masks",
)  # fmt: skip
"""What jobs call their stages."""


def action_text(text: str) -> str:
    """What the table of actions says."""
    return QCoreApplication.translate("Actions", text)


def name_of(spec: ActionSpec) -> str:
    """An action's name, without the dots that a menu puts behind it."""
    return action_text(spec.text).rstrip("…").removesuffix("...")


def step_text(name: str) -> str:
    """A step of the history; the empty name stays empty."""
    for text in REFINING.values():
        before = text.removesuffix("{name}")
        if name.startswith(before):
            return QCoreApplication.translate("Steps", text).format(name=name.removeprefix(before))
    return QCoreApplication.translate("Steps", name) if name else ""


def stage_text(name: str) -> str:
    """A stage of a job, to begin a sentence with."""
    text = QCoreApplication.translate("Stages", name)
    return text[:1].upper() + text[1:]


def preset_text(text: str) -> str:
    """A preset's title, or what it is for."""
    return QCoreApplication.translate("Presets", text)


def quality_word(word: str) -> str:
    """How good a quality is."""
    return QCoreApplication.translate("Qualities", word)


def reason_text(reason: str) -> str:
    """Why a frame is to be looked at."""
    return QCoreApplication.translate("Reasons", reason)


def listed() -> Mapping[str, tuple[str, ...]]:
    """All of them, by context."""
    from peanut_studio.pipeline.presets import PRESETS
    from peanut_studio.quality.review import Reason
    from peanut_studio.ui.actions import MENUS, MOUSE, SPECS
    from peanut_studio.ui.dialogs.export_words import QUALITIES
    from peanut_studio.ui.shortcuts import RESERVED

    said = [*MENUS, *(text for spec in SPECS for text in (spec.text, spec.tip) if text)]
    said += [text for row in MOUSE for text in row] + list(RESERVED.values())
    return {
        "Actions": tuple(dict.fromkeys(said)),
        "Presets": tuple(dict.fromkeys(text for preset in PRESETS for text in (preset.title, preset.use))),
        "Qualities": tuple(word for _, word in QUALITIES),
        "Reasons": tuple(reason.value for reason in Reason),
        "Stages": STAGES,
        "Steps": (*STEPS, *REFINING.values()),
    }

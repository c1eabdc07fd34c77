"""The menu bar, out of the actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from peanut_studio.ui.actions import MENUS, SPECS
from peanut_studio.ui.words import action_text

SEPARATED = (
    "preferences",
    "export", "quit", "clear_marks", "find_words", "brush_smaller", "copy_mask", "fit", "zoom_timeline_in", "loop",
    "remove", "workspace_select",
)  # fmt: skip
"""Before these there is a line."""


@dataclass(frozen=True, eq=False)
class Menus:
    """The menus that are filled elsewhere."""

    recent: QMenu
    panels: QMenu


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> Menus:
    """Every action in its menu; panels get theirs when they are added."""
    recent = QMenu(QCoreApplication.translate("Menus", "Open Recent"), bar)
    panels = QMenu(QCoreApplication.translate("Menus", "Panels"), bar)
    for name in MENUS:
        menu = bar.addMenu(action_text(name))
        for spec in SPECS:
            if spec.menu != name or spec.id.startswith("panel_"):
                continue
            if spec.id in SEPARATED:
                menu.addSeparator()
            if spec.id == "workspace_select":
                menu.addMenu(panels)
            menu.addAction(actions[spec.id])
            if spec.id == "open_folder":
                menu.addMenu(recent)
    return Menus(recent, panels)

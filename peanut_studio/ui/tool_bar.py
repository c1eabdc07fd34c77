"""The row of buttons over the picture."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QToolBar, QWidget

from peanut_studio.ui.action_button import action_button
from peanut_studio.ui.step_button import StepButton
from peanut_studio.ui.steps import STEPS

TOOLS = (
    "tool_points", "tool_box", "tool_scribble", "tool_brush", "tool_eraser", "tool_lasso", "tool_fill", "tool_hand",
    "tool_zoom",
)  # fmt: skip
"""What the left button does in the picture: one of these."""


def tool_bar(actions: Mapping[str, QAction]) -> QToolBar:
    """Tools on the left, the steps of the work on the right."""
    bar = QToolBar(QCoreApplication.translate("ToolBar", "Tools"))
    bar.setObjectName("tools")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for group in (("open",), TOOLS, ("fit",)):
        for name in group:
            bar.addWidget(action_button(actions[name]))
        bar.addSeparator()
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    for name in STEPS:
        bar.addWidget(StepButton(actions[name], name))
    return bar

"""Where each part of the window lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from peanut_studio.ui.docks import Area, Docks
from peanut_studio.ui.menus import Menus, fill_menus
from peanut_studio.ui.scrolled import Scrolled
from peanut_studio.ui.tool_bar import tool_bar

if TYPE_CHECKING:
    from peanut_studio.ui.main_window import MainWindow


@dataclass(frozen=True, eq=False)
class Laid:
    """What holds the parts: `pages` has the welcome and the viewer."""

    menus: Menus
    pages: QStackedWidget
    docks: Docks


def lay_out(window: MainWindow) -> Laid:
    """Put the parts of a window in their places, once."""
    menus = fill_menus(window.menuBar(), window.actions_by_id)
    menus.recent.aboutToShow.connect(window.fill_recent_menu)
    window.addToolBar(tool_bar(window.actions_by_id))
    pages = QStackedWidget()
    pages.addWidget(window.welcome)
    pages.addWidget(window.viewer)
    # Messages lie over the picture's lower edge: it does not move under the mouse when they come and go.
    over = QGridLayout()
    over.addWidget(pages, 0, 0)
    over.addWidget(window.messages, 0, 0, Qt.AlignmentFlag.AlignBottom)
    window.messages.raise_()
    middle = QVBoxLayout()
    middle.setContentsMargins(0, 0, 0, 0)
    middle.setSpacing(0)
    middle.addWidget(window.view_bar)
    middle.addWidget(window.prompt_bar)
    middle.addLayout(over, 1)
    middle.addWidget(window.transport)
    centre = QWidget()
    centre.setLayout(middle)
    window.setCentralWidget(centre)
    left, right, below = Area.LeftDockWidgetArea, Area.RightDockWidgetArea, Area.BottomDockWidgetArea
    docks = Docks(window, menus.panels, window.actions_by_id)
    docks.add("media", QCoreApplication.translate("MainWindow", "Media"), window.media_bin, left)
    docks.add("objects", QCoreApplication.translate("MainWindow", "Objects"), window.objects, left)
    docks.add("refine", QCoreApplication.translate("MainWindow", "Refine"), Scrolled(window.refine), left)
    docks.add("review", QCoreApplication.translate("MainWindow", "Review"), window.review, right)
    docks.add("inspector", QCoreApplication.translate("MainWindow", "Inspector"), Scrolled(window.inspector), right)
    docks.add("history", QCoreApplication.translate("MainWindow", "History"), window.helping.history, right)
    docks.add("jobs", QCoreApplication.translate("MainWindow", "Jobs"), window.jobs, right)
    docks.add("timeline", QCoreApplication.translate("MainWindow", "Timeline"), window.timeline, below, bare=True)
    docks.add("curves", QCoreApplication.translate("MainWindow", "Curves"), window.curves, below)
    docks.add("log", QCoreApplication.translate("MainWindow", "Log"), window.helping.log_panel, below)
    bar = window.statusBar()
    bar.setSizeGripEnabled(False)
    bar.addWidget(window.job_bar)
    bar.addWidget(window.busy)
    bar.addPermanentWidget(window.brush_width)
    bar.addPermanentWidget(window.readout)
    bar.addPermanentWidget(window.zoom)
    return Laid(menus, pages, docks)

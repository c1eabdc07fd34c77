"""A step of the work as a button: with a tick when it is done, in colour when it is the next one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QActionEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton

from peanut_studio.ui import theme
from peanut_studio.ui.icons import icon


class StepButton(QToolButton):
    """Shows an action; `drawn` is the name of its icon."""

    def __init__(self, action: QAction, drawn: str) -> None:
        super().__init__()
        self._drawn, self._done = drawn, False
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_state(self, done: bool, due: bool) -> None:
        """Whether it is done, and whether it is the next."""
        if done != self._done:
            self._done = done
            name = self.defaultAction().text().rstrip("…")
            self.setAccessibleName(self.tr("{step}, done").format(step=name) if done else name)
            self.update()
        if bool(self.property("primary")) != due:
            self.setProperty("primary", due)
            self._draw()
            self.style().unpolish(self)
            self.style().polish(self)

    def actionEvent(self, event: QActionEvent) -> None:
        """The action has changed; its icon is for menus, which have another ground."""
        super().actionEvent(event)
        self._draw()

    def _draw(self) -> None:
        due = bool(self.property("primary"))
        self.setIcon(icon(self._drawn, theme.ON_ACCENT if due else theme.TEXT))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._done:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() - 10, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.GOOD)
        painter.drawEllipse(middle, 6.5, 6.5)
        painter.setPen(QPen(theme.PANEL, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([middle + QPointF(-3, 0), middle + QPointF(-0.8, 2.4), middle + QPointF(3.2, -2.4)])

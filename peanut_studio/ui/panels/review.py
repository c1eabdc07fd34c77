"""The list of frames that should be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from peanut_studio.model.project import Project
from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.timecode import timecode
from peanut_studio.ui.words import reason_text

if TYPE_CHECKING:
    from peanut_studio.quality.review import Finding
    from peanut_studio.ui.desk import Desk

MOST = 500
"""Rows that are listed; nobody reads more."""


class ReviewPanel(QFrame):
    """Click a row to go there."""

    chosen = Signal(int, int)

    def follow(self, desk: Desk) -> None:
        """Show what a desk's reviewer finds, and go there when a row is chosen."""
        reviewer, document = desk.reviewer, desk.document
        reviewer.changed.connect(lambda: self.show_findings(document.project, reviewer.findings))
        document.opened.connect(lambda: self.show_findings(document.project, ()))
        document.changed.connect(lambda: self._show_hint(document.project))
        document.frame_moved.connect(self.show_frame)
        self.chosen.connect(desk.look_at)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setMinimumWidth(190)
        self._hint = QLabel()
        self._hint.setProperty("muted", True)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list = described(QListWidget(), name=self.tr("Suspicious frames"))
        self.list.setIconSize(QSize(10, 10))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda item, _before: self._go(item))
        self.list.itemClicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        column.addStretch()
        self._findings: Sequence[Finding] = ()
        self._count = 0
        self.show_findings(None, ())

    def sizeHint(self) -> QSize:
        """Room for a sentence."""
        return QSize(260, 300)

    def show_findings(self, project: Project | None, findings: Sequence[Finding]) -> None:
        """List them, in the order of time."""
        self._findings = findings[:MOST]
        self.list.blockSignals(True)
        self.list.clear()
        for finding in self._findings:
            self.list.addItem(self._item(project, finding))
        self.list.blockSignals(False)
        self._count = len(findings)
        self.list.setVisible(bool(findings))
        self._show_hint(project)

    def _nothing_yet(self) -> str:
        return self.tr(
            "Nothing to look at yet.\nAfter tracking, frames on which an object was lost, jumps or flickers are listed "
            "here."
        )

    def show_frame(self, frame: int) -> None:
        """Select the row of a frame, if it has one."""
        row = next((number for number, one in enumerate(self._findings) if one.worst == frame), -1)
        self.list.blockSignals(True)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _show_hint(self, project: Project | None) -> None:
        tracked = project is not None and any(one.track is not None for one in project.objects)
        rest = self.tr("The first {most} of {count} are listed.").format(most=MOST, count=self._count)
        rest = rest if self._count > MOST else ""
        self._hint.setText(
            rest if self._count else self.tr("Nothing suspicious was found.") if tracked else self._nothing_yet()
        )
        self._hint.setVisible(bool(rest) or not self._count)

    def _item(self, project: Project | None, finding: Finding) -> QListWidgetItem:
        chosen = project.find(finding.object_id) if project else None
        where = timecode(project.clip, finding.worst) if project else ""
        frames = len(finding.span)
        length = self.tr("%n frames", "", frames)
        name = chosen.name if chosen else ""
        text = f"{reason_text(finding.reason.value)}: {name}\n{where}  ·  {length}"
        item = QListWidgetItem(_dot(theme.BAD if finding.is_bad else theme.ACCENT), text)
        tip = self.tr("Frame {worst}; from {first} to {last}")
        item.setToolTip(tip.format(worst=finding.worst, first=finding.span.start, last=finding.span.stop - 1))
        item.setData(Qt.ItemDataRole.UserRole, (finding.worst, finding.object_id))
        return item

    def _go(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            frame, object_id = item.data(Qt.ItemDataRole.UserRole)
            self.chosen.emit(frame, object_id)


def _dot(colour: QColor) -> QPixmap:
    pixmap = QPixmap(20, 20)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(3, 3, 14, 14)
    painter.end()
    return pixmap

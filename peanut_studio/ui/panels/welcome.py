"""What is seen before a clip is open: how to open one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon, pixmap

if TYPE_CHECKING:
    from peanut_studio.pipeline.project_places import Offer

SHOWN = 5

FRAME = 24
"""How far from the edge the dashed frame lies."""


ROOM_FOR_PICTURE, ROOM_FOR_LINE = 320, 230
"""Heights below which the picture, and what explains the buttons, are left out."""


class Welcome(QWidget):
    """The empty state."""

    open_pressed = Signal()
    folder_pressed = Signal()
    recent_pressed = Signal(str)
    offer_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setPixmap(pixmap("film", 72, theme.FAINT))
        self.title = QLabel(
            self.tr("Remove something from a video"), alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True
        )
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        self.title.setFont(font)
        self._line = line = QLabel(
            self.tr(
                "Open a clip, click what should go, press Remove. You can also drop a file or a folder of images here."
            ),
            alignment=Qt.AlignmentFlag.AlignCenter,
            wordWrap=True,
        )
        line.setProperty("muted", True)
        self.open = described(
            QPushButton(icon("open", theme.ON_ACCENT), "  " + self.tr("Open a Clip…")),
            self.tr("Open a video file (Ctrl+O)"),
        )
        self.open.setProperty("primary", True)
        self.open.setMinimumSize(176, 42)
        self.open.clicked.connect(self.open_pressed)
        self.folder = described(
            QPushButton(self.tr("Open a Folder of Images…")), self.tr("Open numbered images (Ctrl+Shift+O)")
        )
        self.folder.setMinimumHeight(42)
        self.folder.clicked.connect(self.folder_pressed)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.open)
        row.addSpacing(8)
        row.addWidget(self.folder)
        row.addStretch(1)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(2)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(FRAME + 8, 0, FRAME + 8, 0)
        column.addStretch(3)
        for part in (self._picture, self.title, line):
            column.addWidget(part)
            column.addSpacing(8)
        column.addSpacing(10)
        column.addLayout(row)
        column.addSpacing(26)
        column.addLayout(self._offers)
        column.addLayout(self._recent)
        column.addStretch(4)
        self._dragging = False

    def show_recent(self, paths: Sequence[str]) -> None:
        """The clips that were opened last."""
        _empty(self._recent)
        if paths:
            heading = QLabel(self.tr("Recent"), alignment=Qt.AlignmentFlag.AlignCenter)
            heading.setProperty("muted", True)
            self._recent.addWidget(heading)
        for path in list(paths)[:SHOWN]:
            place = Path(path)
            button = described(QPushButton(f"{place.parent.name}/{place.name}", flat=True), path)
            button.setProperty("link", True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, path=path: self.recent_pressed.emit(path))
            self._recent.addWidget(button, alignment=Qt.AlignmentFlag.AlignCenter)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Work without a name with which one can go on, the last first."""
        _empty(self._offers)
        for offer in offers:
            name = offer.names[0]
            if len(offer.names) > 1:
                name = self.tr("{name} and {count} more").format(name=name, count=len(offer.names) - 1)
            text = self.tr("Go on with {name}, edited {when}").format(name=name, when=self.ago(offer.edited))
            button = described(QPushButton(text), str(offer.path))
            button.setMinimumHeight(34)
            button.clicked.connect(lambda _checked=False, path=str(offer.path): self.offer_pressed.emit(path))
            self._offers.addWidget(button, alignment=Qt.AlignmentFlag.AlignCenter)
        if offers:
            self._offers.addSpacing(18)

    def ago(self, edited: float) -> str:
        """How long ago that was, in words; seconds since 1970."""
        minutes = int((time.time() - edited) / 60)
        if minutes < 2:
            return self.tr("just now")
        if minutes < 100:
            return self.tr("{count} minutes ago").format(count=minutes)
        if minutes < 36 * 60:
            return self.tr("{count} hours ago").format(count=round(minutes / 60))
        return self.tr("{count} days ago").format(count=round(minutes / 60 / 24))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture.setVisible(event.size().height() >= ROOM_FOR_PICTURE)
        self._line.setVisible(event.size().height() >= ROOM_FOR_LINE)

    def set_dragging(self, dragging: bool) -> None:
        """Something that can be dropped is held over the window."""
        self._dragging = dragging
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._picture.setPixmap(pixmap("film", 72, theme.FAINT))
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.STAGE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ACCENT if self._dragging else theme.LINE, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(FRAME, FRAME, -FRAME, -FRAME), 14, 14)


def _empty(rows: QVBoxLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()

"""The clips of the project: a click makes one current."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon

if TYPE_CHECKING:
    from peanut_studio.pipeline.open_project import BinClip, Shelf

PICTURE = QSize(72, 44)
GAP, ROW, FEWEST_SEEN = 8, 54, 1


class MediaBin(QFrame):
    """`pictures_wanted` asks for thumbnails of paths; `filled` comes with the first clip."""

    shown = Signal(int)
    removal_pressed = Signal(int)
    add_pressed = Signal()
    pictures_wanted = Signal(object)
    filled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.hint = QLabel(self.tr("Open or drop a clip. A project can hold several."), wordWrap=True)
        self.hint.setProperty("muted", True)
        self.add = described(QPushButton(icon("add"), self.tr("Add")), self.tr("Add clips to the project (Ctrl+Alt+O)"))
        self.add.clicked.connect(self.add_pressed)
        top = QHBoxLayout()
        top.setContentsMargins(14, 3, 10, 3)
        top.addWidget(self.hint, 1)
        top.addWidget(self.add)
        self.list = described(QListWidget(), name=self.tr("Media"))
        self.list.setIconSize(PICTURE + QSize(GAP, 0))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.itemClicked.connect(self._show_item)
        self.list.itemActivated.connect(self._show_item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self._images: dict[str, QImage] = {}
        self._clips: tuple[BinClip, ...] = ()
        self._current: int | None = None
        self._fit_list()

    def sizeHint(self) -> QSize:
        """A clip or two."""
        return QSize(284, self.minimumSizeHint().height())

    @property
    def clips(self) -> tuple[BinClip, ...]:
        """The clips as they are listed."""
        return self._clips

    def show_shelf(self, shelf: Shelf, current: int | None) -> None:
        """The clips of a project, and the one that is worked on."""
        was_empty = not self._clips
        self._clips, self._current = shelf.clips, current
        self.list.clear()
        for clip, name in zip(shelf.clips, told_apart(shelf.clips), strict=True):
            item = QListWidgetItem(self._picture(clip), f"{name}\n{self._facts(clip)}")
            item.setData(Qt.ItemDataRole.UserRole, clip.clip_id)
            item.setSizeHint(QSize(0, ROW))
            item.setToolTip(str(clip.path) if clip.path else self.tr("Not found; click to show where it is"))
            self.list.addItem(item)
            if clip.clip_id == current:
                self.list.setCurrentItem(item)
        self._fit_list()
        if was_empty and self._clips:
            self.filled.emit()
        missing = [clip.path for clip in shelf.clips if clip.path and str(clip.path) not in self._images]
        if missing:
            self.pictures_wanted.emit(missing)

    def show_picture(self, path: str, image: QImage) -> None:
        """A thumbnail has come."""
        self._images[path] = image
        for row, clip in enumerate(self._clips):
            if str(clip.path) == path:
                self.list.item(row).setIcon(self._picture(clip))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.list.currentItem()
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus() and item is not None:
            self.removal_pressed.emit(item.data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)

    def _fit_list(self) -> None:
        count = self.list.count()
        self.list.setVisible(count > 0)
        # Two lines, of Chinese too; a label that wraps asks for one only.
        self.hint.setMinimumHeight(0 if count else 40)
        self.list.setMinimumHeight(ROW * min(FEWEST_SEEN, max(1, count)) + 6)
        clips = self.tr("1 clip") if count == 1 else self.tr("{count} clips").format(count=count)
        self.hint.setText(clips if count else self.tr("Open or drop a clip. A project can hold several."))

    def _show_item(self, item: QListWidgetItem) -> None:
        number = item.data(Qt.ItemDataRole.UserRole)
        if number != self._current:
            self.shown.emit(number)

    def _show_menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is None:
            return
        number = item.data(Qt.ItemDataRole.UserRole)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        removal = QAction(self.tr("Take Out of the Project"), menu)
        removal.triggered.connect(lambda: self.removal_pressed.emit(number))
        menu.addAction(removal)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _facts(self, clip: BinClip) -> str:
        if clip.path is None:
            return self.tr("Not found")
        return f"{clip.size[0]}×{clip.size[1]} · {_length(clip.duration)}"

    def _picture(self, clip: BinClip) -> QIcon:
        picture = QPixmap((PICTURE + QSize(GAP, 0)) * 2)
        picture.setDevicePixelRatio(2)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.fillRect(QRect(QPoint(), PICTURE), theme.STAGE)
        image = self._images.get(str(clip.path))
        if image is not None:
            scaled = image.scaled(
                PICTURE * 2, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(2)
            painter.drawImage(
                QPoint((PICTURE.width() * 2 - scaled.width()) // 4, (PICTURE.height() * 2 - scaled.height()) // 4),
                scaled,
            )
        painter.end()
        drawn = QIcon(picture)
        drawn.addPixmap(picture, QIcon.Mode.Selected)
        return drawn


def _length(duration: Fraction) -> str:
    minutes, seconds = divmod(round(duration), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def told_apart(clips: Sequence[BinClip]) -> list[str]:
    """The names of clips; those that several have come after so many of the folders above as tell them apart."""
    alike: dict[str, list[Path]] = {}
    for clip in clips:
        if clip.path is not None:
            alike.setdefault(clip.name, []).append(clip.path)
    counts = Counter(clip.name for clip in clips)
    return [
        _apart(clip.name, clip.path, alike[clip.name]) if clip.path and counts[clip.name] > 1 else clip.name
        for clip in clips
    ]


def _apart(name: str, path: Path, all_so_called: Sequence[Path]) -> str:
    homes = [_home(name, one) for one in all_so_called]
    home = _home(name, path)
    if len(set(homes)) < len(homes):
        # Pictures in several folders of one: what lies above is the same, what lies below is not.
        below = path.relative_to(home).parts
        return "/".join((name, *below)) if below else f"{home.parent.name}/{name}"
    for count in range(1, len(home.parts) - 1):
        above = home.parts[-count - 1 : -1]
        if sum(other.parts[-count - 1 : -1] == above for other in homes) == 1:
            return "/".join((*above, name))
    return f"{home.parent.name}/{name}"


def _home(name: str, path: Path) -> Path:
    """What a clip has its name from: the file or folder itself, or one above where pictures are called `frames`."""
    return next((one for one in (path, *path.parents) if name in (one.name, one.stem)), path)

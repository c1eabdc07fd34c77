"""Which engines are tried on the range, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.pipeline.offers import Offer
from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.dialogs.sizes import size_text

if TYPE_CHECKING:
    from peanut_studio.trial.compare import Comparison
    from peanut_studio.trial.rival import Rival

ID = Qt.ItemDataRole.UserRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
AT_FIRST = 4
"""So many engines of which everything is here are ticked when nothing was tried yet."""


class TrialDialog(QDialog):
    """`wanted` gives the names and whether holes with a known truth are filled too, `used` the engine to go on with,
    `page_pressed` asks for the page of the trial that is shown.
    """

    wanted = Signal(tuple, bool)
    used = Signal(str)
    page_pressed = Signal()

    def __init__(
        self, offers: Sequence[Offer], frames: int, found: Comparison | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Try Engines on Range"))
        self.resize(880, 400)
        self._found = found
        self.table = described(QTreeWidget(), name=self.tr("Engines"))
        self.table.setRootIsDecorated(False)
        self.table.setAllColumnsShowFocus(True)
        self.held_out = QCheckBox(self.tr("Also fill &holes of the same shape where the truth is known"))
        self.held_out.setChecked(True)
        self.held_out.setToolTip(self.tr("Twice the work, and the only way to know how true a fill is"))
        self.told = QLabel(wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self._make_buttons()
        self._lay_out()
        self._fill(offers)
        self._tell(frames)
        self.table.itemChanged.connect(lambda *_: self._refresh())
        self.table.currentItemChanged.connect(lambda *_: self._refresh())
        self._refresh()

    def _make_buttons(self) -> None:
        self.begin = QPushButton(self.tr("&Try"))
        self.use = QPushButton(self.tr("&Use This Engine"))
        self.page = QPushButton(self.tr("Open &Report"))
        self.close_button = QPushButton(self.tr("Close"))
        main = self.begin if self._found is None else self.use
        main.setProperty("primary", True)
        main.setDefault(True)
        self.page.setToolTip(self.tr("Players side by side and every figure, in the browser"))
        self.use.setToolTip(self.tr("Holes are filled by it from now on"))
        self.begin.clicked.connect(self._begin)
        self.use.clicked.connect(self._use)
        self.page.clicked.connect(self.page_pressed)
        self.close_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.begin)
        if self._found is not None:
            row.addWidget(self.use)
            row.addWidget(self.page)
        row.addStretch(1)
        row.addWidget(self.close_button)
        for button in (self.begin, self.use, self.page, self.close_button):
            button.setAutoDefault(False)
        below = QVBoxLayout(self)
        below.setContentsMargins(16, 14, 16, 14)
        below.setSpacing(12)
        below.addWidget(self.told)
        below.addWidget(self.table, 1)
        below.addWidget(self.held_out)
        below.addLayout(row)

    @property
    def names(self) -> tuple[str, ...]:
        """The engines that are ticked, in the order of the list."""
        items = (self.table.topLevelItem(row) for row in range(self.table.topLevelItemCount()))
        return tuple(item.data(0, ID) for item in items if item and item.checkState(0) == Qt.CheckState.Checked)

    def _fill(self, offers: Sequence[Offer]) -> None:
        rivals = {rival.inpainter: rival for rival in self._found.rivals} if self._found else {}
        columns = self._columns(list(rivals.values()))
        self.table.setHeaderLabels([self.tr("Engine"), *(title for title, _ in columns)])
        ready = [offer.id for offer in offers if offer.ready][:AT_FIRST]
        for offer in offers:
            if offer.packages:
                continue
            rival = rivals.get(offer.id)
            name = offer.id if offer.ready else self.tr("{name}  (fetches {size})").format(
                name=offer.id, size=size_text(offer.size)
            )  # fmt: skip
            texts = [values.get(offer.id, "") for _, values in columns]
            item = QTreeWidgetItem([name, *texts])
            item.setData(0, ID, offer.id)
            item.setToolTip(0, rival.failed if rival is not None and rival.failed else offer.title)
            ticked = offer.id in rivals if rivals else offer.id in ready
            item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            for column in range(1, len(columns) + 1):
                item.setTextAlignment(column, RIGHT)
            self.table.addTopLevelItem(item)
            if self._found is not None and offer.id == self._found.best:
                for column in range(len(columns) + 1):
                    item.setForeground(column, theme.GOOD)
                self.table.setCurrentItem(item)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(columns) + 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.table.headerItem().setTextAlignment(column, RIGHT)

    def _columns(self, rivals: Sequence[Rival]) -> list[tuple[str, dict[str, str]]]:
        """Titles, and the texts of each engine that was tried."""
        able = [rival for rival in rivals if not rival.failed]
        if not able:
            return []
        from peanut_studio.quality.frame_scores import MEASURES
        from peanut_studio.trial.table import shown

        titles = {
            "psnr_hole": self.tr("PSNR, dB"), "ssim_hole": self.tr("SSIM"), "warping_hole": self.tr("Unsteadiness"),
            "flicker": self.tr("Flicker"), "seam": self.tr("Seam"), "sharpness": self.tr("Sharpness"),
            "noise": self.tr("Noise"),
        }  # fmt: skip
        found = []
        for measure in MEASURES:
            values = {rival.inpainter: shown(measure, rival.means.get(measure.id, math.nan)) for rival in able}
            if measure.id in titles and any(measure.id in rival.means for rival in able):
                found.append((titles[measure.id], values))
        seconds = {rival.inpainter: f"{rival.seconds:.2f}" for rival in able}
        memory = {rival.inpainter: f"{rival.ram / 1e6:.0f}" if rival.ram else "-" for rival in able}
        return [*found, (self.tr("s/frame"), seconds), (self.tr("MB"), memory)]

    def _tell(self, frames: int) -> None:
        if self._found is None:
            self.told.setText(
                self.tr("Each engine fills the range, %n frames, and is judged. A short range is enough.", "", frames)
            )
            return
        text = self.tr("{engine} does it best here: it comes nearest to the truth where that is known.")
        if self._found.offset is None:
            text = self.tr("{engine} differs least from its surroundings here. The truth is known nowhere.")
        self.told.setText(text.format(engine=self._found.best))

    def _refresh(self) -> None:
        self.begin.setEnabled(bool(self.names))
        current = self.table.currentItem()
        rivals = {rival.inpainter: rival for rival in self._found.rivals} if self._found else {}
        rival = rivals.get(current.data(0, ID)) if current is not None else None
        self.use.setEnabled(rival is not None and not rival.failed)

    def _begin(self) -> None:
        self.wanted.emit(self.names, self.held_out.isChecked())
        self.accept()

    def _use(self) -> None:
        current = self.table.currentItem()
        if current is not None:
            self.used.emit(current.data(0, ID))
        self.accept()

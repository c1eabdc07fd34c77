"""The fields of the export dialog: what there is to choose from, and how it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.refinement import Refinement
from peanut_studio.pipeline.presets import PRESETS, Content
from peanut_studio.ui.described import described
from peanut_studio.ui.words import preset_text


@dataclass(frozen=True, eq=False)
class Work:
    """What there is to export: a clip, its range, the patches of a result, the tracked objects by name.

    `is_coming` says that a removal is being made, or waits, whose result and masks will be there by then.
    """

    clip: Clip
    span: Span
    result: Path | None
    tracks: tuple[tuple[str, MaskTrack], ...]
    refined_by: tuple[Refinement, ...] = ()
    is_coming: bool = False

    def offers(self, content: Content) -> bool:
        """Whether there is something to write."""
        return self.is_coming or not (
            (content.needs_result and self.result is None) or (content.needs_masks and not self.tracks)
        )


class ExportForm(QDialog):
    """Fields without what they do."""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.work = work
        self._make_widgets()
        self._lay_out()

    def _make_widgets(self) -> None:
        clip = self.work.clip
        self.presets = described(QListWidget(), name=self.tr("Preset"))
        self.presets.setProperty("nav", True)
        for preset in PRESETS:
            item = QListWidgetItem(preset_text(preset.title))
            if not any(map(self.work.offers, preset.contents)):
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(self.tr("There is nothing to write by this yet: track an object, or remove it, first."))
            self.presets.addItem(item)
        self.title, self.use = QLabel(), QLabel(wordWrap=True)
        self.title.setProperty("title", True)
        self.use.setProperty("muted", True)
        self.content = described(QComboBox(), name=self.tr("What to write"))
        self.range = described(QComboBox(), name=self.tr("Range"))
        for text, span in (
            (self.tr("From in to out"), self.work.span), (self.tr("The whole clip"), Span(0, clip.frame_count)),
        ):  # fmt: skip
            seconds = float(clip.time_of(span.stop - 1) - clip.time_of(span.start) + 1 / clip.frame_rate)
            frames = self.tr("{count} frames, {seconds} s").format(count=len(span), seconds=f"{seconds:.1f}")
            self.range.addItem(f"{text}  ({frames})", span)
        self.quality = described(QSlider(Qt.Orientation.Horizontal), name=self.tr("Quality"))
        self.quality_told = QLabel()
        self.quality_told.setMinimumWidth(150)
        self.sound = QCheckBox(self.tr("&Keep sound, subtitles and chapters"))
        self.linear = QCheckBox(self.tr("&Linear light (off: as it is displayed)"))
        self.folder = described(QLineEdit(), name=self.tr("Folder"))
        self.browse = described(QPushButton(self.tr("&Browse…")), self.tr("Choose the folder"))
        self.browse.setAutoDefault(False)
        tags = self.tr("{name} the clip's name, {date} today, {preset} the preset, {range} first and last frame")
        self.pattern = described(QLineEdit(), tags, self.tr("Name"))
        self.ending = described(QComboBox(), name=self.tr("Kind of file"))
        self.path_told = QLabel(wordWrap=True)
        self.path_told.setProperty("muted", True)
        self.path_told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.path_told.setTextFormat(Qt.TextFormat.PlainText)
        self.warning = QLabel(wordWrap=True)
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setProperty("bad", True)
        self.size_told = QLabel()
        buttons = QDialogButtonBox()
        self.export = buttons.addButton(self.tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export.setProperty("primary", True)
        self.export.setDefault(True)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons = buttons

    def _lay_out(self) -> None:
        quality = QHBoxLayout()
        quality.setSpacing(12)
        quality.addWidget(self.quality, 1)
        quality.addWidget(self.quality_told)
        folder = QHBoxLayout()
        folder.setSpacing(8)
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.browse)
        name = QHBoxLayout()
        name.setSpacing(8)
        name.addWidget(self.pattern, 1)
        name.addWidget(self.ending)
        form = self.form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("&Write"), self.content)
        form.addRow(self.tr("&Range"), self.range)
        form.addRow(self.tr("&Quality"), quality)
        form.addRow("", self.sound)
        form.addRow("", self.linear)
        form.addRow(self.tr("&Folder"), folder)
        form.addRow(self.tr("&Name"), name)
        form.addRow("", self.path_told)
        for row, buddy in ((2, self.quality), (5, self.folder), (6, self.pattern)):
            item = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
            if item is not None and isinstance(label := item.widget(), QLabel):
                label.setBuddy(buddy)
        self.quality_row = quality
        right = QVBoxLayout()
        right.setContentsMargins(18, 14, 18, 14)
        right.addWidget(self.title)
        right.addWidget(self.use)
        right.addSpacing(12)
        right.addLayout(form)
        right.addStretch(1)
        right.addWidget(self.warning)
        below = QHBoxLayout()
        below.addWidget(self.size_told, 1)
        below.addWidget(self.buttons)
        right.addLayout(below)
        halves = QHBoxLayout(self)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        self.presets.setFixedWidth(self.presets.sizeHintForColumn(0) + 46)
        halves.addWidget(self.presets)
        halves.addLayout(right, 1)

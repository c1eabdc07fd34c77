"""What to export, how, and under which name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
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
from peanut_studio.model.errors import StudioError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.refinement import Refinement
from peanut_studio.pipeline.deliver import Delivery
from peanut_studio.pipeline.file_name import USUAL, file_name
from peanut_studio.pipeline.presets import PRESETS, Content, Preset
from peanut_studio.ui.described import described
from peanut_studio.ui.dialogs.estimator import Estimator
from peanut_studio.ui.dialogs.export_words import content_text, quality_text
from peanut_studio.ui.dialogs.sizes import size_text
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


class ExportDialog(QDialog):
    """Shows what would be written; `chosen` gives the `Delivery` when it is to be done."""

    chosen = Signal(object)

    def __init__(self, work: Work, settings: QSettings, estimator: Estimator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self._work, self._settings = work, settings
        self.estimator = estimator
        self._crf: dict[str, int] = {}
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._restore()
        self.resize(860, 560)

    # --- building

    def _make_widgets(self) -> None:
        clip = self._work.clip
        self.presets = described(QListWidget(), name=self.tr("Preset"))
        self.presets.setProperty("nav", True)
        for preset in PRESETS:
            item = QListWidgetItem(preset_text(preset.title))
            if not any(map(self._work.offers, preset.contents)):
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(self.tr("There is nothing to write by this yet: track an object, or remove it, first."))
            self.presets.addItem(item)
        self.title, self.use = QLabel(), QLabel(wordWrap=True)
        self.title.setProperty("title", True)
        self.use.setProperty("muted", True)
        self.content = described(QComboBox(), name=self.tr("What to write"))
        self.range = described(QComboBox(), name=self.tr("Range"))
        for text, span in (
            (self.tr("From in to out"), self._work.span), (self.tr("The whole clip"), Span(0, clip.frame_count)),
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
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        self._buttons = buttons

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
        self._quality_row = quality
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
        below.addWidget(self._buttons)
        right.addLayout(below)
        halves = QHBoxLayout(self)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        self.presets.setFixedWidth(self.presets.sizeHintForColumn(0) + 46)
        halves.addWidget(self.presets)
        halves.addLayout(right, 1)

    def _connect(self) -> None:
        self.presets.currentRowChanged.connect(self._on_preset)
        self.content.currentIndexChanged.connect(self._refresh)
        self.range.currentIndexChanged.connect(self._refresh)
        self.quality.valueChanged.connect(self._on_quality)
        self.sound.toggled.connect(self._refresh)
        self.linear.toggled.connect(self._refresh)
        self.folder.textChanged.connect(self._refresh)
        self.pattern.textChanged.connect(self._refresh)
        self.ending.currentIndexChanged.connect(self._refresh)
        self.browse.clicked.connect(self._browse)
        self.estimator.began.connect(lambda: self.size_told.setText(self.tr("Measuring the size…")))
        self.estimator.estimated.connect(self._on_estimated)
        self.estimator.failed.connect(self._on_unable)

    def _restore(self) -> None:
        kept = self._settings
        self.sound.setChecked(str(kept.value("export/sound", "true")) != "false")
        self.linear.setChecked(str(kept.value("export/linear", "true")) != "false")
        self.pattern.setText(str(kept.value("export/pattern", USUAL)))
        self.folder.setText(str(self._work.clip.path.absolute().parent))
        names = [preset.id for preset in PRESETS]
        for name in names:
            if str(crf := kept.value(f"export/crf-{name}", "")).isdigit():
                self._crf[name] = int(str(crf))
        last = str(kept.value("export/preset", names[0]))
        row = names.index(last) if last in names else 0
        usable = [n for n, preset in enumerate(PRESETS) if any(map(self._work.offers, preset.contents))]
        self.presets.setCurrentRow(row if row in usable else usable[0] if usable else 0)

    # --- what is chosen

    @property
    def preset(self) -> Preset:
        """The chosen preset."""
        return PRESETS[max(0, self.presets.currentRow())]

    @property
    def delivery(self) -> Delivery | None:
        """What would be written; None where the name makes no sense, which is then said."""
        preset, content, span = self.preset, self.content.currentData(), self.range.currentData()
        if content is None:
            return None
        try:
            today = datetime.now().astimezone().date()
            name = file_name(
                self.pattern.text(), name=self._work.clip.path.stem, preset=preset.id, span=span, day=today
            )
        except StudioError as error:
            self._warn(str(error))
            return None
        settings = preset.settings(
            self._worst() - self.quality.value(), self.sound.isChecked(), self.linear.isChecked()
        )
        target = Path(self.folder.text()).expanduser() / f"{name}{self.ending.currentData() or ''}"
        work = self._work
        film, tracks, refined_by = work.result, work.tracks, work.refined_by
        return Delivery(work.clip.path, target, span, content, settings, film, tracks, refined_by, overwrite=True)

    def _worst(self) -> int:
        return self.preset.qualities[1] if self.preset.qualities else 0

    def _on_preset(self) -> None:
        preset = self.preset
        self.title.setText(preset_text(preset.title))
        self.use.setText(preset_text(preset.use))
        for box in (self.content, self.ending, self.quality):
            box.blockSignals(True)
        self.content.clear()
        for content in preset.contents:
            if self._work.offers(content):
                self.content.addItem(content_text(content), content)
        self.content.setEnabled(self.content.count() > 1)
        self.ending.clear()
        for ending in preset.endings:
            self.ending.addItem(ending or self.tr("folder"), ending)
        self.ending.setEnabled(self.ending.count() > 1)
        if preset.qualities is not None:
            usual, worst = preset.qualities
            self.quality.setRange(0, worst)
            self.quality.setPageStep(4)
            self.quality.setValue(worst - self._crf.get(preset.id, usual))
        for box in (self.content, self.ending, self.quality):
            box.blockSignals(False)
        self.form.setRowVisible(self._quality_row, preset.qualities is not None)
        self.form.setRowVisible(self.sound, preset.has_sound)
        self.form.setRowVisible(self.linear, preset.codec == "exr")
        self.sound.setEnabled(self._work.clip.has_audio)
        self._refresh()

    def _on_quality(self, value: int) -> None:
        self._crf[self.preset.id] = self._worst() - value
        self._refresh()

    def _refresh(self) -> None:
        self._warn("")
        if self.preset.qualities is not None:
            self.quality_told.setText(quality_text(self.preset, self._worst() - self.quality.value()))
        delivery = self.delivery
        self.export.setEnabled(delivery is not None)
        self.export.setText(self.tr("&Export"))
        self.size_told.clear()
        self.path_told.setText(str(delivery.target) if delivery else "")
        self.estimator.ask(None if self._work.is_coming else delivery)
        if delivery is None:
            return
        if self._work.is_coming:
            self.size_told.setText(self.tr("Begins when the removal is done"))
        if not delivery.target.parent.is_dir():
            self._warn(self.tr("There is no folder {folder}.").format(folder=delivery.target.parent))
            self.export.setEnabled(False)
        elif delivery.target.exists():
            self._warn(self.tr("{name} exists already and is replaced.").format(name=delivery.target.name))
            self.export.setText(self.tr("R&eplace"))

    def _on_estimated(self, size: int) -> None:
        self.size_told.setText(self.tr("About {size}").format(size=size_text(size)))

    def _on_unable(self, sentence: str) -> None:
        self.size_told.clear()
        self._warn(sentence)
        self.export.setEnabled(False)

    def _warn(self, sentence: str) -> None:
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Export Into"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    # --- ending

    def _choose(self) -> None:
        delivery = self.delivery
        if delivery is None:
            return
        kept = self._settings
        kept.setValue("export/preset", self.preset.id)
        kept.setValue("export/pattern", self.pattern.text())
        kept.setValue("export/sound", "true" if self.sound.isChecked() else "false")
        kept.setValue("export/linear", "true" if self.linear.isChecked() else "false")
        for name, crf in self._crf.items():
            kept.setValue(f"export/crf-{name}", crf)
        self.accept()
        self.chosen.emit(delivery)

    def done(self, result: int) -> None:
        """The dialog closes; nothing is measured any more."""
        self.estimator.ask(None)
        super().done(result)

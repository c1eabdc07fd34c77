"""The selected object's edge and holes, and what can be done to its masks over many frames."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.refinement import UNREFINED, Refinement
from peanut_studio.ui.described import described
from peanut_studio.ui.number_box import NumberBox

ACTIONS = ("track_back", "track_both", "track_on", "copy_mask", "interpolate", "end_object")
AUTO = -1


class RefinePanel(QFrame):
    """Shows how an object is refined; `refined` tells a new `Refinement`."""

    refined = Signal(object)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._showing, self._name = False, ""
        self.cast = QCheckBox(self.tr("Shadow and reflection go along"))
        self.cast.setToolTip(self.tr("Remove what the object casts with it; otherwise it stays in the picture"))
        self.cast.setChecked(True)
        self.cast.toggled.connect(self.on_changed)
        grid = QGridLayout()
        grid.setContentsMargins(14, 0, 12, 1)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        pixels = self.tr("{tip}, in pixels of the clip")
        wider = pixels.format(tip=self.tr("Widen the mask, or narrow it below 0"))
        self.grow = self._row(grid, 0, self.tr("Grow"), wider, (-40, 60))
        pairs = QGridLayout()
        pairs.setContentsMargins(14, 0, 12, 0)
        pairs.setHorizontalSpacing(8)
        pairs.setVerticalSpacing(1)
        pairs.setColumnStretch(1, 1)
        closed, lone = self.tr("Close holes up to this diameter"), self.tr("Drop lone parts up to this diameter")
        self.holes = self._box(pairs, 0, 0, self.tr("Holes"), pixels.format(tip=closed), (0, 200))
        self.specks = self._box(pairs, 0, 2, self.tr("Specks"), pixels.format(tip=lone), (0, 200))
        seen = self.tr("Move the outline onto the picture's edges, by this at most")
        self.edges = self._box(pairs, 1, 0, self.tr("Edges"), pixels.format(tip=seen), (0, 40))
        thin = self.tr("Take hair and fur so far from the outline along; mattes show how much of it is there")
        self.hair = self._box(pairs, 1, 2, self.tr("Hair"), pixels.format(tip=thin), (0, 80))
        steady = self.tr("Steady the outline over so many frames on either side")
        self.smooth = self._box(pairs, 2, 0, self.tr("Steady"), steady, (0, 12))
        self.smooth.setSuffix(self.tr(" fr"))
        softly = pixels.format(tip=self.tr("How softly the fill fades into the picture"))
        self.feather = self._box(pairs, 2, 2, self.tr("Feather"), softly, (AUTO, 60))
        self.feather.setSpecialValueText(self.tr("Auto"))
        self.feather.setValue(AUTO)
        pairs.addWidget(self.cast, 3, 0, 1, 4)
        self.scope = QLabel()
        self.scope.setProperty("muted", True)
        self.scope.setContentsMargins(14, 2, 12, 0)
        self.scope.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.scope.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QGridLayout()
        buttons.setContentsMargins(12, 0, 12, 0)
        buttons.setHorizontalSpacing(4)
        buttons.setVerticalSpacing(0)
        for number, name in enumerate(ACTIONS):
            button = QToolButton()
            button.setDefaultAction(actions[name])
            three_abreast = number < 3
            style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon if three_abreast else None
            button.setToolButtonStyle(style or Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
            button.setProperty("abreast" if three_abreast else "wide", True)
            button.setIconSize(QSize(18, 18))
            if three_abreast:
                buttons.addWidget(button, 0, number)
            else:
                buttons.addWidget(button, number - 2, 0, 1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(grid)
        column.addLayout(pairs)
        column.addWidget(self.scope)
        column.addLayout(buttons)
        column.addStretch(1)
        self._settings: list[QWidget] = [*self.findChildren(QSlider), *self.findChildren(QSpinBox), self.cast]
        self.show_object(None)

    def show_object(self, chosen: ChosenObject | None) -> None:
        """The settings of an object, None where none is selected."""
        how = chosen.refinement if chosen is not None else UNREFINED
        self._showing = True
        self.smooth.setValue(how.smooth)
        self.edges.setValue(how.edges)
        self.hair.setValue(how.hair)
        self.grow.setValue(how.grow)
        self.holes.setValue(how.holes)
        self.specks.setValue(how.specks)
        self.feather.setValue(AUTO if how.feather is None else how.feather)
        self.cast.setChecked(how.cast)
        self._showing = False
        self._name = chosen.name if chosen is not None else ""
        self._tell_scope()
        for widget in self._settings:
            widget.setEnabled(chosen is not None)

    def on_changed(self) -> None:
        """Somebody has changed a setting."""
        if not self._showing:
            feather = None if self.feather.value() == AUTO else self.feather.value()
            self.refined.emit(
                Refinement(
                    self.grow.value(), self.holes.value(), self.specks.value(), feather, self.smooth.value(),
                    self.edges.value(), self.hair.value(), self.cast.isChecked(),
                )
            )  # fmt: skip

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._tell_scope()

    def _tell_scope(self) -> None:
        """What the buttons are for: the selected object alone."""
        from_here = self.tr("Track {name} from this frame:").format(name=self._name)
        told = from_here if self._name else self.tr("No object is selected.")
        room = self.width() - self.scope.contentsMargins().left() - self.scope.contentsMargins().right()
        self.scope.setText(self.scope.fontMetrics().elidedText(told, Qt.TextElideMode.ElideMiddle, max(0, room)))
        self.scope.setToolTip(self.tr("Track, in the tool bar, follows all objects through the range."))

    def _row(self, grid: QGridLayout, row: int, name: str, tip: str, ends: tuple[int, int]) -> QSpinBox:
        """A number with a slider."""
        box = self._box(grid, row, 0, name, tip, ends, at=2)
        slider = described(QSlider(Qt.Orientation.Horizontal), tip, self.tr("{name} slider").format(name=name))
        slider.setRange(*ends)
        slider.setValue(0)
        box.setFixedWidth(78)
        slider.valueChanged.connect(box.setValue)
        box.valueChanged.connect(slider.setValue)
        grid.addWidget(slider, row, 1)
        return box

    def _box(
        self,
        grid: QGridLayout,
        row: int,
        column: int,
        name: str,
        tip: str,
        ends: tuple[int, int],
        at: int | None = None,
    ) -> QSpinBox:
        label = QLabel(name)
        box = described(NumberBox(), tip, name)
        box.setRange(*ends)
        box.setSuffix(self.tr(" px"))
        box.setKeyboardTracking(False)
        box.setFixedWidth(66)
        box.setProperty("low", True)
        box.lineEdit().setTextMargins(5, 0, 0, 0)
        label.setBuddy(box)
        box.valueChanged.connect(self.on_changed)
        # Pressing Enter in it is the end of typing: letters are shortcuts again.
        box.lineEdit().returnPressed.connect(box.clearFocus)
        grid.addWidget(label, row, column)
        grid.addWidget(box, row, column + 1 if at is None else at)
        return box

"""The row over the picture: what is shown, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from peanut_studio.ui.action_button import action_button
from peanut_studio.ui.described import described
from peanut_studio.ui.modes import Look, Mode

VIEWS = {
    "view_edit": Mode.EDIT, "view_result": Mode.RESULT, "view_side": Mode.SIDE, "view_wipe": Mode.WIPE,
    "view_flow": Mode.FLOW, "view_difference": Mode.DIFFERENCE, "view_onion": Mode.ONION,
    "view_matte": Mode.MATTE, "view_outline": Mode.OUTLINE, "view_frame": Mode.FRAME,
}  # fmt: skip
"""The views in the order of their buttons; one of them is in use."""

NAMED = ("view_edit", "view_result", "view_side", "view_wipe")
"""Those whose names are shown where there is room."""

COMPARED = tuple(mode for mode in Mode if mode.can_overlay)
STRONGEST = 32

SLIDER, SHORT_SLIDER = 110, 48


class ViewBar(QFrame):
    """`look_changed` gives a new `Look`, in which all but the mode may be another."""

    look_changed = Signal(object)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._look = Look()
        self._buttons = {name: action_button(actions[name]) for name in VIEWS}
        self._name = QLabel()
        self._name.setProperty("muted", True)
        self.amount = described(QSlider(Qt.Orientation.Horizontal))
        self.amount.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.amount.valueChanged.connect(self.on_amount)
        self._value = QLabel()
        self._value.setProperty("muted", True)
        self._value.setMinimumWidth(44)
        self.option = QToolButton()
        self.option.setCheckable(True)
        self.option.setProperty("option", True)
        self.option.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.option.toggled.connect(self.on_option)
        self.behind = QToolButton()
        self.behind.setText(self.tr("Behind objects"))
        self.behind.setCheckable(True)
        self._completes = actions["flow_completed"]
        self.behind.clicked.connect(self._completes.trigger)
        self.behind.setProperty("option", True)
        self.behind.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 12, 3)
        row.setSpacing(2)
        for name, button in self._buttons.items():
            row.addWidget(button)
            if name == "view_wipe":
                row.addSpacing(10)
        row.addStretch(1)
        for widget in (self._name, self.amount, self._value, self.behind, self.option):
            row.addWidget(widget)
            row.addSpacing(4)
        # The picture, not the row over it, says how narrow the window can be.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_look(self._look)

    def show_look(self, look: Look) -> None:
        """What can be set for the mode that is shown."""
        self._look = look
        name, tip, least, most, value = {
            Mode.EDIT: (self.tr("Masks"), self.tr("How opaque the masks are"), 0, 100, round(look.opacity * 100)),
            Mode.ONION: (self.tr("Result"), self.tr("How opaque the result is"), 0, 100, round(look.onion * 100)),
            Mode.DIFFERENCE: (self.tr("Gain"), self.tr("How much differences are amplified"), 1, STRONGEST, look.gain),
        }.get(look.mode, ("", "", 0, 0, 0))
        text, on = {
            Mode.FLOW: (self.tr("Arrows"), look.arrows),
            Mode.MATTE: (self.tr("Selected object only"), look.alone),
            **dict.fromkeys(COMPARED, (self.tr("Masks"), look.overlay)),
        }.get(look.mode, ("", False))
        for widget in (self.amount, self.option):
            widget.blockSignals(True)
        self.amount.setRange(least, most)
        self.amount.setValue(value)
        described(self.amount, tip, name)
        self.option.setText(text)
        self.option.setToolTip(
            self.tr("Show the objects' outlines over what is compared") if look.mode.can_overlay else ""
        )
        self.option.setChecked(on)
        for widget in (self.amount, self.option):
            widget.blockSignals(False)
        self._name.setText(name)
        self._value.setText(f"× {value}" if look.mode is Mode.DIFFERENCE else f"{value} %")
        for part in (self._name, self.amount, self._value):
            part.setVisible(bool(name))
        self.option.setVisible(bool(text))
        self.behind.setVisible(look.mode is Mode.FLOW)
        self.behind.setChecked(look.completed)
        self.behind.setToolTip(self._completes.toolTip())
        self._make_room()

    def on_amount(self, value: int) -> None:
        """The slider was moved."""
        mode = self._look.mode
        if mode is Mode.DIFFERENCE:
            look = replace(self._look, gain=value)
        elif mode is Mode.ONION:
            look = replace(self._look, onion=value / 100)
        else:
            look = replace(self._look, opacity=value / 100)
        self._tell(look)

    def on_option(self, on: bool) -> None:
        """The option was taken, or no more."""
        look, mode = self._look, self._look.mode
        if mode is Mode.FLOW:
            look = replace(look, arrows=on)
        elif mode.can_overlay:
            look = replace(look, overlay=on)
        else:
            look = replace(look, alone=on)
        self._tell(look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        # Names are shown where all of them fit; where not even the pictures do, the slider is shorter.
        row = self.layout()
        assert row is not None
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        for style, slider in ((beside, SLIDER), (alone, SLIDER), (alone, SHORT_SLIDER)):
            self.amount.setFixedWidth(slider)
            for name in NAMED:
                self._buttons[name].setToolButtonStyle(style)
            if row.minimumSize().width() <= self.width():
                break

    def _tell(self, look: Look) -> None:
        self.show_look(look)
        self.look_changed.emit(look)

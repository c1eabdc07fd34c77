"""Timecode and the buttons of playing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QSlider, QSpacerItem, QWidget

from peanut_studio.model.clip import Clip
from peanut_studio.ui.action_button import action_button
from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon
from peanut_studio.ui.panels.time_field import TimeField

BUTTONS = ("first", "step_back", "play", "step_on", "last")
RANGE_BUTTONS = ("set_in", "set_out", "loop")


SLACK = 8
"""Pixels that the layout may need beyond the sum of its parts."""


class Transport(QFrame):
    """A row under the picture; `volume_changed` is 0 to 1."""

    volume_changed = Signal(float)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.time = TimeField()
        typing = actions["go_to_time"]
        typing.changed.connect(lambda: self.time.setToolTip(typing.toolTip()))
        self._rest = QLabel()
        self._rest.setProperty("muted", True)
        self._rest.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._frame = QLabel()
        self._frame.setProperty("muted", True)
        self._play = actions["play"]
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 3)
        row.setSpacing(2)
        row.addWidget(self.time)
        row.addSpacing(8)
        row.addWidget(self._frame)
        row.addStretch(1)
        ways = {name: action_button(actions[name]) for name in (*BUTTONS, *RANGE_BUTTONS)}
        for name in BUTTONS:
            row.addWidget(ways[name])
        row.addItem(QSpacerItem(18, 0, QSizePolicy.Policy.Maximum))
        for name in RANGE_BUTTONS:
            row.addWidget(ways[name])
        self._spare = [ways[name] for name in ("loop", "set_out", "set_in", "last", "first")]
        row.addItem(QSpacerItem(18, 0, QSizePolicy.Policy.Maximum))
        self._has_sound = True
        self._mute = action_button(actions["mute"])
        actions["mute"].toggled.connect(lambda muted: actions["mute"].setIcon(icon("muted" if muted else "sound")))
        self._volume = described(QSlider(Qt.Orientation.Horizontal), self.tr("Volume"))
        self._volume.setRange(0, 100)
        self._volume.setValue(100)
        self._volume.setFixedWidth(72)
        self._volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._volume.valueChanged.connect(lambda value: self.volume_changed.emit(value / 100))
        row.addWidget(self._mute)
        row.addWidget(self._volume)
        row.addStretch(1)
        row.addWidget(self._rest)

    def show_frame(self, clip: Clip, frame: int) -> None:
        """Where the playhead is."""
        self.time.show_frame(clip, frame)
        self._frame.setText(self.tr("frame {number}").format(number=frame))

    def show_clip(self, clip: Clip) -> None:
        """What the clip is."""
        self._has_sound = clip.has_audio
        # As wide as the longest number, so that the buttons stand still while it counts.
        longest = self.tr("frame {number}").format(number=clip.frame_count - 1)
        self._frame.setMinimumWidth(self._frame.fontMetrics().horizontalAdvance(longest) + 4)
        rate = f"{float(clip.frame_rate):.3f}".rstrip("0").rstrip(".")
        text = self.tr("{width} × {height}, {rate} frames/s, {seconds} s")
        seconds = f"{float(clip.duration):.1f}"
        self._rest.setText(text.format(width=clip.width, height=clip.height, rate=rate, seconds=seconds))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        # In a narrow window the time and the steps stay; the rest goes, what has a key and a menu entry last.
        row = self.layout()
        assert row is not None
        wanted: dict[QWidget, bool] = {self._rest: True, self._volume: self._has_sound, self._frame: True}
        wanted |= {self._mute: self._has_sound, **dict.fromkeys(self._spare, True)}
        need = row.minimumSize().width() - sum(_width(one) for one in wanted if not one.isHidden())
        need += sum(_width(one) for one, shown in wanted.items() if shown)
        for one, shown in wanted.items():
            fits = need + SLACK <= self.width()
            need -= 0 if fits or not shown else _width(one)
            one.setVisible(shown and fits)

    def show_rate(self, rate: int) -> None:
        """Whether the clip plays, and how fast."""
        self._play.setIcon(icon("pause" if rate else "play"))
        self._play.setText(self.tr("Pause") if rate else self.tr("Play"))


def _width(widget: QWidget) -> int:
    return max(widget.minimumWidth(), widget.minimumSizeHint().width())

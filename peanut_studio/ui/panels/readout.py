"""What is under the mouse, in numbers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from peanut_studio.model.picture import Frame
from peanut_studio.ui.flow_feed import FlowShown
from peanut_studio.ui.modes import Mode
from peanut_studio.ui.prints import Shown


class Readout(QLabel):
    """Place and colour of a pixel before and after, or its motion. Colours are those of the full picture only.

    `told` gives both, each empty where there is nothing to tell.
    """

    told = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode, self.bits, self.size_of_clip = Mode.EDIT, 8, (1, 1)
        self._at: tuple[int, int] | None = None
        self._shown: Shown | None = None
        self._flow: FlowShown | None = None

    def point_at(self, at: tuple[int, int] | None) -> None:
        """The mouse is over this pixel of the clip, or over none."""
        self._at = at
        self._refresh()

    def take_pictures(self, shown: Shown) -> None:
        """Another frame, or the same in full."""
        self._shown = shown
        self._refresh()

    def take_flow(self, flow: FlowShown | None) -> None:
        """Another frame's motion."""
        self._flow = flow
        self._refresh()

    def set_mode(self, mode: Mode) -> None:
        """What the viewer shows."""
        self.mode = mode
        self._refresh()

    def load(self, size: tuple[int, int], depth: int) -> None:
        """Another clip, of so many pixels and bits."""
        self.size_of_clip, self.bits = size, depth
        self._shown = self._flow = None
        self._refresh()

    def _refresh(self) -> None:
        at = self._at
        if at is None:
            self.setText("")
            self.told.emit("", "")
            return
        numbers = self._motion(at) if self.mode is Mode.FLOW else self._colours(at)
        self.setText("   ".join(part for part in (f"x {at[0]}, y {at[1]}", numbers) if part))
        self.told.emit(f"{at[0]}, {at[1]}", numbers)

    def _colours(self, at: tuple[int, int]) -> str:
        from peanut_studio.ops.compare import levels_at

        if self._shown is None or self._shown.frames is None:
            return ""
        source, result = self._shown.frames
        try:
            before = levels_at(source, *at, self.bits)
            after = levels_at(result, *_same_place(at, source, result), self.bits) if result is not None else None
        except IndexError:
            return ""
        if after is None:
            return _words(before)
        apart = (abs(first - second) for first, second in zip(before, after, strict=True))
        difference = f"   Δ {_words(tuple(apart))}" if self.mode is Mode.DIFFERENCE else ""
        return f"{_words(before)}  →  {_words(after)}{difference}"

    def _motion(self, at: tuple[int, int]) -> str:
        from peanut_studio.ops.flow_colour import motion_at

        if self._flow is None:
            return ""
        field, (width, height) = self._flow.motion.field, self.size_of_clip
        x, y = ((at[0] + 0.5) * field.shape[1] / width - 0.5, (at[1] + 0.5) * field.shape[0] / height - 0.5)
        try:
            length, direction = motion_at(field, x, y)
        except IndexError:
            return ""
        return self.tr("{pixels} px a frame, {degrees}°").format(pixels=f"{length:.1f}", degrees=f"{direction:.0f}")


def _same_place(at: tuple[int, int], source: Frame, other: Frame) -> tuple[int, int]:
    """The pixel of another picture, perhaps a larger one, in the middle of a pixel of the source."""
    across, down = other.shape[1] / source.shape[1], other.shape[0] / source.shape[0]
    return int((at[0] + 0.5) * across), int((at[1] + 0.5) * down)


def _words(levels: tuple[int, ...]) -> str:
    return " ".join(f"{level}" for level in levels)

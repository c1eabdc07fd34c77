"""A question that somebody has to answer before anything else."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QPushButton


def is_answered(box: QMessageBox, wanted: QPushButton, safe: QPushButton) -> bool:
    """Ask, and say whether `wanted` was pressed. Enter and Escape mean `safe`. The box is used up."""
    box.setDefaultButton(safe)
    box.setEscapeButton(safe)
    box.exec()
    pressed = box.clickedButton()
    box.deleteLater()
    return pressed is wanted

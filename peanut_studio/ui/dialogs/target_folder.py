"""The folder that something is written into: made when it is needed, and said beforehand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

translate = QCoreApplication.translate


def folder_note(folder: Path) -> str:
    """What is to be said of a folder before anything is written: nothing where it is there."""
    if folder.is_dir():
        return ""
    return translate("TargetFolder", "The folder {folder} is made for it.").format(folder=folder)


def make_folder(folder: Path) -> str:
    """Make the folder if it is not there; why it cannot be made, nothing where it could."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = translate("TargetFolder", "The folder {folder} cannot be made ({why}); choose another one.")
        return told.format(folder=folder, why=error.strerror or error)
    return ""


def show_note(label: QLabel, sentence: str, is_bad: bool) -> None:
    """A sentence about the target, in the colour of warnings only where it is one; nothing hides the label."""
    label.setText(sentence)
    label.setProperty("bad", is_bad)
    label.setProperty("muted", not is_bad)
    label.style().polish(label)
    label.setVisible(bool(sentence))

"""Which project, which clips, which folder: the questions that a dialog for files answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from peanut_studio.ui import recent
from peanut_studio.ui.answered import is_answered

ENDING = ".peanut"
LISTED = 8
"""Files that a question names; the others are under its button for details."""
FILMS = "*.mp4 *.mov *.mkv *.webm *.avi *.m4v *.mpg *.mpeg *.ts *.mts *.wmv"


def is_project(path: Path) -> bool:
    """Whether a file is a project, as far as its name says."""
    return path.suffix.lower() == ENDING


class ProjectQuestions:
    """Each begins in the folder that was used last; the answer is None, or empty, where somebody changed their mind."""

    def __init__(self, settings: QSettings, window: QWidget) -> None:
        self._settings, self._window = settings, window

    def which_project(self) -> Path | None:
        """A project to open."""
        title = QCoreApplication.translate("Projects", "Open a Project")
        name, _ = QFileDialog.getOpenFileName(self._window, title, recent.folder(self._settings), _projects())
        return Path(name) if name else None

    def which_clips(self) -> list[Path]:
        """Clips to add."""
        title = QCoreApplication.translate("Projects", "Add Clips")
        kinds = QCoreApplication.translate("Projects", "Films ({endings});;All files (*)").format(endings=FILMS)
        names, _ = QFileDialog.getOpenFileNames(self._window, title, recent.folder(self._settings), kinds)
        return [Path(name) for name in names]

    def which_name(self, stem: str) -> Path | None:
        """Where to save a project, which gets its usual ending; `stem` is what it may be called."""
        title = QCoreApplication.translate("Projects", "Save Project As")
        usual = Path(recent.folder(self._settings)) / f"{stem}{ENDING}"
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(usual), _projects())
        target = Path(name)
        if not name or is_project(target):
            return target if name else None
        return target.with_name(f"{target.name}{ENDING}")

    def which_folder(self) -> Path | None:
        """A folder to collect a project in."""
        title = QCoreApplication.translate("Projects", "Collect Into a Folder")
        name = QFileDialog.getExistingDirectory(self._window, title, recent.folder(self._settings))
        return Path(name) if name else None

    def where_is(self, clip: str) -> Path | None:
        """A clip whose media are not where they were."""
        title = QCoreApplication.translate("Projects", "Where is {name}?").format(name=clip)
        name, _ = QFileDialog.getOpenFileName(self._window, title, recent.folder(self._settings), f"{clip} (*)")
        return Path(name).absolute() if name else None

    def uses_outside(self, project: str, paths: Sequence[Path]) -> bool:
        """Whether a project that was not made here may use files outside its folder."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Peanut Studio")
        box.setTextFormat(Qt.TextFormat.PlainText)
        text = QCoreApplication.translate("Projects", "{project} was not made here and uses files outside its folder.")
        box.setText(text.format(project=project))
        listed = [str(path) for path in paths[:LISTED]] + (["…"] if len(paths) > LISTED else [])
        question = QCoreApplication.translate(
            "Projects", "Open them only if you know where the project comes from; it works without them, too."
        )
        box.setInformativeText("\n".join([*listed, "", question]))
        if len(paths) > LISTED:
            box.setDetailedText("\n".join(map(str, paths)))
        them = box.addButton(QCoreApplication.translate("Projects", "&Open Them"), QMessageBox.ButtonRole.AcceptRole)
        without = box.addButton(
            QCoreApplication.translate("Projects", "Open &Without Them"), QMessageBox.ButtonRole.RejectRole
        )
        return is_answered(box, them, without)


def _projects() -> str:
    return QCoreApplication.translate("Projects", "Projects") + f" (*{ENDING})"


def which_masks(window: QWidget, settings: QSettings) -> Path | None:
    """A film or file of masks, or a picture of a folder of them."""
    title = QCoreApplication.translate("Projects", "Import Masks: a Film, a JSON or NPZ File, or a Picture of a Folder")
    name, _ = QFileDialog.getOpenFileName(window, title, recent.folder(settings))
    return Path(name) if name else None

"""What goes wrong, as one sentence for the user; a bug's traceback goes to a log file."""

from __future__ import annotations

import logging
import logging.handlers
import tempfile
from pathlib import Path

import platformdirs
from PySide6.QtCore import QCoreApplication

from peanut_studio import __version__
from peanut_studio.engines.memory import is_out_of_memory
from peanut_studio.model.errors import StudioError

_log = logging.getLogger("peanut_studio.ui")


def sentence_of(error: BaseException) -> str:
    """One sentence: what a StudioError says, that memory ran out, else where the traceback was written."""
    if isinstance(error, StudioError):
        return " ".join(str(error).split())
    if is_out_of_memory(error):
        return QCoreApplication.translate(
            "Faults", "There is not enough memory: close other programs and try again; what was finished is kept."
        )
    where = log_file()
    logger = _log_into(where)
    logger.error("peanut-studio %s", __version__, exc_info=error)
    text = QCoreApplication.translate(
        "Faults", "Something went wrong inside the program ({kind}); what happened is written in {where}."
    )
    return text.format(kind=type(error).__name__, where=where)


def log_file() -> Path:
    """Where tracebacks are kept."""
    folder = platformdirs.user_log_path("peanut-studio", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    return folder / "window.log"


def _log_into(where: Path) -> logging.Logger:
    if not _log.handlers:
        handler = logging.handlers.RotatingFileHandler(where, maxBytes=1 << 20, backupCount=2, delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        _log.addHandler(handler)
        _log.propagate = False
    return _log

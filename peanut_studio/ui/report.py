"""What to send when something is wrong; of paths only the names of files."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from peanut_studio import __version__
from peanut_studio.ui.log_book import Entry
from peanut_studio.ui.preferences import Preferences

LINES = 200
_PATH = re.compile(r"(?<![\w:/])(?:[A-Za-z]:)?(?:[\\/][^\\/\n\"'<>|;,()]+?)*[\\/](?=[^\\/\s\"'<>|;,()]+)")


def report(entries: Iterable[Entry], preferences: Preferences) -> str:
    """A text of lines: versions, system, devices, preferences, the end of the log."""
    lines = [
        f"Peanut Studio {__version__}",
        f"System: {platform.platform()}, {platform.machine()}, {os.cpu_count()} processors",
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide6 {pyside_version}",
        f"Window system: {QGuiApplication.platformName()}",
        *_screens(),
        f"Devices: {_devices()}",
        "Preferences: " + ", ".join(f"{name}={value!r}" for name, value in asdict(preferences).items()),
        "",
        *(entry.line for entry in list(entries)[-LINES:]),
    ]
    return "\n".join(without_folders(line) for line in lines) + "\n"


def without_folders(text: str) -> str:
    """A text in which of every path only the file's name is left."""
    return _PATH.sub("", text.replace(str(Path.home()), ""))


def _screens() -> list[str]:
    return [
        f"Screen: {screen.size().width()} x {screen.size().height()}, scale {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]


def _devices() -> str:
    torch = sys.modules.get("torch")
    if torch is None:
        return "torch is not loaded yet"
    cards = [torch.cuda.get_device_name(n) for n in range(torch.cuda.device_count())]
    return f"torch {torch.__version__}, {', '.join(cards) or 'no CUDA card'}"

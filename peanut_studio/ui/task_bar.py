"""How far a job is, on the window's button in the system's task bar, where the system has that."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection


class TaskBar(Protocol):
    """Shows a share of 0 to 1, None for none."""

    def show(self, share: float | None, paused: bool) -> None:
        """From now on."""
        ...


class NoTaskBar:
    """For systems without one."""

    def show(self, share: float | None, paused: bool) -> None:
        """Nothing happens."""


class LauncherEntry:
    """Linux: the signal of the Unity launcher, which the docks of GNOME, KDE Plasma and others listen to.

    Source: the Unity Launcher API (com.canonical.Unity.LauncherEntry), signal Update(s application, a{sv} properties).
    """

    def __init__(self, bus: QDBusConnection) -> None:
        self._bus = bus

    def show(self, share: float | None, paused: bool) -> None:
        """Tell everybody on the bus."""
        from PySide6.QtDBus import QDBusMessage

        name = QGuiApplication.desktopFileName() or QCoreApplication.applicationName()
        told = QDBusMessage.createSignal("/com/peanut_studio/window", "com.canonical.Unity.LauncherEntry", "Update")
        properties = {"progress": float(share or 0.0), "progress-visible": share is not None}
        told.setArguments([f"application://{name}.desktop", properties])
        self._bus.send(told)


def task_bar(window: QWidget) -> TaskBar:
    """The task bar of this system."""
    if sys.platform == "win32" and QGuiApplication.platformName() == "windows":
        from peanut_studio.ui.task_bar_windows import WindowsTaskBar

        return WindowsTaskBar.open(int(window.winId())) or NoTaskBar()
    if sys.platform == "linux" and QGuiApplication.platformName() in ("xcb", "wayland") and _has_bus():
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return NoTaskBar()
        bus = QDBusConnection.sessionBus()
        return LauncherEntry(bus) if bus.isConnected() else NoTaskBar()
    return NoTaskBar()


def _has_bus() -> bool:
    # Where there is none, asking for it would start one, which takes long.
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return bool(folder) and (Path(str(folder)) / "bus").exists()

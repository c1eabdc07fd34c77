"""`peanut-studio doctor`: is everything there that the program needs?"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typer
from rich.console import Console

from peanut_studio import __version__
from peanut_studio.cli.models import SMALL
from peanut_studio.engines import device, memory
from peanut_studio.engines.weights import OFFLINE_VARIABLE, WeightStore, is_offline, megabytes
from peanut_studio.model.errors import WeightsError

Level = Literal["ok", "warn", "fail"]
GIGABYTE = 10**9

NEEDED = {
    "numpy": "numpy",
    "opencv-python-headless": "cv2",
    "av": "av",
    "onnxruntime": "onnxruntime",
    "torch": "torch",
    "torchvision": "torchvision",
    "segment-anything": "segment_anything",
}
FOR_THE_WINDOW = {"PySide6": "PySide6.QtWidgets", "pyqtgraph": "pyqtgraph"}
FOR_SAM2 = {"sam2": "sam2"}
NEEDED_ENCODERS = ("libx264", "aac", "ffv1", "png")
OTHER_ENCODERS = ("libx265", "libsvtav1", "prores_ks", "libvpx-vp9", "libopus")


@dataclass(frozen=True)
class Finding:
    """One line of the report; `advice` says what to do when the level is not ok."""

    level: Level
    subject: str
    found: str
    advice: str = ""


def examine() -> Iterator[Finding]:
    """Every finding, in the order of the report."""
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _system,
        _packages,
        _encoders,
        _devices,
        _space,
        _weights,
        _display,
    )
    for check in checks:
        yield from check()


def doctor() -> None:
    """Check this machine: Python, packages, encoders, devices, memory, disk, weights, display."""
    console, colours = Console(), {"ok": "green", "warn": "yellow", "fail": "red"}
    failed = False
    for finding in examine():
        failed |= finding.level == "fail"
        console.print(f"[{colours[finding.level]}]{finding.level:>4}[/]", end="  ")
        text = f"{finding.subject}: {finding.found}" + (f" -> {finding.advice}" if finding.advice else "")
        console.print(text, soft_wrap=True, highlight=False, markup=False)
    if failed:
        raise typer.Exit(1)


def _system() -> Iterator[Finding]:
    yield Finding("ok", "Peanut Studio", __version__)
    yield Finding("ok", "System", platform.platform())
    yield Finding("ok", "Python", f"{platform.python_version()} ({sys.executable})")


def _packages() -> Iterator[Finding]:
    for package, module in NEEDED.items():
        yield _package(package, module, "fail", f"pip install {package}")
    for package, module in FOR_THE_WINDOW.items():
        yield _package(package, module, "warn", "for the window: pip install 'peanut-studio[app]'")
    for package, module in FOR_SAM2.items():
        yield _package(
            package, module, "warn", "for --segmenter sam2-tiny to sam2-large: pip install 'peanut-studio[sam2]'"
        )
    for rival in ("opencv-python", "opencv-contrib-python"):
        try:
            version = importlib.metadata.version(rival)
        except importlib.metadata.PackageNotFoundError:
            continue
        advice = f"it breaks the window: pip uninstall {rival}, then reinstall opencv-python-headless"
        yield Finding("warn", rival, version, advice)


def _package(package: str, module: str, level: Level, advice: str) -> Finding:
    """Whether a package can be imported: installed is not enough where a system library is missing."""
    try:
        version = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return Finding(level, package, "not installed", advice)
    try:
        importlib.import_module(module)
    except ImportError as error:
        reason = str(error).splitlines()[0]
        return Finding(level, package, f"{version}, cannot be loaded ({reason})", "install the library that it names")
    return Finding("ok", package, version)


def _encoders() -> Iterator[Finding]:
    try:
        from peanut_studio.media.encoders import ffmpeg_version, missing_encoders
    except ImportError:
        yield Finding("fail", "FFmpeg", "PyAV cannot be loaded", "pip install av")
        return
    version = f"libavcodec {ffmpeg_version()}"
    needed, other = missing_encoders(NEEDED_ENCODERS), missing_encoders(OTHER_ENCODERS)
    advice = "this PyAV was built without them: pip install --force-reinstall --only-binary av av"
    if needed:
        yield Finding("fail", "FFmpeg", f"{version} lacks {', '.join(needed)}", advice)
    if other:
        yield Finding("warn", "FFmpeg", f"{version} lacks {', '.join(other)}", advice)
    if not needed and not other:
        yield Finding("ok", "FFmpeg", f"{version} with {', '.join(NEEDED_ENCODERS + OTHER_ENCODERS)}")


def _devices() -> Iterator[Finding]:
    yield Finding("ok", "Device cpu", f"{os.cpu_count()} cores")
    try:
        cards, apple = device.cuda_names(), device.has_mps()
    except ImportError:
        return  # _packages has reported torch
    for number, name in enumerate(cards):
        free = memory.free_vram(f"cuda:{number}") or 0
        yield Finding("ok", f"Device cuda:{number}", f"{name}, {free / GIGABYTE:.1f} GB free")
    if apple:
        yield Finding("ok", "Device mps", "Apple GPU")
    if not cards and shutil.which("nvidia-smi"):
        advice = "update the NVIDIA driver, or install the CUDA build of torch"
        yield Finding("warn", "Device cuda", "there is an NVIDIA driver, but PyTorch cannot use it", advice)
    elif not cards and not apple:
        yield Finding("ok", "Device cuda", "none; everything runs on the CPU")


def _space() -> Iterator[Finding]:
    ram = memory.free_ram()
    if ram is None:
        yield Finding("warn", "Memory", "the system does not tell how much is free", "have 4 GB free for 1080p")
    else:
        enough = ram >= 4 * GIGABYTE
        found = f"{ram / GIGABYTE:.1f} GB free"
        yield Finding("ok" if enough else "warn", "Memory", found, "" if enough else "close programs; 1080p wants 4 GB")
    places = {"Disk for weights": WeightStore().root, "Disk for work": Path(tempfile.gettempdir())}
    for subject, folder in places.items():
        standing = next(parent for parent in (folder, *folder.parents) if parent.exists())
        free = shutil.disk_usage(standing).free
        found = f"{free / GIGABYTE:.1f} GB free in {folder}"
        if not os.access(standing, os.W_OK):
            yield Finding("fail", subject, f"{standing} cannot be written", "change its permissions or name another")
        elif free < GIGABYTE:
            yield Finding("warn", subject, found, "make room: 1 GB at least")
        else:
            yield Finding("ok", subject, found)


def _weights() -> Iterator[Finding]:
    store = WeightStore()
    for state in store.list():
        name = state.info.name
        subject, fetch = f"Weights {name}", f"peanut-studio models fetch {name}"
        if state.path.is_file():
            try:
                store.verify(name)
            except WeightsError:
                yield Finding("fail", subject, "not the published file", fetch)
            else:
                yield Finding("ok", subject, f"here, {megabytes(state.info.size)}")
        elif name in SMALL:
            yield Finding("warn", subject, f"not fetched yet, {megabytes(state.info.size)}", fetch)
        else:
            yield Finding("ok", subject, f"not fetched, {megabytes(state.info.size)} (optional: {fetch})")
    if is_offline():
        yield Finding(
            "warn", "Network", f"forbidden by {OFFLINE_VARIABLE}", f"unset {OFFLINE_VARIABLE} to fetch weights"
        )


def _display() -> Iterator[Finding]:
    named = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if sys.platform in ("win32", "darwin"):
        yield Finding("ok", "Display", "the system's own")
    elif named:
        yield Finding("ok", "Display", named)
    else:
        yield Finding("warn", "Display", "none", "the window needs one; the command line does not")

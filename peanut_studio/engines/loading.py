"""Importing large packages beside a window that goes on answering.

Two things hold the interpreter's lock for long while torch is imported. Its shared libraries (a gigabyte) are linked
under it: `link` does it beforehand by a call that lets go of the lock. And the garbage collector looks
through a million new objects more than once: `uncollected` keeps it away, and from them for good.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import importlib.util
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

LIBRARIES = ("libtorch_cpu", "libtorch_cuda", "libtorch", "libtorch_python")
"""Of torch, in the order in which they need each other."""

_lock, _loading = threading.Lock(), threading.RLock()
_depth = 0

# At the end everything is collected, or libraries complain of leaks.
atexit.register(gc.unfreeze)


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many objects that stay: nothing is collected meanwhile, and the collector never looks at them again."""
    global _depth
    with _lock:
        _depth += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if not _depth:
                gc.freeze()
                gc.enable()


def load_torch() -> None:
    """Import torch, once; does nothing where it is there already or not installed."""
    if "torch" in sys.modules:
        return
    with _loading:
        found = importlib.util.find_spec("torch")
        if found is not None and found.origin is not None:
            folder, ending = Path(found.origin).parent / "lib", ".dylib" if sys.platform == "darwin" else ".so"
            link(folder / (name + ending) for name in LIBRARIES)
            load("torch")


def load_onnx() -> ModuleType:
    """The module of ONNX Runtime that has its sessions (`C` in it their options). Raises ModuleNotFoundError."""
    found = importlib.util.find_spec("onnxruntime")
    if found is not None and found.origin is not None:
        link(sorted((Path(found.origin).parent / "capi").glob("onnxruntime_pybind11_state.*so")))
    return load("onnxruntime.capi.onnxruntime_inference_collection")


def load(name: str) -> ModuleType:
    """Import a module; the collector is kept away where it is not there yet."""
    if name in sys.modules:
        return sys.modules[name]
    with uncollected():
        return importlib.import_module(name)


def link(libraries: Iterable[Path]) -> None:
    """Link shared libraries, those that are there, while other threads go on; importing them then takes no time."""
    # Functions of a loaded library are called without the interpreter's lock; ctypes.CDLL itself keeps it.
    # On Windows torch links its libraries in this way by itself.
    if os.name != "posix":
        return
    open_library = ctypes.CDLL(None).dlopen
    open_library.argtypes, open_library.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for path in libraries:
        if path.exists():
            # What cannot be linked here the import will link, or tell what is missing.
            open_library(os.fsencode(path), os.RTLD_NOW | os.RTLD_LOCAL)

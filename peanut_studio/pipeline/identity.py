"""What an engine is, to the letter: what is kept of its work is kept under this."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import peanut_studio
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.weights import WeightStore

LIBRARIES = ("numpy", "opencv-python-headless", "onnxruntime", "torch")


def identity(info: EngineInfo, weights: WeightStore) -> list[str]:
    """The program's version, its code, the libraries, the engine and its weights."""
    about = [peanut_studio.__version__, code_hash(), *_libraries(), info.id, info.entry, info.origin]
    return [*about, *weights_hashes(info, weights)]


def weights_hashes(info: EngineInfo, weights: WeightStore) -> list[str]:
    """The hashes of the engine's weights, as far as they are here."""
    there = [*info.weights, *(name for name in info.optional_weights if weights.path(name) is not None)]
    return [*(f"{name}:{weights.info(name).sha256}" for name in there), hash_of(info.file or None)]


@lru_cache
def code_hash() -> str:
    """The hash of the code that fills, where the program is not frozen: an engine's version, to the letter."""
    total = hashlib.sha256()
    root = Path(peanut_studio.__file__).parent
    for room in ("engines", "nets", "ops", "model"):
        for path in sorted((root / room).rglob("*.py")):
            total.update(path.read_bytes())
    return total.hexdigest()


@lru_cache
def _libraries() -> tuple[str, ...]:
    return tuple(f"{name} {_version(name)}" for name in LIBRARIES)


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def hash_of(file: str | None) -> str:
    """The hash of a file; nothing where there is none."""
    try:
        return hashlib.sha256(Path(file).read_bytes()).hexdigest() if file else ""
    except OSError:
        return ""
